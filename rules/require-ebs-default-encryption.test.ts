import { testRule } from "../src/testing/rule-tester.ts";
import { requireEbsDefaultEncryption } from "./require-ebs-default-encryption.ts";

/** The set-up of a Region, with more resources. */
const setup = (more = ""): string =>
	`Resources:\n  S: { Type: AWS::EC2::SnapshotBlockPublicAccess, Properties: { State: block-all-sharing } }\n${more}`;

const cdk = (line = ""): string => `import { App, Stack } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import { AwsCustomResource } from "aws-cdk-lib/custom-resources";
const stack = new Stack(new App(), "Setup");
new ec2.CfnSnapshotBlockPublicAccess(stack, "Snapshots", { state: "block-all-sharing" });
${line}
`;

testRule(requireEbsDefaultEncryption, {
	silent: [
		{
			name: "volumes are no set-up of a Region",
			code: "Resources: { V: { Type: AWS::EC2::Volume, Properties: { AvailabilityZone: a, Size: 8 } } }",
		},
		...["Custom::Setup", "AWS::CloudFormation::CustomResource", "AWS::CloudFormation::Stack"].map((type) => ({
			name: `a ${type}, which may do anything`,
			code: setup(`  C: { Type: "${type}" }\n`),
		})),
		{
			name: "code that enables it",
			code: setup(
				'  F: { Type: AWS::Lambda::Function, Properties: { Code: { ZipFile: "await client.send(new EnableEbsEncryptionByDefaultCommand({}))" } } }\n',
			),
		},
		{
			name: "a rule of AWS Config",
			code: setup(
				"  R: { Type: AWS::Config::ConfigRule, Properties: { Source: { Owner: AWS, SourceIdentifier: EC2_EBS_ENCRYPTION_BY_DEFAULT } } }\n",
			),
		},
		{
			name: "a custom resource in CDK",
			filename: "app.ts",
			code: cdk(
				'new AwsCustomResource(stack, "Encryption", { onCreate: { service: "EC2", action: "enableEbsEncryptionByDefault" } });',
			),
		},
	],
	found: [
		{
			name: "a set-up of EBS without it",
			code: setup(),
			errors: [{ messageId: "missingDefault", data: { id: "S" }, line: 2, column: 3 }],
		},
		{
			name: "JSON",
			filename: "template.json",
			code: '{ "Resources": { "S": { "Type": "AWS::EC2::SnapshotBlockPublicAccess", "Properties": { "State": "block-new-sharing" } } } }',
			errors: [{ messageId: "missingDefault", line: 1, column: 18 }],
		},
		{
			name: "CDK",
			filename: "app.ts",
			code: cdk(),
			errors: [{ messageId: "missingDefault", data: { id: "Snapshots" }, line: 5 }],
		},
	],
});
