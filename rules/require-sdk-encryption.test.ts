import { describe } from "vitest";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { testRule, type FoundCase } from "../src/testing/rule-tester.ts";
import { requireSdkEncryption } from "./require-sdk-encryption.ts";

const EC2 = `import { EC2Client, EC2, CreateVolumeCommand, CopyImageCommand, CopySnapshotCommand, RunInstancesCommand, CreateLaunchTemplateCommand } from "@aws-sdk/client-ec2";\nconst client = new EC2Client({});\n`;
const S3 = `import { S3Client, S3, PutObjectCommand, CopyObjectCommand, CreateMultipartUploadCommand, ServerSideEncryption } from "@aws-sdk/client-s3";\nimport { Upload } from "@aws-sdk/lib-storage";\nconst client = new S3Client({});\n`;
const SSM = `import { PutParameterCommand, SSMClient, ParameterType } from "@aws-sdk/client-ssm";\nconst client = new SSMClient({});\n`;
const V2 = `const AWS = require("aws-sdk");\n`;

const DEFAULT = " unless the account encrypts by default";

const missing = (
	operation: string,
	what: string,
	name: string,
	code: string,
	property = "Encrypted",
	filename?: string,
): FoundCase => ({
	name,
	code,
	...(filename === undefined ? {} : { filename }),
	errors: [
		{
			messageId: "notEncrypted",
			data: { operation, what, how: property === "Encrypted" && what !== "file system" ? DEFAULT : "", property },
			suggestions: 1,
		},
	],
});

const weak = (operation: string, name: string, code: string): FoundCase => ({
	name,
	code,
	errors: [
		{
			messageId: "weakAlgorithm",
			data: { operation, algorithm: "AES256", asked: "aws:kms", how: " (an S3-managed key)" },
			suggestions: 1,
		},
	],
});

describe("what the SDK makes", () => {
	testRule(requireSdkEncryption, {
		found: [
			{
				name: "a volume without the switch is reported at the command",
				code: `${EC2}await client.send(new CreateVolumeCommand({ AvailabilityZone: "a", Size: 8 }));\n`,
				errors: [
					{
						messageId: "notEncrypted",
						data: { operation: "CreateVolume", what: "volume", how: DEFAULT, property: "Encrypted" },
						line: 3,
						column: 19,
						endLine: 3,
						endColumn: 42,
						suggestions: [
							{
								messageId: "encrypt",
								data: { property: "Encrypted", value: "true" },
								output: `${EC2}await client.send(new CreateVolumeCommand({ AvailabilityZone: "a", Size: 8, Encrypted: true }));\n`,
							},
						],
					},
				],
			},
			{
				name: "a volume whose switch is off is reported there",
				code: `${EC2}await client.send(new CreateVolumeCommand({ Size: 8, Encrypted: false }));\n`,
				errors: [
					{
						messageId: "notEncrypted",
						data: {
							operation: "CreateVolume",
							what: "volume",
							how: ": `Encrypted` is `false`",
							property: "Encrypted",
						},
						line: 3,
						column: 54,
						suggestions: [
							{
								messageId: "encrypt",
								output: `${EC2}await client.send(new CreateVolumeCommand({ Size: 8, Encrypted: true }));\n`,
							},
						],
					},
				],
			},
			missing(
				"CopyImage",
				"image",
				"a copy of an image",
				`${EC2}await client.send(new CopyImageCommand({ Name: "a", SourceImageId: "b", SourceRegion: "c" }));`,
			),
			missing(
				"CopySnapshot",
				"snapshot",
				"a copy of a snapshot, by v3's whole client",
				`${EC2}const ec2 = new EC2({});\nawait ec2.copySnapshot({ SourceSnapshotId: "b", SourceRegion: "c" });`,
			),
			missing(
				"CreateVolume",
				"volume",
				"a volume, by v2",
				`${V2}const ec2 = new AWS.EC2();\nec2.createVolume({ Size: 8 }, callback);`,
				"Encrypted",
				"handler.cjs",
			),
			{
				name: "a disk of an instance is reported where it is described",
				code: `${EC2}await client.send(new RunInstancesCommand({ BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeSize: 8 } }] }));\n`,
				errors: [
					{
						messageId: "notEncrypted",
						line: 3,
						column: 99,
						endColumn: 116,
						suggestions: [
							{
								messageId: "encrypt",
								output: `${EC2}await client.send(new RunInstancesCommand({ BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeSize: 8, Encrypted: true } }] }));\n`,
							},
						],
					},
				],
			},
			{
				name: "each disk of a launch template is asked",
				code: `${EC2}const data = { BlockDeviceMappings: [{ Ebs: { Encrypted: false } }, { Ebs: { Encrypted: true } }, { Ebs: { VolumeType: "gp3" } }] };\nawait client.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: "a", LaunchTemplateData: data }));\n`,
				errors: [
					{ messageId: "notEncrypted", line: 3, suggestions: 1 },
					{ messageId: "notEncrypted", line: 3, suggestions: 1 },
				],
			},
			missing(
				"CreateDBInstance",
				"database",
				"a database",
				`import { RDS } from "@aws-sdk/client-rds";\nnew RDS({}).createDBInstance({ Engine: "postgres" });`,
				"StorageEncrypted",
			),
			missing(
				"CreateFileSystem",
				"file system",
				"a file system",
				`import { CreateFileSystemCommand } from "@aws-sdk/client-efs";\nnew CreateFileSystemCommand({ CreationToken: "a" });`,
			),
			{
				name: "an object under S3's own key is reported at its algorithm",
				code: `${S3}await client.send(new PutObjectCommand({ Bucket, Key, Body, ServerSideEncryption: 'AES256' }));\n`,
				errors: [
					{
						messageId: "weakAlgorithm",
						data: {
							operation: "PutObject",
							algorithm: "AES256",
							asked: "aws:kms",
							how: " (an S3-managed key)",
						},
						line: 4,
						column: 61,
						suggestions: [
							{
								messageId: "encrypt",
								data: { property: "ServerSideEncryption", value: '"aws:kms"' },
								output: `${S3}await client.send(new PutObjectCommand({ Bucket, Key, Body, ServerSideEncryption: 'aws:kms' }));\n`,
							},
						],
					},
				],
			},
			weak(
				"CreateMultipartUpload",
				"a multipart upload",
				`${S3}new CreateMultipartUploadCommand({ Bucket, Key, ServerSideEncryption: "AES256" });`,
			),
			weak(
				"CopyObject",
				"a copy",
				`${S3}new CopyObjectCommand({ Bucket, Key, CopySource, ServerSideEncryption: "AES256" });`,
			),
			weak(
				"Upload",
				"an upload in parts",
				`${S3}new Upload({ client, params: { Bucket, Key, Body, ServerSideEncryption: "AES256" } });`,
			),
			{
				name: "an upload by v2",
				filename: "handler.cjs",
				code: `${V2}const s3 = new AWS.S3();\ns3.upload({ Bucket: "a", Key: "b", ServerSideEncryption: "AES256" }).promise();`,
				errors: [{ messageId: "weakAlgorithm", suggestions: 1 }],
			},
			{
				name: "the SDK's own constant",
				code: `${S3}new PutObjectCommand({ Bucket, Key, ServerSideEncryption: ServerSideEncryption.AES256 });`,
				errors: [{ messageId: "weakAlgorithm" }],
			},
			{
				name: "KMS where two layers are asked for",
				options: { algorithm: "aws:kms:dsse" },
				code: `${S3}new PutObjectCommand({ Bucket, Key, ServerSideEncryption: "aws:kms" });`,
				errors: [
					{
						messageId: "weakAlgorithm",
						data: { operation: "PutObject", algorithm: "aws:kms", asked: "aws:kms:dsse", how: "" },
						suggestions: 1,
					},
				],
			},
			{
				name: "a write that names nothing, where every write is asked",
				options: { askEveryWrite: true },
				code: `${S3}new PutObjectCommand({ Bucket, Key });\n`,
				errors: [
					{
						messageId: "missingAlgorithm",
						data: { operation: "PutObject", asked: "aws:kms" },
						suggestions: [
							{
								messageId: "encrypt",
								output: `${S3}new PutObjectCommand({ Bucket, Key, ServerSideEncryption: "aws:kms" });\n`,
							},
						],
					},
				],
			},
			{
				name: "a secret in a String, by the parameter's name",
				code: `${SSM}await client.send(new PutParameterCommand({ Name: "/orders/db/password", Value: generated, Type: "String" }));\n`,
				errors: [
					{
						messageId: "plainParameter",
						data: { name: "/orders/db/password", type: "String" },
						line: 3,
						column: 92,
						suggestions: [
							{
								messageId: "encrypt",
								data: { property: "Type", value: '"SecureString"' },
								output: `${SSM}await client.send(new PutParameterCommand({ Name: "/orders/db/password", Value: generated, Type: "SecureString" }));\n`,
							},
						],
					},
				],
			},
			{
				name: "a secret in a String, by the value",
				code: `${SSM}new PutParameterCommand({ Name: "/orders/x", Value: "${fakeSecret("github-personal-token")}", Type: "String" });`,
				errors: [{ messageId: "plainParameter", data: { name: "/orders/x", type: "String" }, suggestions: 1 }],
			},
			{
				name: "a weak secret in a String, by the parameter's name",
				code: `${SSM}new PutParameterCommand({ Name: "/orders/db/password", Value: "let me in", Type: "String" });`,
				errors: [
					{
						messageId: "plainParameter",
						data: { name: "/orders/db/password", type: "String" },
						suggestions: 1,
					},
				],
			},
			{
				name: "a secret in a String, by what holds the value",
				code: `${SSM}new PutParameterCommand({ Name, Value: config.apiKey, Type: "String" });`,
				errors: [{ messageId: "plainParameter", data: { name: "apiKey", type: "String" }, suggestions: 1 }],
			},
			{
				name: "a type in shorthand is reported at the call, as its name is the constant's too",
				code: `${SSM}const Type = "String";\nnew PutParameterCommand({ Name: "/orders/db/password", Value: generated, Type });`,
				errors: [
					{
						messageId: "plainParameter",
						data: { name: "/orders/db/password", type: "String" },
						line: 4,
						column: 1,
					},
				],
			},
			{
				name: "a secret in a list",
				code: `${SSM}new PutParameterCommand({ Name: \`/\${stage}/tokens\`, Value: all, Type: ParameterType.STRING_LIST });`,
				errors: [{ messageId: "plainParameter", data: { name: "/${…}/tokens", type: "StringList" } }],
			},
		],
		silent: [
			{ name: "the switch is on", code: `${EC2}new CreateVolumeCommand({ Size: 8, Encrypted: true });` },
			{
				name: "only run time knows the switch",
				code: `${EC2}export const make = (Encrypted: boolean) => new CreateVolumeCommand({ Size: 8, Encrypted });`,
			},
			{ name: "a spread may carry the switch", code: `${EC2}new CreateVolumeCommand({ Size: 8, ...shared });` },
			{
				name: "only run time knows the input",
				code: `${EC2}export const make = (input) => new CreateVolumeCommand(input);`,
			},
			{ name: "the snapshot decides", code: `${EC2}new CreateVolumeCommand({ SnapshotId: id });` },
			{
				name: "the account encrypts by default",
				options: { encryptedByDefault: true },
				code: `${EC2}new CreateVolumeCommand({ Size: 8 });`,
			},
			{
				name: "the image's own disks are not described",
				code: `${EC2}new RunInstancesCommand({ ImageId: id });`,
			},
			{
				name: "a disk is taken away",
				code: `${EC2}new RunInstancesCommand({ BlockDeviceMappings: [{ DeviceName: "/dev/sdb", NoDevice: "" }] });`,
			},
			{
				name: "only run time knows the disks",
				code: `${EC2}new RunInstancesCommand({ BlockDeviceMappings: disks.map((one) => ({ Ebs: one })) });`,
			},
			{
				name: "the cluster decides",
				code: `import { RDS } from "@aws-sdk/client-rds";\nnew RDS({}).createDBInstance({ Engine: "aurora-postgresql", DBClusterIdentifier: "a" });`,
			},
			{ name: "the bucket decides", code: `${S3}new PutObjectCommand({ Bucket, Key, Body });` },
			{
				name: "KMS is named",
				code: `${S3}new PutObjectCommand({ Bucket, Key, Body, ServerSideEncryption: "aws:kms", SSEKMSKeyId: key });`,
			},
			{
				name: "S3's own key is enough",
				options: { algorithm: "AES256" },
				code: `${S3}new PutObjectCommand({ Bucket, Key, ServerSideEncryption: "AES256" });`,
			},
			{
				name: "only run time knows the algorithm",
				code: `${S3}new PutObjectCommand({ Bucket, Key, ServerSideEncryption: process.env.ALGORITHM });`,
			},
			{
				name: "the customer brings the key",
				code: `${S3}new PutObjectCommand({ Bucket, Key, SSECustomerAlgorithm: "AES256", SSECustomerKey: key });`,
			},
			{
				name: "a SecureString",
				code: `${SSM}new PutParameterCommand({ Name: "/orders/db/password", Value, Type: "SecureString" });`,
			},
			{
				name: "an overwritten parameter keeps its type",
				code: `${SSM}new PutParameterCommand({ Name: "/orders/db/password", Value, Overwrite: true });`,
			},
			{
				name: "a String without a secret",
				code: `${SSM}new PutParameterCommand({ Name: "/orders/table", Value: table, Type: "String" });`,
			},
			{
				name: "a String with a pointer to a secret",
				code: `${SSM}new PutParameterCommand({ Name: "/orders/db/secret-arn", Value: secret, Type: "String" });`,
			},
			{
				name: "a placeholder",
				code: `${SSM}new PutParameterCommand({ Name: "/orders/db/password", Value: "changeme", Type: "String" });`,
			},
			{
				name: "an address of a secret",
				code: `${SSM}new PutParameterCommand({ Name: "/orders/db/password", Value: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db", Type: "String" });`,
			},
			{
				name: "another library's command",
				code: `import { CreateVolumeCommand } from "./commands";\nnew CreateVolumeCommand({ Size: 8 });`,
			},
		],
	});
});
