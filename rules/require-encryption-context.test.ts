import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TextLinter } from "../src/lint/lint-text.ts";
import { testRule, type FoundCase } from "../src/testing/rule-tester.ts";
import { requireEncryptionContext } from "./require-encryption-context.ts";
import { removeFolder } from "../src/testing/remove-folder.ts";

const V3 = `import { DecryptCommand, KMSClient } from "@aws-sdk/client-kms";\nconst client = new KMSClient({});\n`;
const BLOB = `CiphertextBlob: Buffer.from(process.env.DB_PASSWORD, "base64")`;

function found(name: string, code: string, filename?: string): FoundCase {
	return {
		name,
		code,
		...(filename === undefined ? {} : { filename }),
		errors: [{ messageId: "missingContext", data: {} }],
	};
}

describe("a decryption", () => {
	testRule(requireEncryptionContext, {
		found: [
			{
				name: "of a variable is reported at its head, and mended for TypeScript",
				code: `${V3}await client.send(new DecryptCommand({ ${BLOB} }));\n`,
				options: { maker: "console" },
				errors: [
					{
						messageId: "unmatchedContext",
						data: {},
						line: 3,
						column: 19,
						endLine: 3,
						endColumn: 37,
						suggestions: [
							{
								messageId: "addContext",
								data: {},
								output: `${V3}await client.send(new DecryptCommand({ ${BLOB}, EncryptionContext: { LambdaFunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME! } }));\n`,
							},
						],
					},
				],
			},
			{
				name: "in JavaScript needs no assertion",
				filename: "handler.mjs",
				options: { maker: "console" },
				code: `${V3}await client.send(new DecryptCommand({\n  ${BLOB},\n}));\n`,
				errors: [
					{
						messageId: "unmatchedContext",
						suggestions: [
							{
								messageId: "addContext",
								output: `${V3}await client.send(new DecryptCommand({\n  ${BLOB},\n  EncryptionContext: { LambdaFunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME },\n}));\n`,
							},
						],
					},
				],
			},
			{
				name: "with an empty context",
				filename: "handler.mjs",
				options: { maker: "console" },
				code: `${V3}await client.send(new DecryptCommand({ ${BLOB}, EncryptionContext: {} }));\n`,
				errors: [
					{
						messageId: "unmatchedContext",
						suggestions: [
							{
								messageId: "addContext",
								output: `${V3}await client.send(new DecryptCommand({ ${BLOB}, EncryptionContext: { LambdaFunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME } }));\n`,
							},
						],
					},
				],
			},
			{
				name: "beside an encryption of the module's own takes its context",
				filename: "handler.mjs",
				code: `${V3}const seal = (text) => client.send(new EncryptCommand({ KeyId: "alias/a", Plaintext: text, EncryptionContext: { app: "orders" } }));\nawait client.send(new DecryptCommand({ ${BLOB} }));\n`.replace(
					"DecryptCommand,",
					"DecryptCommand, EncryptCommand,",
				),
				errors: [
					{
						messageId: "unmatchedContext",
						suggestions: [
							{
								messageId: "addContext",
								output: `${V3}const seal = (text) => client.send(new EncryptCommand({ KeyId: "alias/a", Plaintext: text, EncryptionContext: { app: "orders" } }));\nawait client.send(new DecryptCommand({ ${BLOB}, EncryptionContext: { app: "orders" } }));\n`.replace(
									"DecryptCommand,",
									"DecryptCommand, EncryptCommand,",
								),
							},
						],
					},
				],
			},
			found(
				"of what the article's Terraform encrypts without a context has no suggestion, which would break it",
				`${V3}export const handler = async () => client.send(new DecryptCommand({ CiphertextBlob: Buffer.from(process.env.ENCRYPTED_API_TOKEN, "base64") }));`,
				"handler.mjs",
			),
			found(
				"as the console's first snippet had it",
				`const AWS = require("aws-sdk");\nconst encrypted = process.env["TOKEN"];\nlet decrypted;\nexports.handler = (event, context, callback) => {\n  const kms = new AWS.KMS();\n  kms.decrypt({ CiphertextBlob: new Buffer(encrypted, "base64") }, (err, data) => { decrypted = data.Plaintext.toString("ascii"); });\n};`,
				"handler.cjs",
			),
			found(
				"in a function that is given the ciphertext",
				`${V3}const decrypt = async (text: string) => client.send(new DecryptCommand({ CiphertextBlob: Buffer.from(text, "base64") }));\nawait decrypt(process.env.TOKEN!);`,
			),
			found(
				"in a function that is given the variable's name",
				`${V3}const decrypt = async (name: string) => client.send(new DecryptCommand({ CiphertextBlob: Buffer.from(process.env[name]!, "base64") }));`,
			),
			found(
				"of a variable taken out of the environment",
				`${V3}const { TOKEN } = process.env;\nawait client.send(new DecryptCommand({ CiphertextBlob: Buffer.from(TOKEN!, "base64") }));`,
			),
			found(
				"by v3's whole client, through a constant",
				`import { KMS } from "@aws-sdk/client-kms";\nconst input = { ${BLOB}, KeyId: process.env.KEY_ID };\nawait new KMS({}).decrypt(input);`,
			),
			found(
				"that says it is symmetric",
				`${V3}await client.send(new DecryptCommand({ ${BLOB}, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" }));`,
			),
			found(
				"of an environment under another name",
				`${V3}const env = process.env;\nawait client.send(new DecryptCommand({ CiphertextBlob: Buffer.from(env.TOKEN!, "base64") }));`,
			),
			found(
				"of an environment that is imported",
				`${V3}import { env } from "node:process";\nawait client.send(new DecryptCommand({ CiphertextBlob: Uint8Array.from(Buffer.from(env.TOKEN!, "base64")) }));`,
			),
			found(
				"through a decoder",
				`${V3}import { fromBase64 } from "@smithy/util-base64";\nawait client.send(new DecryptCommand({ CiphertextBlob: fromBase64(process.env.TOKEN!) }));`,
			),
		],
		silent: [
			{
				name: "names its context",
				code: `${V3}await client.send(new DecryptCommand({ ${BLOB}, EncryptionContext: { LambdaFunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME! } }));`,
			},
			{
				name: "names a context of a variable",
				code: `${V3}await client.send(new DecryptCommand({ ${BLOB}, EncryptionContext: context }));`,
			},
			{
				name: "uses an asymmetric key",
				code: `${V3}await client.send(new DecryptCommand({ ${BLOB}, KeyId: key, EncryptionAlgorithm: "RSAES_OAEP_SHA_256" }));`,
			},
			{
				name: "uses an algorithm that only run time knows",
				code: `${V3}await client.send(new DecryptCommand({ ${BLOB}, EncryptionAlgorithm: process.env.ALGORITHM }));`,
			},
			{
				name: "reads what the event brings",
				code: `${V3}export const handler = async (event) => client.send(new DecryptCommand({ CiphertextBlob: Buffer.from(event.blob, "base64") }));`,
			},
			{
				name: "reads what a table holds",
				code: `${V3}export const open = async (row) => client.send(new DecryptCommand({ CiphertextBlob: row.blob, KeyId: process.env.KEY_ID }));`,
			},
			{
				name: "has a spread that may carry the context",
				code: `${V3}await client.send(new DecryptCommand({ ${BLOB}, ...options }));`,
			},
			{
				name: "has a context that is added later",
				code: `${V3}const input = { ${BLOB} };\ninput.EncryptionContext = context;\nawait client.send(new DecryptCommand(input));`,
			},
			{
				name: "has an input that only run time knows",
				code: `${V3}export const open = (input) => client.send(new DecryptCommand(input));`,
			},
			{
				name: "is another library's",
				code: `import { DecryptCommand } from "./commands";\nnew DecryptCommand({ ${BLOB} });`,
			},
			{
				name: "is an encryption",
				code: `import { EncryptCommand } from "@aws-sdk/client-kms";\nnew EncryptCommand({ Plaintext: Buffer.from(process.env.TOKEN) });`,
			},
		],
	});
});

describe("what makes a ciphertext", () => {
	const module = (context: string, variable = "data.aws_kms_ciphertext.token.ciphertext_blob", keyword = "data") =>
		`${keyword} "aws_kms_ciphertext" "token" {\n  key_id    = "alias/app"\n  plaintext = var.token\n${context}}\n` +
		`resource "aws_lambda_function" "api" {\n  environment {\n    variables = {\n      ENCRYPTED_TOKEN = ${variable}\n    }\n  }\n}\n`;
	const reported = (name: string, code: string, id = "data.aws_kms_ciphertext.token"): FoundCase => ({
		name,
		code,
		filename: "main.tf",
		errors: [{ messageId: "unboundCiphertext", data: { id, argument: "context", variable: "ENCRYPTED_TOKEN" } }],
	});
	testRule(requireEncryptionContext, {
		found: [
			reported("for a variable has no context", module("")),
			reported("has an empty context", module("  context = {}\n")),
			reported(
				"is a resource",
				module("", "aws_kms_ciphertext.token.ciphertext_blob", "resource"),
				"aws_kms_ciphertext.token",
			),
		],
		silent: [
			["has a context", module('  context = {\n    LambdaFunctionName = "api"\n  }\n')],
			["has a context that is not known", module("  context = var.context\n")],
			["is for no variable", module("", '"x"')],
			["is not there", 'resource "aws_lambda_function" "api" {\n}\n'],
		].map(([name = "", code = ""]) => ({ name, code, filename: "main.tf" })),
	});
});

describe("both ends of a ciphertext", () => {
	let cwd: string;
	beforeAll(() => {
		cwd = mkdtempSync(join(tmpdir(), "kmslint-context-"));
	});
	afterAll(() => {
		removeFolder(cwd);
	});

	test.each<readonly [made: string, decrypted: string, ids: readonly string[]]>([
		['context = { fn = "api" }', ', EncryptionContext: { fn: "api" }', []],
		['context = { fn = "api" }', "", ["missedContext"]],
		["", ', EncryptionContext: { fn: "api" }', ["needlessContext", "unboundCiphertext"]],
		["", "", ["unboundCiphertext"]],
		["context = var.context", "", []],
		['context = { fn = "api" }', ", ...more", []],
	])("%s, then %s", (made, decrypted, ids) => {
		const text = `variable "context" {}
data "aws_kms_ciphertext" "token" {
  key_id    = "alias/app"
  plaintext = "x"
  ${made}
}
data "archive_file" "code" {
  type        = "zip"
  source_dir  = "\${path.module}/src"
  output_path = "code.zip"
}
resource "aws_lambda_function" "api" {
  filename = data.archive_file.code.output_path
  handler  = "app.handler"
  runtime  = "nodejs22.x"
  environment { variables = { TOKEN = data.aws_kms_ciphertext.token.ciphertext_blob } }
}
`;
		mkdirSync(join(cwd, "src"), { recursive: true });
		writeFileSync(join(cwd, "main.tf"), text);
		writeFileSync(
			join(cwd, "src/app.mjs"),
			`import { DecryptCommand } from "@aws-sdk/client-kms";\nexport const handler = async () => client.send(new DecryptCommand({ CiphertextBlob: Buffer.from(process.env.TOKEN, "base64")${decrypted} }));\n`,
		);
		const linter = new TextLinter({
			preset: "strict",
			rules: new Map(),
			parameterOverrides: {},
			inventory: null,
			suppressions: true,
			cwd,
		});
		const { findings } = linter.lint(text, "main.tf");
		expect(
			findings
				.flatMap(({ rule, messageId }) => (rule === requireEncryptionContext.name ? [messageId] : []))
				.sort(),
		).toEqual(ids);
	});
});
