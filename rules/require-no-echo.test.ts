import { describe, expect, test } from "vitest";
import { PASSWORD_PLACES } from "../src/model/password-property.ts";
import type { TemplateData } from "../src/languages/template/write/data.ts";
import { dedent } from "../src/testing/dedent.ts";
import { describeProperty } from "../src/testing/describe-property.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import type { FindingDetail } from "../src/rule/file/details.ts";
import { askTemplate, lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { requireNoEcho } from "./require-no-echo.ts";

const NAME = "require-no-echo";
const TEMPLATE = "no-secret-in-template";

const named = (name: string): Readonly<Record<"name" | "role" | "setting", string>> => ({
	name,
	role: "is named like a secret",
	setting: "NoEcho: true",
});

/** A template with this parameter, and what else. */
function template(parameter: string, ...more: readonly string[]): string {
	return ["Parameters:", `  ${parameter}`, ...more, ""].join("\n");
}

/** A function with this variable. */
function fn(variable: string): readonly string[] {
	return [
		"Resources:",
		"  Api:",
		"    Type: AWS::Serverless::Function",
		"    Properties:",
		`      Environment: { Variables: { ${variable} } }`,
	];
}

/** A database with this password. */
function database(password: string): readonly string[] {
	return [
		"Resources:",
		"  Db:",
		"    Type: AWS::RDS::DBInstance",
		"    Properties:",
		`      MasterUserPassword: ${password}`,
	];
}

const TOPIC = ["Resources:", "  Topic: { Type: AWS::SNS::Topic }"];
const DB = { name: "Word", role: "is used as `MasterUserPassword` of 'Db'", setting: "NoEcho: true" };

/** A block of Terraform with these lines. */
const block = (head: string, ...lines: readonly string[]): string =>
	`${head} {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;

const hcl = <C extends { readonly code: string }>(one: C): C & { filename: string } => ({
	...one,
	filename: "main.tf",
});

const RANDOM = block('resource "random_password" "db"', "length = 16");
const MASKED = block('variable "api_token"', "sensitive = true");

const unmasked = (name: string, role: string): Record<string, string> => ({ name, role, setting: "sensitive = true" });

testRule(requireNoEcho, {
	silent: [
		...[
			["a sensitive variable of Terraform", MASKED],
			...["verification_token", "dkim_tokens"].map((attribute): [string, string] => [
				`${attribute} of a domain, which is in its DNS records`,
				`${block('resource "aws_ses_domain_identity" "mail"', 'domain = "example.com"')}${block(`output "ses_${attribute}"`, `value = aws_ses_domain_identity.mail.${attribute}`)}`,
			]),
			[
				"the id of a pair of keys",
				`${block('variable "aws_access_key"')}${block('variable "aws_secret_key"', "sensitive = true")}`,
			],
			["an ephemeral variable of Terraform", block('variable "api_token"', "ephemeral = true")],
			["a switch of Terraform", block('variable "use_secret"', "type = bool")],
			["the name of a secret in Terraform", block('variable "secret_name"')],
			[
				"a sensitive output",
				RANDOM + block('output "db_password"', "value     = random_password.db.result", "sensitive = true"),
			],
			[
				"the length of a password",
				RANDOM + block('output "db_password_length"', "value = random_password.db.length"),
			],
			[
				"the ARN under the name of a secret",
				`${block('resource "aws_secretsmanager_secret" "db"')}${block('output "db_secret"', "value = aws_secretsmanager_secret.db.arn")}`,
			],
			["an output of a module that says it is an ARN", block('output "secret"', "value = module.db.secret_arn")],
			["an endpoint", block('output "token"', "value = module.api.endpoint")],
			[
				"an output without a secret's name or value",
				`${block('variable "stage"')}${block('output "stage"', "value = var.stage")}`,
			],
		].map(([name = "", code = ""]) => hcl({ name, code })),
		{
			name: "a parameter that is not shown is fine",
			code: template("DbPassword: { Type: String, NoEcho: true }", ...TOPIC),
		},
		{
			name: "a text says true as well as the boolean",
			code: template('DbPassword: { Type: String, NoEcho: "true" }', ...TOPIC),
		},
		...["ServiceToken", "WaitProviderServiceToken", "CustomResourceServiceToken"].map((name) => ({
			name: `the ARN of what provides a custom resource: ${name}`,
			code: template(`${name}: { Type: String }`, ...TOPIC),
		})),
		{ name: "a stage is no secret", code: template("Stage: { Type: String }", ...fn("STAGE: !Ref Stage")) },
		{
			name: "the name of a parameter is none",
			code: template(
				"DbPasswordParameterName: { Type: String }",
				...fn("DB_PASSWORD_PARAMETER_NAME: !Ref DbPasswordParameterName"),
			),
		},
		{
			name: "nor is it where the variable does not say so",
			code: template(
				"DbPasswordParameterName: { Type: String }",
				...fn("DB_PASSWORD: !Ref DbPasswordParameterName"),
			),
		},
		{ name: "the ARN of a secret is none", code: template("SecretArn: { Type: String }", ...TOPIC) },
		{
			name: "Parameter Store keeps the value itself",
			code: template('DbPassword: { Type: "AWS::SSM::Parameter::Value<String>" }', ...TOPIC),
		},
		{ name: "a list is no password", code: template("DbPasswords: { Type: CommaDelimitedList }", ...TOPIC) },
		{ name: "a number is no password", code: template("MaxToken: { Type: Number }", ...TOPIC) },
		{
			name: "a key pair is known by its name",
			code: template('PrivateKey: { Type: "AWS::EC2::KeyPair::KeyName" }', ...TOPIC),
		},
		{
			name: "a choice among listed values keeps nothing secret",
			code: template("AuthToken: { Type: String, AllowedValues: [a, b] }", ...TOPIC),
		},
		...[
			"/app/db",
			"prod/db/password",
			"arn:aws:secretsmanager:eu-west-1:111122223333:secret:db",
			"{{resolve:ssm:/app/db}}",
			"true",
			"false",
			"0",
			"https://example.com/token",
		].map((text) => ({
			name: `a default that points says that the value does: ${text}`,
			code: template(`DbPassword: { Type: String, Default: "${text}" }`, ...TOPIC),
		})),
		{
			name: "a value of the command line that points says so too",
			code: template("DbPassword: { Type: String }", ...TOPIC),
			parameters: { DbPassword: "/app/db" },
		},
		{
			name: "what a dynamic reference is made of is a name",
			code: template(
				"DbSecret: { Type: String }",
				...fn('DB: !Sub "{{resolve:secretsmanager:${DbSecret}:SecretString:password}}"'),
			),
		},
		{
			name: "also where it is joined",
			code: template(
				"DbSecret: { Type: String }",
				...fn('DB: !Join ["", ["{{resolve:secretsmanager:", !Ref DbSecret, "}}"]]'),
			),
		},
		{
			name: "what an ARN is made of is a name",
			code: template(
				"DbSecret: { Type: String }",
				...fn('A: !Sub "arn:aws:secretsmanager:eu-west-1:111122223333:secret:${DbSecret}-*"'),
			),
		},
		{
			name: "what a path is made of is a name",
			code: template("DbSecret: { Type: String }", ...fn('A: !Sub "/app/${DbSecret}"')),
		},
		{
			name: "a secret's name under a secret's name is one still, where an ARN is made of it",
			code: template(
				"DbSecret: { Type: String }",
				...fn(
					'DB_SECRET: !Ref DbSecret, A: !Sub "arn:aws:secretsmanager:eu-west-1:111122223333:secret:${DbSecret}"',
				),
			),
		},
		{
			name: "what goes where an id or an ARN belongs is one",
			code: template(
				"DbSecret: { Type: String }",
				"Resources:",
				"  Attached: { Type: AWS::SecretsManager::SecretTargetAttachment, Properties: { SecretId: !Ref DbSecret } }",
			),
		},
		{
			name: "what a container takes its value from is a name",
			code: template(
				"DbSecret: { Type: String }",
				"Resources:",
				"  Task:",
				"    Type: AWS::ECS::TaskDefinition",
				"    Properties:",
				"      ContainerDefinitions: [{ Secrets: [{ Name: DB, ValueFrom: !Ref DbSecret }] }]",
			),
		},
		...[
			"The ARN of the database's secret",
			"Name of the secret",
			"Secrets Manager secret name",
			"an existing secret's ARN",
		].map((text) => ({
			name: `its author says that it is a name: ${text}`,
			code: template(`DbSecret: { Type: String, Description: "${text}" }`, ...TOPIC),
		})),
		{
			name: "an include may add the switch",
			code: template(
				"DbPassword: { Type: String, Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k.yaml } } }",
				...TOPIC,
			),
		},
		{
			name: "what an include makes is not known",
			code: template("Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/k.yaml } }", ...TOPIC),
		},
		{
			name: "a merge key may bring the switch",
			code: `Shared: &shared { NoEcho: true }\n${template("DbPassword: { Type: String, <<: *shared }", ...TOPIC)}`,
		},
		{
			name: "a part of a text is not the secret",
			code: template("Word: { Type: String }", ...fn('DB_PASSWORD: !Sub "${Word}-${AWS::Region}"')),
		},
		{
			name: "a user's name beside a password is none",
			code: template(
				"User: { Type: String }",
				"Resources:",
				"  Login:",
				"    Type: AWS::SecretsManager::Secret",
				"    Properties:",
				`      SecretString: !Sub '{"username":"\${User}"}'`,
			),
		},
		{ name: "a parameter that nobody declares is none", code: [...database("!Ref Word"), ""].join("\n") },
	],
	found: [
		...[
			{
				name: "a variable of Terraform by its name",
				code: block('variable "api_token"', "type        = string", 'description = "From the vendor."'),
				variable: "api_token",
				role: "is named like a secret",
				output: block(
					'variable "api_token"',
					"type        = string",
					'description = "From the vendor."',
					"sensitive   = true",
				),
			},
			{
				name: "a variable of Terraform by its use",
				code: `${block('variable "x"')}${block('resource "aws_db_instance" "db"', "password = var.x")}`,
				variable: "x",
				role: "is used as `password` of 'aws_db_instance.db'",
				output: `${block('variable "x"', "sensitive = true")}${block('resource "aws_db_instance" "db"', "password = var.x")}`,
			},
			{
				name: "a variable of Terraform that a module takes, whose outputs are not known",
				code: `${block('variable "api_token"')}${block('module "api"', 'source = "./api"', "token  = var.api_token")}`,
				variable: "api_token",
				role: "is named like a secret",
				output: null,
			},
		].map(({ variable, role, ...one }) =>
			hcl({
				...one,
				errors: [{ messageId: "missingNoEcho", data: unmasked(variable, role), line: 1, column: 10 }],
			}),
		),
		...[
			[
				"the password of another resource",
				RANDOM + block('output "x"', "value = random_password.db.result"),
				"x",
				"shows `random_password.db.result`",
				4,
			],
			[
				"a sensitive variable",
				MASKED + block('output "x"', 'value = "Bearer ${var.api_token}"'),
				"x",
				"shows the sensitive 'api_token'",
				4,
			],
			[
				"the output of a module",
				block('output "db_password"', "value = module.db.password"),
				"db_password",
				"is named like a secret",
				1,
			],
			[
				"a variable that is not sensitive",
				`${block('variable "x"')}${block('output "api_token"', "value = var.x")}`,
				"api_token",
				"is named like a secret",
				3,
			],
		].map(([name, code, output, role, line]) =>
			hcl({
				name: `an output of Terraform with ${String(name)}`,
				code: String(code),
				errors: [
					{
						messageId: "unmaskedOutput",
						data: unmasked(String(output), String(role)),
						line: Number(line),
						column: 8,
						suggestions: 1,
					},
				],
			}),
		),
		...["LoginSecretId", "RdsPasswordParam", "AuthTokenKey", "MetricUser"].flatMap((name) =>
			[`!Ref ${name}`, `!Sub "\${${name}}"`].map((use) => ({
				name: `by what takes it, whatever it is called: ${use}`,
				code: template(`${name}:`, "    Type: String", ...database(use)),
				errors: [{ messageId: "missingNoEcho", data: { ...DB, name }, line: 2 }],
				output: template(`${name}:`, "    Type: String", "    NoEcho: true", ...database(use)),
			})),
		),
		{
			name: "by its name, in YAML; the pair joins the last",
			code: template("DbPassword:", "    Type: String # of the database", ...TOPIC),
			errors: [
				{
					messageId: "missingNoEcho",
					data: named("DbPassword"),
					line: 2,
					column: 3,
					endLine: 2,
					endColumn: 13,
				},
			],
			output: template("DbPassword:", "    Type: String # of the database", "    NoEcho: true", ...TOPIC),
		},
		{
			name: "a switch that is off is replaced",
			code: template("DbPassword: { Type: String, NoEcho: false }", ...TOPIC),
			errors: [{ messageId: "missingNoEcho", data: named("DbPassword"), line: 2, column: 3 }],
			output: template("DbPassword: { Type: String, NoEcho: true }", ...TOPIC),
		},
		{
			name: "in JSON",
			filename: "template.json",
			code: '{\n  "Parameters": {\n    "ApiToken": { "Type": "String" }\n  },\n  "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } }\n}\n',
			errors: [
				{
					messageId: "missingNoEcho",
					data: { ...named("ApiToken"), setting: '"NoEcho": true' },
					line: 3,
					column: 5,
					endLine: 3,
					endColumn: 15,
				},
			],
			output: '{\n  "Parameters": {\n    "ApiToken": { "Type": "String", "NoEcho": true }\n  },\n  "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } }\n}\n',
		},
		{
			name: "an empty default makes the secret optional, and no less one",
			code: template('ApiKey: { Type: String, Default: "" }', ...TOPIC),
			errors: [{ messageId: "missingNoEcho", data: named("ApiKey") }],
			output: template('ApiKey: { Type: String, Default: "", NoEcho: true }', ...TOPIC),
		},
		{
			name: "by the property that takes it",
			code: template("Word: { Type: String }", ...database("!Ref Word")),
			errors: [{ messageId: "missingNoEcho", data: DB, line: 2 }],
			output: template("Word: { Type: String, NoEcho: true }", ...database("!Ref Word")),
		},
		{
			name: "a text that is nothing but the reference is the reference",
			code: template("Word: { Type: String }", ...database('!Sub "${Word}"')),
			errors: [{ messageId: "missingNoEcho", data: DB }],
			output: template("Word: { Type: String, NoEcho: true }", ...database('!Sub "${Word}"')),
		},
		{
			name: "on one branch is enough",
			code: template(
				"Word: { Type: String }",
				"Conditions:",
				"  IsProd: !Equals [!Ref AWS::StackName, prod]",
				...database("!If [IsProd, !Ref Word, !Ref AWS::NoValue]"),
			),
			errors: [{ messageId: "missingNoEcho", data: DB }],
			output: template(
				"Word: { Type: String, NoEcho: true }",
				"Conditions:",
				"  IsProd: !Equals [!Ref AWS::StackName, prod]",
				...database("!If [IsProd, !Ref Word, !Ref AWS::NoValue]"),
			),
		},
		{
			name: "by the environment variable that takes it",
			code: template("Word: { Type: String }", ...fn("DB_PASSWORD: !Ref Word")),
			errors: [
				{
					messageId: "missingNoEcho",
					data: { name: "Word", role: "is used as variable 'DB_PASSWORD' of 'Api'", setting: "NoEcho: true" },
				},
			],
			output: template("Word: { Type: String, NoEcho: true }", ...fn("DB_PASSWORD: !Ref Word")),
		},
		{
			name: "by its name in the JSON of a secret",
			code: template(
				"Word: { Type: String }",
				"Resources:",
				"  Login:",
				"    Type: AWS::SecretsManager::Secret",
				"    Properties:",
				`      SecretString: !Sub '{"username": "app", "password": "\${Word}"}'`,
			),
			errors: [
				{
					messageId: "missingNoEcho",
					data: { name: "Word", role: "is used as `SecretString` of 'Login'", setting: "NoEcho: true" },
				},
			],
			output: template(
				"Word: { Type: String, NoEcho: true }",
				"Resources:",
				"  Login:",
				"    Type: AWS::SecretsManager::Secret",
				"    Properties:",
				`      SecretString: !Sub '{"username": "app", "password": "\${Word}"}'`,
			),
		},
		{
			name: "what other parameters show by an alias is not changed",
			code: dedent`
				Parameters:
				  Stage: &text { Type: String }
				  DbPassword: *text
				Resources:
				  Topic: { Type: AWS::SNS::Topic }
			`,
			errors: [{ messageId: "missingNoEcho", data: named("DbPassword"), line: 3 }],
		},
		{
			name: "a value of the command line makes it no less shown",
			code: template("DbPassword: { Type: String }", ...TOPIC),
			parameters: { DbPassword: "given" },
			errors: [{ messageId: "missingNoEcho", data: named("DbPassword") }],
			output: template("DbPassword: { Type: String, NoEcho: true }", ...TOPIC),
		},
	],
});

describe("the table of the properties that take a secret", () => {
	const rows = PASSWORD_PLACES.flatMap(({ type, paths }) => paths.map((path) => [type, path] as const));
	const findingsOf = (type: string, path: string, value: TemplateData, rule: string): readonly FindingDetail[] => {
		const properties = path
			.split(".")
			.reduceRight<TemplateData>(
				(inner, step) => ({ [step.replace("[]", "")]: step.endsWith("[]") ? [inner] : inner }),
				value,
			);
		const text = JSON.stringify({
			Parameters: { Word: { Type: "String" } },
			Resources: { One: { Type: type, Properties: properties } },
		});
		return askTemplate(text, { [rule]: {} }, "template.json").findings;
	};

	test.each(rows)("%s %s", (type, path) => {
		expect(findingsOf(type, path, { Ref: "Word" }, NAME)).toMatchObject([
			{
				// Long paths are cut in the middle.
				message: expect.stringContaining(`${path.replaceAll("[]", "").slice(-60)}\` of 'One'`),
				property: "Parameters.Word.NoEcho",
				resource: null,
				severity: "medium",
			},
		]);
	});

	test.each(rows)("%s %s takes no literal, and any reference", (type, path) => {
		const literals = [fakeSecret("password"), fakeSecret("hex-token"), fakeSecret("weak-password")];
		for (const literal of literals) {
			expect(findingsOf(type, path, literal, TEMPLATE)).toMatchObject([{ property: path.replaceAll("[]", "") }]);
		}
		for (const reference of ["{{resolve:secretsmanager:orders:SecretString:word}}", { Ref: "Word" }]) {
			expect(findingsOf(type, path, reference, TEMPLATE)).toEqual([]);
		}
	});

	test.each(rows)("%s %s is in the specification", (type, path) => {
		const steps = path.split(".");
		const chain = describeProperty(type, path);
		const last = chain.at(-1)?.type;
		// The names in a map are no matter of the specification.
		const inMap = last?.type === "map" || last?.type === "json" || last?.element?.type === "map";
		expect(chain).toHaveLength(inMap ? steps.length - 1 : steps.length);
		steps.slice(0, chain.length).forEach((step, index) => {
			expect([step, chain[index]?.type.type === "array"]).toEqual([step, step.endsWith("[]")]);
		});
	});

	test.each([
		["AWS::AppMesh::VirtualNode", "Spec.Listeners[].TLS.Certificate.File.PrivateKey", "/keys/orders.pem"],
		["AWS::MediaLive::Input", "Sources[].PasswordParam", "/live/orders"],
		["AWS::EC2::InstanceConnectEndpoint", "ClientToken", "orders"],
		["AWS::Glue::Connection", "ConnectionInput.AuthenticationConfiguration.SecretArn", "orders"],
		["AWS::BedrockAgentCore::ApiKeyCredentialProvider", "ApiKeySecretSource", "MANAGED"],
		["AWS::EKS::Nodegroup", "RemoteAccess.Ec2SshKey", "orders"],
		["AWS::IAM::SAMLProvider", "RemovePrivateKey", "orders"],
		["AWS::Lambda::Permission", "EventSourceToken", "orders"],
		["AWS::DataSync::LocationObjectStorage", "AccessKey", "orders"],
		["AWS::Cognito::UserPoolClient", "TokenValidityUnits.RefreshToken", "days"],
	])("does not contain %s %s", (type, path, literal) => {
		expect(findingsOf(type, path, { Ref: "Word" }, NAME)).toEqual([]);
		expect(findingsOf(type, path, literal, TEMPLATE)).toEqual([]);
	});

	test("is in the order of the alphabet, each type once", () => {
		const types = PASSWORD_PLACES.map(({ type }) => type.toLowerCase().replaceAll("::", ""));
		expect(types).toEqual([...new Set(types)].sort());
	});
});

describe("a hidden parameter that is shown", () => {
	const messagesOf = (parameter: string, ...lines: readonly string[]): readonly string[] =>
		lintTemplate(template(parameter, ...lines), { [NAME]: {} }).messages.map(
			({ message, line, column }) => `${String(line)}:${String(column)} ${message}`,
		);
	const HIDDEN = "DbPassword: { Type: String, NoEcho: true }";
	const tail = " shows 'DbPassword' in plaintext, despite `NoEcho`. Pass the name of a secret instead.";

	const USES = [
		"!Ref DbPassword",
		"{ Ref: DbPassword }",
		'!Sub "${DbPassword}"',
		'!Sub "postgres://app:${DbPassword}@host/${DbPassword}"',
		'!Sub ["app:${Word}", { Word: !Ref DbPassword }]',
		'!Join ["", [a, !Ref DbPassword]]',
		"!If [IsProd, !Ref DbPassword, none]",
		"!Base64 { Ref: DbPassword }",
	];
	const places = (value: string): readonly (readonly [where: string, lines: readonly string[]])[] => [
		["Output 'Word'", [...TOPIC, `Outputs: { Word: { Value: ${value} } }`]],
		[
			"The metadata of 'Web'",
			[
				"Resources:",
				`  Web: { Type: AWS::EC2::Instance, Metadata: { "AWS::CloudFormation::Init": { config: { files: { /a: { content: ${value} } } } } } }`,
			],
		],
		...["Custom::User", "AWS::CloudFormation::CustomResource"].map(
			(type) =>
				[
					"The event of custom resource 'User'",
					[
						"Resources:",
						`  User: { Type: ${type}, Properties: { ServiceToken: arn, Login: [{ Word: ${value} }] } }`,
					],
				] as const,
		),
		[
			"The user data of 'Web'",
			["Resources:", `  Web: { Type: AWS::EC2::Instance, Properties: { UserData: ${value} } }`],
		],
		[
			"The user data of 'Web'",
			[
				"Resources:",
				`  Web: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { UserData: ${value} } } }`,
			],
		],
		[
			"The lifecycle script of 'Web'",
			[
				"Resources:",
				`  Web: { Type: AWS::SageMaker::NotebookInstanceLifecycleConfig, Properties: { OnStart: [{ Content: ${value} }] } }`,
			],
		],
	];

	test.each(USES.flatMap((use) => places(use).map(([where, lines]) => [use, where, lines] as const)))(
		"%s: %s",
		(_, where, lines) => {
			expect(messagesOf(HIDDEN, ...lines)).toEqual([expect.stringContaining(` ${where}${tail}`)]);
			// Not hidden: one finding, which says so.
			expect(messagesOf("DbPassword: { Type: String }", ...lines)).toEqual([
				expect.stringContaining("Set `NoEcho: true`."),
			]);
		},
	);

	const OTHERS = [
		"!Ref Stage",
		"DbPassword",
		'"${DbPassword}"',
		'!Sub "${!DbPassword}"',
		'!Sub ["${DbPassword}", { DbPassword: none }]',
	];
	test.each(OTHERS.flatMap((use) => places(use).map(([where, lines]) => [use, where, lines] as const)))(
		"not %s: %s",
		(_, __, lines) => {
			expect(messagesOf(HIDDEN, ...lines)).toEqual([]);
		},
	);

	test.each([
		["a name", "DbPasswordParameterName: { Type: String, NoEcho: true }", "DbPasswordParameterName"],
		["an ARN", "DbSecretArn: { Type: String, NoEcho: true }", "DbSecretArn"],
		["a user", "DbUser: { Type: String, NoEcho: true }", "DbUser"],
		["a choice", "DbPassword: { Type: String, NoEcho: true, AllowedValues: [a, b] }", "DbPassword"],
		["a path by default", "DbPassword: { Type: String, NoEcho: true, Default: /orders/db }", "DbPassword"],
		["a number", "DbPassword: { Type: Number, NoEcho: true }", "DbPassword"],
	])("not %s", (_, parameter, name) => {
		for (const [, lines] of places(`!Ref ${name}`)) {
			expect(messagesOf(parameter, ...lines)).toEqual([]);
		}
	});

	test.each([
		["where a password belongs", database("!Ref DbPassword")],
		["in a condition", ["Conditions: { Has: !Not [!Equals [!Ref DbPassword, '']] }", ...TOPIC]],
		["beside the value of an output", [...TOPIC, "Outputs: { Word: { Value: a, Description: !Ref DbPassword } }"]],
		[
			"in another property",
			[
				"Resources:",
				"  Web: { Type: AWS::EC2::Instance, Properties: { Tags: [{ Key: a, Value: !Ref DbPassword }] } }",
			],
		],
		[
			"in a nested stack, which may hide it",
			[
				"Resources:",
				"  Web: { Type: AWS::CloudFormation::Stack, Properties: { Parameters: { DbPassword: !Ref DbPassword } } }",
			],
		],
	])("not %s", (_, lines) => {
		expect(messagesOf(HIDDEN, ...lines)).toEqual([]);
	});

	test("is reported where it stands in a script, once a place", () => {
		const lines = [
			"Resources:",
			"  Web:",
			"    Type: AWS::EC2::Instance",
			"    Properties:",
			"      UserData: !Base64",
			"        Fn::Sub: |",
			"          #!/bin/bash",
			"          mysql -u app -p${DbPassword}",
			"          mysql -u app -p${DbPassword}",
		];
		expect(messagesOf(HIDDEN, ...lines)).toEqual([`10:26 The user data of 'Web'${tail}`]);
	});
});
