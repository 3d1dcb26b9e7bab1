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
	/** How CDK spells a path that no single property stands for. */
	readonly spelling?: Readonly<Record<string, string>>;
	/** The expression for a value of such a path, without the module: `BucketEncryption.KMS`. */
	readonly members?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
