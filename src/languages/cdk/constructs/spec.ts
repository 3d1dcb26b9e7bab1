import type { Plain } from "../../../model/resource.ts";
import type { TextEdit } from "../../../text/span.ts";
import type { Builder } from "../builder.ts";
import type { PropsWriter } from "../props-writer.ts";

/** How a property of an L2 construct becomes one of the template. */
export interface PropertySpec {
	/** CloudFormation's path. */
	readonly path: string;
	/** A value as it is, a KMS key, a map of variables, or the member of an enumeration by its name. */
	readonly as: "value" | "key" | "variables" | "enum";
	/** What each member of the enumeration stands for; its own name where it is not listed. */
	readonly values?: Readonly<Record<string, string | boolean>>;
}

/** What CDK makes of a class. */
export interface ConstructSpec {
	/** The CloudFormation type; `CDK::…` for a class of which only the texts are read. */
	readonly type: string;
	/** Which argument holds the properties: the third where it is left out. */
	readonly propsAt?: number;
	/** True for a function at CloudFront's edge. */
	readonly edge?: boolean;
	/** By name in CDK; what is not listed is read as text alone. */
	readonly properties: Readonly<Record<string, PropertySpec | string | null>>;
	/** What several properties decide together, and what CDK adds by itself. */
	build?(builder: Builder): void;
	/** Writes a path that no single property stands for; undefined where it is none of these. */
	write?(values: Readonly<Record<string, Plain>>, writer: PropsWriter): readonly TextEdit[] | null | undefined;
	/** How CDK spells a path that no single property stands for. */
	readonly spelling?: Readonly<Record<string, string>>;
	/** The member of an enumeration that stands for a value of such a path, beside the class: `BucketEncryption.KMS`. */
	readonly members?: Readonly<Record<string, Readonly<Record<string, string>>>>;
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
