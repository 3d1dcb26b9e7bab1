import { dedent } from "../src/testing/dedent.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { describe, expect, test } from "vitest";
import { lintSource, lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { noResolvedSecretInEnvironment } from "./no-resolved-secret-in-environment.ts";

/** A function with these variables, one a line. */
function fn(...variables: readonly string[]): string {
	return [
		"Resources:",
		"  Api:",
		"    Type: AWS::Serverless::Function",
		"    Properties:",
		"      Environment:",
		"        Variables:",
		...variables.map((line) => `          ${line}`),
		"",
	].join("\n");
}

/** What a function is told to do. */
const NAME_OF_SECRET = "Pass the secret's name; read it at run time.";
const NAME_OF_PARAMETER = "Pass the name of an SSM parameter.";

const HIDDEN = "Parameters:\n  Password: { Type: String, NoEcho: true }\n";

function resolved(name: string, service = "secretsmanager"): Record<string, string> {
	return { id: "Api", name, reference: `{{resolve:${service}:…}}`, when: "", advice: NAME_OF_SECRET };
}

/** A function of a CDK app with these variables. */
function app(variables: string): string {
	return `import * as lambda from "aws-cdk-lib/aws-lambda";\nnew lambda.Function(scope, "Api", { environment: { ${variables} } });\n`;
}

/** A construct that is given its variables by its props, the context of the app and secrets. */
function construct(variables: string, more = ""): string {
	return [
		'import * as lambda from "aws-cdk-lib/aws-lambda";',
		'import { Secret } from "aws-cdk-lib/aws-secretsmanager";',
		'import { Construct } from "constructs";',
		'import { config } from "./config";',
		"export class Api extends Construct {",
		"constructor(scope: Construct, id: string, private readonly props: Props) {",
		`super(scope, id); ${more}`,
		`new lambda.Function(this, "Api", { environment: { ${variables} } });`,
		"} }",
		"",
	].join("\n");
}

/** What synthesis brings in clear into a variable, with a statement before. */
const IN_CLEAR: readonly (readonly [variable: string, value: string, more?: string])[] = [
	["JWT_SECRET", "props.jwtSecret"],
	["JWT_SECRET", "this.props.jwtSecret"],
	["JWT_SECRET", "props.auth.jwtSecret"],
	["JWT_SECRET", "props.auth.jwtSecret", 'Secret.fromSecretNameV2(this, "S", props.auth.storedName).grantRead(fn);'],
	["JWT_SECRET", "props.jwtSecret", "policy({ resources: [props.bucket.arn, `${props.stage}/*`] });"],
	["JWT_SECRET", "`${props.jwtSecret}`"],
	["OAUTH_CLIENT_SECRET", "props.clientSecret"],
	["DB_PASSWORD", "password", "const { dbPassword: password } = props;"],
	["API_KEY", "value", "const value = props.apiKey;"],
	["DB_PASSWORD", 'this.node.tryGetContext("dbPassword")'],
	["DB_PASSWORD", 'scope.node.getContext("db-password")'],
	["DB_PASSWORD", 'this.node.tryGetContext("prod").dbPassword'],
	["DB_PASSWORD", 'props.secret.secretValueFromJson("password").unsafeUnwrap()'],
	["X", "props.secret.secretValue.unsafeUnwrap()"],
	["DB_PASSWORD", "props.dbPassword.unsafeUnwrap()"],
	["[name]", "props.secret.secretValue.unsafeUnwrap()", "const name = config.name;"],
	["[`${id}_X`]", 'Secret.fromSecretNameV2(this, "S", "s").secretValueFromJson("x").unsafeUnwrap()'],
];

/** The same, where a name is a pointer's, or nobody knows that it is a value's. */
const NOT_IN_CLEAR: typeof IN_CLEAR = [
	["DB_SECRET", "props.dbSecret"],
	["DB_SECRET", "props.dbSecret.secretName"],
	["DB_SECRET", "props.dbSecret.secretArn"],
	["DB_CREDENTIALS", 'this.node.tryGetContext("dbCredentials")'],
	["API_TOKEN", "props.apiTokenName"],
	["API_TOKEN_ARN", "props.apiToken"],
	["STAGE", "props.apiToken"],
	["API_KEY", "config.apiKey"],
	["API_KEY", "local.apiKey", "const local = { apiKey: config.apiKey };"],
	["MAX_TOKENS", "props.maxTokens"],
	["TOKEN_TABLE", "props.tokenTable.tableName"],
	["DB_PASSWORD", 'this.node.tryGetContext("dbPasswordParameterName")'],
	["DB_PASSWORD", 'this.tryGetContext("dbPassword")'],
	["DB_PASSWORD", "this.node.tryGetContext(id)"],
	["DB_HOST", 'props.secret.secretValueFromJson("host").unsafeUnwrap()'],
	["DB_USER", "props.dbUser.unsafeUnwrap()"],
	["[id]", "props.table.tableName"],
	["AUTH_TOKEN", "props.authToken", 'Secret.fromSecretNameV2(this, "S", props.authToken);'],
	["AUTH_TOKEN", "props.app.authToken", 'Secret.fromSecretNameV2(this, "S", props.app.authToken.trim());'],
	["AUTH_TOKEN", "process.env.AUTH_TOKEN", 'Secret.fromSecretNameV2(this, "S", process.env.AUTH_TOKEN);'],
	["AUTH_TOKEN", "props.authToken", "policy({ resources: [props.authToken] });"],
	["AUTH_TOKEN", "props.authToken", "const arn = `arn:aws:ssm:eu-west-1:1:parameter/${props.authToken}`;"],
];

/** A function of Terraform with a variable, and what it refers to. */
const terraform = (name: string, value: string): string => `resource "aws_lambda_function" "api" {
  function_name = "api"

  environment {
    variables = {
      ${name} = ${value}
    }
  }
}

resource "random_password" "db" {
  length = 16
}

resource "aws_iam_access_key" "user" {
  user = "mail"
}

data "aws_ssm_parameter" "x" {
  name = "/orders/x"
}

data "aws_secretsmanager_secret_version" "db" {
  secret_id = "orders/db"
}
`;

testRule(noResolvedSecretInEnvironment, {
	silent: [
		...[
			["TABLE", "data.aws_ssm_parameter.x.value"],
			["DB_PASSWORD_PARAMETER_NAME", "data.aws_ssm_parameter.x.name"],
			["DB_SECRET_ARN", "data.aws_secretsmanager_secret_version.db.arn"],
			["DB_USER", 'jsondecode(data.aws_secretsmanager_secret_version.db.secret_string)["username"]'],
			["DB_PASSWORD_LENGTH", "random_password.db.length"],
			["DB_PASSWORD", "module.db.endpoint"],
		].map(([name = "", value = ""]) => ({
			name: `${name} = ${value} in Terraform`,
			filename: "main.tf",
			code: terraform(name, value),
		})),
		...NOT_IN_CLEAR.map(([variable, value, more]) => ({
			name: `${variable} from ${value}, with '${more ?? ""}'`,
			filename: "app.ts",
			code: construct(`${variable}: ${value}`, more),
		})),
		{
			name: "what a callback is given",
			filename: "app.ts",
			code: construct(
				"A: id",
				'props.list.forEach((token) => new lambda.Function(this, "F", { environment: { API_TOKEN: token } }));',
			),
		},
		...["PARAMETER_STORE", "SECRETS_MANAGER", "!Ref Kind"].map((type) => ({
			name: `the name of a stored value for CodeBuild: ${type}`,
			code: `${HIDDEN}Resources:\n  Api:\n    Type: AWS::CodeBuild::Project\n    Properties: { Environment: { EnvironmentVariables: [{ Name: DB_PASSWORD, Type: ${type}, Value: !Ref Password }] } }\n`,
		})),
		...[
			["TABLE", "Table", "/orders/table"],
			["DB_SECRET_ARN", "DbSecretArn", "/orders/db/secret-arn"],
			["DB_SECRET", "DbSecret", "/orders/db/secret-arn"],
			["DB_SECRET", "DbSecretArn", "/orders/db"],
		].map(([variable = "", name = "", stored = ""]) => ({
			name: `${variable} from Parameter Store, where '${stored}' is kept`,
			code: `Parameters:\n  ${name}: { Type: "AWS::SSM::Parameter::Value<String>", Default: ${stored} }\n${fn(`${variable}: !Ref ${name}`)}`,
		})),
		{
			name: "what a build gives to a CDK app, where one of the names is no secret's",
			filename: "app.ts",
			code: app(
				"DB_PASSWORD: process.env.DB_SECRET_ARN!, STAGE: process.env.API_TOKEN!, SECRET_ARN: process.env.DB_PASSWORD!",
			),
		},
		{
			name: "the environment of another process",
			filename: "app.ts",
			code: `const process = load();\n${app("DB_PASSWORD: process.env.DB_PASSWORD")}`,
		},
		{ name: "the name of a secret is what a function needs", code: fn("DB_SECRET_ID: orders/db") },
		{
			name: "a plain parameter under a plain name is no secret",
			code: fn('TABLE: "{{resolve:ssm:/orders/table:1}}"'),
		},
		{
			name: "the user name in a secret lets nobody in",
			code: fn('DB_USER: "{{resolve:secretsmanager:orders:SecretString:username}}"'),
		},
		...["DB_USER", "dbUser", "SMTP_LOGIN", "PG_USERNAME"].map((name) => ({
			name: `a user's name under a key that is not known: ${name}`,
			code: fn(`${name}: !Sub "{{resolve:secretsmanager:orders:SecretString:\${UserKey}}}"`),
		})),
		{
			name: "the host in a secret lets nobody in",
			code: fn('DB_HOST: "{{resolve:secretsmanager:orders:SecretString:host}}"'),
		},
		{
			name: "a parameter that is not hidden is the matter of another rule",
			code: `Parameters:\n  Password: { Type: String }\n${fn("DB_PASSWORD: !Ref Password")}`,
		},
		{
			name: "a hidden parameter that is a pointer says so",
			code: `Parameters:\n  ApiKeyParameterName: { Type: String, NoEcho: true }\n${fn("API_KEY_PARAMETER_NAME: !Ref ApiKeyParameterName")}`,
		},
		{
			name: "a hidden parameter with a secret for a default is worse, and another rule says so",
			code: `Parameters:\n  Password: { Type: String, NoEcho: true, Default: "${fakeSecret("password")}" }\n${fn("DB_PASSWORD: !Ref Password")}`,
		},
		{
			name: "the ARN of a secret is a pointer",
			code: `${fn("DB_SECRET_ARN: !Ref Secret")}  Secret: { Type: AWS::SecretsManager::Secret }\n`,
		},
		{
			name: "an attribute that is no secret",
			code: `${fn("QUEUE: !GetAtt Queue.QueueUrl")}  Queue: { Type: AWS::SQS::Queue }\n`,
		},
		{
			name: "a branch that is never reached",
			code: `Conditions:\n  Never: !Equals [a, b]\n${fn('DB_PASSWORD: !If [Never, "{{resolve:secretsmanager:orders}}", !Ref AWS::NoValue]')}`,
		},
		{ name: "an import cannot be seen", code: fn("DB_PASSWORD: !ImportValue Password") },
		{
			name: "a reference in another property is resolved where it belongs",
			code: 'Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties: { MasterUserPassword: "{{resolve:secretsmanager:orders:SecretString:password}}" }\n',
		},
		{
			name: "the name of a table that is kept in a secret",
			code: fn('TABLE_NAME: "{{resolve:secretsmanager:prod/db:SecretString:TableName}}"'),
		},
		...["NUXT_PUBLIC_GTAG_ID", "NEXT_PUBLIC_KEY_ID", "VITE_API_URL", "SENTRY_DSN"].map((name) => ({
			name: `what every browser gets, from a hidden parameter: ${name}`,
			code: HIDDEN + fn(`${name}: !Ref Password`),
		})),
		{ name: "half a reference is a text", code: fn('DB_PASSWORD: "{{resolve:secretsmanager"') },
	],
	found: [
		...["APP_USER", "DB_HOST", "appLogin"].map((name) => ({
			name: `a whole secret, whatever its variable is called: ${name}`,
			code: fn(`${name}: "{{resolve:secretsmanager:myapp}}"`),
			errors: [{ messageId: "resolvedSecret", suggestions: 1 }],
		})),
		...[
			["X", "random_password.db.result"],
			["X", "aws_iam_access_key.user.secret"],
			["X", "data.aws_secretsmanager_secret_version.db.secret_string"],
			["DB_PASSWORD", "data.aws_ssm_parameter.x.value"],
			["DB_PASSWORD", "nonsensitive(data.aws_ssm_parameter.x.value)"],
		].map(([name = "", value = ""]) => ({
			name: `${name} = ${value} in Terraform`,
			filename: "main.tf",
			code: terraform(name, value),
			errors: [
				{
					messageId: "resolvedAttribute",
					data: {
						id: "aws_lambda_function.api",
						name,
						reference: value.replace(/^nonsensitive\((.*)\)$/u, "$1"),
						when: "",
						advice: NAME_OF_PARAMETER,
					},
					line: 6,
				},
			],
		})),
		...[
			'jsondecode(data.aws_secretsmanager_secret_version.db.secret_string)["password"]',
			"module.db.password",
		].map((value) => ({
			name: `DB_PASSWORD = ${value} in Terraform`,
			filename: "main.tf",
			code: terraform("DB_PASSWORD", value),
			errors: [{ messageId: "resolvedSecret", line: 6 }],
		})),
		...IN_CLEAR.map(([variable, value, more]) => ({
			name: `${variable} from ${value}`,
			filename: "app.ts",
			code: construct(`${variable}: ${value}`, more),
			errors: [{ messageId: "resolvedSecret", line: 8, suggestions: 0 }],
		})),
		...[
			'new ecs.FargateTaskDefinition(scope, "Api").addContainer("web", { environment: { API_TOKEN: % } });',
			'new patterns.ApplicationLoadBalancedFargateService(scope, "Api", { taskImageOptions: { environment: { API_TOKEN: % } } });',
			'new batch.EcsFargateContainerDefinition(scope, "Api", { environment: { API_TOKEN: % } });',
			'new codebuild.Project(scope, "Api", { environmentVariables: { API_TOKEN: { value: % } } });',
			'new codebuild.Project(scope, "Api", { environment: { environmentVariables: { API_TOKEN: { value: %, type: codebuild.BuildEnvironmentVariableType.PLAINTEXT } } } });',
			'new ecs.CfnTaskDefinition(scope, "Api", { containerDefinitions: [{ environment: [{ name: "API_TOKEN", value: % }] }] });',
		].map((code) => ({
			name: `in every kind of environment: ${code}`,
			filename: "app.ts",
			code: [
				...["batch", "codebuild", "ecs"].map((name) => `import * as ${name} from "aws-cdk-lib/aws-${name}";`),
				'import * as patterns from "aws-cdk-lib/aws-ecs-patterns";',
				`function make(scope: Construct, props: Props) { ${code.replace("%", "props.apiToken")} }`,
				"",
			].join("\n"),
			errors: [{ messageId: "resolvedSecret", line: 5 }],
		})),
		...[
			"env[name] = secret.secretValueFromJson(name).unsafeUnwrap();",
			"fn.addEnvironment(name, secret.secretValueFromJson(name).unsafeUnwrap());",
		].map((body) => ({
			name: `a secret under each name of a list: ${body}`,
			filename: "app.ts",
			code: construct(
				"...{}",
				[
					'const secret = Secret.fromSecretNameV2(this, "S", "keys");',
					'const env: Record<string, string> = { STAGE: "dev" };',
					'const fn = new lambda.Function(this, "F", { environment: env });',
					`for (const name of props.names) { ${body} }`,
				].join("\n"),
			),
			errors: [{ messageId: "resolvedSecret", line: 10, suggestions: 0 }],
		})),
		...(
			[
				[
					"AWS::ECS::TaskDefinition",
					"ContainerDefinitions: [{ Environment: [%] }]",
					"Use `Secrets` with `ValueFrom` instead.",
				],
				[
					"AWS::Batch::JobDefinition",
					"ContainerProperties: { Environment: [%] }",
					"Use `Secrets` with `ValueFrom` instead.",
				],
				[
					"AWS::CodeBuild::Project",
					"Environment: { EnvironmentVariables: [%] }",
					"Use `Type: SECRETS_MANAGER` and the secret's name.",
				],
				["AWS::Amplify::App", "EnvironmentVariables: [%]", NAME_OF_PARAMETER],
			] as const
		).map(([type, place, advice]) => ({
			name: `a variable of ${type}`,
			code: `${HIDDEN}Resources:\n  Api:\n    Type: ${type}\n    Properties: { ${place.replace("%", "{ Name: DB_PASSWORD, Value: !Ref Password }")} }\n`,
			errors: [
				{
					messageId: "noEchoParameter",
					data: { id: "Api", name: "DB_PASSWORD", parameter: "Password", when: "", advice },
					line: 6,
				},
			],
		})),
		{
			name: "a hidden parameter in a variable that no browser gets",
			code: HIDDEN + fn("EXPO_TOKEN: !Ref Password"),
			errors: [
				{
					messageId: "noEchoParameter",
					data: { id: "Api", name: "EXPO_TOKEN", parameter: "Password", when: "", advice: NAME_OF_PARAMETER },
					line: 9,
					suggestions: 1,
				},
			],
		},
		...["DbPassword", "DbPasswordParameter"].map((name) => ({
			name: `what CloudFormation reads from Parameter Store for parameter ${name}`,
			code: `Parameters:\n  ${name}: { Type: "AWS::SSM::Parameter::Value<String>", Default: /orders/db/password }\n${fn(`DB_PASSWORD: !Ref ${name}`)}`,
			errors: [
				{
					messageId: "resolvedSecret",
					data: { advice: NAME_OF_SECRET, id: "Api", name: "DB_PASSWORD", reference: name, when: "" },
					line: 9,
					suggestions: [
						{
							messageId: "usePointer",
							data: { pointer: "DB_PASSWORD_PARAMETER_NAME", what: "the parameter's name" },
							output: `Parameters:\n  ${name}: { Type: "AWS::SSM::Parameter::Value<String>", Default: /orders/db/password }\n${fn("DB_PASSWORD_PARAMETER_NAME: /orders/db/password")}`,
						},
					],
				},
			],
		})),
		{
			name: "a secret that the build of a CDK app takes from its environment, once for all that share it",
			filename: "app.ts",
			code: `${app("DB_PASSWORD: process.env.DB_PASSWORD!")}`,
			errors: [
				{
					messageId: "resolvedSecret",
					data: { advice: NAME_OF_SECRET, id: "Api", name: "DB_PASSWORD", when: "" },
					line: 2,
					column: 65,
				},
			],
		},
		{
			name: "such a secret through a constant, with a default",
			filename: "app.ts",
			code: `const token = process.env["API_TOKEN"] ?? "";\n${app("API_TOKEN: token")}`,
			errors: [
				{
					messageId: "resolvedSecret",
					data: {
						advice: NAME_OF_SECRET,
						id: "Api",
						name: "API_TOKEN",
						when: ' if `process.env["API_TOKEN"]` is set',
					},
				},
			],
		},
		{
			name: "a secret of Secrets Manager, in YAML",
			code: fn('DB_PASSWORD: "{{resolve:secretsmanager:orders/db:SecretString:password}}" # rotated'),
			errors: [
				{
					messageId: "resolvedSecret",
					data: resolved("DB_PASSWORD"),
					line: 7,
					column: 24,
					endLine: 7,
					endColumn: 84,
					suggestions: [
						{
							messageId: "usePointer",
							data: { pointer: "DB_PASSWORD_SECRET_ID", what: "the secret's id" },
							output: fn("DB_PASSWORD_SECRET_ID: orders/db # rotated"),
						},
					],
				},
			],
		},
		{
			name: "a secret of Secrets Manager in a plain function, in JSON",
			filename: "template.json",
			code: '{ "Resources": { "Api": { "Type": "AWS::Lambda::Function", "Properties": { "Environment": { "Variables": { "TOKEN": "{{resolve:secretsmanager:orders/token}}" } } } } } }',
			errors: [
				{
					messageId: "resolvedSecret",
					data: resolved("TOKEN"),
					line: 1,
					column: 117,
					suggestions: [
						{
							messageId: "usePointer",
							data: { pointer: "TOKEN_SECRET_ID", what: "the secret's id" },
							output: '{ "Resources": { "Api": { "Type": "AWS::Lambda::Function", "Properties": { "Environment": { "Variables": { "TOKEN_SECRET_ID": "orders/token" } } } } } }',
						},
					],
				},
			],
		},
		{
			name: "a secret by its ARN keeps the ARN",
			code: fn(
				'DB_PASSWORD: "{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf:SecretString:password::}}"',
			),
			errors: [
				{
					messageId: "resolvedSecret",
					data: resolved("DB_PASSWORD"),
					suggestions: [
						{
							messageId: "usePointer",
							data: { pointer: "DB_PASSWORD_SECRET_ID", what: "the secret's id" },
							output: fn(
								"DB_PASSWORD_SECRET_ID: arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf",
							),
						},
					],
				},
			],
		},
		{
			name: "a `Fn::Sub` around a secret of this template",
			code: `${fn('DB_PASSWORD: !Sub "{{resolve:secretsmanager:${Secret}:SecretString:password}}"')}  Secret: { Type: AWS::SecretsManager::Secret }\n`,
			errors: [
				{
					messageId: "resolvedSecret",
					data: resolved("DB_PASSWORD"),
					suggestions: [
						{
							messageId: "usePointer",
							data: { pointer: "DB_PASSWORD_SECRET_ID", what: "the secret's id" },
							output: `${fn('DB_PASSWORD_SECRET_ID: !Sub "${Secret}"')}  Secret: { Type: AWS::SecretsManager::Secret }\n`,
						},
					],
				},
			],
		},
		{
			name: "a `Fn::Join` of a reference is one too",
			code: `${fn("DB_PASSWORD: !Join ['', ['{{resolve:secretsmanager:', !Ref Secret, ':SecretString:password}}']]")}  Secret: { Type: AWS::SecretsManager::Secret }\n`,
			errors: [{ messageId: "resolvedSecret", data: resolved("DB_PASSWORD"), suggestions: 1 }],
		},
		{
			name: "a plain parameter under a secret's name",
			code: fn('API_SECRET: "{{resolve:ssm:/orders/api:3}}"'),
			errors: [
				{
					messageId: "resolvedSecret",
					data: resolved("API_SECRET", "ssm"),
					suggestions: [
						{
							messageId: "usePointer",
							data: { pointer: "API_SECRET_PARAMETER_NAME", what: "the parameter's name" },
							output: fn("API_SECRET_PARAMETER_NAME: /orders/api"),
						},
					],
				},
			],
		},
		{
			name: "a plain parameter that is named like a secret",
			code: fn('X: "{{resolve:ssm:/orders/db-password}}"'),
			errors: [{ messageId: "resolvedSecret", data: resolved("X", "ssm"), suggestions: 1 }],
		},
		{
			name: "a secure parameter is refused there",
			code: fn('DB_PASSWORD: "{{resolve:ssm-secure:/orders/db-password:1}}"'),
			errors: [
				{
					messageId: "unsupportedReference",
					data: resolved("DB_PASSWORD", "ssm-secure"),
					line: 7,
					column: 24,
					suggestions: 1,
				},
			],
		},
		{
			name: "a hidden parameter is hidden from the stack alone",
			code: `${HIDDEN}${fn("DB_PASSWORD: !Ref Password")}`,
			errors: [
				{
					messageId: "noEchoParameter",
					data: {
						advice: NAME_OF_PARAMETER,
						id: "Api",
						name: "DB_PASSWORD",
						parameter: "Password",
						when: "",
					},
					line: 9,
					column: 24,
					suggestions: [
						{
							messageId: "usePointer",
							data: {
								pointer: "DB_PASSWORD_PARAMETER_NAME",
								what: "the name of a SecureString parameter",
							},
							output: `${HIDDEN}${fn('DB_PASSWORD_PARAMETER_NAME: !Sub "/${AWS::StackName}/DB_PASSWORD"')}`,
						},
					],
				},
			],
		},
		{
			name: "a hidden parameter inside a text",
			code: `${HIDDEN}${fn('DATABASE_URL: !Sub "postgres://app:${Password}@db/orders"')}`,
			errors: [
				{
					messageId: "noEchoParameter",
					data: {
						advice: NAME_OF_PARAMETER,
						id: "Api",
						name: "DATABASE_URL",
						parameter: "Password",
						when: "",
					},
					suggestions: 1,
				},
			],
		},
		{
			name: "the secret of an access key",
			code: `${fn("UPLOADER: !GetAtt Key.SecretAccessKey")}  Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: uploader } }\n`,
			errors: [
				{
					messageId: "resolvedAttribute",
					data: {
						advice: NAME_OF_PARAMETER,
						id: "Api",
						name: "UPLOADER",
						reference: "Key.SecretAccessKey",
						when: "",
					},
					line: 7,
				},
			],
		},
		{
			name: "a variable of Globals is found at its place",
			code: dedent`
				Transform: AWS::Serverless-2016-10-31
				Globals:
				  Function:
				    Environment:
				      Variables:
				        DB_PASSWORD: "{{resolve:secretsmanager:orders}}"
				Resources:
				  Api: { Type: AWS::Serverless::Function }
				  Worker: { Type: AWS::Serverless::Function }
			`,
			errors: [
				{
					messageId: "resolvedSecret",
					data: { advice: NAME_OF_SECRET, ...resolved("DB_PASSWORD"), "'id'": "'Api' and 'Worker'" },
					line: 6,
					column: 22,
					suggestions: 1,
				},
			],
		},
		{
			name: "the branch is named, and the choice is the author's",
			code: `Conditions:\n  IsProd: !Equals [!Ref AWS::Region, eu-west-1]\n${fn('DB_PASSWORD: !If [IsProd, "{{resolve:secretsmanager:orders}}", none]')}`,
			errors: [
				{
					messageId: "resolvedSecret",
					data: {
						advice: NAME_OF_SECRET,
						...resolved("DB_PASSWORD"),
						when: " if condition 'IsProd' is true",
					},
					line: 9,
					column: 37,
				},
			],
		},
	],
});

describe("a pair of keys", () => {
	const PAIRS = [
		["AWS_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY"],
		["AWS_ACCESS_KEY_ID", "AWS_SECRET_KEY"],
		["mailAccessKeyId", "mailSecretAccessKey"],
	] as const;

	test.each(PAIRS)("is reported at its secret: %s, %s", (id, secret) => {
		const text = `Parameters:\n  K: { Type: "AWS::SSM::Parameter::Value<String>" }\n${fn(`${id}: !Ref K`)}          ${secret}: !Ref K\n`;
		const { messages } = lintTemplate(text, { "no-resolved-secret-in-environment": {} });
		expect(messages.map(({ message }) => message)).toEqual([expect.stringContaining(`'${secret}'`)]);
	});
});

describe("a construct of another file or a package", () => {
	const app = (body: string, made = "Worker"): string =>
		[
			'import * as cdk from "aws-cdk-lib";',
			'import { Worker } from "./worker";',
			'import * as kit from "@acme/kit";',
			"export class AppStack extends cdk.Stack {",
			"\tconstructor(scope, id, props) {",
			"\t\tsuper(scope, id);",
			`\t\tnew ${made}(this, "Worker", ${body});`,
			"\t}",
			"}",
			"function variables(given) {",
			"\tconst all = { TABLE: given.table, STRIPE_SECRET_KEY: given.stripeSecretKey };",
			"\treturn all;",
			"}",
		].join("\n");
	const found = (body: string, made?: string): readonly string[] =>
		lintSource(app(body, made), { [noResolvedSecretInEnvironment.name]: {} }, "app.ts").messages.map(
			({ line, message }) => `${String(line)} ${message.slice(0, message.indexOf(" is deployed"))}`,
		);
	const SECRET = "{ API_TOKEN: process.env.API_TOKEN, TABLE: props.table }";

	test.each([
		"environment",
		"env",
		"envVars",
		"environmentVariables",
		"environmentVars",
		"lambdaEnvironment",
		"containerEnv",
	])("gives on what it takes as %s", (name) => {
		expect(found(`{ ${name}: ${SECRET} }`)).toEqual(["7 Variable 'API_TOKEN' of 'Worker'"]);
		expect(found(`{ ${name}: ${SECRET} }`, "kit.Worker")).toEqual(["7 Variable 'API_TOKEN' of 'Worker'"]);
	});

	test("is given what a function of the file puts together", () => {
		expect(found("{ environment: variables(props) }")).toEqual(["11 Variable 'STRIPE_SECRET_KEY' of 'Worker'"]);
		expect(found("{ cpu: 256, environment: { ...variables(props), STAGE: props.stage } }")).toEqual([
			"11 Variable 'STRIPE_SECRET_KEY' of 'Worker'",
		]);
	});

	test.each([
		[`{ secrets: ${SECRET} }`, "Worker"],
		[`{ environments: ${SECRET} }`, "Worker"],
		[`{ environment: "prod", apiToken: process.env.API_TOKEN }`, "Worker"],
		["{ env: { account: props.account, region: props.region } }", "Worker"],
		["{ environment: { API_TOKEN_PARAMETER: props.apiTokenParameter, TABLE: props.table } }", "Worker"],
		["{ environment: props.environment }", "Worker"],
		[`{ environment: ${SECRET} }`, "Unknown"],
	])("says nothing of what it does else: %s, %s", (body, made) => {
		expect(found(body, made)).toEqual([]);
	});

	test("is given a password in a URL, whatever the variable is called", () => {
		const url = (text: string): string => `{ environment: { DATABASE_URL: \`${text}\` } }`;
		const FOUND = ["7 Variable 'DATABASE_URL' of 'Worker'"];
		expect(found(url("postgresql://${props.db.user}:${props.db.password}@${props.db.host}:5432/a"))).toEqual(FOUND);
		expect(found(url("mysql://app:${process.env.DB_PASSWORD}@db/a"))).toEqual(FOUND);
		expect(found(url("postgresql://${props.db.host}:${props.db.port}/${props.db.name}"))).toEqual([]);
		expect(found(url("postgresql://app:${props.db.passwordParameterName}@db/a"))).toEqual([]);
		expect(found(url("${props.db.user}:${props.db.password}@${props.db.host}"))).toEqual([]);
		expect(found(url("https://x/?a=${props.db.password}"))).toEqual([]);
	});

	test("is given what the deployer's environment connects with, and not the address of a database", () => {
		const given = (name: string, value: string): number => found(`{ environment: { ${name}: ${value} } }`).length;
		expect(given("DATABASE_URL", "process.env.DATABASE_URL")).toBe(1);
		expect(given("MONGODB_URI", "process.env.MONGODB_URI ?? ''")).toBe(1);
		expect(given("DATABASE_URL", 'this.node.tryGetContext("databaseUrl")')).toBe(1);
		expect(given("DATABASE_URL", "props.database.databaseUrl")).toBe(0);
		expect(given("DATABASE_URL", "process.env.STAGE")).toBe(0);
		expect(given("TABLE", "process.env.DATABASE_URL")).toBe(0);
		expect(given("API_URL", "process.env.API_URL")).toBe(0);
	});

	test("is given a part of credentials, and not where they are kept", () => {
		const given = (value: string): readonly string[] => found(`{ environment: { DB_PASSWORD: ${value} } }`);
		for (const holder of ["props.credentials", "props.dbSecret", "props.secrets", "process.env.SECRETS"]) {
			expect(given(`${holder}.password`)).toEqual(["7 Variable 'DB_PASSWORD' of 'Worker'"]);
			expect(given(holder)).toHaveLength(holder.startsWith("process") ? 1 : 0);
			for (const part of ["secretName", "secretArn", "secretFullArn", "name", "passwordParameter"]) {
				expect(given(`${holder}.${part}`), part).toEqual([]);
			}
		}
	});

	test("is no construct where it is made otherwise", () => {
		const code = app("{}").replace('new Worker(this, "Worker", {})', `new Worker({ environment: ${SECRET} })`);
		expect(code).toContain("new Worker({");
		expect(lintSource(code, { [noResolvedSecretInEnvironment.name]: {} }, "app.ts").messages).toEqual([]);
	});
});
