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

const PROVIDER = 'provider "aws" {\n  region = "eu-west-1"\n}\n';
const VOLUME = '\nresource "aws_ebs_volume" "data" {\n  availability_zone = "eu-west-1a"\n  size              = 8\n}\n';
const SETTING = '\nresource "aws_ebs_encryption_by_default" "this" {\n  enabled = true\n}\n';

testRule(requireEbsDefaultEncryption, {
	silent: [
		...[
			["a root that enables it", PROVIDER + VOLUME + SETTING],
			["the resource alone enables it", PROVIDER + VOLUME + SETTING.replace("  enabled = true\n", "")],
			["a setting that is not known", PROVIDER + SETTING.replace("true", "var.enabled")],
			["a module that others call", VOLUME],
			["a root without volumes of its own", PROVIDER],
			["a provider of another Region", `${PROVIDER.replace("{\n", '{\n  alias = "us"\n')}${VOLUME}`],
			[
				"a module that may enable it",
				`${PROVIDER}${VOLUME}\nmodule "account_baseline" {\n  source = "x/y/aws"\n}\n`,
			],
		].map(([name = "", code = ""]) => ({ name, code, filename: "main.tf" })),
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
			name: "a root of Terraform with volumes",
			filename: "main.tf",
			code: PROVIDER + VOLUME,
			errors: [
				{
					messageId: "missingSetting",
					data: { setting: "aws_ebs_encryption_by_default" },
					line: 1,
					column: 1,
					suggestions: [
						{
							messageId: "encryptVolumes",
							data: { setting: "aws_ebs_encryption_by_default" },
							output: PROVIDER + VOLUME + SETTING,
						},
					],
				},
			],
		},
		{
			name: "a root of Terraform by its backend",
			filename: "main.tf",
			code: `terraform {\n  cloud {\n    organization = "o"\n  }\n}\n${VOLUME}`,
			errors: [{ messageId: "missingSetting", line: 2, column: 3, suggestions: 1 }],
		},
		{
			name: "a setting that disables it",
			filename: "main.tf",
			code: PROVIDER + SETTING.replace("true", "false"),
			errors: [{ messageId: "disabledDefault", data: { when: "" }, line: 6, column: 13 }],
		},
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
