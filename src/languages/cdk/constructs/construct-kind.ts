import type { Written } from "../../../model/written.ts";
import type { TextEdit } from "../../../text/span.ts";
import type { Builder } from "../translate/builder.ts";
import type { ConstructSpec, PropertySpec } from "../spec/construct-spec.ts";
import type { PropsWriter } from "../write/props-writer.ts";

/** What CDK makes of a class, and what a table of names and paths cannot say of it. */
export interface ConstructKind extends ConstructSpec {
	/** What several properties decide together, and what CDK adds by itself. */
	build?(builder: Builder): void;
	/** Writes a path that no single property stands for; undefined where it is none of these. */
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
