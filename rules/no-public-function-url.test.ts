import { testRule } from "../src/testing/rule-tester.ts";
import { noPublicFunctionUrl } from "./no-public-function-url.ts";

/** A function of SAM with a URL that needs no authorization, and these properties, in flow. */
const sam = (properties: string, auth = "NONE"): string =>
	`Transform: AWS::Serverless-2016-10-31\nParameters: { DbPassword: { Type: String } }\nResources:\n  S: { Type: AWS::SecretsManager::Secret }\n  F: { Type: AWS::Serverless::Function, Properties: { FunctionUrlConfig: { AuthType: ${auth} }, ${properties} } }\n`;

const variables = (text: string): string => `Environment: { Variables: { ${text} } }`;

const allow = (action: string, resource = '"*"'): string =>
	`Policies: [{ Statement: [{ Effect: Allow, Action: "${action}", Resource: ${resource} }] }]`;

/** A function, what stands between it and a URL, and the URL. */
const url = (target: string, between = ""): string =>
	`Resources:\n  F: { Type: AWS::Lambda::Function, Properties: { FunctionName: orders, Environment: { Variables: { SECRET_ID: orders } } } }\n${between}  U: { Type: AWS::Lambda::Url, Properties: { AuthType: NONE, TargetFunctionArn: ${target} } }\n`;

const cdk = (lines: string): string => `import { App, Stack } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
const stack = new Stack(new App(), "Orders");
const fn = new lambda.Function(stack, "Fn", { environment: { TOKEN_PARAMETER_NAME: "/orders/token" } });
${lines}
`;

/** A function of Terraform that reads a secret, and its URL. */
const terraform = (
	auth: string,
	name = "aws_lambda_function.orders.function_name",
): string => `resource "aws_lambda_function" "orders" {
  function_name = "orders"

  environment {
    variables = {
      TOKEN_PARAMETER_NAME = "/orders/token"
    }
  }
}

resource "aws_lambda_function_url" "orders" {
  function_name      = ${name}
  authorization_type = "${auth}"
}
`;

const DATA = { id: "F", setting: "AuthType: AWS_IAM", when: "" };

testRule(noPublicFunctionUrl, {
	silent: [
		{ name: "IAM authorizes in Terraform", filename: "main.tf", code: terraform("AWS_IAM") },
		{ name: "IAM authorizes", code: sam(variables("SECRET_ID: orders"), "AWS_IAM") },
		{ name: "the authorization is not known", code: sam(variables("SECRET_ID: orders"), "!ImportValue Auth") },
		{ name: "a function without secrets", code: sam(variables("STAGE: prod, TOKEN_TABLE_NAME: tokens")) },
		{ name: "the key of a bucket is no secret", code: sam(variables("KMS_KEY_ARN: !ImportValue Key")) },
		...[
			"SHARED_SECRET_PARAM",
			"WEBHOOK_SECRET_ARN",
			"SLACK_SIGNING_SECRET_NAME",
			"JWT_SECRET_ID",
			"ORIGIN_VERIFY_SECRET_ARN",
		].map((name) => ({
			name: `a function that verifies requests with '${name}'`,
			code: sam(variables(`${name}: !ImportValue Secret, DB_SECRET_ARN: !Ref S`)),
		})),
		{
			name: "plaintext SSM parameters",
			code: sam(
				allow("ssm:GetParameter", "!Sub 'arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/orders/table'"),
			),
		},
		{ name: "an administrator", code: sam(allow("*")) },
		{ name: "a role that is not in this template", code: sam("Role: !ImportValue Role") },
		{
			name: "a function without a URL",
			code: sam(allow("secretsmanager:GetSecretValue")).replace(/FunctionUrlConfig: \{[^}]*\}, /u, ""),
		},
		{ name: "a URL of a function that is not in this template", code: url("!ImportValue Fn") },
		{ name: "a URL of a function by another name", code: url("invoices") },
		{ name: "IAM authorizes by default in CDK", filename: "app.ts", code: cdk("fn.addFunctionUrl();") },
		{ name: "a URL with options from elsewhere", filename: "app.ts", code: cdk("fn.addFunctionUrl(options());") },
		{
			name: "IAM authorizes in CDK",
			filename: "app.ts",
			code: cdk("fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });"),
		},
	],
	found: [
		...["aws_lambda_function.orders.function_name", "aws_lambda_function.orders.arn", '"orders"'].map((name) => ({
			name: `Terraform, by ${name}`,
			filename: "main.tf",
			code: terraform("NONE", name),
			errors: [
				{
					messageId: "publicUrl",
					data: {
						id: "aws_lambda_function.orders",
						what: "reads the secret of 'TOKEN_PARAMETER_NAME'",
						setting: 'authorization_type = "AWS_IAM"',
						when: "",
					},
					line: 13,
					column: 24,
					suggestions: [
						{
							messageId: "useIam",
							data: { setting: 'authorization_type = "AWS_IAM"' },
							output: terraform("AWS_IAM", name),
						},
					],
				},
			],
		})),
		{
			name: "a variable that names a secret",
			code: sam(variables("DB_SECRET_ARN: !Ref S")),
			errors: [
				{
					messageId: "publicUrl",
					data: { ...DATA, what: "reads the secret of 'DB_SECRET_ARN'" },
					line: 5,
					column: 86,
					suggestions: [
						{
							messageId: "useIam",
							data: { setting: "AuthType: AWS_IAM" },
							output: sam(variables("DB_SECRET_ARN: !Ref S"), "AWS_IAM"),
						},
					],
				},
			],
		},
		...[
			["a secret in a variable", variables("DB_PASSWORD: !Ref DbPassword"), "has the secret 'DB_PASSWORD'"],
			["a secret by its reference", variables("TARGET: !Ref S"), "reads the secret of 'TARGET'"],
			["a ciphertext", variables("ENCRYPTED_API_TOKEN: !ImportValue Token"), "decrypts 'ENCRYPTED_API_TOKEN'"],
			["a permission for a secret", allow("secretsmanager:GetSecretValue", "!Ref S"), "may read secrets"],
			[
				"a policy template",
				"Policies: [{ AWSSecretsManagerGetSecretValuePolicy: { SecretArn: !Ref S } }]",
				"may read secrets",
			],
			["every SSM parameter", allow("ssm:GetParameter*"), "may read SSM parameters with secrets"],
			[
				"an SSM parameter by its name",
				allow("ssm:GetParameter", "arn:aws:ssm:eu-west-1:111122223333:parameter/orders/db-password"),
				"may read SSM parameters with secrets",
			],
			["decryption", allow("kms:Decrypt", "!ImportValue Key"), "may decrypt with KMS"],
		].map(([name = "", properties = "", what = ""]) => ({
			name,
			code: sam(properties),
			errors: [{ messageId: "publicUrl", data: { ...DATA, what }, suggestions: 1 }],
		})),
		{
			name: "several functions by `Globals`",
			code: `Transform: AWS::Serverless-2016-10-31\nGlobals: { Function: { FunctionUrlConfig: { AuthType: NONE }, Environment: { Variables: { SECRET_ID: a } } } }\nResources:\n  F: { Type: AWS::Serverless::Function }\n  G: { Type: AWS::Serverless::Function }\n`,
			errors: [
				{
					messageId: "publicUrl",
					data: { ...DATA, "'id'": "'F' and 'G'", what: "reads the secret of 'SECRET_ID'" },
					line: 2,
					suggestions: 1,
				},
			],
		},
		{
			name: "the default of a parameter",
			code: sam(variables("SECRET_ID: orders"), "!Ref Auth").replace(
				"{ DbPassword: { Type: String } }",
				"{ Auth: { Type: String, Default: NONE } }",
			),
			errors: [{ messageId: "publicUrl", line: 2 }],
		},
		{
			name: "on one branch",
			code: `Conditions: { Prod: !Equals [!Ref Stage, prod] }\n${sam(variables("SECRET_ID: orders"), "!If [Prod, AWS_IAM, NONE]")}`,
			errors: [
				{
					messageId: "publicUrl",
					data: { ...DATA, what: "reads the secret of 'SECRET_ID'", when: " if condition 'Prod' is false" },
				},
			],
		},
		...[
			["a reference", "!Ref F", ""],
			["its ARN", "!GetAtt F.Arn", ""],
			["its name", "orders", ""],
			["its ARN as text", "arn:aws:lambda:eu-west-1:111122223333:function:orders", ""],
			["an alias", "!Ref A", "  A: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref F } }\n"],
		].map(([name = "", target = "", between = ""]) => ({
			name: `a URL of a function by ${name}`,
			code: url(target, between),
			errors: [{ messageId: "publicUrl", suggestions: 1 }],
		})),
		{
			name: "JSON",
			filename: "template.json",
			code: '{ "Resources": {\n"F": { "Type": "AWS::Lambda::Function", "Properties": { "Environment": { "Variables": { "SECRET_ID": "a" } } } },\n"U": { "Type": "AWS::Lambda::Url", "Properties": { "AuthType": "NONE", "TargetFunctionArn": { "Ref": "F" } } } } }',
			errors: [{ messageId: "publicUrl", line: 3, column: 64, suggestions: 1 }],
		},
		{
			name: "a method in CDK",
			filename: "app.ts",
			code: cdk("fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });"),
			errors: [
				{
					messageId: "publicUrl",
					data: {
						id: "Fn",
						what: "reads the secret of 'TOKEN_PARAMETER_NAME'",
						setting: "authType: lambda.FunctionUrlAuthType.AWS_IAM",
						when: "",
					},
					line: 5,
					column: 31,
					suggestions: [
						{
							messageId: "useIam",
							data: { setting: "authType: lambda.FunctionUrlAuthType.AWS_IAM" },
							output: cdk("fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });"),
						},
					],
				},
			],
		},
		{
			name: "a construct in CDK",
			filename: "app.ts",
			code: cdk(
				'new lambda.FunctionUrl(stack, "Url", { function: fn, authType: lambda.FunctionUrlAuthType.NONE });',
			),
			errors: [{ messageId: "publicUrl", suggestions: 1 }],
		},
		{
			name: "an L1 construct in CDK",
			filename: "app.ts",
			code: cdk('new lambda.CfnUrl(stack, "Url", { targetFunctionArn: fn.functionArn, authType: "NONE" });'),
			errors: [{ messageId: "publicUrl", suggestions: 1 }],
		},
	],
});
