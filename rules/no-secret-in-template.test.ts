import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dedent } from "../src/testing/dedent.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { noSecretInTemplate } from "./no-secret-in-template.ts";

const PASSWORD = fakeSecret("password");
const WORD = ["or", "ders", "2024"].join("");
const REDACTED = ` (${String(PASSWORD.length)} characters)`;
const ADVICE = "Store it in Secrets Manager and use `{{resolve:secretsmanager:…}}`.";

/** A resource with some properties in flow. */
const one = (type: string, properties: string): string =>
	`Resources:\n  R: { Type: "${type}", Properties: { ${properties} } }\n`;

const ACCESS_KEY = `Resources:\n  Key: { Type: "AWS::IAM::AccessKey", Properties: { UserName: mail } }\n`;

/** An app that shows a value in an output, on line 4. */
const outputApp = (value: string): string =>
	`import { CfnOutput } from "aws-cdk-lib";\nimport { AccessKey, CfnAccessKey, User } from "aws-cdk-lib/aws-iam";\nexport function make(scope, props) { const user = new User(scope, "User"); const accessKey = new AccessKey(scope, "Key", { user }); const raw = new CfnAccessKey(scope, "Key2", { userName: "a" });\nnew CfnOutput(scope, "Shown", { value: ${value} }); }\n`;

/** An app with one output, on line 6. */
const namedOutput = (id: string, value: string): string =>
	[
		'import { CfnOutput, Stack } from "aws-cdk-lib";',
		'import { Topic } from "aws-cdk-lib/aws-sns";',
		"export class AppStack extends Stack {",
		"  constructor(scope, id, props) { super(scope, id);",
		'    new Topic(this, "T");',
		`    new CfnOutput(this, "${id}", { value: ${value} });`,
		"  }",
		"}",
	].join("\n");

/** An app with one construct, on line 4. */
const builtApp = (type: string, props: string): string => {
	const [module = "", name = ""] = type.split(".");
	return `import { SecretValue } from "aws-cdk-lib";\nimport { ${name} } from "aws-cdk-lib/${module}";\nexport function make(scope, props) {\nnew ${name}(scope, "R", { ${props} }); }\n`;
};

/** A literal of Terraform, of no resource of the file. */
/** An encrypted parameter whose changes Terraform ignores. */
const ignoring = (text: string, ignored: string): string =>
	`resource "aws_ssm_parameter" "p" {\n  name  = "/app/db_password"\n  type  = "SecureString"\n  value = "${text}"\n  lifecycle {\n    ignore_changes = ${ignored}\n  }\n}\n`;

/** What runs with a resource, with a secret on its second line. */
const actions: readonly (readonly [name: string, code: string])[] = [
	[
		"a command",
		`  provisioner "local-exec" {\n    command = "curl -u admin:${fakeSecret("password")} https://x"\n  }`,
	],
	[
		"a variable of a command",
		`  provisioner "local-exec" {\n    environment = { API_TOKEN = "${fakeSecret("password")}" }\n  }`,
	],
	["a connection", `  connection {\n    password = "${fakeSecret("password")}"\n  }`],
];

const made: readonly (readonly [type: string, argument: string])[] = [
	['resource "aws_api_gateway_api_key"', "value"],
	['resource "aws_kms_ciphertext"', "plaintext"],
	['data "aws_kms_ciphertext"', "plaintext"],
	['resource "aws_kms_external_key"', "key_material_base64"],
	['resource "aws_vpn_connection"', "tunnel1_preshared_key"],
	['resource "github_actions_secret"', "plaintext_value"],
];

const loose: readonly (readonly [name: string, code: string, line: number])[] = [
	["a local", `locals {\n  k = "${fakeSecret("aws-access-key-id")}"\n}\n`, 2],
	["a local in an object", `locals {\n  db = {\n    password = "${fakeSecret("password")}"\n  }\n}\n`, 3],
	[
		"an argument of a module",
		`module "db" {\n  source   = "x/y/aws"\n  password = "${fakeSecret("password")}"\n}\n`,
		3,
	],
	["an argument of a provider", `provider "datadog" {\n  api_key = "${fakeSecret("password")}"\n}\n`, 2],
	["an output", `output "db_password" {\n  value = "${fakeSecret("aws-access-key-id")}"\n}\n`, 2],
];

testRule(noSecretInTemplate, {
	silent: [
		...["SetByPipeline", "TEMP_VALUE", "NOT_SET", "Bootstrap"].flatMap((text) =>
			["[value]", "[description, value]", "all"].map((ignored) => ({
				name: `the first value of an encrypted parameter that others set: ${text}, ${ignored}`,
				filename: "main.tf",
				code: ignoring(text, ignored),
			})),
		),
		...[
			'resource "aws_ssm_parameter" "p" {\n  name  = "/db/password"\n  type  = "SecureString"\n  value = "replaced later"\n}\n',
			'resource "null_resource" "x" {\n  provisioner "local-exec" {\n    command = "deploy --region eu-west-1"\n  }\n  connection {\n    password = var.password\n  }\n}\n',
		].map((code) => ({ name: "no secret of Terraform", filename: "main.tf", code })),
		...[
			["ApiKeyName", "props.apiKeyName"],
			["ApiKeyArn", "props.apiKey.secretArn"],
			["ApiKey", "props.apiKeyParameterName"],
			["Url", "props.tokenUrl"],
			["Table", "props.githubToken"],
			["ApiKey", "props.name"],
		].map(([id = "", value = ""]) => ({
			name: `an output ${id} of ${value}`,
			filename: "app.ts",
			code: namedOutput(id, value),
		})),
		...[
			["a local that names a secret", 'locals {\n  password_parameter_name = "/orders/db-password"\n}\n'],
			["a placeholder in a file of values", 'db_password = "changeme"\n'],
			["a local by reference", "locals {\n  password = var.password\n}\n"],
			[
				"the code of a function",
				'resource "aws_cloudfront_function" "f" {\n  code = <<-EOT\n    var password = await store.get("login");\n    if (password) { return next; }\n  EOT\n}\n',
			],
		].map(([name = "", code = ""]) => ({
			name: `${name} of Terraform`,
			filename: code.startsWith("db") ? "x.tfvars" : "main.tf",
			code,
		})),
		...[
			["aws-rds.CfnDBInstance", "masterUserPassword: props.dbPassword"],
			["aws-rds.CfnDBInstance", "masterUserPassword: process.env.DB_USER"],
			["aws-rds.CfnDBInstance", "masterUsername: process.env.DB_PASSWORD"],
			["aws-secretsmanager.Secret", "secretStringValue: props.jwtSecret"],
			["aws-secretsmanager.Secret", "secretStringValue: SecretValue.unsafePlainText(props.stage)"],
		].map(([type = "", props = ""]) => ({
			name: `what may be a reference, or no secret, in ${type}: ${props}`,
			filename: "app.ts",
			code: builtApp(type, props),
		})),
		{
			name: "an instruction in place of a secret",
			code: `Resources:\n  R: { Type: "AWS::SecretsManager::Secret", Properties: { SecretString: "Please paste the certificate of the custom application here" } }\n`,
		},
		{
			name: "the key of an object beside its bucket",
			code: `Resources:\n  R: { Type: "AWS::Serverless::StateMachine", Properties: { DefinitionUri: { Bucket: code, Key: ${"a167d5f1050d81ae"}${"fd825f6767d7c510"} } } }\n`,
		},
		...[
			"Id: { Value: !Ref Key }",
			"Key: { Value: !GetAtt Other.SecretAccessKey }",
			"Url: { Value: !GetAtt Api.ApiKey }",
		].map((output) => ({
			name: `an output that is no secret: ${output}`,
			code: `${ACCESS_KEY}  Api: { Type: "AWS::AppSync::ApiKey", Properties: { ApiId: x } }\nOutputs: { ${output} }\n`,
		})),
		{
			name: "a secret access key that goes to Secrets Manager, and to a nested stack, which may mask it",
			code: `${ACCESS_KEY}  Store: { Type: "AWS::SecretsManager::Secret", Properties: { SecretString: !GetAtt Key.SecretAccessKey } }\n  Nested: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: ./nested.yaml, Parameters: { Key: !GetAtt Key.SecretAccessKey } } }\n`,
		},
		...["accessKey.accessKeyId", "user.userName", "props.secretAccessKey"].map((value) => ({
			name: `an output of an app: ${value}`,
			filename: "app.ts",
			code: outputApp(value),
		})),
		...["true", "production", "orders.example.com", "https", "Mozilla/5.0 (compatible)", "/orders/verify"].map(
			(value) => ({
				name: `a header that says ${value} to an origin`,
				code: one(
					"AWS::CloudFront::Distribution",
					`DistributionConfig: { Origins: [{ OriginCustomHeaders: [{ HeaderName: X-Forwarded-As, HeaderValue: "${value}" }] }] }`,
				),
			}),
		),
		...[
			"orders-db-password",
			"DbPassword-1",
			"orders_db_secret_v2",
			"OrdersDbPasswordSecret-AbC123",
			"/orders/db",
		].map((value) => ({
			name: `the name of a parameter for ECS, ${value}`,
			code: one(
				"AWS::ECS::TaskDefinition",
				`ContainerDefinitions: [{ Secrets: [{ Name: DB_PASSWORD, ValueFrom: ${value} }] }]`,
			),
		})),
		{
			name: "a parameter of the template",
			code: `Parameters: { DbPassword: { Type: String, NoEcho: true } }\n${one("AWS::RDS::DBInstance", "MasterUserPassword: !Ref DbPassword")}`,
		},
		{
			name: "a dynamic reference",
			code: one(
				"AWS::RDS::DBInstance",
				'MasterUserPassword: "{{resolve:secretsmanager:orders:SecretString:password}}"',
			),
		},
		{
			name: "a dynamic reference with a hole",
			code: one(
				"AWS::RDS::DBInstance",
				'MasterUserPassword: !Sub "{{resolve:ssm-secure:/${AWS::StackName}/db:1}}"',
			),
		},
		{
			name: "a password that RDS keeps",
			code: one("AWS::RDS::DBInstance", "MasterUsername: admin, ManageMasterUserPassword: true"),
		},
		{
			name: "a secret that is generated",
			code: one(
				"AWS::SecretsManager::Secret",
				'GenerateSecretString: { SecretStringTemplate: \'{"username": "admin"}\', GenerateStringKey: password, PasswordLength: 30 }',
			),
		},
		{
			name: "a secret without a value",
			code: one(
				"AWS::SecretsManager::Secret",
				"Name: /orders/db/password, Description: The password of the orders database",
			),
		},
		{
			name: "a secret whose value has no secret part",
			code: one("AWS::SecretsManager::Secret", 'SecretString: \'{"username": "admin", "host": "db.internal"}\''),
		},
		{
			name: "the names and ARNs of secrets",
			code: one(
				"AWS::ECS::TaskDefinition",
				"ContainerDefinitions: [{ Secrets: [{ Name: DB_PASSWORD, ValueFrom: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders' }], RepositoryCredentials: { CredentialsParameter: orders/registry } }]",
			),
		},
		{
			name: "a policy about secrets",
			code: one(
				"AWS::IAM::ManagedPolicy",
				"PolicyDocument: { Statement: [{ Sid: ReadSecret, Effect: Allow, Action: ['secretsmanager:GetSecretValue'], Resource: '*' }] }",
			),
		},
		{
			name: "a password policy",
			code: one(
				"AWS::Cognito::UserPool",
				"Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true, TemporaryPasswordValidityDays: 7 } }",
			),
		},
		{
			name: "validity of tokens",
			code: one(
				"AWS::Cognito::UserPoolClient",
				"AccessTokenValidity: 60, TokenValidityUnits: { AccessToken: minutes, RefreshToken: days }, GenerateSecret: true",
			),
		},
		{
			name: "an authorizer of API Gateway",
			code: one(
				"AWS::ApiGateway::Authorizer",
				"Type: TOKEN, IdentitySource: method.request.header.Authorization",
			),
		},
		{ name: "an identity source of AppSync", code: one("AWS::AppSync::GraphQLApi", "AuthenticationType: API_KEY") },
		{
			name: "a tag that talks of secrets",
			code: one("AWS::S3::Bucket", "Tags: [{ Key: secret-class, Value: confidential }]"),
		},
		{
			name: "a tag that CDK gives to the bucket of a deployment",
			code: one("AWS::S3::Bucket", "Tags: [{ Key: 'aws-cdk:cr-owned:f3fab2a2', Value: 'true' }]"),
		},
		{
			name: "a state of a state machine that passes its input on",
			code: one(
				"AWS::StepFunctions::StateMachine",
				`DefinitionString: '{"States": {"one job": {"Type":"Pass","Parameters":{"fast.$":"$.body"},"End":true}}}'`,
			),
		},
		{
			name: "prose about a password",
			code: one("AWS::EC2::SecurityGroup", "GroupDescription: 'password=orders2024 was the old one'"),
		},
		{
			name: "a variable is the affair of no-secret-in-environment",
			code: one("AWS::Lambda::Function", `Environment: { Variables: { DB_PASSWORD: "${PASSWORD}" } }`),
		},
		{
			name: "user data are the affair of no-secret-in-user-data",
			code: one("AWS::EC2::Instance", `UserData: "export DB_PASSWORD=${PASSWORD}"`),
		},
		{
			name: "a parameter is the affair of no-plaintext-parameter",
			code: one("AWS::SSM::Parameter", `Name: /db/password, Type: String, Value: "${PASSWORD}"`),
		},
		{ name: "a placeholder", code: one("AWS::RDS::DBInstance", "MasterUserPassword: <your-password>") },
		{
			name: "a secret whose value is written later",
			code: one("AWS::SecretsManager::Secret", "SecretString: changeme"),
		},
		{
			name: "digests, ids and images",
			code: one(
				"AWS::ECS::TaskDefinition",
				"ContainerDefinitions: [{ Image: 'orders@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', Name: 9f86d081-884c-4d63-a2bf-1d8a1e7c6f10 }]",
			),
		},
		{
			name: "a key of an encryption",
			code: one(
				"AWS::S3::Bucket",
				"BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 1234abcd-12ab-34cd-56ef-1234567890ab } }] }",
			),
		},
		{
			name: "options that say where a secret is",
			code: one(
				"AWS::ECS::TaskDefinition",
				"ContainerDefinitions: [{ Command: [run, --password-file, /run/secrets/db, --token-ttl, '3600', --api-key, '${API_KEY}'] }]",
			),
		},
		{
			name: "code that passes variables on",
			code: `Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code:\n        ZipFile: |\n          def handler(event, context):\n            password = event["password"]\n            token = "unused"\n            return {"password": password, "token": token}\n`,
		},
		{
			name: "a path into a state machine's input",
			code: one(
				"AWS::StepFunctions::StateMachine",
				`DefinitionString: '{"Parameters": {"password.$": "$.password", "token.$": "$$.Task.Token"}}'`,
			),
		},
		{
			name: "a pattern",
			code: one(
				"AWS::WAFv2::RegexPatternSet",
				'RegularExpressionList: ["password=[a-z0-9]+", "token=.*", "pwd=\\\\w+"]',
			),
		},
		{
			name: "the id of a skill",
			code: one(
				"AWS::Lambda::Permission",
				"EventSourceToken: amzn1.ask.skill.9f8a7b6c-5d4e-3f2a-1b0c-9d8e7f6a5b4c",
			),
		},
		{
			name: "a password of two parameters",
			code: one("AWS::RDS::DBInstance", 'MasterUserPassword: !Sub "${Stage}-${DbPassword}"'),
		},
		{
			name: "a header of a parameter",
			code: one(
				"AWS::Events::Connection",
				'AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: Authorization, ApiKeyValue: !Sub "Bearer ${Token}" } }',
			),
		},
		{ name: "a key pair's name", code: one("AWS::EC2::Instance", "KeyName: orders-prod-2024") },
		{ name: "the author's own type", code: one("Custom::Thing", "ServiceToken: !GetAtt Maker.Arn") },
	],
	found: [
		...loose.map(([name, code, line]) => ({
			name: `${name} of Terraform`,
			filename: "main.tf",
			code,
			errors: [{ messageId: "looseSecret", line }],
		})),
		...actions.map(([name, code]) => ({
			name: `${name} of Terraform`,
			filename: "main.tf",
			code: `resource "null_resource" "x" {\n  triggers = { a = "b" }\n\n${code}\n}\n`,
			errors: [{ messageId: "looseSecret", line: 5 }],
		})),
		{
			name: "a key of a vendor in a parameter that others set",
			filename: "main.tf",
			code: ignoring(fakeSecret("stripe-live-key"), "[value]"),
			errors: [{ messageId: "literalSecret", line: 4 }],
		},
		{
			name: "a password in a parameter of which others set the description",
			filename: "main.tf",
			code: ignoring(PASSWORD, "[description]"),
			errors: [{ messageId: "literalSecret", line: 4 }],
		},
		{
			name: "the first password of a database, which is in use until it is changed",
			filename: "main.tf",
			code: `resource "aws_db_instance" "d" {\n  password = "${PASSWORD}"\n  lifecycle {\n    ignore_changes = [password]\n  }\n}\n`,
			errors: [{ messageId: "literalSecret", line: 2 }],
		},
		...["aws_ssm_parameter", "awscc_ssm_parameter"].map((type) => ({
			name: `the value of an encrypted parameter, which is in the source all the same: ${type}`,
			filename: "main.tf",
			code: `resource "${type}" "p" {\n  name  = "/db/password"\n  type  = "SecureString"\n  value = "${PASSWORD}"\n}\n`,
			errors: [{ messageId: "literalSecret", line: 4, column: 11 }],
		})),
		...made.map(([type, argument]) => ({
			name: `what Terraform alone makes: ${type}`,
			filename: "main.tf",
			code: `${type} "x" {\n  ${argument} = "orders4711"\n}\n`,
			errors: [{ messageId: "literalSecret", line: 2 }],
		})),
		{
			name: "a file of values of Terraform",
			filename: "prod.auto.tfvars",
			code: `db_password = "${fakeSecret("password")}"\nstage       = "prod"\n`,
			errors: [{ messageId: "looseSecret", line: 1, column: 15 }],
		},
		{
			name: "a local that a resource uses, once",
			filename: "main.tf",
			code: `locals {\n  password = "${fakeSecret("password")}"\n}\n\nresource "aws_db_instance" "db" {\n  password = local.password\n}\n`,
			errors: [{ messageId: "literalSecret", line: 2, column: 14 }],
		},
		...[
			["Output 'Shown'", "Outputs:\n  Shown: { Value: !GetAtt Key.SecretAccessKey }\n", 4, 19],
			["Output 'Shown'", 'Outputs:\n  Shown: { Value: !Sub "key=${Key.SecretAccessKey}" }\n', 4, 29],
			["Output 'Shown'", 'Outputs:\n  Shown: { Value: !Join ["", [a, !GetAtt Key.SecretAccessKey]] }\n', 4, 34],
			[
				"Custom resource 'Smtp'",
				"  Smtp: { Type: Custom::Smtp, Properties: { In: [{ Key: !GetAtt Key.SecretAccessKey }] } }\n",
				3,
				57,
			],
		].map(([where = "", more = "", line = 0, column = 0]) => ({
			name: `a secret that a deployment shows: ${String(more)}`,
			code: ACCESS_KEY + String(more),
			errors: [
				{
					messageId: "resolvedSecret",
					data: { where: String(where), reference: "Key.SecretAccessKey", when: "" },
					line: Number(line),
					column: Number(column),
				},
			],
		})),
		...[
			["accessKey.secretAccessKey.unsafeUnwrap()", "Key"],
			["raw.attrSecretAccessKey", "Key2"],
			["`key=${accessKey.secretAccessKey.unsafeUnwrap()}`", "Key"],
		].map(([value = "", id = ""]) => ({
			name: `an output of an app: ${value}`,
			filename: "app.ts",
			code: outputApp(value),
			errors: [
				{
					messageId: "resolvedSecret",
					data: { where: "Output 'Shown'", reference: `${id}.SecretAccessKey`, when: "" },
					line: 4,
				},
			],
		})),
		...[
			["aws-rds.CfnDBInstance", "masterUserPassword: process.env.DB_PASSWORD", "DB_PASSWORD", ADVICE],
			[
				"aws-rds.CfnDBInstance",
				'masterUserPassword: scope.node.tryGetContext("dbPassword")',
				"dbPassword",
				ADVICE,
			],
			["aws-amplify.CfnApp", "accessToken: process.env.GITHUB_TOKEN!", "GITHUB_TOKEN", ADVICE],
			[
				"aws-secretsmanager.Secret",
				"secretStringValue: SecretValue.unsafePlainText(props.jwtSecret)",
				"jwtSecret",
			],
			[
				"aws-secretsmanager.Secret",
				"secretObjectValue: { URL: SecretValue.unsafePlainText(props.mongoDbUrl) }",
				"mongoDbUrl",
			],
			[
				"aws-secretsmanager.Secret",
				"secretObjectValue: { JWT: SecretValue.unsafePlainText(process.env.JWT_SECRET!) }",
				"JWT_SECRET",
			],
		].map(([type = "", props = "", name = "", advice]) => ({
			name: `what synthesis writes into ${type}: ${props}`,
			filename: "app.ts",
			code: builtApp(type, props),
			errors: [
				{
					messageId: "builtSecret",
					data: {
						id: "R",
						property: props.slice(0, props.indexOf(":")).replace("secretObjectValue", "secretStringValue"),
						name,
						when: "",
						advice:
							advice ??
							"Use `GenerateSecretString`, or run `aws secretsmanager put-secret-value` instead.",
					},
					line: 4,
				},
			],
		})),
		...[
			["ApiKey", 'this.node.tryGetContext("apiKey")', "apiKey"],
			["DbPassword", "process.env.DB_PASSWORD", "DB_PASSWORD"],
			["Token", "props.githubToken", "githubToken"],
		].map(([id = "", value = "", name = ""]) => ({
			name: `what synthesis writes into an output: ${value}`,
			filename: "app.ts",
			code: namedOutput(id, value),
			errors: [{ messageId: "builtOutput", data: { id, name, when: "" }, line: 6 }],
		})),
		...["X-Origin-Verify", "X-From-CDN"].map((header) => ({
			name: `the header ${header} that proves to an origin who asks`,
			code: one(
				"AWS::CloudFront::Distribution",
				`DistributionConfig: { Origins: [{ OriginCustomHeaders: [{ HeaderName: ${header}, HeaderValue: ${fakeSecret("token")} }] }] }`,
			),
			errors: [{ messageId: "literalSecret" }],
		})),
		{
			name: "a value where ECS takes the name of a secret",
			code: one(
				"AWS::ECS::TaskDefinition",
				`ContainerDefinitions: [{ Secrets: [{ Name: DB_PASSWORD, ValueFrom: ${fakeSecret("token")} }] }]`,
			),
			errors: [
				{
					messageId: "literalSecret",
					data: {
						property: "ContainerDefinitions.Secrets.ValueFrom",
						id: "R",
						label: "a password",
						redacted: ` (${String(fakeSecret("token").length)} characters)`,
						origin: "",
						when: "",
						advice: "Store it in Secrets Manager and pass the secret's ARN.",
					},
				},
			],
		},
		...["Custom::Orders", "AWS::CloudFormation::CustomResource"].map((type) => ({
			name: `what the provider of a ${type} is given`,
			code: one(type, `ServiceToken: !ImportValue Provider, DbPassword: "${PASSWORD}"`),
			errors: [
				{
					messageId: "literalSecret",
					data: {
						property: "DbPassword",
						id: "R",
						label: "a password",
						redacted: REDACTED,
						origin: "",
						when: "",
						advice: "Store it in Secrets Manager and pass the secret's ARN.",
					},
				},
			],
		})),
		{
			name: "what becomes a JSON text",
			code: dedent`
				Transform: AWS::LanguageExtensions
				Parameters: { Given: { Type: String, NoEcho: true } }
				Resources:
				  R:
				    Type: AWS::SecretsManager::Secret
				    Properties:
				      SecretString:
				        Fn::ToJsonString:
				          username: orders
				          password: ${PASSWORD}
				          token: !Ref Given
			`,
			errors: [{ messageId: "literalSecret", line: 10 }],
		},
		{
			name: "a master password",
			code: one("AWS::RDS::DBInstance", `MasterUserPassword: "${PASSWORD}"`),
			errors: [
				{
					messageId: "literalSecret",
					data: {
						property: "MasterUserPassword",
						id: "R",
						label: "a password",
						redacted: REDACTED,
						origin: "",
						when: "",
						advice: ADVICE,
					},
					line: 2,
					column: 72,
					suggestions: [
						{
							messageId: "useReference",
							data: { secret: "${AWS::StackName}/R/MasterUserPassword" },
							output: one(
								"AWS::RDS::DBInstance",
								'MasterUserPassword: !Sub "{{resolve:secretsmanager:${AWS::StackName}/R/MasterUserPassword}}"',
							),
						},
					],
				},
			],
		},
		{
			name: "a master password that is a word",
			code: one("AWS::Redshift::Cluster", `MasterUserPassword: ${WORD}`),
			errors: [{ messageId: "literalSecret", suggestions: 1 }],
		},
		{
			name: "a master password that is no better than a word",
			code: one("AWS::DocDB::DBCluster", "MasterUserPassword: password"),
			errors: [{ messageId: "literalSecret", suggestions: 1 }],
		},
		{
			name: "a placeholder that will be the password once it is deployed",
			code: one("AWS::RDS::DBInstance", "MasterUserPassword: changeme"),
			errors: [{ messageId: "literalSecret", suggestions: 1 }],
		},
		{
			name: "a master password that is the stage and a word",
			code: one("AWS::RDS::DBInstance", `MasterUserPassword: !Sub "\${Stage}-${WORD}"`),
			errors: [{ messageId: "literalSecret" }],
		},
		{
			name: "the default of a property that a schema describes",
			code: one(
				"AWS::ApiGateway::Model",
				`Schema: { properties: { password: { type: string, default: "${PASSWORD}" } } }`,
			),
			errors: [{ messageId: "literalSecret", suggestions: 1 }],
		},
		{
			name: "users of a broker",
			code: one(
				"AWS::AmazonMQ::Broker",
				`Users: [{ Username: app, Password: "${PASSWORD}" }, { Username: admin, Password: ${WORD} }]`,
			),
			errors: [
				{ messageId: "literalSecret", suggestions: 1 },
				{ messageId: "literalSecret", suggestions: 1 },
			],
		},
		{
			name: "passwords of a cache's user",
			code: one("AWS::ElastiCache::User", `Passwords: ["${PASSWORD}"]`),
			errors: [{ messageId: "literalSecret" }],
		},
		{
			name: "an auth token",
			code: one("AWS::ElastiCache::ReplicationGroup", `AuthToken: ${fakeSecret("token")}`),
			errors: [{ messageId: "literalSecret", suggestions: 1 }],
		},
		{
			name: "a pre-shared key",
			code: one("AWS::EC2::VPNConnection", `VpnTunnelOptionsSpecifications: [{ PreSharedKey: ${WORD} }]`),
			errors: [{ messageId: "literalSecret", suggestions: 1 }],
		},
		{
			name: "the JSON of a secret",
			code: one(
				"AWS::SecretsManager::Secret",
				`SecretString: '{"username": "admin", "password": "${PASSWORD}"}'`,
			),
			errors: [
				{
					messageId: "embeddedSecret",
					data: {
						property: "SecretString",
						id: "R",
						label: "a password",
						redacted: REDACTED,
						name: ", as 'password'",
						when: "",
						advice: "Use `GenerateSecretString`, or run `aws secretsmanager put-secret-value` instead.",
					},
				},
			],
		},
		{
			name: "the whole of a secret",
			code: one("AWS::SecretsManager::Secret", `SecretString: ${WORD}`),
			errors: [{ messageId: "literalSecret" }],
		},
		{
			name: "an OAuth token of a pipeline's source",
			code: one(
				"AWS::CodePipeline::Pipeline",
				`Stages: [{ Actions: [{ Configuration: { Owner: orders, OAuthToken: ${fakeSecret("github-personal-token")} } }] }]`,
			),
			errors: [{ messageId: "literalSecret", suggestions: 1 }],
		},
		{
			name: "a token of Amplify",
			code: one("AWS::Amplify::App", `OauthToken: ${fakeSecret("github-personal-token")}`),
			errors: [{ messageId: "literalSecret", suggestions: 1 }],
		},
		{
			name: "a connection's password",
			code: one(
				"AWS::Glue::Connection",
				`ConnectionInput: { ConnectionProperties: { JDBC_CONNECTION_URL: 'jdbc:mysql://db/orders', USERNAME: app, PASSWORD: "${PASSWORD}" } }`,
			),
			errors: [{ messageId: "literalSecret", suggestions: 1 }],
		},
		{
			name: "an API key of a destination",
			code: one(
				"AWS::Events::Connection",
				`AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: x-api-key, ApiKeyValue: ${fakeSecret("token")} } }`,
			),
			errors: [{ messageId: "literalSecret", suggestions: 1 }],
		},
		{
			name: "a header to an origin",
			code: one(
				"AWS::CloudFront::Distribution",
				`DistributionConfig: { Origins: [{ OriginCustomHeaders: [{ HeaderName: X-Api-Token, HeaderValue: ${fakeSecret("token")} }] }] }`,
			),
			errors: [{ messageId: "literalSecret", suggestions: 1 }],
		},
		{
			name: "a token anywhere",
			code: one(
				"AWS::StepFunctions::StateMachine",
				`DefinitionString: '{"Headers": {"X": "${fakeSecret("github-personal-token")}"}}'`,
			),
			errors: [{ messageId: "embeddedSecret" }],
		},
		{
			name: "an option of a container's command",
			code: one(
				"AWS::ECS::TaskDefinition",
				`ContainerDefinitions: [{ Command: ["sh", "-c", "run --db-password ${WORD}"] }]`,
			),
			errors: [
				{
					messageId: "embeddedSecret",
					data: {
						property: "ContainerDefinitions.Command",
						id: "R",
						label: "a password",
						redacted: ` (${String(WORD.length)} characters)`,
						name: ", as 'db-password'",
						when: "",
						advice: ADVICE,
					},
				},
			],
		},
		{
			name: "an option of a command that is a list",
			code: one(
				"AWS::Batch::JobDefinition",
				`ContainerProperties: { Command: [run, --api-key, ${fakeSecret("token")}, --verbose] }`,
			),
			errors: [{ messageId: "literalSecret" }],
		},
		{
			name: "a secret in a function's code",
			code: `Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code:\n        ZipFile: |\n          import os\n          api_key = "${fakeSecret("token")}"\n`,
			errors: [{ messageId: "embeddedSecret", line: 8, column: 22 }],
		},
		{
			name: "the instructions of a build",
			code: dedent`
				Resources:
				  Build:
				    Type: AWS::CodeBuild::Project
				    Properties:
				      Source:
				        Type: NO_SOURCE
				        BuildSpec: |
				          version: 0.2
				          env:
				            variables:
				              DB_PASSWORD: "${PASSWORD}"
				          phases:
				            build: { commands: [make] }
			`,
			errors: [{ messageId: "embeddedSecret", line: 11, column: 29 }],
		},
		{
			name: "a mapping that holds it",
			code: `Mappings: { Db: { prod: { Password: "${PASSWORD}" } } }\n${one("AWS::RDS::DBInstance", "MasterUserPassword: !FindInMap [Db, prod, Password]")}`,
			errors: [
				{
					messageId: "literalSecret",
					data: {
						property: "MasterUserPassword",
						id: "R",
						label: "a password",
						redacted: REDACTED,
						origin: ", from mapping 'Db'",
						when: "",
						advice: ADVICE,
					},
				},
			],
		},
		{
			name: "one branch of two",
			code: one("AWS::RDS::DBInstance", `MasterUserPassword: !If [IsProd, !ImportValue P, "${PASSWORD}"]`),
			errors: [
				{
					messageId: "literalSecret",
					data: {
						property: "MasterUserPassword",
						id: "R",
						label: "a password",
						redacted: REDACTED,
						origin: "",
						when: " if condition 'IsProd' is false",
						advice: ADVICE,
					},
				},
			],
		},
		{
			name: "a password of an IAM user",
			code: one("AWS::IAM::User", `LoginProfile: { Password: ${WORD} }`),
			errors: [{ messageId: "literalSecret", suggestions: 1 }],
		},
	],
});

describe("severity", () => {
	test.each([
		[PASSWORD, "high"],
		["password", "medium"],
	])("goes with how sure it is", (value, severity) => {
		const { details } = lintTemplate(one("AWS::RDS::DBInstance", `MasterUserPassword: "${value}"`), {
			"no-secret-in-template": {},
		});
		expect(details.findings.map((finding) => finding.severity)).toEqual([severity]);
	});
});

test.each([
	[
		"ZipFile",
		"AWS::Lambda::Function",
		"Code: { ZipFile: 'SECRET' }",
		"Read it from SSM or Secrets Manager at run time.",
	],
	["Source", "AWS::CodeBuild::Project", "Source: { BuildSpec: 'SECRET' }", "Store it in Secrets Manager"],
])("advises no reference that would put the secret into the program: %s", (_, type, properties, advice) => {
	const code = `api_key = "${fakeSecret("token")}"`;
	const template = `Resources:\n  R:\n    Type: ${type}\n    Properties:\n      ${properties.replace("SECRET", code)}\n`;
	const messages = lintTemplate(template, { "no-secret-in-template": {} }).messages.map(({ message }) => message);
	expect(messages).toEqual([expect.stringContaining(advice)]);
});

describe("an attribute that is a secret", () => {
	type Json = string | readonly Json[] | { readonly [key: string]: Json };
	const ATTRIBUTE = fc.constantFrom<Json>(
		{ "Fn::GetAtt": ["Key", "SecretAccessKey"] },
		{ "Fn::GetAtt": "Key.SecretAccessKey" },
		{ "Fn::Sub": "key=${Key.SecretAccessKey};" },
		{ "Fn::Sub": ["${K}", { K: { "Fn::GetAtt": ["Key", "SecretAccessKey"] } }] },
	);
	const AROUND = fc.constantFrom<(inner: Json) => Json>(
		(inner) => inner,
		(inner) => ({ "Fn::Join": ["", ["a", inner]] }),
		(inner) => ({ "Fn::Join": ["", [{ "Fn::Join": ["-", [inner]] }]] }),
		(inner) => ({ "Fn::If": ["Maybe", inner, "none"] }),
	);
	const BELOW = fc.constantFrom<(inner: Json) => Json>(
		(inner) => inner,
		(inner) => [inner],
		(inner) => ({ Key: [{ Value: inner }] }),
	);
	const PLACE = fc.constantFrom("output", "custom", "Custom::X", "nested", "store");

	test("is reported wherever a deployment shows it, once, and nowhere else", () => {
		fc.assert(
			fc.property(ATTRIBUTE, AROUND, BELOW, PLACE, fc.boolean(), (attribute, around, below, place, isKey) => {
				const value = around(attribute);
				const at = (type: string, properties: Json): Json => ({
					Other: { Type: type, Properties: properties },
				});
				const more: Readonly<Record<string, Json>> = {
					custom: at("AWS::CloudFormation::CustomResource", { ServiceToken: "x", P: below(value) }),
					"Custom::X": at("Custom::X", { ServiceToken: "x", P: below(value) }),
					nested: at("AWS::CloudFormation::Stack", { TemplateURL: "x", Parameters: { P: value } }),
					store: at("AWS::SecretsManager::Secret", { SecretString: value }),
				};
				const template = {
					Conditions: { Maybe: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-west-1"] } },
					Resources: {
						Key: { Type: isKey ? "AWS::IAM::AccessKey" : "AWS::SNS::Topic" },
						...(more[place] as object | undefined),
					},
					...(place === "output" ? { Outputs: { Shown: { Value: value } } } : {}),
				};
				const { messages, details } = lintTemplate(
					JSON.stringify(template),
					{ "no-secret-in-template": {} },
					"template.json",
				);
				const isShown = isKey && place !== "nested" && place !== "store";
				expect(messages.map(({ messageId }) => messageId)).toEqual(isShown ? ["resolvedSecret"] : []);
				expect(details.unknown).toHaveLength(isKey && place === "nested" ? 1 : 0);
			}),
		);
	});
});
