import type { Canary } from "./canaries.ts";

/** One way to have a secret in a module of Terraform. */
interface ModulePlace {
	readonly name: string;
	/** @param secret the secret as an expression */
	readonly write: (secret: string, canary: Canary) => string;
	/** Nothing around it says that it is one. */
	readonly free?: true;
	/** A word alone may say which kind of secret is asked for, and stays. */
	readonly likely?: true;
	/** In another file than a module's. */
	readonly extension?: "tfvars";
}

/** How the secret is spelled. */
export const MODULE_STYLES = ["quoted", "escaped", "heredoc", "flush"] as const;

type ModuleStyle = (typeof MODULE_STYLES)[number];

const fn = (variables: string, more = ""): string =>
	`resource "aws_lambda_function" "fn" {\n  function_name = "fn"\n  role = "arn:aws:iam::111122223333:role/r"\n\n  environment {\n    variables = ${variables}\n  }\n}\n${more}`;
const db = (password: string): string =>
	`resource "aws_db_instance" "db" {\n  username = "app"\n  password = ${password}\n  storage_encrypted = false\n}\n`;
const oneLine = ({ value }: Canary): string => value.replaceAll("\n", "");
const halves = ({ value }: Canary): readonly [string, string] => [
	quoted(value.slice(0, value.length / 2)),
	quoted(value.slice(value.length / 2)),
];

/** Modules with a secret in them. */
export const MODULE_PLACES: readonly ModulePlace[] = [
	{ name: "environment", write: (s) => fn(`{ STAGE = "prod", DB_PASSWORD = ${s} }`) },
	{ name: "environment, conditional", write: (s) => fn(`{ DB_PASSWORD = var.is_prod ? ${s} : "x" }`) },
	{ name: "environment, merge", write: (s) => fn(`merge({ DB_PASSWORD = ${s} }, var.more)`) },
	{
		name: "environment, template",
		write: (_, { value }) => fn(`{ DB_PASSWORD = "\${var.stage}${quoted(value).slice(1, -1)}" }`),
	},
	{
		name: "environment, join",
		write: (_, canary) => fn(`{ DB_PASSWORD = join("", [${halves(canary).join(", ")}]) }`),
	},
	{
		name: "environment, header",
		write: (s, { value }) => fn(`{ AUTH = ${quoted(`Bearer ${value}`)}, API_TOKEN = ${s} }`),
	},
	{
		name: "environment, connection string with a hole",
		write: (_, canary) =>
			fn(
				`{ CONNECTION = "Server=\${aws_db_instance.db.address};User ID=app;Password=${quoted(oneLine(canary)).slice(1, -1)};Encrypt=true" }`,
			),
	},
	{
		name: "environment, JSON",
		write: (_, { value }) => fn(`{ CONFIG = ${quoted(JSON.stringify({ user: "app", password: value }))} }`),
	},
	{ name: "environment, jsonencode", write: (s) => fn(`{ CONFIG = jsonencode({ user = "app", password = ${s} }) }`) },
	{ name: "environment, coalesce", write: (s) => fn(`{ DB_PASSWORD = coalesce(var.given, ${s}) }`) },
	{ name: "environment, for", write: (s) => fn(`{ for k, v in { API_TOKEN = ${s} } : k => v }`) },
	{
		name: "environment, local",
		write: (s) => fn("{ DB_PASSWORD = local.word }", `\nlocals {\n  word = ${s}\n}\n`),
	},
	{
		name: "environment, local of a local",
		write: (s) => fn("{ DB_PASSWORD = local.first }", `\nlocals {\n  first = local.second\n  second = ${s}\n}\n`),
	},
	{
		name: "environment, variable",
		write: (s) => fn("{ DB_PASSWORD = var.word }", `\nvariable "word" {\n  default = ${s}\n}\n`),
	},
	{
		name: "environment, variable by a key",
		write: (s) => fn('{ DB_PASSWORD = var.words["db"] }', `\nvariable "words" {\n  default = { db = ${s} }\n}\n`),
	},
	{ name: "variable", write: (s) => `variable "db_password" {\n  type = string\n  default = ${s}\n}\n` },
	{ name: "sensitive variable", write: (s) => `variable "word" {\n  sensitive = true\n  default = ${s}\n}\n` },
	{
		name: "variable, compared",
		write: (s) =>
			`variable "db_password" {\n  validation {\n    condition = var.db_password != ${s}\n    error_message = "Another one."\n  }\n}\n`,
	},
	{ name: "local", write: (s) => `locals {\n  api_token = ${s}\n}\n` },
	{ name: "local, map of secrets", write: (s) => `locals {\n  passwords = {\n    shop = ${s}\n  }\n}\n` },
	{ name: "local, list of secrets", write: (s) => `locals {\n  api_tokens = [${s}, "b"]\n}\n` },
	{ name: "values", extension: "tfvars", write: (s) => `stage = "prod"\ndb_password = ${s}\n` },
	{ name: "output", write: (s) => `output "api_token" {\n  value = ${s}\n}\n` },
	{ name: "database", write: (s) => db(s) },
	{
		name: "database, variable",
		write: (s) => `${db("var.word")}\nvariable "word" {\n  default = ${s}\n}\n`,
	},
	{
		name: "parameter",
		write: (s) =>
			`resource "aws_ssm_parameter" "p" {\n  name = "/app/word"\n  type = "SecureString"\n  value = ${s}\n}\n`,
	},
	{
		name: "parameter by its name",
		write: (s) =>
			`resource "aws_ssm_parameter" "p" {\n  name = "/app/db-password"\n  type = "String"\n  value = ${s}\n}\n`,
	},
	{
		name: "secret",
		write: (s) =>
			`resource "aws_secretsmanager_secret_version" "v" {\n  secret_id = "s"\n  secret_string = ${s}\n}\n`,
	},
	{
		name: "secret, jsonencode",
		write: (s) =>
			`resource "aws_secretsmanager_secret_version" "v" {\n  secret_id = "s"\n  secret_string = jsonencode({ user = "app", password = ${s} })\n}\n`,
	},
	{
		name: "ciphertext",
		write: (s) => `data "aws_kms_ciphertext" "c" {\n  key_id = "k"\n  plaintext = ${s}\n}\n`,
	},
	{
		name: "provider",
		write: (s) => `provider "aws" {\n  region = "eu-west-1"\n  access_key = "a"\n  secret_key = ${s}\n}\n`,
	},
	{
		name: "backend",
		write: (s) => `terraform {\n  backend "s3" {\n    bucket = "b"\n    secret_key = ${s}\n  }\n}\n`,
	},
	{
		name: "block with a name",
		write: (s) =>
			`resource "aws_codebuild_project" "p" {\n  environment {\n    environment_variable {\n      name = "NPM_TOKEN"\n      value = ${s}\n    }\n  }\n}\n`,
	},
	{
		name: "dynamic block",
		write: (s) =>
			`resource "aws_codebuild_project" "p" {\n  dynamic "environment_variable" {\n    for_each = { NPM_TOKEN = ${s} }\n    content {\n      name = environment_variable.key\n      value = environment_variable.value\n    }\n  }\n}\n`,
	},
	{
		name: "containers",
		write: (s) =>
			`resource "aws_ecs_task_definition" "t" {\n  container_definitions = jsonencode([{\n    name = "app"\n    environment = [{ name = "DB_PASSWORD", value = ${s} }]\n  }])\n}\n`,
	},
	{
		name: "module",
		write: (s) => `module "db" {\n  source = "./db"\n  db_password = ${s}\n}\n`,
	},
	{
		name: "user data",
		write: (_, canary) =>
			`resource "aws_instance" "i" {\n  user_data = <<-EOT\n    #!/bin/bash\n    export STAGE=\${var.stage}\n    export DB_PASSWORD='${oneLine(canary).replaceAll(/['$%]/gu, "")}'\n  EOT\n}\n`,
	},
	{
		name: "option of a command",
		write: (s) =>
			`resource "null_resource" "n" {\n  provisioner "local-exec" {\n    interpreter = ["serve", "--password", ${s}]\n  }\n}\n`,
	},
	{
		name: "directive",
		write: (_, canary) =>
			`locals {\n  db_password = "%{ if var.is_prod }${quoted(oneLine(canary)).slice(1, -1)}%{ else }x%{ endif }"\n}\n`,
	},
	{
		name: "pieces of a URI",
		write: (_, canary) =>
			fn(`{ DATABASE_URL = "postgres://app:${encodeURIComponent(oneLine(canary))}@\${var.host}/orders" }`),
	},
	{ name: "comment", write: (_, canary) => `# db_password = ${quoted(oneLine(canary))}\nlocals {\n  a = 1\n}\n` },
	{
		name: "comment behind",
		write: (_, canary) => `locals {\n  a = 1 // api_token = ${quoted(oneLine(canary))}\n}\n`,
	},
	{
		name: "comment of several lines",
		write: (_, canary) => `/*\n  provider "x" {\n    password = ${quoted(oneLine(canary))}\n  }\n*/\n`,
	},
	{ name: "tag", free: true, write: (s) => `resource "aws_sqs_queue" "q" {\n  tags = {\n    Note = ${s}\n  }\n}\n` },
	{ name: "name", free: true, write: (s) => `resource "aws_sqs_queue" "q" {\n  name = ${s}\n}\n` },
	{ name: "broken", write: (s) => `locals {\n  a = [\n  db_password = ${s}\n}\n` },
	{ name: "broken behind", write: (s) => `locals {\n  db_password = ${s} x\n}\n\nresource {\n` },
];

/** The text of a file with a secret at a place. */
export function secretModule(
	place: ModulePlace,
	canary: Canary,
	style: ModuleStyle,
	eol: string,
): { readonly text: string; readonly extension: string } {
	const spelled = spell(canary.value, style);
	const text = place.write(spelled, canary).replaceAll("\n", eol);
	return { text, extension: place.extension ?? "tf" };
}

function spell(value: string, style: ModuleStyle): string {
	switch (style) {
		case "quoted":
			return quoted(value);
		case "escaped":
			return `"${[...value]
				.map((sign, at) =>
					at % 2 === 0 || quoted(sign).length > sign.length + 2 || sign === "$" || sign === "%"
						? `\\U${(sign.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`
						: sign,
				)
				.join("")}"`;
		case "heredoc":
		case "flush":
			return /[$%]\{|^EOT$/mu.test(value)
				? quoted(value)
				: `(<<${style === "flush" ? "-" : ""}EOT\n${style === "flush" ? value.replaceAll(/^/gmu, "      ") : value}\nEOT\n)`;
		default:
			return style satisfies never;
	}
}

function quoted(value: string): string {
	return `"${value
		.replaceAll(/["\\]/gu, "\\$&")
		.replaceAll("\n", "\\n")
		.replaceAll(/([$%])\{/gu, "$1$1{")}"`;
}
