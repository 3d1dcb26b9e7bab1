import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { ARGUMENTS } from "../languages/terraform/spec/mapping.ts";
import { applyEdits } from "../text/apply-edits.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import { TextLinter } from "./lint-text.ts";

const PASSWORD = fakeSecret("password");

/** A resource that a rule reports, and one of the same type that it does not; bodies of blocks. */
interface Pair {
	readonly rule: string;
	readonly type: string;
	readonly weak: string;
	readonly fine: string;
}

const KEY = "aws_kms_key.main.arn";
const rest = (type: string, weak: string, fine: string): Pair => ({
	rule: "require-encryption-at-rest",
	type,
	weak,
	fine,
});
const volume = (type: string, block: string): Pair => ({
	rule: "require-volume-encryption",
	type,
	weak: block.replace("@", "encrypted = false"),
	fine: block.replace("@", "encrypted = true"),
});

const PAIRS: readonly Pair[] = [
	volume("aws_ebs_volume", "size = 1\n@"),
	volume("aws_instance", 'ami = "x"\nroot_block_device {\n@\n}'),
	volume("aws_launch_configuration", 'ebs_block_device {\ndevice_name = "x"\n@\n}'),
	{
		rule: "require-volume-encryption",
		type: "aws_launch_configuration",
		weak: 'ebs_block_device {\ndevice_name = "x"\nno_device = false\n}',
		fine: 'ebs_block_device {\ndevice_name = "x"\nno_device = true\n}\nephemeral_block_device {\ndevice_name = "y"\nvirtual_name = "ephemeral0"\n}',
	},
	volume("aws_instance", 'ami = "x"\nebs_block_device {\n@\n}'),
	volume("aws_launch_template", "block_device_mappings {\nebs {\n@\n}\n}"),
	volume("aws_launch_configuration", "root_block_device {\n@\n}"),
	volume("aws_spot_instance_request", "root_block_device {\n@\n}"),
	volume("aws_spot_fleet_request", "launch_specification {\nebs_block_device {\n@\n}\n}"),
	volume("aws_ebs_snapshot_copy", 'source_snapshot_id = "snap-1"\n@'),
	volume("aws_dlm_lifecycle_policy", "policy_details {\nschedule {\ncross_region_copy_rule {\n@\n}\n}\n}"),
	{ rule: "require-volume-encryption", type: "aws_ebs_volume", weak: "size = 1", fine: "snapshot_id = var.snapshot" },
	{ rule: "require-image-encryption", type: "aws_ami_copy", weak: "", fine: "encrypted = true" },
	{
		rule: "require-image-encryption",
		type: "aws_ami",
		weak: "ebs_block_device {\nencrypted = false\n}",
		fine: 'ebs_block_device {\nsnapshot_id = "snap-1"\n}',
	},
	{
		rule: "require-image-encryption",
		type: "aws_imagebuilder_image_recipe",
		weak: 'block_device_mapping {\nebs {\nencrypted = "false"\n}\n}',
		fine: 'block_device_mapping {\nebs {\nencrypted = "true"\n}\n}',
	},
	{ rule: "require-key-rotation", type: "aws_kms_key", weak: "", fine: "enable_key_rotation = true" },
	{
		rule: "require-key-rotation",
		type: "aws_kms_key",
		weak: "enable_key_rotation = false",
		fine: 'key_usage = "SIGN_VERIFY"\ncustomer_master_key_spec = "RSA_2048"',
	},
	{ rule: "require-key-rotation", type: "aws_kms_key", weak: "", fine: 'custom_key_store_id = "cks-1"' },
	{
		rule: "no-public-key-policy",
		type: "aws_kms_key",
		weak: 'enable_key_rotation = true\npolicy = jsonencode({ Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*", Principal = "*" }] })',
		fine: 'enable_key_rotation = true\npolicy = jsonencode({ Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:root" } }] })',
	},
	{
		rule: "require-environment-key",
		type: "aws_lambda_function",
		weak: 'environment {\nvariables = {\nDB_PASSWORD_NAME = "x"\n}\n}',
		fine: `kms_key_arn = ${KEY}\nenvironment {\nvariables = {\nDB_PASSWORD_NAME = "x"\n}\n}`,
	},
	{
		rule: "no-secret-in-environment",
		type: "aws_lambda_function",
		weak: `kms_key_arn = ${KEY}\nenvironment {\nvariables = {\nDB_PASSWORD = "${PASSWORD}"\n}\n}`,
		fine: `kms_key_arn = ${KEY}\nenvironment {\nvariables = {\nDB_PASSWORD = "/app/password"\n}\n}`,
	},
	{
		rule: "no-secret-in-environment",
		type: "aws_ecs_task_definition",
		weak: `container_definitions = jsonencode([{ name = "a", environment = [{ name = "DB_PASSWORD", value = "${PASSWORD}" }] }])`,
		fine: 'container_definitions = jsonencode([{ name = "a", secrets = [{ name = "DB_PASSWORD", valueFrom = "arn:aws:ssm:eu-west-1:111122223333:parameter/x" }] }])',
	},
	{
		rule: "no-secret-in-environment",
		type: "aws_codebuild_project",
		weak: `environment {\nenvironment_variable {\nname = "DB_PASSWORD"\nvalue = "${PASSWORD}"\n}\n}`,
		fine: 'environment {\nenvironment_variable {\nname = "DB_PASSWORD"\nvalue = "/app/password"\ntype = "PARAMETER_STORE"\n}\n}',
	},
	{
		rule: "no-plaintext-parameter",
		type: "aws_ssm_parameter",
		weak: `name = "/db/password"\ntype = "String"\nvalue = "${PASSWORD}"`,
		fine: 'name = "/db/password"\ntype = "SecureString"\nvalue_wo = var.password',
	},
	{
		rule: "no-secret-in-user-data",
		type: "aws_instance",
		weak: `user_data = <<EOT\n#!/bin/sh\nexport DB_PASSWORD="${PASSWORD}"\nEOT`,
		fine: 'user_data = <<EOT\n#!/bin/sh\nexport DB_HOST="db"\nEOT',
	},
	{
		rule: "no-secret-in-template",
		type: "aws_db_instance",
		weak: `storage_encrypted = true\nkms_key_id = ${KEY}\npassword = "${PASSWORD}"`,
		fine: `storage_encrypted = true\nkms_key_id = ${KEY}\nmanage_master_user_password = true`,
	},
	rest("aws_db_instance", "", `storage_encrypted = true\nkms_key_id = ${KEY}`),
	rest("aws_rds_cluster", "storage_encrypted = false", `storage_encrypted = true\nkms_key_id = ${KEY}`),
	rest("aws_docdb_cluster", "", `storage_encrypted = true\nkms_key_id = ${KEY}`),
	rest("aws_neptune_cluster", "", `storage_encrypted = true\nkms_key_arn = ${KEY}`),
	rest("aws_efs_file_system", "", `encrypted = true\nkms_key_id = ${KEY}`),
	rest("aws_sqs_queue", "sqs_managed_sse_enabled = false", `kms_master_key_id = ${KEY}`),
	rest("aws_kinesis_stream", "", `encryption_type = "KMS"\nkms_key_id = ${KEY}`),
	rest("aws_redshift_cluster", "encrypted = false", `encrypted = true\nkms_key_id = ${KEY}`),
	rest("aws_opensearch_domain", "", `encrypt_at_rest {\nenabled = true\nkms_key_id = ${KEY}\n}`),
	rest("aws_dynamodb_table", "", `server_side_encryption {\nenabled = true\nkms_key_arn = ${KEY}\n}`),
	rest("aws_dax_cluster", "", "server_side_encryption {\nenabled = true\n}"),
	rest("aws_elasticache_replication_group", "", `at_rest_encryption_enabled = true\nkms_key_id = ${KEY}`),
	rest("aws_cloudwatch_log_group", "", `kms_key_id = ${KEY}`),
	rest("aws_sns_topic", "", `kms_master_key_id = ${KEY}`),
	rest("aws_secretsmanager_secret", "", `kms_key_id = ${KEY}`),
	rest(
		"aws_ssm_parameter",
		'name = "n"\ntype = "SecureString"',
		`name = "n"\ntype = "SecureString"\nkey_id = ${KEY}`,
	),
	rest(
		"aws_ssm_parameter",
		'name = "n"\ntype = "SecureString"\nkey_id = "alias/aws/ssm"',
		'name = "n"\ntype = "String"',
	),
	rest("aws_s3_object", 'server_side_encryption = "AES256"', `kms_key_id = ${KEY}`),
	rest("aws_s3_bucket_object", 'server_side_encryption = "aws:kms"', 'bucket = "b"'),
	rest(
		"aws_s3_object_copy",
		'kms_key_id = "alias/aws/s3"',
		`server_side_encryption = "aws:kms"\nkms_key_id = ${KEY}`,
	),
	rest(
		"aws_athena_database",
		'encryption_configuration {\nencryption_option = "SSE_S3"\n}',
		`encryption_configuration {\nencryption_option = "SSE_KMS"\nkms_key = ${KEY}\n}`,
	),
	rest("aws_athena_database", "", 'encryption_configuration {\nencryption_option = "SSE_KMS"\nkms_key = var.key\n}'),
	rest(
		"aws_api_gateway_method_settings",
		"settings {\ncaching_enabled = true\n}",
		"settings {\ncaching_enabled = true\ncache_data_encrypted = true\n}",
	),
	rest("aws_api_gateway_method_settings", "settings {\ncaching_enabled = true\ncache_data_encrypted = false\n}", ""),
	rest("aws_grafana_workspace", "", `kms_key_id = ${KEY}`),
	rest("aws_storagegateway_cached_iscsi_volume", "", `kms_encrypted = true\nkms_key = ${KEY}`),
	rest(
		"aws_networkfirewall_firewall",
		'encryption_configuration {\ntype = "AWS_OWNED_KMS_KEY"\n}',
		`encryption_configuration {\ntype = "CUSTOMER_KMS"\nkey_id = ${KEY}\n}`,
	),
	rest(
		"aws_networkfirewall_rule_group",
		"",
		'encryption_configuration {\ntype = "CUSTOMER_KMS"\nkey_id = var.key\n}',
	),
	rest(
		"aws_networkfirewall_rule_group",
		'capacity = 1\ntype = "STATEFUL"',
		'type = "STATEFUL"\nencryption_configuration {\ntype = "CUSTOMER_KMS"\nkey_id = var.key\n}',
	),
	rest(
		"aws_sagemaker_flow_definition",
		'output_config {\ns3_output_path = "s3://b/"\n}',
		"output_config {\nkms_key_id = var.key\n}",
	),
	rest(
		"aws_codegurureviewer_repository_association",
		"",
		`kms_key_details {\nencryption_option = "CUSTOMER_MANAGED_CMK"\nkms_key_id = ${KEY}\n}`,
	),
	rest(
		"aws_kinesis_firehose_delivery_stream",
		"server_side_encryption {\nenabled = true\n}",
		`server_side_encryption {\nenabled = true\nkey_type = "CUSTOMER_MANAGED_CMK"\nkey_arn = ${KEY}\n}`,
	),
	// Terraform has no argument for the key of the password, of what a canary is made of, and of a synchronization.
	rest(
		"aws_docdb_cluster",
		"manage_master_user_password = true",
		`manage_master_user_password = true\nstorage_encrypted = true\nkms_key_id = ${KEY}`,
	),
	rest(
		"aws_synthetics_canary",
		'artifact_config {\ns3_encryption {\nencryption_mode = "SSE_S3"\n}\n}',
		`artifact_config {\ns3_encryption {\nencryption_mode = "SSE_KMS"\nkms_key_arn = ${KEY}\n}\n}`,
	),
	rest(
		"aws_ssm_resource_data_sync",
		's3_destination {\nkms_key_arn = "alias/aws/s3"\n}',
		`s3_destination {\nkms_key_arn = ${KEY}\n}`,
	),
	rest("aws_dynamodb_table_replica", "", `kms_key_arn = ${KEY}`),
	rest("aws_storagegateway_nfs_file_share", "", `kms_encrypted = true\nkms_key_arn = ${KEY}`),
	rest("aws_ecr_repository", "", `encryption_configuration {\nencryption_type = "KMS"\nkms_key = ${KEY}\n}`),
];

const MAIN = `resource "aws_kms_key" "main" {\nenable_key_rotation = true\nlifecycle {\nprevent_destroy = true\n}\n}\n`;

const LINTER = new TextLinter({
	preset: "audit",
	rules: new Map(
		["require-volume-encryption", "require-image-encryption"].map((rule) => [
			rule,
			{ level: "error" as const, options: { minimum: "provider-key" } },
		]),
	),
	parameterOverrides: {},
	inventory: null,
	suppressions: true,
	cwd: tmpdir(),
});

/** The rules that report something about each resource, by the number in its name. */
function lint(bodyOf: (pair: Pair) => string): ReadonlyMap<number, ReadonlySet<string>> {
	const text =
		MAIN +
		PAIRS.map((pair, index) => `resource "${pair.type}" "n${String(index)}" {\n${bodyOf(pair)}\n}\n`).join("");
	const linted = LINTER.lint(text, "terraform-pairs.tf");
	expect(linted.errors).toEqual([]);
	const found = new Map<number, Set<string>>();
	for (const { rule, resource, others = [] } of linted.findings) {
		for (const { id } of [...(resource === null ? [] : [resource]), ...others]) {
			const index = Number(/\.n(\d+)$/u.exec(id)?.[1] ?? -1);
			found.set(index, (found.get(index) ?? new Set()).add(rule));
		}
	}
	return found;
}

test.each([
	["without a block", "", "enabled"],
	["with a block that has no switch", `key_type = "CUSTOMER_MANAGED_CMK"\nkey_arn = ${KEY}`, "enabled"],
	["switched off", `enabled = false\nkey_type = "CUSTOMER_MANAGED_CMK"\nkey_arn = ${KEY}`, "enabled"],
	["with a key of AWS", 'enabled = true\nkey_type = "AWS_OWNED_CMK"', "key_arn"],
	["with its own key", `enabled = true\nkey_type = "CUSTOMER_MANAGED_CMK"\nkey_arn = ${KEY}`, null],
])("a delivery stream %s is told the argument that is missing, and offered what it needs", (_, lines, missing) => {
	const block = lines === "" ? "" : `server_side_encryption {\n${lines}\n}\n`;
	const text = `${MAIN}resource "aws_kinesis_firehose_delivery_stream" "s" {\n${block}}\n`;
	const asked = ({ findings }: ReturnType<typeof LINTER.lint>): readonly string[] =>
		findings.flatMap(({ message }) => /Set `server_side_encryption\.(\w+)`/u.exec(message)?.[1] ?? []);
	const linted = LINTER.lint(text, "terraform-stream.tf");
	expect(asked(linted)).toEqual(missing === null ? [] : [missing]);
	for (const { suggestions, property } of linted.findings) {
		expect(property).toBe(`server_side_encryption.${missing ?? ""}`);
		expect(suggestions).toHaveLength(missing === "enabled" ? 1 : 0);
		for (const { edits } of suggestions) {
			expect(LINTER.lint(applyEdits(text, edits), "terraform-stream.tf").findings).toEqual([]);
		}
	}
});

test("no message asks for what Terraform has no argument for", () => {
	const text = Object.keys(ARGUMENTS)
		.map((type, index) => `resource "${type}" "n${String(index)}" {\nmanage_master_user_password = true\n}\n`)
		.join("");
	const { findings } = LINTER.lint(text, "terraform-bare.tf");
	expect(findings.length).toBeGreaterThan(100);
	// The settings of EMR are a document, with keys of its own.
	expect(
		findings
			.filter(({ resource }) => resource?.type !== "aws_emr_security_configuration")
			.map(({ message }) => message)
			.filter((message) => /Set `[A-Z][^`]*`/u.test(message)),
	).toEqual([]);
});

describe("a resource of Terraform, by every rule", () => {
	const weak = lint((pair) => pair.weak);
	const fine = lint((pair) => pair.fine);

	test.each(PAIRS.map((pair, index) => [`${pair.rule} ${pair.type} ${String(index)}`, pair, index] as const))(
		"%s",
		(_, { rule }, index) => {
			expect([...(weak.get(index) ?? [])]).toContain(rule);
			expect([...(fine.get(index) ?? [])]).not.toContain(rule);
		},
	);
});
