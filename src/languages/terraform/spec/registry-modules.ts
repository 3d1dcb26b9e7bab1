/** What is known of a module of the registry, which is not read: the resource that it is for, and its inputs. */
export interface RegistryModule {
	/** The Terraform type of the resource. */
	readonly type: string;
	/** By input, the path of the argument that it becomes; of an input that is not named the path is its name. */
	readonly inputs: Readonly<Record<string, string>>;
	/** What an input is if it is left out. `null` is not set; `undefined` is not known. */
	readonly defaults: Readonly<Record<string, boolean | string | undefined>>;
	/** Inputs that make no resource if they are false. */
	readonly creates: readonly string[];
	/** By output, the attribute of the resource that it is: `arn`, `id`. */
	readonly outputs: Readonly<Record<string, string>>;
}

/** Sources: `variables.tf`, `main.tf` and `outputs.tf` of each module, https://github.com/terraform-aws-modules. */
const MODULES: ReadonlyMap<string, RegistryModule> = new Map<string, RegistryModule>([
	[
		"lambda",
		{
			type: "aws_lambda_function",
			inputs: { environment_variables: "environment.variables", lambda_role: "role" },
			defaults: {},
			creates: ["create", "create_function"],
			outputs: { lambda_function_arn: "arn", lambda_function_name: "id" },
		},
	],
	[
		"s3-bucket",
		{
			type: "aws_s3_bucket",
			inputs: {},
			defaults: {},
			creates: ["create_bucket"],
			outputs: { s3_bucket_id: "id", s3_bucket_arn: "arn" },
		},
	],
	[
		"rds",
		{
			type: "aws_db_instance",
			inputs: {},
			defaults: { storage_encrypted: true, manage_master_user_password: true },
			creates: ["create_db_instance"],
			outputs: { db_instance_arn: "arn" },
		},
	],
	[
		"kms",
		{
			type: "aws_kms_key",
			inputs: {},
			defaults: { enable_key_rotation: true, policy: undefined },
			creates: ["create"],
			outputs: { key_arn: "arn", key_id: "id" },
		},
	],
	[
		"ec2-instance",
		{
			type: "aws_instance",
			inputs: {},
			defaults: {},
			creates: ["create"],
			outputs: { id: "id", arn: "arn" },
		},
	],
	[
		"ssm-parameter",
		{
			type: "aws_ssm_parameter",
			inputs: {},
			defaults: { type: undefined },
			creates: ["create"],
			outputs: { ssm_parameter_arn: "arn", ssm_parameter_name: "id" },
		},
	],
	[
		"secrets-manager",
		{
			type: "aws_secretsmanager_secret",
			inputs: {},
			defaults: {},
			creates: ["create"],
			outputs: { secret_arn: "arn", secret_id: "id" },
		},
	],
]);

/** `terraform-aws-modules/kms/aws`, with a host before it; the repository on GitHub. No module inside of one. */
const SOURCE =
	/^(?:(?:registry\.(?:terraform\.io|opentofu\.org)\/)?terraform-aws-modules\/([a-z\d-]{1,40})\/aws|(?:git::)?(?:https:\/\/|ssh:\/\/git@|git@)?github\.com[/:]terraform-aws-modules\/terraform-aws-([a-z\d-]{1,40}?)(?:\.git)?(?:\?.*)?)$/u;

/** What is known of a module by its source; null for modules that are not in the table. */
export function registryModule(source: string): RegistryModule | null {
	const [, registry, repository] = SOURCE.exec(source) ?? [];
	return MODULES.get(registry ?? repository ?? "") ?? null;
}
