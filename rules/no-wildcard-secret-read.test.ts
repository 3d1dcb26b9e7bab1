import { testRule } from "../src/testing/rule-tester.ts";
import { noWildcardSecretRead } from "./no-wildcard-secret-read.ts";

/** A managed policy of one statement, in flow, after a secret. */
const policy = (statement: string, more = ""): string =>
	`Resources:\n  S: { Type: AWS::SecretsManager::Secret }\n  P: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: { Statement: [{ ${statement} }${more}] } } }\n`;

const allow = (actions: string, resource = '"*"', more = ""): string =>
	policy(`Effect: Allow, Action: ${actions}, Resource: ${resource}${more}`);

/** A function of SAM with these policies, in flow, after a secret. */
const sam = (policies: string): string =>
	`Transform: AWS::Serverless-2016-10-31\nResources:\n  S: { Type: AWS::SecretsManager::Secret }\n  F: { Type: AWS::Serverless::Function, Properties: { Policies: [${policies}] } }\n`;

const cdk = (actions: string, resources: string): string => `import { App, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
const stack = new Stack(new App(), "Orders");
new iam.ManagedPolicy(stack, "P", {
	statements: [new iam.PolicyStatement({ actions: ${actions}, resources: ${resources} })],
});
`;

/** A policy of Terraform with one statement, and a secret. */
const terraform = (actions: string, resources: string): string => `data "aws_iam_policy_document" "orders" {
  statement {
    actions   = ${actions}
    resources = ${resources}
  }
}

resource "aws_iam_policy" "orders" {
  policy = data.aws_iam_policy_document.orders.json
}

resource "aws_secretsmanager_secret" "token" {
  name = "orders/token"
}
`;

const PARAMETER = "arn:aws:ssm:eu-west-1:111122223333:parameter/orders/token";
const CURRENT = '["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]';

testRule(noWildcardSecretRead, {
	silent: [
		{
			name: "one secret, in Terraform",
			filename: "main.tf",
			code: terraform('["secretsmanager:GetSecretValue"]', "[aws_secretsmanager_secret.token.arn]"),
		},
		...[
			["ssm:GetParameter", PARAMETER],
			["ssm:GetParametersByPath", "arn:aws:ssm:*:*:parameter/orders/*"],
			[
				"ssm:GetParameter",
				"!Sub 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${Stage}/*'",
			],
			["ssm:GetParameter", "!Sub 'arn:aws:ssm:*:*:parameter${Path}*'"],
			["ssm:GetParameter", "!Sub 'arn:aws:ssm:${Place}/*'"],
			["ssm:GetParameter", "!Sub '${Parameters}/*'"],
			["ssm:GetParameter", "!ImportValue Parameter"],
			["ssm:GetParameter", "!If [Prod, !Ref A, !Ref B]"],
			["secretsmanager:GetSecretValue", "!Ref S"],
			["secretsmanager:GetSecretValue", "!Sub '${S}*'"],
			["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:orders-??????"],
			["secretsmanager:GetSecretValue", "!Sub 'arn:aws:secretsmanager:*:*:secret:${Stage}*'"],
			["secretsmanager:*", "!Ref S"],
		].map(([action = "", resource = ""]) => ({
			name: `${action} on ${resource}`,
			code: allow(`"${action}"`, resource),
		})),
		{
			name: "actions that return no value",
			code: allow("[ssm:DescribeParameters, secretsmanager:List*, secretsmanager:GetRandomPassword]"),
		},
		{ name: "an action that takes no other resource", code: allow("secretsmanager:BatchGetSecretValue") },
		{ name: "old values, by their own action", code: allow("ssm:GetParameterHistory", PARAMETER) },
		{ name: "patterns on something else than parameters", code: allow('"ssm:Get*"', "arn:aws:ssm:*:*:document/*") },
		{ name: "an administrator", code: allow('"*"') },
		{ name: "actions that are not known", code: allow("!Ref Actions") },
		{ name: "a Deny", code: policy('Effect: Deny, Action: "secretsmanager:*", Resource: "*"') },
		{ name: "everything but", code: policy('Effect: Allow, NotAction: "secretsmanager:*", Resource: "*"') },
		{ name: "other resources than", code: policy('Effect: Allow, Action: "secretsmanager:*", NotResource: "*"') },
		{
			name: "what another statement denies except for some",
			code: policy(
				'Effect: Allow, Action: "ssm:GetParameter", Resource: "*"',
				`, { Effect: Deny, Action: "ssm:*", NotResource: "${PARAMETER}" }`,
			),
		},
		...[
			'StringEquals: { "aws:ResourceTag/app": orders }',
			'StringEquals: { "secretsmanager:ResourceTag/app": orders }',
			'StringEquals: { "ssm:resourceTag/app": orders }',
			'ForAnyValue:StringEquals: { "aws:CalledVia": cloudformation.amazonaws.com }',
		].map((condition) => ({
			name: `where ${condition}`,
			code: allow("[secretsmanager:GetSecretValue, ssm:GetParameter]", '"*"', `, Condition: { ${condition} }`),
		})),
		{
			name: "a condition that is not known",
			code: allow("ssm:GetParameter", '"*"', ", Condition: !If [A, !Ref B, !Ref C]"),
		},
		{
			name: "the policy of a secret, where `*` is the secret",
			code: 'Resources: { R: { Type: AWS::SecretsManager::ResourcePolicy, Properties: { ResourcePolicy: { Statement: [{ Effect: Allow, Principal: { AWS: "111122223333" }, Action: "secretsmanager:GetSecretValue", Resource: "*" }] } } } }',
		},
		{
			name: "a permissions boundary",
			code: `${allow('"secretsmanager:*"')}  R: { Type: AWS::IAM::Role, Properties: { PermissionsBoundary: !Ref P } }\n`,
		},
		{
			name: "a permissions boundary by its name",
			code: allow('"secretsmanager:*"').replace("  P:", "  DeveloperBoundary:"),
		},
		...[
			"SSMParameterReadPolicy: { ParameterName: orders/* }",
			"SSMParameterReadPolicy: { ParameterName: !Ref Name }",
			"SSMParameterWithSlashPrefixReadPolicy: { ParameterName: /orders }",
			"AWSSecretsManagerGetSecretValuePolicy: { SecretArn: !Ref S }",
			"AWSSecretsManagerRotationPolicy: { FunctionName: !Ref Rotation }",
		].map((template) => ({ name: template, code: sam(`{ ${template} }`) })),
		{ name: "what the agent of an instance needs", code: sam("AmazonSSMManagedInstanceCore") },
		{ name: "a policy of this account", code: sam("arn:aws:iam::111122223333:policy/SecretsManagerReadWrite") },
	],
	found: [
		{
			name: "every secret, in Terraform",
			filename: "main.tf",
			code: terraform('["secretsmanager:GetSecretValue"]', '["*"]'),
			errors: [
				{
					messageId: "everyValue",
					data: {
						id: "aws_iam_policy.orders",
						action: "secretsmanager:GetSecretValue",
						what: "secret",
						when: "",
					},
					line: 3,
					column: 18,
					suggestions: [
						{
							messageId: "useSecret",
							data: { name: "aws_secretsmanager_secret.token" },
							output: terraform(
								'["secretsmanager:GetSecretValue"]',
								"[aws_secretsmanager_secret.token.arn]",
							),
						},
					],
				},
			],
		},
		{
			name: "old values, in Terraform",
			filename: "main.tf",
			code: terraform('["ssm:GetParameter*"]', `["${PARAMETER}"]`),
			errors: [
				{
					messageId: "oldValues",
					line: 3,
					suggestions: [
						{ messageId: "useActions", data: {}, output: terraform(CURRENT, `["${PARAMETER}"]`) },
					],
				},
			],
		},
		{
			name: "an inline policy of a role, in Terraform",
			filename: "main.tf",
			code: 'resource "aws_iam_role_policy" "orders" {\n  role = "orders"\n  policy = jsonencode({\n    Statement = [{ Effect = "Allow", Action = "ssm:*", Resource = "*" }]\n  })\n}\n',
			errors: [{ messageId: "everyValue", line: 4 }],
		},
		{
			name: "a managed policy of a role, in Terraform",
			filename: "main.tf",
			code: 'resource "aws_iam_role" "orders" {\n  assume_role_policy = "{}"\n}\n\nresource "aws_iam_role_policy_attachment" "orders" {\n  role       = aws_iam_role.orders.name\n  policy_arn = "arn:aws:iam::aws:policy/SecretsManagerReadWrite"\n}\n',
			errors: [{ messageId: "everyValueByPolicy" }],
		},
		{
			name: "every secret",
			code: allow("secretsmanager:GetSecretValue"),
			errors: [
				{
					messageId: "everyValue",
					data: { id: "P", action: "secretsmanager:GetSecretValue", what: "secret", when: "" },
					line: 3,
					column: 108,
					suggestions: [
						{
							messageId: "useSecret",
							data: { name: "S" },
							output: allow("secretsmanager:GetSecretValue", "!Ref S"),
						},
					],
				},
			],
		},
		...[
			["secretsmanager:*", '"*"'],
			["secretsmanager:Get*", '"*"'],
			["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:*"],
			[
				"secretsmanager:GetSecretValue",
				"!Sub 'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:*'",
			],
			["SecretsManager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:111122223333:*"],
		].map(([action = "", resource = ""]) => ({
			name: `${action} on ${resource}`,
			code: allow(`"${action}"`, resource),
			errors: [{ messageId: "everyValue", suggestions: 1 }],
		})),
		...[
			["ssm:GetParameter", '"*"'],
			["ssm:GetParameterHistory", "arn:aws:ssm:*:*:parameter/*"],
			["ssm:GetParameters", "!Sub 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter*'"],
			["ssm:Get*", "arn:aws:ssm:*"],
			["ssm:*", "!Join [':', ['arn:aws:ssm', !Ref 'AWS::Region', !Ref 'AWS::AccountId', 'parameter/*']]"],
		].map(([action = "", resource = ""]) => ({
			name: `${action} on ${resource}`,
			code: allow(`"${action}"`, resource),
			errors: [{ messageId: "everyValue", data: { id: "P", action, what: "SSM parameter", when: "" } }],
		})),
		{
			name: "secrets and parameters together",
			code: allow("[ssm:GetParameter, secretsmanager:GetSecretValue]"),
			errors: [
				{
					messageId: "everyValue",
					data: { id: "P", action: "ssm:GetParameter", what: "SSM parameter", when: "" },
					line: 3,
					column: 109,
				},
				{
					messageId: "everyValue",
					data: { id: "P", action: "secretsmanager:GetSecretValue", what: "secret", when: "" },
					line: 3,
					column: 127,
				},
			],
		},
		{
			name: "on one branch, and one of two resources",
			code: `Conditions: { Prod: !Equals [!Ref Stage, prod] }\n${allow("ssm:GetParameter", `[!If [Prod, "*", "${PARAMETER}"], "${PARAMETER}"]`)}`,
			errors: [
				{
					messageId: "everyValue",
					data: {
						id: "P",
						action: "ssm:GetParameter",
						what: "SSM parameter",
						when: " if condition 'Prod' is true",
					},
				},
			],
		},
		{
			name: "a condition that narrows nothing",
			code: allow(
				"ssm:GetParameter",
				'"*"',
				', Condition: { StringEquals: { "aws:PrincipalTag/team": orders } }',
			),
			errors: [{ messageId: "everyValue" }],
		},
		...[
			["SSMParameterReadPolicy: { ParameterName: '*' }", "ssm:GetParameter", "SSM parameter", 0],
			["SSMParameterWithSlashPrefixReadPolicy: { ParameterName: '/*' }", "ssm:GetParameter", "SSM parameter", 0],
			["AWSSecretsManagerGetSecretValuePolicy: { SecretArn: '*' }", "secretsmanager:GetSecretValue", "secret", 1],
		].map(([template = "", action = "", what = "", suggestions]) => ({
			name: String(template),
			code: sam(`{ ${String(template)} }`),
			errors: [
				{
					messageId: "everyValue",
					data: { id: "F", action: String(action), what: String(what), when: "" },
					line: 4,
					column: 68,
					...(suggestions === 0 ? {} : { suggestions: 1 }),
				},
			],
		})),
		...[
			["SecretsManagerReadWrite", "secret"],
			["AmazonSSMReadOnlyAccess", "SSM parameter"],
			["arn:aws:iam::aws:policy/AmazonSSMFullAccess", "SSM parameter"],
		].map(([name = "", what = ""]) => ({
			name: `the managed policy ${name}`,
			code: sam(name),
			errors: [
				{
					messageId: "everyValueByPolicy",
					data: { id: "F", policy: name.split("/").at(-1) ?? "", what, when: "" },
				},
			],
		})),
		{
			name: "the managed policy of a role",
			code: "Resources: { R: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/SecretsManagerReadWrite'] } } }",
			errors: [
				{
					messageId: "everyValueByPolicy",
					data: { id: "R", policy: "SecretsManagerReadWrite", what: "secret", when: "" },
					line: 1,
					column: 75,
				},
			],
		},
		{
			name: "old values of one parameter",
			code: allow('"ssm:GetParameter*"', PARAMETER),
			errors: [
				{
					messageId: "oldValues",
					data: { id: "P", action: "ssm:GetParameter*", when: "" },
					line: 3,
					column: 108,
					suggestions: [
						{ messageId: "useActions", data: {}, output: allow(CURRENT.replaceAll('"', ""), PARAMETER) },
					],
				},
			],
		},
		{
			name: "old values, in a list",
			code: allow('["ssm:GetParameter*", ssm:DescribeParameters]', PARAMETER),
			errors: [
				{
					messageId: "oldValues",
					suggestions: [
						{
							messageId: "useActions",
							data: {},
							output: allow(
								'["ssm:GetParameter", ssm:DescribeParameters, ssm:GetParameters, ssm:GetParametersByPath]',
								PARAMETER,
							),
						},
					],
				},
			],
		},
		{
			name: "old values, by a pattern of which the rest may be needed",
			code: allow('["ssm:Get*", ssm:PutParameter]', PARAMETER),
			errors: [{ messageId: "oldValues" }],
		},
		{
			name: "JSON",
			filename: "template.json",
			code: '{ "Resources": { "R": { "Type": "AWS::IAM::Role", "Properties": { "Policies": [{ "PolicyDocument": { "Statement": {\n"Effect": "Allow", "Action": "ssm:GetParameters", "Resource": "*" } } }] } } } }',
			errors: [{ messageId: "everyValue", line: 2, column: 30 }],
		},
		{
			name: "CDK",
			filename: "app.ts",
			code: cdk('["ssm:GetParameter"]', '["*"]'),
			errors: [{ messageId: "everyValue", line: 5, column: 51 }],
		},
		{
			name: "old values, in CDK",
			filename: "app.ts",
			code: cdk('["ssm:GetParameter*"]', `["${PARAMETER}"]`),
			errors: [
				{
					messageId: "oldValues",
					suggestions: [{ messageId: "useActions", data: {}, output: cdk(CURRENT, `["${PARAMETER}"]`) }],
				},
			],
		},
		{
			name: "a method of a function, in CDK",
			filename: "app.ts",
			code: 'import { Stack } from "aws-cdk-lib";\nimport * as iam from "aws-cdk-lib/aws-iam";\nimport * as lambda from "aws-cdk-lib/aws-lambda";\nnew lambda.Function(new Stack(), "F", {}).addToRolePolicy(new iam.PolicyStatement({ actions: ["secretsmanager:*"], resources: ["*"] }));',
			errors: [{ messageId: "everyValue", line: 4 }],
		},
	],
});
