import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TEMPLATE_ENGINE } from "../src/languages/cloudformation/engine.ts";
import { AT_REST_UPDATES } from "../src/languages/cloudformation/update-table.ts";
import { renderTables } from "../src/languages/cloudformation/generate-tables.ts";
import type { Update } from "../src/model/engine.ts";
import type { Store } from "../src/model/at-rest/store.ts";
import { STORES } from "../src/model/at-rest/stores.ts";
import type { PlainTemplate } from "../src/testing/lower-sam.ts";
import { describeProperty } from "../src/testing/describe-property.ts";
import { impactOf } from "../src/testing/impact.ts";
import { askTemplate, lintTemplate, testRule, type FoundCase } from "../src/testing/rule-tester.ts";
import { requireEncryptionAtRest } from "./require-encryption-at-rest.ts";

/** A resource with some properties in flow, after a key that it may use. */
/** A security configuration of EMR with a key for disks, and for files in S3 as given. */
const emr = (files: string | null): string =>
	one(
		"AWS::EMR::SecurityConfiguration",
		`SecurityConfiguration: { EncryptionConfiguration: { EnableAtRestEncryption: true, AtRestEncryptionConfiguration: { ${files === null ? "" : `S3EncryptionConfiguration: ${files}, `}LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: AwsKms, AwsKmsKey: !GetAtt K.Arn } } } }`,
	);

const one = (type: string, properties = ""): string =>
	`Resources:\n  K: { Type: AWS::KMS::Key, Properties: { EnableKeyRotation: true } }\n  R: { Type: "${type}", Properties: { ${properties} } }\n`;
const CUSTOMER = { minimum: "customer-key" };
const found = (
	name: string,
	code: string,
	messageId: string,
	more: Partial<FoundCase> & { readonly suggestions?: number } = {},
): FoundCase => {
	const { suggestions, ...rest } = more;
	return { name, code, ...rest, errors: [{ messageId, ...(suggestions === undefined ? {} : { suggestions }) }] };
};

testRule(requireEncryptionAtRest, {
	silent: [
		{
			name: "a database under a key",
			code: one("AWS::RDS::DBInstance", "StorageEncrypted: true, KmsKeyId: !GetAtt K.Arn"),
			options: CUSTOMER,
		},
		{
			name: "a member of a cluster follows the cluster",
			code: one("AWS::RDS::DBInstance", "DBClusterIdentifier: !Ref Cluster, Engine: aurora-postgresql"),
		},
		{
			name: "a member of a cluster that says false itself",
			code: one("AWS::RDS::DBInstance", "DBClusterIdentifier: !Ref Cluster, StorageEncrypted: false"),
		},
		{
			name: "a read replica follows its source",
			code: one("AWS::RDS::DBInstance", "SourceDBInstanceIdentifier: orders"),
		},
		{
			name: "a database from a snapshot",
			code: one("AWS::RDS::DBInstance", "DBSnapshotIdentifier: rds:orders-2024"),
		},
		{
			name: "a cluster from a snapshot",
			code: one("AWS::RDS::DBCluster", "SnapshotIdentifier: orders-2024, Engine: aurora-mysql"),
		},
		...[
			"Engine: aurora-mysql",
			"Engine: aurora-postgresql, StorageEncrypted: false",
			"Engine: !ImportValue Engine",
			"Engine: !If [A, mysql, aurora]",
		].map((properties) => ({
			name: `a new Aurora cluster is always encrypted: ${properties}`,
			code: one("AWS::RDS::DBCluster", properties),
		})),
		{ name: "so is a global one", code: one("AWS::RDS::GlobalCluster", "Engine: aurora-mysql") },
		{
			name: "an instance of Aurora follows its cluster",
			code: one("AWS::RDS::DBInstance", "Engine: aurora-mysql, StorageEncrypted: false"),
		},
		...["SCRATCH_1", "SCRATCH_2"].map((type) => ({
			name: `a scratch file system takes no key: ${type}`,
			code: one(
				"AWS::FSx::FileSystem",
				`FileSystemType: LUSTRE, LustreConfiguration: { DeploymentType: ${type} }`,
			),
			options: CUSTOMER,
		})),
		{
			name: "a scratch file system takes no key, and is what Lustre has by default",
			code: one("AWS::FSx::FileSystem", "FileSystemType: LUSTRE"),
			options: CUSTOMER,
		},
		...["auroraPostgres({ version })", "AURORA_MYSQL"].map((engine) => ({
			name: `a new Aurora cluster of a CDK app: ${engine}`,
			filename: "stack.ts",
			code: `import * as rds from "aws-cdk-lib/aws-rds";\nnew rds.DatabaseCluster(scope, "Db", { engine: rds.DatabaseClusterEngine.${engine}, vpc });\n`,
		})),
		{
			name: "Aurora Serverless v1 is always encrypted",
			code: one("AWS::RDS::DBCluster", "EngineMode: serverless, Engine: aurora"),
		},
		{
			name: "Performance Insights that are off",
			code: one(
				"AWS::RDS::DBInstance",
				"StorageEncrypted: true, KmsKeyId: !GetAtt K.Arn, EnablePerformanceInsights: false",
			),
			options: CUSTOMER,
		},
		{
			name: "a stream of CDK, which leaves two regions out",
			code: `Conditions: { AwsCdkKinesisEncryptedStreamsUnsupportedRegions: !Or [!Equals [!Ref AWS::Region, cn-north-1], !Equals [!Ref AWS::Region, cn-northwest-1]] }\n${one("AWS::Kinesis::Stream", "StreamEncryption: !If [AwsCdkKinesisEncryptedStreamsUnsupportedRegions, !Ref AWS::NoValue, { EncryptionType: KMS, KeyId: alias/aws/kinesis }]")}`,
		},
		{ name: "a queue under SSE-SQS", code: one("AWS::SQS::Queue") },
		{ name: "a queue under a key", code: one("AWS::SQS::Queue", "KmsMasterKeyId: !Ref K"), options: CUSTOMER },
		{
			name: "a queue under a key whose own encryption is off",
			code: one("AWS::SQS::Queue", "KmsMasterKeyId: !Ref K, SqsManagedSseEnabled: false"),
			options: CUSTOMER,
		},
		{ name: "a topic is on encrypted disks", code: one("AWS::SNS::Topic") },
		{
			name: "a topic under the alias of a key",
			code: one("AWS::SNS::Topic", "KmsMasterKeyId: alias/orders"),
			options: CUSTOMER,
		},
		{ name: "a table under DynamoDB's own key", code: one("AWS::DynamoDB::Table") },
		{
			name: "a table under a key",
			code: one(
				"AWS::DynamoDB::Table",
				"SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref K }",
			),
			options: CUSTOMER,
		},
		{
			name: "a global table whose replicas have keys",
			code: one(
				"AWS::DynamoDB::GlobalTable",
				"SSESpecification: { SSEEnabled: true }, Replicas: [{ Region: eu-west-1, SSESpecification: { KMSMasterKeyId: alias/orders } }]",
			),
			options: CUSTOMER,
		},
		{
			name: "a file system under a key",
			code: one("AWS::EFS::FileSystem", "Encrypted: true, KmsKeyId: !GetAtt K.Arn"),
			options: CUSTOMER,
		},
		{
			name: "a build under a key",
			code: one("AWS::CodeBuild::Project", "EncryptionKey: !GetAtt K.Arn, Artifacts: { Type: S3 }"),
			options: CUSTOMER,
		},
		{
			name: "a build without artifacts has nothing to encrypt",
			code: one("AWS::CodeBuild::Project", "Artifacts: { Type: NO_ARTIFACTS, EncryptionDisabled: true }"),
		},
		{
			name: "a cache of Valkey is encrypted by default",
			code: one("AWS::ElastiCache::ReplicationGroup", "Engine: valkey"),
		},
		{
			name: "a member of a global datastore",
			code: one("AWS::ElastiCache::ReplicationGroup", "GlobalReplicationGroupId: ldgnf-orders"),
		},
		{
			name: "a domain under a key",
			code: one("AWS::OpenSearchService::Domain", "EncryptionAtRestOptions: { Enabled: true, KmsKeyId: !Ref K }"),
			options: CUSTOMER,
		},
		{
			name: "a collection's key is decided by a policy",
			code: one("AWS::OpenSearchServerless::Collection", "Name: orders"),
			options: CUSTOMER,
		},
		{
			name: "a stream under a key",
			code: one("AWS::Kinesis::Stream", "StreamEncryption: { EncryptionType: KMS, KeyId: !Ref K }"),
			options: CUSTOMER,
		},
		{
			name: "a delivery stream from a stream",
			code: one(
				"AWS::KinesisFirehose::DeliveryStream",
				"DeliveryStreamType: KinesisStreamAsSource, KinesisStreamSourceConfiguration: { KinesisStreamARN: !Ref S, RoleARN: !Ref R2 }",
			),
			options: CUSTOMER,
		},
		{
			name: "a warehouse is encrypted by default",
			code: one("AWS::Redshift::Cluster", "ClusterType: single-node"),
		},
		{
			name: "a graph under a key",
			code: one("AWS::Neptune::DBCluster", "StorageEncrypted: true, KmsKeyId: !Ref K"),
			options: CUSTOMER,
		},
		{
			name: "a broker of Kafka under a key",
			code: one("AWS::MSK::Cluster", "EncryptionInfo: { EncryptionAtRest: { DataVolumeKMSKeyId: !Ref K } }"),
			options: CUSTOMER,
		},
		{
			name: "an accelerator that is encrypted takes no key",
			code: one("AWS::DAX::Cluster", "SSESpecification: { SSEEnabled: true }"),
			options: CUSTOMER,
		},
		{
			name: "a stage without a cache",
			code: one("AWS::ApiGateway::Stage", "MethodSettings: [{ HttpMethod: '*', CachingEnabled: false }]"),
		},
		{
			name: "Kubernetes' secrets under a key",
			code: one(
				"AWS::EKS::Cluster",
				"EncryptionConfig: [{ Resources: [secrets], Provider: { KeyArn: !GetAtt K.Arn } }]",
			),
			options: CUSTOMER,
		},
		{
			name: "a security configuration of EMR",
			code: emr("{ EncryptionMode: CSE-KMS, AwsKmsKey: !GetAtt K.Arn }"),
			options: CUSTOMER,
		},
		{
			name: "a security configuration of EMR that leaves files in S3 to their bucket",
			code: emr(null),
			options: CUSTOMER,
		},
		{
			name: "a security configuration of EMR with keys of the customer's own program",
			code: emr("{ EncryptionMode: CSE-Custom, S3Object: s3://code/keys.jar }"),
			options: CUSTOMER,
		},
		{
			name: "a cluster of EMR with a security configuration",
			code: one("AWS::EMR::Cluster", "SecurityConfiguration: !Ref Secured"),
		},
		{
			name: "a secret under a key",
			code: one("AWS::SecretsManager::Secret", "KmsKeyId: !Ref K"),
			options: CUSTOMER,
		},
		{
			name: "a secret under the key of a parameter",
			code: `Parameters: { KeyId: { Type: String } }\n${one("AWS::SecretsManager::Secret", "KmsKeyId: !Ref KeyId")}`,
			options: CUSTOMER,
		},
		{
			name: "a log group under a key",
			code: one("AWS::Logs::LogGroup", "KmsKeyId: !GetAtt K.Arn"),
			options: CUSTOMER,
		},
		{ name: "an import as a switch", code: one("AWS::EFS::FileSystem", "Encrypted: !ImportValue Encrypted") },
		{
			name: "a parameter as a switch",
			code: `Parameters: { On: { Type: String } }\n${one("AWS::EFS::FileSystem", "Encrypted: !Ref On")}`,
		},
		{
			name: "a macro may add it",
			code: one(
				"AWS::EFS::FileSystem",
				"Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k.yaml } }",
			),
		},
		{
			name: "a type that nobody wants to be asked",
			code: one("AWS::Kinesis::Stream"),
			options: { ignoreTypes: ["AWS::Kinesis::Stream"] },
		},
		{
			name: "SAM's state machine has no property for it",
			code: "Transform: AWS::Serverless-2016-10-31\nResources:\n  R: { Type: AWS::Serverless::StateMachine, Properties: { DefinitionUri: a.json } }\n",
			options: CUSTOMER,
		},
		{
			name: "a volume is the affair of require-volume-encryption",
			code: one("AWS::EC2::Volume", "Encrypted: false"),
			options: CUSTOMER,
		},
	],
	found: [
		{
			name: "a database in plain",
			code: one("AWS::RDS::DBInstance", "Engine: postgres"),
			errors: [
				{
					messageId: "missingEncryption",
					data: {
						noun: "DBInstance 'R'",
						property: "StorageEncrypted",
						to: " to `true`",
						when: "",
						caution: "; CloudFormation replaces the resource",
					},
					line: 3,
					column: 3,
					suggestions: [
						{
							messageId: "encrypt",
							data: {
								property: "StorageEncrypted",
								to: " to `true`",
								consequence: "CloudFormation replaces the resource",
							},
							output: one("AWS::RDS::DBInstance", "Engine: postgres, StorageEncrypted: true"),
						},
					],
				},
			],
		},
		{
			name: "a way that no condition allows is no second finding",
			code: `Parameters: { KeyId: { Type: String } }\nConditions:\n  HasKey: !Not [!Equals [!Ref KeyId, ""]]\n  HasKeyInDublin: !And [!Condition HasKey, !Equals [!Ref AWS::Region, eu-west-1]]\n${one("AWS::RDS::DBInstance", "StorageEncrypted: !If [HasKey, true, false], KmsKeyId: !If [HasKeyInDublin, !Ref KeyId, !Ref AWS::NoValue]")}`,
			errors: [
				{
					messageId: "missingEncryption",
					data: {
						noun: "DBInstance 'R'",
						property: "StorageEncrypted",
						to: " to `true`",
						when: " if condition 'HasKey' is false and condition 'HasKeyInDublin' is false",
						caution: "; CloudFormation replaces the resource",
					},
				},
			],
		},
		{
			name: "an application whose configuration says nothing of it is under a key of the service's own",
			code: one("AWS::KinesisAnalyticsV2::Application", "RuntimeEnvironment: FLINK-1_18"),
			options: CUSTOMER,
			errors: [{ messageId: "providerOwned", suggestions: 1 }],
		},
		{
			name: "a database that says false",
			code: one("AWS::RDS::DBInstance", "StorageEncrypted: false"),
			errors: [{ messageId: "missingEncryption", line: 3, column: 70, endColumn: 75, suggestions: 1 }],
		},
		{
			name: "a database whose key counts for nothing",
			code: one("AWS::RDS::DBInstance", "KmsKeyId: !GetAtt K.Arn"),
			errors: [
				{
					messageId: "keyWithoutEncryption",
					data: {
						noun: "DBInstance 'R'",
						property: "StorageEncrypted",
						to: " to `true`",
						key: "KmsKeyId",
						when: "",
						caution: "; CloudFormation replaces the resource",
					},
					suggestions: 1,
				},
			],
		},
		{
			name: "a database under `aws/rds`",
			code: one("AWS::RDS::DBInstance", "StorageEncrypted: true"),
			options: CUSTOMER,
			errors: [
				{
					messageId: "providerKey",
					data: {
						noun: "DBInstance 'R'",
						key: "KmsKeyId",
						when: "",
						caution: "; CloudFormation replaces the resource",
					},
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "K", consequence: "CloudFormation replaces the resource" },
							output: one("AWS::RDS::DBInstance", "StorageEncrypted: true, KmsKeyId: !GetAtt K.Arn"),
						},
					],
				},
			],
		},
		found(
			"Performance Insights under a key of AWS's",
			one(
				"AWS::RDS::DBInstance",
				"StorageEncrypted: true, KmsKeyId: !GetAtt K.Arn, EnablePerformanceInsights: true",
			),
			"providerKey",
			{ options: CUSTOMER, suggestions: 1 },
		),
		found("a cluster in plain", one("AWS::RDS::DBCluster", "Engine: mysql"), "missingEncryption", {
			suggestions: 1,
		}),
		...["Engine: aurora-mysql", "Engine: aurora-postgresql, StorageEncrypted: false"].map((properties) =>
			found(
				`an Aurora cluster under a key of AWS's own: ${properties}`,
				one("AWS::RDS::DBCluster", properties),
				"providerOwned",
				{ options: CUSTOMER },
			),
		),
		{
			name: "a queue whose own encryption is switched off",
			code: one("AWS::SQS::Queue", "SqsManagedSseEnabled: false"),
			output: one("AWS::SQS::Queue", "SqsManagedSseEnabled: true"),
			errors: [
				{
					messageId: "missingEncryption",
					data: {
						noun: "Queue 'R'",
						property: "SqsManagedSseEnabled",
						to: " to `true`",
						when: "",
						caution: "",
					},
					suggestions: 1,
				},
			],
		},
		found("a queue under SSE-SQS", one("AWS::SQS::Queue"), "providerOwned", { options: CUSTOMER, suggestions: 1 }),
		found("a queue under `aws/sqs`", one("AWS::SQS::Queue", "KmsMasterKeyId: alias/aws/sqs"), "providerKey", {
			options: CUSTOMER,
			suggestions: 1,
		}),
		found("a topic under SNS's own key", one("AWS::SNS::Topic"), "providerOwned", {
			options: CUSTOMER,
			suggestions: 1,
		}),
		found("a topic under `aws/sns`", one("AWS::SNS::Topic", "KmsMasterKeyId: alias/aws/sns"), "providerKey", {
			options: CUSTOMER,
			suggestions: 1,
		}),
		{
			name: "a table under DynamoDB's own key",
			code: one("AWS::DynamoDB::Table"),
			options: CUSTOMER,
			errors: [
				{
					messageId: "providerOwned",
					data: { noun: "Table 'R'", key: "SSESpecification.KMSMasterKeyId", when: "", caution: "" },
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "K", consequence: "updates in place" },
							output: one(
								"AWS::DynamoDB::Table",
								"SSESpecification: { SSEEnabled: true, KMSMasterKeyId: !GetAtt K.Arn }",
							),
						},
					],
				},
			],
		},
		found(
			"a table under `aws/dynamodb`",
			one("AWS::DynamoDB::Table", "SSESpecification: { SSEEnabled: true }"),
			"providerKey",
			{ options: CUSTOMER, suggestions: 1 },
		),
		found(
			"a table of SAM",
			"Transform: AWS::Serverless-2016-10-31\nResources:\n  R: { Type: AWS::Serverless::SimpleTable, Properties: { SSESpecification: { SSEEnabled: false } } }\n",
			"providerOwned",
			{ options: CUSTOMER },
		),
		found(
			"a replica without a key",
			one(
				"AWS::DynamoDB::GlobalTable",
				"SSESpecification: { SSEEnabled: true }, Replicas: [{ Region: eu-west-1 }]",
			),
			"providerOwned",
			{ options: CUSTOMER },
		),
		found("a file system in plain", one("AWS::EFS::FileSystem"), "missingEncryption", { suggestions: 1 }),
		found(
			"a file system whose key counts for nothing",
			one("AWS::EFS::FileSystem", "KmsKeyId: !GetAtt K.Arn"),
			"keyWithoutEncryption",
			{ suggestions: 1 },
		),
		found(
			"a build under `aws/s3`",
			one("AWS::CodeBuild::Project", "Artifacts: { Type: CODEPIPELINE }"),
			"providerKey",
			{ options: CUSTOMER, suggestions: 1 },
		),
		{
			name: "artifacts in plain, which a site may serve to everybody",
			code: one("AWS::CodeBuild::Project", "Artifacts: { Type: S3, EncryptionDisabled: true }"),
			errors: [
				{
					messageId: "missingEncryption",
					data: {
						noun: "Artifacts of Project 'R'",
						property: "EncryptionDisabled",
						to: " to `false`",
						when: "",
						caution: "",
					},
					suggestions: [
						{
							messageId: "encrypt",
							data: {
								property: "EncryptionDisabled",
								to: " to `false`",
								consequence: "updates in place; readers may need `kms:Decrypt`",
							},
							output: one(
								"AWS::CodeBuild::Project",
								"Artifacts: { Type: S3, EncryptionDisabled: false }",
							),
						},
					],
				},
			],
		},
		found(
			"a cache of Redis in plain",
			one("AWS::ElastiCache::ReplicationGroup", "Engine: redis"),
			"missingEncryption",
			{ suggestions: 1 },
		),
		found(
			"a cache of Redis under ElastiCache's own key",
			one("AWS::ElastiCache::ReplicationGroup", "AtRestEncryptionEnabled: true"),
			"providerOwned",
			{ options: CUSTOMER, suggestions: 1 },
		),
		...[
			"{ Enabled: false }",
			"{ Enabled: false, KmsKeyId: !GetAtt K.Arn }",
			"{}",
			"{ KmsKeyId: !GetAtt K.Arn }",
		].map((options): FoundCase => {
			const after = options
				.replace("Enabled: false", "Enabled: true")
				.replace("{}", "{ Enabled: true }")
				.replace("{ Kms", "{ Enabled: true, Kms");
			const switched =
				after === "{ Enabled: true, KmsKeyId: !GetAtt K.Arn }" && !options.includes("Enabled")
					? "{ KmsKeyId: !GetAtt K.Arn, Enabled: true }"
					: after;
			return {
				name: `a domain in plain, which a change would delete and recreate: ${options}`,
				code: one("AWS::OpenSearchService::Domain", `EncryptionAtRestOptions: ${options}`),
				errors: [
					{
						messageId: options.includes("Kms") ? "keyWithoutEncryption" : "missingEncryption",
						suggestions: [
							{
								messageId: "encrypt",
								data: {
									property: "EncryptionAtRestOptions.Enabled",
									to: " to `true`",
									consequence: "CloudFormation replaces the resource",
								},
								output: one("AWS::OpenSearchService::Domain", `EncryptionAtRestOptions: ${switched}`),
							},
						],
					},
				],
			};
		}),
		{
			name: "a domain that does not say",
			code: one("AWS::OpenSearchService::Domain"),
			errors: [
				{
					messageId: "missingEncryption",
					suggestions: [
						{
							messageId: "encrypt",
							data: {
								property: "EncryptionAtRestOptions.Enabled",
								to: " to `true`",
								consequence: "interrupts the service",
							},
							output: one("AWS::OpenSearchService::Domain", "EncryptionAtRestOptions: { Enabled: true }"),
						},
						{
							messageId: "useKey",
							data: { key: "K", consequence: "interrupts the service" },
							output: one(
								"AWS::OpenSearchService::Domain",
								"EncryptionAtRestOptions: { Enabled: true, KmsKeyId: !GetAtt K.Arn }",
							),
						},
					],
				},
			],
		},
		{
			name: "a domain of CDK, for which the construct writes the switch itself",
			filename: "stack.ts",
			code: 'import { Domain, EngineVersion } from "aws-cdk-lib/aws-opensearchservice";\nnew Domain(this, "D", { version: EngineVersion.OPENSEARCH_1_0 });\n',
			errors: [
				{
					messageId: "missingEncryption",
					suggestions: [
						{
							messageId: "encrypt",
							data: {
								property: "encryptionAtRest.enabled",
								to: " to `true`",
								consequence: "CloudFormation replaces the resource",
							},
							output: 'import { Domain, EngineVersion } from "aws-cdk-lib/aws-opensearchservice";\nnew Domain(this, "D", { version: EngineVersion.OPENSEARCH_1_0, encryptionAtRest: { enabled: true } });\n',
						},
					],
				},
			],
		},
		{
			name: "a queue of CDK, whose encryption is a member of an enumeration",
			filename: "stack.ts",
			code: 'import * as sqs from "aws-cdk-lib/aws-sqs";\nnew sqs.Queue(this, "Q", { encryption: sqs.QueueEncryption.UNENCRYPTED });\n',
			errors: [
				{
					messageId: "missingEncryption",
					data: {
						noun: "sqs.Queue 'Q'",
						property: "encryption",
						to: " to `sqs.QueueEncryption.SQS_MANAGED`",
						when: "",
						caution: "",
					},
				},
			],
			output: 'import * as sqs from "aws-cdk-lib/aws-sqs";\nnew sqs.Queue(this, "Q", { encryption: sqs.QueueEncryption.SQS_MANAGED });\n',
		},
		found(
			"a cache of AppSync, which nobody can update",
			one("AWS::AppSync::ApiCache", "AtRestEncryptionEnabled: false"),
			"fixedAtCreation",
		),
		found("a cache of AppSync that does not say", one("AWS::AppSync::ApiCache"), "fixedAtCreation"),
		found("a domain of Elasticsearch in plain", one("AWS::Elasticsearch::Domain"), "missingEncryption", {
			suggestions: 1,
		}),
		{
			name: "a stream in plain",
			code: one("AWS::Kinesis::Stream", "ShardCount: 1"),
			errors: [
				{
					messageId: "missingEncryption",
					data: {
						noun: "Stream 'R'",
						property: "StreamEncryption.EncryptionType",
						to: " to `KMS`",
						when: "",
						caution: "",
					},
					suggestions: [
						{
							messageId: "useKey",
							data: { key: "K", consequence: "updates in place" },
							output: one(
								"AWS::Kinesis::Stream",
								"ShardCount: 1, StreamEncryption: { EncryptionType: KMS, KeyId: !GetAtt K.Arn }",
							),
						},
					],
				},
			],
		},
		found(
			"a stream under `aws/kinesis`",
			one("AWS::Kinesis::Stream", "StreamEncryption: { EncryptionType: KMS, KeyId: alias/aws/kinesis }"),
			"providerKey",
			{ options: CUSTOMER, suggestions: 1 },
		),
		found(
			"a delivery stream in plain",
			one("AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamType: DirectPut"),
			"missingEncryption",
			{ suggestions: 1 },
		),
		found("a warehouse that says false", one("AWS::Redshift::Cluster", "Encrypted: false"), "missingEncryption", {
			suggestions: 2,
		}),
		found("a graph in plain", one("AWS::Neptune::DBCluster"), "missingEncryption", { suggestions: 1 }),
		found("a document store in plain", one("AWS::DocDB::DBCluster"), "missingEncryption", { suggestions: 1 }),
		found("a broker of Kafka under `aws/kafka`", one("AWS::MSK::Cluster"), "providerKey", {
			options: CUSTOMER,
			suggestions: 1,
		}),
		found("an accelerator in plain", one("AWS::DAX::Cluster"), "missingEncryption", { suggestions: 1 }),
		{
			name: "a cache of API Gateway in plain",
			code: one("AWS::ApiGateway::Stage", "MethodSettings: [{ CachingEnabled: true }]"),
			output: one(
				"AWS::ApiGateway::Stage",
				"MethodSettings: [{ CachingEnabled: true, CacheDataEncrypted: true }]",
			),
			errors: [
				{
					messageId: "missingEncryption",
					data: {
						noun: "MethodSettings of Stage 'R'",
						property: "CacheDataEncrypted",
						to: " to `true`",
						when: "",
						caution: "",
					},
				},
			],
		},
		found("Kubernetes' secrets under a key of AWS's own", one("AWS::EKS::Cluster"), "providerOwned", {
			options: CUSTOMER,
		}),
		found(
			"a security configuration of EMR that is off",
			one(
				"AWS::EMR::SecurityConfiguration",
				"SecurityConfiguration: { EncryptionConfiguration: { EnableAtRestEncryption: false } }",
			),
			"missingEncryption",
		),
		found("files of EMR in S3 with keys of S3's own", emr("{ EncryptionMode: SSE-S3 }"), "providerOwned", {
			options: CUSTOMER,
		}),
		found("files of EMR in S3 with the key of AWS", emr("{ EncryptionMode: SSE-KMS }"), "providerKey", {
			options: CUSTOMER,
		}),
		found("a cluster of EMR without a security configuration", one("AWS::EMR::Cluster"), "missingEncryption"),
		found("a secret under `aws/secretsmanager`", one("AWS::SecretsManager::Secret"), "providerKey", {
			options: CUSTOMER,
			suggestions: 1,
		}),
		found(
			"a secret that names `aws/secretsmanager`",
			one("AWS::SecretsManager::Secret", "KmsKeyId: alias/aws/secretsmanager"),
			"providerKey",
			{ options: CUSTOMER, suggestions: 1 },
		),
		found("a log group under CloudWatch's own key", one("AWS::Logs::LogGroup"), "providerOwned", {
			options: CUSTOMER,
			suggestions: 1,
		}),
		{
			name: "one branch of two",
			code: one("AWS::EFS::FileSystem", "Encrypted: !If [IsProd, true, false]"),
			errors: [
				{
					messageId: "missingEncryption",
					data: {
						noun: "FileSystem 'R'",
						property: "Encrypted",
						to: " to `true`",
						when: " if condition 'IsProd' is false",
						caution: "; CloudFormation replaces the resource",
					},
				},
			],
		},
	],
});

/** A resource in which one store is there, with some of its settings. */
function probe(store: Store, settings: Readonly<Record<string, unknown>>): PlainTemplate {
	const properties: Record<string, unknown> = {};
	const put = (path: string, value: unknown): void => {
		let at = properties;
		const names = path.split(".");
		for (const [index, name] of names.entries()) {
			const bare = name.replaceAll("[]", "");
			const isLast = index === names.length - 1;
			const inner: Record<string, unknown> = {};
			if (name.endsWith("[]")) {
				const list = (at[bare] ??= [isLast ? value : inner]) as Record<string, unknown>[];
				at = list[0] ?? inner;
			} else if (isLast) {
				at[bare] = value;
			} else {
				at = (at[bare] ??= inner) as Record<string, unknown>;
			}
		}
	};
	const prefix = store.at === undefined ? "" : `${store.at}.`;
	put(`${prefix}Present`, true);
	for (const { path, is } of store.when ?? []) {
		put(`${prefix}${path}`, is[0] === "*" ? "anything" : is[0]);
	}
	for (const [path, value] of Object.entries(settings)) {
		put(`${prefix}${path}`, value);
	}
	return { Resources: { One: { Type: store.type, Properties: properties as never } } };
}

const ARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** The settings that put a store under a customer's key. */
function keyed(store: Store): Readonly<Record<string, unknown>> {
	return {
		...(store.switch === undefined ? {} : { [store.switch]: store.inverted !== true }),
		...(store.mode === undefined ? {} : { [store.mode]: store.kms ?? "KMS" }),
		...(store.key === undefined ? {} : { [store.key]: ARN }),
	};
}

function messagesOf(store: Store, settings: Readonly<Record<string, unknown>>, minimum: string): readonly string[] {
	const details = askTemplate(
		JSON.stringify(probe(store, settings)),
		{ "require-encryption-at-rest": { minimum } },
		"template.json",
	);
	const own = [store.at, store.switch ?? store.mode ?? store.key]
		.filter((part) => part !== undefined)
		.join(".")
		.replaceAll("[]", "");
	const key = [store.at, store.key]
		.filter((part) => part !== undefined)
		.join(".")
		.replaceAll("[]", "");
	return details.findings
		.filter(({ property }) => property === own || property === key)
		.map(({ messageId }) => messageId);
}

const named = (stores: readonly Store[]) =>
	stores.map(
		(store) => [`${store.type} ${store.at ?? ""} ${store.switch ?? store.mode ?? store.key ?? ""}`, store] as const,
	);
const MESSAGE_OF = {
	none: "missingEncryption",
	"provider-owned": "providerOwned",
	"provider-key": "providerKey",
} as const;

/** What CloudFormation does with a property of a store; with what decides where none is named. */
const updateOf = ({ type, at = "", ...store }: Store, isDeployed: boolean, property?: string): Update => {
	const name = property ?? store.switch ?? store.mode ?? store.key ?? "";
	return TEMPLATE_ENGINE.updateOf(type, at === "" ? name : `${at}.${name}`, isDeployed);
};

const messageOf = (store: Store, rung: keyof typeof MESSAGE_OF): string =>
	rung === "none" && updateOf(store, false) === "refuse" ? "fixedAtCreation" : MESSAGE_OF[rung];

describe("every store of the table", () => {
	test.each(named(STORES))("%s is silent under a key of the customer's", (_, store) => {
		expect(messagesOf(store, keyed(store), "customer-key")).toEqual([]);
	});

	test.each(named(STORES.filter((store) => store.key !== undefined || store.inverted !== true)))(
		"%s where nothing is written",
		(_, store) => {
			const absent = store.absent ?? "provider-owned";
			expect(messagesOf(store, {}, "customer-key")).toEqual(
				absent === "unknown" || absent === "customer-key" ? [] : [messageOf(store, absent)],
			);
		},
	);

	test.each(named(STORES.filter((store) => store.switch !== undefined && (store.off ?? "none") === "none")))(
		"%s switched off",
		(_, store) => {
			expect(messagesOf(store, { [store.switch ?? ""]: store.inverted === true }, "provider-owned")).toEqual([
				messageOf(store, "none"),
			]);
		},
	);

	test.each(named(STORES.filter((store) => store.key !== undefined)))("%s behind `alias/aws/`", (_, store) => {
		expect(messagesOf(store, { ...keyed(store), [store.key ?? ""]: "alias/aws/service" }, "customer-key")).toEqual([
			"providerKey",
		]);
	});
});

/**
 * Where CloudFormation's documents are stricter than the library, which knows the flags of top-level properties alone.
 */
const LIBRARY: Readonly<Record<string, string>> = {
	WILL_UPDATE: "in-place",
	MAY_REPLACE: "replace",
	WILL_REPLACE: "replace",
};

describe("what an update does", () => {
	test("is never milder than the library says", () => {
		const milder = STORES.flatMap((store) => {
			const decider = store.switch ?? store.mode;
			const probes = [
				...(decider === undefined
					? []
					: [
							{
								name: decider,
								update: updateOf(store, true),
								from: store.switch === undefined ? "AES256" : false,
								to: store.switch === undefined ? (store.kms ?? "KMS") : true,
							},
						]),
				...(store.key === undefined
					? []
					: [
							{
								name: store.key,
								update: updateOf(store, true, store.key),
								from: ARN,
								to: `${ARN}2`,
							},
						]),
			];
			return probes
				.map(({ name, update, from, to }) => ({
					type: store.type,
					name,
					update,
					library:
						LIBRARY[impactOf(probe(store, { [name]: from }), probe(store, { [name]: to }))["One"] ?? ""],
				}))
				.filter(
					({ update, library }) => library === "replace" && (update === "in-place" || update === "interrupt"),
				);
		});
		expect(milder).toEqual([]);
	});

	test("is told for both questions, with the page that says so", () => {
		for (const store of STORES) {
			const names = [store.switch ?? store.mode, store.key].filter((name) => name !== undefined);
			for (const name of names) {
				const path = [store.at ?? "", name].filter((part) => part !== "").join(".");
				expect(AT_REST_UPDATES[store.type]?.[path], `${store.type} ${path}`).toBeDefined();
			}
			expect(store.source.startsWith(store.type), store.type).toBe(true);
		}
	});

	/** What the pages say in words where their flag says nothing. */
	const WARNINGS =
		/cannot update this|can(?:'|’|no)t (?:be )?(?:changed?|removed|modif\w+|updated?|override)|recreated?\b|some interruption|read-only|not (?:be )?(?:changed|modified|updated)|after (?:it(?:'|’)s|it has|the \w+ (?:is|has been)) created|only (?:at|when|during) creat/iu;

	/** Read, and about something else. */
	const READ_AND_ELSEWHERE: Readonly<Record<string, RegExp>> = {
		"AWS::KinesisFirehose::DeliveryStream": /destination/u,
		"AWS::S3::StorageLens": /read-only/u,
	};

	test("is never milder than the page of a property, or of what it stands in", () => {
		const milder = STORES.flatMap((store) =>
			[
				{
					name: store.switch ?? store.mode ?? store.key ?? "",
					updates: [updateOf(store, false), updateOf(store, true)],
				},
				{
					name: store.key ?? "",
					updates: [updateOf(store, false, store.key), updateOf(store, true, store.key)],
				},
			].flatMap(({ name, updates: [whenAbsent, whenChanged] }) => {
				const chain = describeProperty(
					store.type,
					[store.at ?? "", name].filter((part) => part !== "").join("."),
				);
				const replaces = chain.some(
					({ causesReplacement }) => causesReplacement !== undefined && causesReplacement !== "no",
				);
				const warns = chain.some(
					({ documentation = "" }) =>
						WARNINGS.test(documentation) && READ_AND_ELSEWHERE[store.type]?.test(documentation) !== true,
				);
				const isMild = [whenAbsent, whenChanged].some(
					(update) => update === "in-place" || update === "interrupt",
				);
				return (replaces && isMild) || (warns && whenChanged === "in-place") ? [`${store.type} ${name}`] : [];
			}),
		);
		expect(milder).toEqual([]);
	});

	test("is harmless in the rows alone whose pages were read for it", () => {
		expect(
			STORES.filter(({ harmless }) => harmless === true).map((store) => [
				store.type,
				store.switch,
				updateOf(store, false),
				updateOf(store, true),
			]),
		).toEqual([
			["AWS::ApiGateway::Stage", "CacheDataEncrypted", "in-place", "in-place"],
			["AWS::SQS::Queue", "SqsManagedSseEnabled", "in-place", "in-place"],
		]);
	});

	test("is what a safe fix waits for: every store, with its switch off and without it", () => {
		for (const store of STORES.filter((one) => one.switch !== undefined)) {
			for (const written of [{}, { [store.switch ?? ""]: store.inverted === true }]) {
				const { messages } = lintTemplate(
					JSON.stringify(probe(store, written)),
					{ "require-encryption-at-rest": {} },
					"template.json",
				);
				expect(
					messages.filter(({ fix }) => fix !== undefined && store.harmless !== true),
					store.type,
				).toEqual([]);
			}
		}
	});
});

test("the table is what the data and the documents say (npm run tables)", () => {
	for (const [path, text] of Object.entries(renderTables())) {
		expect(readFileSync(join(import.meta.dirname, "..", path), "utf8")).toBe(text);
	}
});
