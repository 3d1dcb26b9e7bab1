import type { Store } from "./store.ts";

/**
 * Stores that Terraform alone creates, under its own names. Without settings, an object is encrypted as its bucket says.
 * Sources: the page of each resource, AWS provider.
 */
const FILE_SHARES = ["aws_storagegateway_nfs_file_share", "aws_storagegateway_smb_file_share"].map((type): Store => ({
	type,
	switch: "kms_encrypted",
	key: "kms_key_arn",
	off: "provider-owned",
	source: type,
}));

const OBJECTS = ["aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"].map((type): Store => ({
	type,
	mode: "server_side_encryption",
	kms: "aws:kms",
	key: "kms_key_id",
	absent: "unknown",
	source: type,
}));

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
	{
		type: "aws_athena_database",
		mode: "encryption_configuration[].encryption_option",
		kms: "SSE_KMS",
		key: "encryption_configuration[].kms_key",
		source: "aws_athena_database",
	},
	{
		type: "aws_dynamodb_table_replica",
		key: "kms_key_arn",
		absent: "provider-key",
		source: "aws_dynamodb_table_replica",
	},
	...FILE_SHARES,
	...OBJECTS,
];
