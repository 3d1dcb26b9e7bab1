/** How a property of an L2 construct becomes one of the template. */
export interface PropertySpec {
	/** CloudFormation's path. */
	readonly path: string;
	/** A value as it is, a KMS key, a map of variables, or the member of an enumeration by its name. */
	readonly as: "value" | "key" | "variables" | "enum";
	/** The value for each member of the enumeration; by default its own name. */
	readonly values?: Readonly<Record<string, string | boolean>>;
}

/** What CDK creates from a class. */
export interface ConstructSpec {
	/** The CloudFormation type; `CDK::…` for a class of which only strings are read. */
	readonly type: string;
	/** Which argument contains the properties: the third by default. */
	readonly propsAt?: number;
	/** True for a Lambda@Edge function. */
	readonly edge?: boolean;
	/** By name in CDK; of properties that are not listed, only strings are read. */
	readonly properties: Readonly<Record<string, PropertySpec | string | null>>;
	/** How CDK spells a path without a property of its own. */
	readonly spelling?: Readonly<Record<string, string>>;
	/** The expression for a value of such a path, without the module: `BucketEncryption.KMS`. */
	readonly members?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
