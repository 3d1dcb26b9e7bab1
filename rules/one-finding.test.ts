import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TextLinter } from "../src/lint/lint-text.ts";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { PRESETS } from "../src/rule/rule.ts";
import { partOf } from "../src/testing/seed.ts";
import type { RuleOptions } from "../src/testing/ask-rules.ts";
import { lintSource } from "../src/testing/rule-tester.ts";

const ROOT = join(import.meta.dirname, "..", "fixtures");

/** Two faults that happen to stand at one place: mending one leaves the other. */
const DIFFERENT: readonly (readonly [string, string])[] = [
	// One condition that keeps out clients which rely on the default, and lets in any key.
	["no-upload-policy-pitfall/anyKey", "no-upload-policy-pitfall/blocksDefault"],
	// Which key a bucket has, and how often it is asked.
	["require-bucket-encryption/providerKey", "require-bucket-key/missingBucketKey"],
	// A key without attributes and properties: both stand at its name.
	["require-key-retention/missingRetention", "require-key-rotation/missingRotation"],
	// The permission of a function's role, and the key of its variables: both stand at the function's name.
	["require-decrypt-permission/missingKeyPolicy", "require-environment-key/missingKey"],
	// A variable that the code needs, and the key of those that are set.
	["no-unset-variable/unsetVariable", "require-environment-key/missingKey"],
];

const FILES = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter(
	(name) => /\.(?:ya?ml|json|tf|[cm]?[jt]s)$/u.test(name) && !name.includes("assembly"),
);

describe.each(PRESETS)("under %s", (preset) => {
	const linter = new TextLinter({
		preset,
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: ROOT,
	});

	test("no two findings of a fixture, or of half of them, are about the same thing", async () => {
		const pairs = new Set<string>();
		for (const name of preset === "recommended" ? FILES : partOf(FILES, 2)) {
			let count = 0;
			const text = readFileSync(join(ROOT, name), "utf8").replace(/<<([a-z-]+)>>/gu, (_mark, id: string) =>
				fakeSecret(id, ++count),
			);
			const { findings } = linter.lint(text, `x/${name.split("/").at(-1) ?? ""}`);
			findings.forEach((a, index) => {
				for (const b of findings.slice(index + 1)) {
					const [one = "", other = ""] = [a, b].map(({ rule, messageId }) => `${rule}/${messageId}`).sort();
					if (
						a.span.start === b.span.start &&
						a.span.end === b.span.end &&
						!DIFFERENT.some(([left, right]) => left === one && right === other)
					) {
						pairs.add(`${name}: ${one} and ${other}`);
					}
				}
			});
		}
		expect([...pairs]).toEqual([]);
	});
});

test("keys that a client is given are one finding, of the rule that knows the client", () => {
	const text = `import { S3Client } from "@aws-sdk/client-s3";
const s3 = new S3Client({
	credentials: { accessKeyId: "${fakeSecret("aws-access-key-id")}", secretAccessKey: "${fakeSecret("aws-secret-access-key")}" },
});
export const handler = async () => s3;
`;
	const BOTH = { "no-static-credentials": {}, "no-hardcoded-secret": {} };
	const rulesOf = (rules: RuleOptions): readonly (string | null)[] =>
		lintSource(text, rules).messages.map(({ ruleId }) => ruleId);
	expect(rulesOf(BOTH)).toEqual(["aws-kms/no-static-credentials"]);
	expect(rulesOf({ "no-hardcoded-secret": {} })).toHaveLength(2);
});

test.each([
	["in the client's argument", "", "process.env.APP_SECRET_ACCESS_KEY"],
	["by a constant", "const key = process.env.APP_SECRET_ACCESS_KEY;", "key"],
	["by a pattern", "const { APP_SECRET_ACCESS_KEY: key } = process.env;", "key"],
	["with a fallback", "", 'process.env.APP_SECRET_ACCESS_KEY ?? ""'],
])(
	"a variable that a client is given as its key is one finding, of the rule that knows the client: %s",
	(_, before, key) => {
		const text = `import { S3Client } from "@aws-sdk/client-s3";
${before}
const s3 = new S3Client({
	credentials: { accessKeyId: process.env.APP_ACCESS_KEY_ID, secretAccessKey: ${key} },
});
export const handler = async () => s3;
`;
		const rulesOf = (rules: RuleOptions): readonly (string | null)[] =>
			lintSource(text, rules).messages.map(({ ruleId }) => ruleId);
		expect(rulesOf({ "no-static-credentials": {}, "no-secret-from-environment": {} })).toEqual([
			"aws-kms/no-static-credentials",
		]);
		expect(rulesOf({ "no-secret-from-environment": {} })).toEqual(["aws-kms/no-secret-from-environment"]);
	},
);

test.each([
	[
		"an argument of a module",
		(password: string) => `module "f" {
  source                = "terraform-aws-modules/lambda/aws"
  environment_variables = { DB_PASSWORD = "${password}" }
}
`,
	],
	[
		"a local",
		(password: string) => `locals {
  variables = { DB_PASSWORD = "${password}" }
}

resource "aws_lambda_function" "f" {
  environment {
    variables = local.variables
  }
}
`,
	],
] as const)("%s of Terraform that becomes a variable is one finding", (_, code) => {
	const linter = new TextLinter({
		preset: "recommended",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: ROOT,
	});
	const text = code(fakeSecret("password"));
	const at = text.indexOf("DB_PASSWORD");
	const { findings } = linter.lint(text, "x/main.tf");
	expect(
		findings.filter(({ span }) => span.start > at && span.end <= text.indexOf("}", at)).map(({ rule }) => rule),
	).toEqual(["no-secret-in-environment"]);
});
