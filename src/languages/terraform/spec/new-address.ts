/** The resources that an edit can add, by their types in CloudFormation, with the end of a name that says it again. */
const TYPES: ReadonlyMap<string, { readonly type: string; readonly word: string }> = new Map([
	["AWS::KMS::Key", { type: "aws_kms_key", word: "_key" }],
	["AWS::KMS::Alias", { type: "aws_kms_alias", word: "_key_alias" }],
	["AWS::IAM::Policy", { type: "aws_iam_role_policy", word: "_policy" }],
]);

/**
 * The address of a new resource: `EnvironmentKey` is `aws_kms_key.environment`; null for types that none is made of.
 *
 * @param type the CloudFormation type
 */
export function newAddress(type: string, wanted: string): string | null {
	const own = TYPES.get(type);
	if (own === undefined) {
		return null;
	}
	const name = snakeCase(wanted.slice(wanted.lastIndexOf(".") + 1).replaceAll(/[^\w-]+/gu, "_"));
	const { word } = own;
	return `${own.type}.${name.endsWith(word) && name.length > word.length ? name.slice(0, -word.length) : name}`;
}

/** `KeyId` as an attribute of the provider: `key_id`. */
export function snakeCase(name: string): string {
	return name
		.replaceAll(/([a-z\d])([A-Z])/gu, "$1_$2")
		.replaceAll(/([A-Z])(?=[A-Z][a-z])/gu, "$1_")
		.toLowerCase();
}
