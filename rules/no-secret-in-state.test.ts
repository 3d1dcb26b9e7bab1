import { expect, test } from "vitest";
import { TextLinter } from "../src/lint/lint-text.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { noSecretInState } from "./no-secret-in-state.ts";

const PARAMETER = `resource "aws_ssm_parameter" "token" {
  name  = "/orders/token"
  type  = "SecureString"
  value = var.token
}
`;

/** A resource with these lines. */
const resource = (type: string, lines: string): string =>
	`resource "${type}" "x" {\n${lines.replaceAll(/^/gmu, "  ")}\n}\n`;

const cases = <C extends { readonly code: string }>(all: readonly C[]): readonly (C & { filename: string })[] =>
	all.map((one) => ({ ...one, filename: "main.tf" }));

const database = (password: string): string =>
	resource("aws_db_instance", `engine   = "postgres"\npassword = ${password}\nusername = "app"`);

/** A state with one resource. */
const state = (type: string, attributes: Readonly<Record<string, unknown>>): string =>
	JSON.stringify(
		{
			version: 4,
			terraform_version: "1.9.0",
			resources: [{ module: "module.app", mode: "managed", type, name: "x", instances: [{ attributes }] }],
		},
		null,
		2,
	);

/** What `terraform show -json` writes of a plan with one resource. */
const plan = (type: string, values: Readonly<Record<string, unknown>>): string =>
	JSON.stringify({
		format_version: "1.2",
		terraform_version: "1.9.0",
		planned_values: {
			root_module: { resources: [{ address: `${type}.x`, mode: "managed", type, name: "x", values }] },
		},
	});

const version = (value: string): string =>
	resource("aws_secretsmanager_secret_version", `secret_id     = var.secret_id\nsecret_string = ${value}`);

const HARMLESS = [
	"var.region",
	"(var.app_id)",
	"var.client_id",
	"data.aws_caller_identity.current.account_id",
	"var.support_email",
	"var.phone_number",
	"var.log_level",
	"local.settings.docker_username",
	'"redis://${var.cache_endpoint}:${var.port}"',
	'var.is_live ? "https://${var.host}" : ""',
];

const SECRET = [
	"var.signing_key",
	"var.database_url",
	"var.slack_webhook",
	"var.oauth_config",
	"var.db_config",
	"local.settings.service_account",
	"var.service_account_file",
	"var.smtp_access",
	"var.google_client",
	"var.license_file",
	"var.tls_template",
	"var.error_message",
	'"${var.pin_config}"',
	"var.app_ids[0]",
	'"postgres://${var.user}:${var.password}@${var.host}"',
	"var.is_live ? var.app_id : var.token",
	"jsonencode({ id = var.app_id })",
];

testRule(noSecretInState, {
	silent: [
		...[
			["a state without secrets", state("aws_kms_key", { description: "x" })],
			["a state with a password that is managed", state("aws_db_instance", { password: null, username: "app" })],
			["a state with an empty password", state("aws_db_instance", { password: "" })],
			["a state with a plaintext parameter", state("aws_ssm_parameter", { type: "String", value: "x" })],
			["a state that is none", "{"],
		].map(([name = "", code = ""]) => ({ name, code, filename: "terraform.tfstate" })),
		{
			name: "a template has no state",
			code: "Resources: { P: { Type: AWS::SSM::Parameter, Properties: { Type: SecureString, Value: !Ref Token } } }",
		},
		...cases([
			{ name: "plaintext in Parameter Store, too", code: PARAMETER.replace("SecureString", "String") },
			{ name: "a type that is not known", code: PARAMETER.replace('"SecureString"', "var.type") },
			{
				name: "a value that is set outside of Terraform",
				code: PARAMETER.replace(/\}\n$/u, "\n  lifecycle {\n    ignore_changes = [value]\n  }\n}\n"),
			},
			{
				name: "changes that are all ignored",
				code: PARAMETER.replace(/\}\n$/u, "\n  lifecycle {\n    ignore_changes = all\n  }\n}\n"),
			},
			{
				name: "a write-only argument",
				code: PARAMETER.replace(
					"value = var.token",
					"\n  value_wo         = var.token\n  value_wo_version = 1",
				),
			},
			{
				name: "what is written in the file is another fault",
				code: PARAMETER.replace("var.token", '"replaced-later"'),
			},
			{
				name: "what is no secret",
				code: `${PARAMETER.replace("var.token", "aws_db_instance.x.endpoint")}\nresource "aws_db_instance" "x" {\n}\n`,
			},
			...HARMLESS.flatMap((value) =>
				[PARAMETER.replace("var.token", value), version(value)].map((code) => ({
					name: `what is no secret by its name: ${value}`,
					code,
				})),
			),
			{
				name: "a password that RDS manages",
				code: resource("aws_db_instance", "manage_master_user_password = true"),
			},
			{ name: "no password", code: database("null") },
			{
				name: "an ephemeral resource",
				code: 'ephemeral "aws_kms_secrets" "x" {\n  secret {\n    name    = "a"\n    payload = var.ciphertext\n  }\n}\n',
			},
			{
				name: "a write-only argument of an ephemeral secret",
				code: `ephemeral "random_password" "x" {\n  length = 32\n}\n${database("null").replace("password = null", "password_wo = ephemeral.random_password.x.result")}`,
			},
			{
				name: "a write-only argument of what is no secret",
				code: `resource "random_password" "x" {\n  length = 32\n}\n${database("null").replace("password = null", "password_wo = random_password.x.id")}`,
			},
			...['pgp_key = "keybase:deploy"', "pgp_key = var.key"].map((line) => ({
				name: `a key of IAM that is encrypted: ${line}`,
				code: resource("aws_iam_access_key", `user = "deploy"\n${line}`),
			})),
			{
				name: "a key of IAM that exists elsewhere",
				code: 'data "aws_iam_access_keys" "x" {\n  user = "deploy"\n}\n',
			},
			{ name: "the name of a secret", code: resource("aws_secretsmanager_secret", "name = var.secret_name") },
		]),
	],
	found: [
		...[
			["aws_db_instance", { password: fakeSecret("password") }, "password"],
			["aws_ssm_parameter", { type: "SecureString", value: fakeSecret("password") }, "value"],
			["aws_mq_broker", { user: [{ password: fakeSecret("password") }] }, "password"],
		].map(([type, attributes, argument]) => ({
			name: `a state with \`${String(argument)}\` of ${String(type)}`,
			filename: "terraform.tfstate.backup",
			code: state(String(type), attributes as Readonly<Record<string, unknown>>),
			errors: [
				{
					messageId: "shownSecrets",
					data: {
						kind: "state",
						count: "a secret",
						argument: String(argument),
						id: `module.app.${String(type)}.x`,
					},
					line: 2,
					column: 3,
				},
			],
		})),
		...cases(
			SECRET.flatMap((value) =>
				[PARAMETER.replace("var.token", value), version(value)].map((code) => ({
					name: `what may be a secret: ${value}`,
					code,
					errors: [{ messageId: "storedSecret", suggestions: 2 }],
				})),
			),
		),
		...cases([
			{
				name: "a SecureString",
				code: PARAMETER,
				errors: [
					{
						messageId: "storedSecret",
						data: { id: "aws_ssm_parameter.token", argument: "value", advice: "Pass it in `value_wo`." },
						line: 4,
						column: 11,
						endColumn: 20,
						suggestions: [
							{
								messageId: "useUnstored",
								data: { unstored: "value_wo" },
								output: `resource "aws_ssm_parameter" "token" {
  name = "/orders/token"
  type = "SecureString"

  value_wo         = var.token
  value_wo_version = 1
}
`,
							},
							{
								messageId: "useOutside",
								data: { argument: "value" },
								output: `resource "aws_ssm_parameter" "token" {
  name  = "/orders/token"
  type  = "SecureString"
  value = var.token

  lifecycle {
    ignore_changes = [value]
  }
}
`,
							},
						],
					},
				],
			},
			{
				name: "a password between others",
				code: database("random_password.x.result"),
				errors: [
					{
						messageId: "storedSecret",
						line: 3,
						column: 14,
						suggestions: [
							{
								messageId: "useUnstored",
								data: { unstored: "password_wo" },
								output: resource(
									"aws_db_instance",
									'engine = "postgres"\n\npassword_wo         = random_password.x.result\npassword_wo_version = 1\n\nusername = "app"',
								).replaceAll(/^ +$/gmu, ""),
							},
							{
								messageId: "useOutside",
								data: { argument: "password" },
								output: database("random_password.x.result").replace(
									/\}\n$/u,
									"\n  lifecycle {\n    ignore_changes = [password]\n  }\n}\n",
								),
							},
						],
					},
				],
			},
			{
				name: "the argument in a block",
				code: resource(
					"aws_opensearch_domain",
					"advanced_security_options {\n  master_user_options {\n    master_user_password = var.password\n  }\n}",
				),
				errors: [
					{
						messageId: "storedSecret",
						data: {
							id: "aws_opensearch_domain.x",
							argument: "master_user_password",
							advice: "Set it outside Terraform.",
						},
						line: 4,
					},
				],
			},
			{
				name: "a text with a secret in it, on several lines",
				code: resource(
					"aws_secretsmanager_secret_version",
					'secret_id = "x"\nsecret_string = jsonencode({\n  user     = "app"\n  password = var.password\n})',
				),
				errors: [{ messageId: "storedSecret", suggestions: 2 }],
			},
			{
				name: "a version of Terraform without write-only arguments",
				code: `terraform {\n  required_version = "~> 1.9.0"\n}\n\n${PARAMETER}`,
				errors: [
					{
						messageId: "storedSecret",
						data: { id: "aws_ssm_parameter.token", argument: "value", advice: "Set it outside Terraform." },
						suggestions: 1,
					},
				],
			},
			{
				name: "a lifecycle is there already",
				code: PARAMETER.replace(/\}\n$/u, "\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n"),
				errors: [{ messageId: "storedSecret", suggestions: 1 }],
			},
			{
				name: "a key of IAM that Terraform creates",
				code: resource("aws_iam_access_key", "user = aws_iam_user.deploy.name"),
				errors: [
					{
						messageId: "storedSecret",
						data: {
							id: "aws_iam_access_key.x",
							argument: "secret",
							advice: "Use a role instead, or set `pgp_key`.",
						},
						line: 1,
					},
				],
			},
			{
				name: "a ciphertext of every plan",
				code: 'data "aws_kms_ciphertext" "token" {\n  key_id    = aws_kms_key.app.key_id\n  plaintext = var.token\n}\n',
				errors: [
					{
						messageId: "renewedSecret",
						data: {
							id: "data.aws_kms_ciphertext.token",
							argument: "plaintext",
							advice: "Encrypt it outside Terraform.",
						},
						line: 3,
						column: 15,
					},
				],
			},
			{
				name: "a write-only argument of what the state has anyway",
				code: `resource "random_password" "x" {\n  length = 32\n}\n\n${database("null").replace("password = null", "password_wo = random_password.x.result")}`,
				errors: [
					{
						messageId: "storedSource",
						data: {
							id: "random_password.x",
							argument: "password_wo",
							unstored: 'ephemeral "random_password"',
						},
						line: 7,
						column: 17,
					},
				],
			},
			...[
				["", 'Use `ephemeral "aws_kms_secrets"`.'],
				['terraform {\n  required_version = "~> 1.9.0"\n}\n', "Decrypt it outside Terraform."],
			].map(([before = "", advice = ""]) => ({
				name: `what a data source decrypts: ${advice}`,
				code: `data "aws_kms_secrets" "x" {\n  secret {\n    name    = "a"\n    payload = var.ciphertext\n  }\n}\n${before}`,
				errors: [
					{
						messageId: "decryptedSecrets",
						data: { id: "data.aws_kms_secrets.x", advice },
						line: 1,
						column: 6,
					},
				],
			})),
			{
				name: "several instances of one block",
				code: PARAMETER.replace("{\n", '{\n  for_each = toset(["a", "b"])\n\n'),
				errors: [{ messageId: "storedSecret", suggestions: 2 }],
			},
		]),
	],
});

test("a plan that is kept is reported once, and its secrets are masked", () => {
	const [one, other] = [fakeSecret("password", 1), fakeSecret("password", 2)];
	const linter = new TextLinter({
		preset: "recommended",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: import.meta.dirname,
	});
	const text = plan("aws_mq_broker", { user: [{ password: one }, { password: other }] });
	const { findings, secretSpans } = linter.lint(text, "plan.json");
	expect(findings.map(({ message }) => message)).toEqual([
		"This plan has 2 secrets in plaintext, such as `password` of 'aws_mq_broker.x'. Remove the file, then rotate them.",
	]);
	const hidden = secretSpans().map(({ start, end }) => text.slice(start, end));
	expect([one, other].every((secret) => hidden.some((span) => span.includes(secret)))).toBe(true);
});

test.each([
	["~> 1.5", true],
	[">= 1.3, < 2.0.0", true],
	["1.11.4", true],
	["< 1.11.0", false],
	["<= 1.10", false],
	["= 1.9.8", false],
	["~> 1.11.2", true],
	["~> 0.14", false],
])("required_version `%s` allows write-only arguments: %s", (version, allows) => {
	const { messages } = lintTemplate(
		`terraform {\n  required_version = "${version}"\n}\n\n${PARAMETER}`,
		{ "no-secret-in-state": {} },
		"main.tf",
	);
	expect(messages.map(({ message }) => message.includes("value_wo"))).toEqual([allows]);
});
