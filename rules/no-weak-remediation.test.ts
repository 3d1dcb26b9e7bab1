import { dedent } from "../src/testing/dedent.ts";
import { testRule } from "../src/testing/rule-tester.ts";
import { noWeakRemediation } from "./no-weak-remediation.ts";

/** A call of S3 as an automation document has it, in flow. */
const call = (byDefault: string): string =>
	`{ name: put, action: "aws:executeAwsApi", inputs: { Service: s3, Api: PutBucketEncryption, Bucket: "{{ Bucket }}", ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { ${byDefault} } }] } } }`;
const KMS = 'SSEAlgorithm: aws:kms, KMSMasterKeyID: "{{ Key }}"';
const documentOf = (steps: string, rest = ""): string =>
	`  Doc: { Type: AWS::SSM::Document, Properties: { Content: { schemaVersion: "0.3", ${rest}mainSteps: [${steps}] } } }\n`;
const template = (resources: string): string => `Parameters: { Any: { Type: String } }\nResources:\n${resources}`;
const RULE =
	"  Rule: { Type: AWS::Config::ConfigRule, Properties: { ConfigRuleName: buckets, InputParameters: { kmsKeyArns: !Ref Any }, Source: { Owner: AWS, SourceIdentifier: S3_DEFAULT_ENCRYPTION_KMS } } }\n";
const remediation = (parameters: string, target = "!Ref Doc", rule = "!Ref Rule"): string =>
	`  Fix: { Type: AWS::Config::RemediationConfiguration, Properties: { ConfigRuleName: ${rule}, TargetType: SSM_DOCUMENT, TargetId: ${target}, Parameters: { ${parameters} } } }\n`;
const role = (action: string): string =>
	`  Role: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: "${action}", Resource: "*" }] } }] } }\n`;
const AS_ROLE = "RunAs: { StaticValue: { Values: [!GetAtt Role.Arn] } }";
const RUNS_AS = 'assumeRole: "{{ RunAs }}", ';
const passed = (algorithm: string): string => `Algorithm: { StaticValue: { Values: [${algorithm}] } }`;
const CHOSEN = 'SSEAlgorithm: "{{ Algorithm }}"';

testRule(noWeakRemediation, {
	silent: [
		{ name: "KMS with a key that is passed", code: template(documentOf(call(KMS))) },
		{
			name: "another call",
			code: template(documentOf(call("SSEAlgorithm: AES256").replace("PutBucketEncryption", "CreateBucket"))),
		},
		{
			name: "a document that keeps what it finds",
			code: template(documentOf(`${call(KMS)}, ${call("SSEAlgorithm: AES256")}`)),
		},
		{ name: "an algorithm that nobody passes is not known", code: template(documentOf(call(CHOSEN))) },
		{
			name: "a key by its ARN",
			code: template(
				documentOf(call("SSEAlgorithm: aws:kms, KMSMasterKeyID: arn:aws:kms:eu-west-1:111122223333:key/x")),
			),
		},
		{
			name: "a script that does something else",
			code: template(
				documentOf(
					'{ name: s, action: "aws:executeScript", inputs: { Runtime: python3.11, Script: "print(1)" } }',
				),
			),
		},
		{
			name: "a role with the permission",
			code: template(RULE + documentOf(call(KMS), RUNS_AS) + remediation(AS_ROLE) + role("s3:PutEncryption*")),
		},
		{
			name: "a role that is written elsewhere",
			code: template(
				RULE + documentOf(call(KMS), RUNS_AS) + remediation("RunAs: { StaticValue: { Values: [!Ref Any] } }"),
			),
		},
		{
			name: "the runbook of AWS for a rule that asks for any encryption",
			code: template(
				remediation(
					"BucketName: { ResourceValue: { Value: RESOURCE_ID } }",
					"AWS-EnableS3BucketEncryption",
					"other",
				),
			),
		},
		{
			name: "the runbook of AWS with KMS",
			code: template(
				RULE +
					remediation("SSEAlgorithm: { StaticValue: { Values: [aws:kms] } }", "AWS-EnableS3BucketEncryption"),
			),
		},
		{
			name: "a policy in a file of its own that is no automation",
			filename: "x.json",
			code: '{ "schemaVersion": "2.2", "mainSteps": [] }',
		},
	],
	found: [
		{
			name: "S3-managed keys",
			code: template(documentOf(call("SSEAlgorithm: AES256"))),
			errors: [{ messageId: "weakAlgorithm", data: { id: "Doc" }, line: 3 }],
		},
		{
			name: "S3-managed keys, in a script",
			code: template(
				documentOf(
					`{ name: s, action: "aws:executeScript", inputs: { Runtime: python3.11, Script: "s3.put_bucket_encryption(Bucket=b, ServerSideEncryptionConfiguration={'Rules': [{'ApplyServerSideEncryptionByDefault': {'SSEAlgorithm': 'AES256'}}]})" } }`,
				),
			),
			errors: [{ messageId: "weakAlgorithm", data: { id: "Doc" } }],
		},
		{
			name: "S3-managed keys, in a document that is a text",
			code: template(
				`  Doc: { Type: AWS::SSM::Document, Properties: { Content: '{ "mainSteps": [{ "inputs": { "Api": "PutBucketEncryption", "X": { "SSEAlgorithm": "AES256" } } }] }' } }\n`,
			),
			errors: [{ messageId: "weakAlgorithm", data: { id: "Doc" } }],
		},
		{
			name: "a key without its ARN",
			code: template(documentOf(call("SSEAlgorithm: aws:kms, KMSMasterKeyID: alias/orders"))),
			errors: [{ messageId: "keyWithoutArn", data: { id: "Doc" } }],
		},
		{
			name: "an algorithm that the remediation passes",
			code: template(RULE + documentOf(call(CHOSEN)) + remediation(passed("AES256"))),
			errors: [{ messageId: "weakParameter", data: { id: "Fix" } }],
		},
		{
			name: "an algorithm that is the document's default, of a rule by its name",
			code: template(
				RULE +
					documentOf(call(CHOSEN), "parameters: { Algorithm: { type: String, default: AES256 } }, ") +
					remediation("", "!Ref Doc", "buckets"),
			),
			errors: [{ messageId: "weakParameter", data: { id: "Fix" } }],
		},
		{
			name: "the runbook of AWS, whose default is S3-managed keys",
			code: template(
				RULE +
					remediation(
						"BucketName: { ResourceValue: { Value: RESOURCE_ID } }",
						"AWS-EnableS3BucketEncryption",
					),
			),
			errors: [{ messageId: "weakRunbook", data: { id: "Fix", runbook: "AWS-EnableS3BucketEncryption" } }],
		},
		{
			name: "a role without the permission",
			code: template(
				RULE + documentOf(call(KMS), RUNS_AS) + remediation(AS_ROLE) + role("s3:GetEncryptionConfiguration"),
			),
			errors: [
				{
					messageId: "missingPermission",
					data: { id: "Fix", role: "Role", action: "s3:PutEncryptionConfiguration" },
				},
			],
		},
		{
			name: "a role without the permission, of the runbook of AWS",
			code: template(
				remediation(AS_ROLE.replace("RunAs", "AutomationAssumeRole"), "AWS-EnableS3BucketEncryption", "other") +
					role("s3:GetEncryptionConfiguration"),
			),
			errors: [
				{
					messageId: "missingPermission",
					data: { id: "Fix", role: "Role", action: "s3:PutEncryptionConfiguration" },
				},
			],
		},
		{
			name: "a role without the permission for a key, of the document itself",
			code: template(
				documentOf(
					'{ name: k, action: "aws:executeAwsApi", inputs: { Service: kms, Api: EnableKeyRotation, KeyId: "{{ Key }}" } }',
					"assumeRole: !GetAtt Role.Arn, ",
				) + role("kms:DescribeKey"),
			),
			errors: [
				{ messageId: "missingPermission", data: { id: "Doc", role: "Role", action: "kms:EnableKeyRotation" } },
			],
		},
		{
			name: "a document in a file of its own",
			filename: "encrypt-bucket.yaml",
			code: dedent`
				schemaVersion: "0.3"
				mainSteps:
				  - name: put
				    action: aws:executeAwsApi
				    inputs:
				      Service: s3
				      Api: PutBucketEncryption
				      ServerSideEncryptionConfiguration:
				        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: AES256 } }]
			`,
			errors: [{ messageId: "weakAlgorithm", data: { id: "encrypt-bucket" }, line: 9, column: 71 }],
		},
		{
			name: "in CDK",
			filename: "stack.ts",
			code: `import { aws_ssm as ssm, Stack } from "aws-cdk-lib";
export class App extends Stack {
	constructor(scope, id) {
		super(scope, id);
		new ssm.CfnDocument(this, "Doc", {
			documentType: "Automation",
			content: { schemaVersion: "0.3", mainSteps: [{ name: "put", action: "aws:executeAwsApi", inputs: { Service: "s3", Api: "PutBucketEncryption", ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }] } } }] },
		});
	}
}`,
			errors: [{ messageId: "weakAlgorithm", data: { id: "Doc" } }],
		},
		{
			name: "a remediation in Terraform",
			filename: "main.tf",
			code: `resource "aws_config_config_rule" "kms" {
  name             = "buckets"
  input_parameters = jsonencode({ kmsKeyArns = var.key })
  source {
    owner             = "AWS"
    source_identifier = "S3_DEFAULT_ENCRYPTION_KMS"
  }
}
resource "aws_config_remediation_configuration" "kms" {
  config_rule_name = aws_config_config_rule.kms.name
  target_type      = "SSM_DOCUMENT"
  target_id        = "AWS-EnableS3BucketEncryption"
  parameter {
    name         = "AutomationAssumeRole"
    static_value = aws_iam_role.fix.arn
  }
  parameter {
    name         = "SSEAlgorithm"
    static_value = "AES256"
  }
}
resource "aws_iam_role" "fix" {
  assume_role_policy = "{}"
  inline_policy {
    name   = "fix"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetBucketPolicy", Resource = "*" }] })
  }
}
`,
			errors: [
				{
					messageId: "missingPermission",
					data: {
						id: "aws_config_remediation_configuration.kms",
						role: "aws_iam_role.fix",
						action: "s3:PutEncryptionConfiguration",
					},
				},
				{ messageId: "weakParameter", data: { id: "aws_config_remediation_configuration.kms" } },
			],
		},
		{
			name: "in Terraform",
			filename: "main.tf",
			code: `resource "aws_ssm_document" "encrypt" {
  name          = "encrypt"
  document_type = "Automation"
  content = jsonencode({
    schemaVersion = "0.3"
    mainSteps = [{
      name   = "put"
      action = "aws:executeAwsApi"
      inputs = { Service = "s3", Api = "PutBucketEncryption", ServerSideEncryptionConfiguration = { Rules = [{ ApplyServerSideEncryptionByDefault = { SSEAlgorithm = "AES256" } }] } }
    }]
  })
}
`,
			errors: [{ messageId: "weakAlgorithm", data: { id: "aws_ssm_document.encrypt" } }],
		},
	],
});
