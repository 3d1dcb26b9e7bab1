import { parse } from "yaml";
import { expect, test } from "vitest";
import { lintSource, lintTemplate } from "../src/testing/rule-tester.ts";

const HEADER = "s3:x-amz-server-side-encryption";
const NOT_KMS = `{ Effect: Deny, Principal: "*", Action: "s3:PutObject", Resource: "*", Condition: { StringNotEquals: { "${HEADER}": aws:kms } } }`;
const BUCKET = `Orders: { Type: AWS::S3::Bucket, Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms } }] } } }`;

/** A setting that a message tells the author to write: in YAML, in JSON, and in CDK where the rule reads it there. */
const SETTINGS: readonly {
	readonly rule: string;
	readonly yaml: string;
	readonly cdk?: string;
	readonly told: readonly [yaml: string, json: string, cdk?: string];
}[] = [
	{
		rule: "require-key-rotation",
		yaml: "Resources: { K: { Type: AWS::KMS::Key } }",
		cdk: 'new kms.Key(this, "K");',
		told: ["`EnableKeyRotation: true`", '`"EnableKeyRotation": true`', "`enableKeyRotation: true`"],
	},
	{
		rule: "require-no-echo",
		yaml: "Parameters: { DbPassword: { Type: String } }\nResources: { T: { Type: AWS::SNS::Topic } }",
		cdk: 'new CfnParameter(this, "DbPassword");\nnew sns.Topic(this, "T");',
		told: ["`NoEcho: true`", '`"NoEcho": true`', "`noEcho: true`"],
	},
	{
		rule: "require-bucket-key",
		yaml: `Resources: { ${BUCKET} }`,
		cdk: 'new s3.Bucket(this, "Orders", { encryption: s3.BucketEncryption.KMS_MANAGED, bucketKeyEnabled: false });',
		told: ["`BucketKeyEnabled: true`", '`"BucketKeyEnabled": true`', "`bucketKeyEnabled: true`"],
	},
	{
		rule: "require-bucket-encryption",
		yaml: "Resources: { Data: { Type: AWS::S3::Bucket } }",
		cdk: 'new s3.Bucket(this, "Data");',
		told: ["`SSEAlgorithm: aws:kms`", '`"SSEAlgorithm": "aws:kms"`', "`encryption: s3.BucketEncryption.KMS`"],
	},
	{
		rule: "require-volume-encryption",
		yaml: "Resources: { L: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { BlockDeviceMappings: [{ Ebs: { VolumeSize: 8 } }] } } } }",
		cdk: 'new ec2.LaunchTemplate(this, "L", { blockDevices: [{ deviceName: "/dev/xvda", volume: ec2.BlockDeviceVolume.ebs(8, { encrypted: false }) }] });',
		told: ["`Encrypted: true`", '`"Encrypted": true`', "`encrypted: true`"],
	},
	{
		// A switch that is no boolean.
		rule: "require-volume-encryption",
		yaml: "Resources: { R: { Type: AWS::DRS::ReplicationConfigurationTemplate, Properties: { EbsEncryption: NONE } } }",
		told: ["`EbsEncryption: DEFAULT`", '`"EbsEncryption": "DEFAULT"`'],
	},
	{
		rule: "require-volume-encryption",
		yaml: "Resources: { E: { Type: AWS::EMR::SecurityConfiguration, Properties: { SecurityConfiguration: { EncryptionConfiguration: { EnableAtRestEncryption: false } } } } }",
		told: ["`EnableAtRestEncryption: true`", '`"EnableAtRestEncryption": true`'],
	},
	{
		rule: "no-upload-policy-pitfall",
		yaml: `Resources: { ${BUCKET}, P: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: { Ref: Orders }, PolicyDocument: { Statement: [${NOT_KMS}] } } } }`,
		told: [`\`Null: { ${HEADER}: false }\``, `\`"Null": { "${HEADER}": false }\``],
	},
	{
		rule: "require-encryption-at-rest",
		yaml: "Resources: { F: { Type: AWS::EFS::FileSystem, Properties: { Encrypted: false, KmsKeyId: alias/files } } }",
		told: ["`Encrypted` to `true`", "`Encrypted` to `true`"],
	},
];

const IMPORTS = `import { CfnParameter, Stack, aws_ec2 as ec2, aws_kms as kms, aws_s3 as s3, aws_sns as sns } from "aws-cdk-lib";\n`;

test.each(SETTINGS)("$rule tells a setting as the file would spell it: $told", ({ rule, yaml, cdk, told }) => {
	const rules = { [rule]: {} };
	const json = JSON.stringify(parse(yaml));
	expect(lintTemplate(yaml, rules).messages[0]?.message).toContain(told[0]);
	expect(lintTemplate(json, rules, "template.json").messages[0]?.message).toContain(told[1]);
	if (cdk !== undefined) {
		const app = `${IMPORTS}export class App extends Stack {\n\tconstructor(scope, id) {\n\t\tsuper(scope, id);\n${cdk}\n}\n}\n`;
		expect(lintSource(app, rules, "app.ts").messages[0]?.message).toContain(told[2]);
	}
});
