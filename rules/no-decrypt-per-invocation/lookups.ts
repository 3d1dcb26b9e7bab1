/** The lookups, with what says which secret is meant, and the operations that change it. */
export const LOOKUPS: readonly {
	readonly service: string;
	readonly operations: ReadonlyMap<string, string>;
	readonly writes: ReadonlySet<string>;
}[] = [
	{ service: "kms", operations: new Map([["Decrypt", "CiphertextBlob"]]), writes: new Set() },
	{
		service: "ssm",
		operations: new Map([
			["GetParameter", "Name"],
			["GetParameters", "Names"],
			["GetParametersByPath", "Path"],
		]),
		writes: new Set(["PutParameter", "DeleteParameter"]),
	},
	{
		service: "secretsmanager",
		operations: new Map([
			["GetSecretValue", "SecretId"],
			["BatchGetSecretValue", "SecretIdList"],
		]),
		writes: new Set(["PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage", "RotateSecret", "CreateSecret"]),
	},
];
