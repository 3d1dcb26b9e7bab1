import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { TextLinter } from "./lint-text.ts";
import { removeFolder } from "../testing/remove-folder.ts";

let root: string;
beforeAll(() => {
	root = mkdtempSync(join(tmpdir(), "kmslint-module-"));
});
afterAll(() => {
	removeFolder(root);
});

const MODULE: Readonly<Record<string, string>> = {
	"keys.tf": 'resource "aws_kms_key" "data" {\n  description = "data"\n}\n',
	"main.tf": `resource "aws_lambda_function" "api" {
  function_name = "api"
  role          = var.role
  environment {
    variables = local.settings
  }
}

module "queue" {
  source  = "./queue"
  managed = false
}
`,
	"settings.tf": `locals {
  settings = { DB_PASSWORD = var.password, API_TOKEN = "${fakeSecret("token")}" }
}

resource "aws_ebs_volume" "data" {
  encrypted = var.encrypted
  size      = 1
}
`,
	"variables.tf": 'variable "password" {\n  type = string\n}\n\nvariable "role" {}\n\nvariable "encrypted" {}\n',
	"terraform.tfvars": "encrypted = false\n",
	"queue/main.tf":
		'variable "managed" {}\n\nresource "aws_sqs_queue" "q" {\n  sqs_managed_sse_enabled = var.managed\n}\n',
};
const NAMES = Object.keys(MODULE);

function write(folder: string): void {
	for (const [name, text] of Object.entries(MODULE)) {
		mkdirSync(dirname(join(root, folder, name)), { recursive: true });
		writeFileSync(join(root, folder, name), text);
	}
}

/** All that a run says of a file. */
function lint(folder: string, name: string): unknown {
	const linted = new TextLinter({
		preset: "audit",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: root,
	}).lint(MODULE[name] ?? "", join(root, folder, name));
	return {
		// Where something is said, how, and what would mend it.
		findings: linted.findings.map((finding) => JSON.stringify(finding)),
		unknown: linted.unknown,
		errors: linted.errors,
		hidden: linted.secretSpans(),
	};
}

test.each([
	["forwards", NAMES],
	["backwards", NAMES.toReversed()],
] as const)("a module that is read once says of each file what it says of that file alone: %s", (order, names) => {
	write(order);
	const together = new Map(names.map((name) => [name, lint(order, name)]));
	for (const name of names) {
		// In a folder of its own, nothing of it is known yet.
		write(`${order}-${name}`);
		expect(lint(`${order}-${name}`, name), name).toEqual(together.get(name));
	}
	for (const name of ["keys.tf", "main.tf", "settings.tf", "variables.tf"]) {
		expect(together.get(name), name).not.toMatchObject({ findings: [] });
	}
});
