import type { Store } from "./store.ts";

/** Types with a key alone, and the level without it: an AWS owned key, or the one that AWS manages for the service. */
const KEYS: readonly (readonly [type: string, key: string, absent: "provider-owned" | "provider-key"])[] = [
	["aws_auditmanager_account_registration", "kms_key", "provider-owned"],
	["aws_bedrock_custom_model", "custom_model_kms_key_id", "provider-owned"],
	["aws_dynamodb_table_replica", "kms_key_arn", "provider-key"],
	["aws_grafana_workspace", "kms_key_id", "provider-owned"],
	["aws_sagemaker_flow_definition", "output_config[].kms_key_id", "provider-owned"],
	["aws_workmail_organization", "kms_key_arn", "provider-key"],
];

/** Types that encrypt in S3, which uses a key of its own without the switch. */
const SWITCHES: readonly (readonly [type: string, key: string])[] = [
	["aws_storagegateway_cached_iscsi_volume", "kms_key"],
	["aws_storagegateway_nfs_file_share", "kms_key_arn"],
	["aws_storagegateway_smb_file_share", "kms_key_arn"],
	["aws_storagegateway_stored_iscsi_volume", "kms_key"],
];

const FIREWALLS = ["firewall", "firewall_policy", "rule_group", "tls_inspection_configuration"];

/** Type, block, the argument that says which kind of key is used, its value for one of the customer, and the key. */
const MODES: readonly string[] = [
	"aws_athena_database encryption_configuration encryption_option SSE_KMS kms_key",
	"aws_codegurureviewer_repository_association kms_key_details encryption_option CUSTOMER_MANAGED_CMK kms_key_id",
	...FIREWALLS.map((name) => `aws_networkfirewall_${name} encryption_configuration type CUSTOMER_KMS key_id`),
];

/** Without settings, an object is encrypted as its bucket says. */
const OBJECTS = ["aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"].map((type): Store => ({
	type,
	mode: "server_side_encryption",
	kms: "aws:kms",
	key: "kms_key_id",
	absent: "unknown",
	source: type,
}));

/**
 * Stores that Terraform alone creates, under its own names. Sources: the page of each resource, AWS provider.
 */
export const MADE_STORES: readonly Store[] = [
	// CloudFormation cannot create a parameter of this type.
	{
		type: "AWS::SSM::Parameter",
		key: "key_id",
		absent: "provider-key",
		when: [{ path: "Type", is: ["securestring"] }],
		source: "aws_ssm_parameter",
	},
	{
		type: "aws_api_gateway_method_settings",
		at: "settings[]",
		switch: "cache_data_encrypted",
		absent: "none",
		when: [{ path: "caching_enabled", is: ["true"] }],
		source: "aws_api_gateway_method_settings",
	},
	...KEYS.map(([type, key, absent]): Store => ({ type, key, absent, source: type })),
	...SWITCHES.map(([type, key]): Store => ({
		type,
		switch: "kms_encrypted",
		key,
		off: "provider-owned",
		source: type,
	})),
	...MODES.map((row): Store => {
		const [type = "", block = "", mode = "", kms = "", key = ""] = row.split(" ");
		return { type, mode: `${block}[].${mode}`, kms, key: `${block}[].${key}`, source: type };
	}),
	...OBJECTS,
];
