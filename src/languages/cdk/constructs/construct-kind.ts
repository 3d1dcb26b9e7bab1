import type { CodeSource } from "../../../model/code-source.ts";
import type { Written } from "../../../model/written.ts";
import type { TextEdit } from "../../../text/span.ts";
import type { Builder } from "../translate/builder.ts";
import type { GivenProps } from "../translate/given-props.ts";
import type { ConstructSpec, PropertySpec } from "../spec/construct-spec.ts";
import type { PropsWriter } from "../write/props-writer.ts";

/** What CDK creates from a class, including what a table of names and paths cannot express. */
export interface ConstructKind extends ConstructSpec {
	/** For properties that only several arguments decide together, and what CDK adds itself. */
	build?(builder: Builder): void;
	/** Of a function: where its code is. */
	source?(given: GivenProps, filename: string): CodeSource | null;
	/** Writes a path without a property of its own; undefined for other paths. */
	write?(values: Readonly<Record<string, Written>>, writer: PropsWriter): readonly TextEdit[] | null | undefined;
}

export function key(path: string): PropertySpec {
	return { path, as: "key" };
}

export function variables(path: string): PropertySpec {
	return { path, as: "variables" };
}

export function choice(path: string, values: Readonly<Record<string, string | boolean>> = {}): PropertySpec {
	return { path, as: "enum", values };
}
