import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { detectSecret } from "../src/detect/detect-secret.ts";
import { PROVIDERS } from "../src/detect/formats/provider-table.ts";
import { TextLinter } from "../src/lint/lint-text.ts";
import { FAKE_IDS, fakeSecret } from "../src/testing/fake-secret.ts";
import { PRESETS } from "../src/rule/rule.ts";
import { partOf } from "../src/testing/seed.ts";
import type { RuleOptions } from "../src/testing/ask-rules.ts";
import { lintSource, lintTemplate } from "../src/testing/rule-tester.ts";

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

const lambda = (properties: object): object => ({
	Type: "AWS::Lambda::Function",
	Properties: {
		Role: "arn:aws:iam::111111111111:role/r",
		Handler: "a.handler",
		Runtime: "nodejs22.x",
		...properties,
	},
});
const S3_CODE = { S3Bucket: "b", S3Key: "k" };

/** Where a text can stand in a template. */
const PLACES: readonly (readonly [place: string, make: (text: string) => object])[] = [
	["the description", (text) => ({ Description: text })],
	["a sentence of the description", (text) => ({ Description: `deploy with ${text} please` })],
	["metadata", (text) => ({ Metadata: { Deploy: { Note: text } } })],
	["a list of metadata", (text) => ({ Metadata: { Notes: ["a", text] } })],
	["a parameter's description", (text) => ({ Parameters: { P: { Type: "String", Description: text } } })],
	["a parameter's default", (text) => ({ Parameters: { P: { Type: "String", Default: text } } })],
	[
		"a secret parameter's default",
		(text) => ({ Parameters: { ApiToken: { Type: "String", NoEcho: true, Default: text } } }),
	],
	["an allowed value", (text) => ({ Parameters: { P: { Type: "String", AllowedValues: [text, "b"] } } })],
	["a mapping", (text) => ({ Mappings: { M: { Prod: { Token: text } } } })],
	[
		"a condition",
		(text) => ({
			Parameters: { P: { Type: "String" } },
			Conditions: { C: { "Fn::Equals": [{ Ref: "P" }, text] } },
		}),
	],
	[
		"a rule",
		(text) => ({
			Rules: { R: { Assertions: [{ Assert: { "Fn::Equals": ["a", "a"] }, AssertDescription: text }] } },
		}),
	],
	["an output's description", (text) => ({ Outputs: { O: { Description: text, Value: "x" } } })],
	["an output", (text) => ({ Outputs: { O: { Value: text } } })],
	[
		"a display name",
		(text) => ({ Resources: { T: { Type: "AWS::SNS::Topic", Properties: { DisplayName: text } } } }),
	],
	[
		"a property's description",
		(text) => ({ Resources: { F: lambda({ Code: S3_CODE, Description: `uses ${text}` }) } }),
	],
	[
		"a variable",
		(text) => ({ Resources: { F: lambda({ Code: S3_CODE, Environment: { Variables: { X: text } } }) } }),
	],
	[
		"a tag",
		(text) => ({
			Resources: { T: { Type: "AWS::SNS::Topic", Properties: { Tags: [{ Key: "a", Value: text }] } } },
		}),
	],
	[
		"the metadata of a resource",
		(text) => ({ Resources: { T: { Type: "AWS::SNS::Topic", Metadata: { Note: text } } } }),
	],
	[
		"a variable by a mapping",
		(text) => ({
			Mappings: { M: { Prod: { Token: text } } },
			Resources: {
				F: lambda({
					Code: S3_CODE,
					Environment: { Variables: { API_TOKEN: { "Fn::FindInMap": ["M", "Prod", "Token"] } } },
				}),
			},
		}),
	],
	[
		"a variable by a parameter",
		(text) => ({
			Parameters: { P: { Type: "String", Default: text } },
			Resources: { F: lambda({ Code: S3_CODE, Environment: { Variables: { API_TOKEN: { Ref: "P" } } } }) },
		}),
	],
	[
		"a plaintext parameter of SSM",
		(text) => ({ Resources: { P: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: text } } } }),
	],
	[
		"user data",
		(text) => ({
			Resources: {
				I: {
					Type: "AWS::EC2::Instance",
					Properties: { UserData: { "Fn::Base64": `#!/bin/bash\nexport API_TOKEN=${text}\n` } },
				},
			},
		}),
	],
	[
		"user data by a mapping",
		(text) => ({
			Mappings: { M: { P: { U: `#!/bin/bash\nexport API_TOKEN=${text}\n` } } },
			Resources: {
				I: {
					Type: "AWS::EC2::Instance",
					Properties: { UserData: { "Fn::Base64": { "Fn::FindInMap": ["M", "P", "U"] } } },
				},
			},
		}),
	],
	[
		"a part of user data by a mapping",
		(text) => ({
			Mappings: { M: { P: { U: text } } },
			Resources: {
				I: {
					Type: "AWS::EC2::Instance",
					Properties: {
						UserData: {
							"Fn::Base64": {
								"Fn::Sub": ["export API_TOKEN=${U}", { U: { "Fn::FindInMap": ["M", "P", "U"] } }],
							},
						},
					},
				},
			},
		}),
	],
	[
		"user data in a loop",
		(text) => ({
			Transform: "AWS::LanguageExtensions",
			Resources: {
				"Fn::ForEach::Hosts": [
					"N",
					["a", "b"],
					{
						"I${N}": {
							Type: "AWS::EC2::Instance",
							Properties: { UserData: { "Fn::Base64": `export API_TOKEN=${text}\n` } },
						},
					},
				],
			},
		}),
	],
	[
		"a file of cfn-init in a loop",
		(text) => ({
			Transform: "AWS::LanguageExtensions",
			Resources: {
				"Fn::ForEach::Hosts": [
					"N",
					["a", "b"],
					{
						"I${N}": {
							Type: "AWS::EC2::Instance",
							Metadata: {
								"AWS::CloudFormation::Init": {
									config: { files: { "/a": { content: `token=${text}\n` } } },
								},
							},
						},
					},
				],
			},
		}),
	],
	[
		"a file of cfn-init",
		(text) => ({
			Resources: {
				I: {
					Type: "AWS::EC2::Instance",
					Metadata: {
						"AWS::CloudFormation::Init": {
							config: { files: { "/etc/app": { content: `token=${text}\n` } } },
						},
					},
				},
			},
		}),
	],
	[
		"inline code",
		(text) => ({
			Resources: {
				F: lambda({
					Code: {
						ZipFile: `const key = "${text}";\nexports.handler = async () => fetch("https://x", { headers: { key } });\n`,
					},
				}),
			},
		}),
	],
];

/** The same in Terraform. */
const TERRAFORM_PLACES: readonly (readonly [place: string, make: (text: string) => string])[] = [
	["a variable's description", (text) => `variable "x" {\n  description = "${text}"\n}\n`],
	["a variable's default", (text) => `variable "x" {\n  default = "${text}"\n}\n`],
	[
		"a validation",
		(text) =>
			`variable "x" {\n  validation {\n    condition     = true\n    error_message = "not ${text}"\n  }\n}\n`,
	],
	["a comparison", (text) => `locals {\n  x = var.a == "${text}" ? 1 : 2\n}\n`],
	["a key", (text) => `locals {\n  x = { "${text}" = 1 }\n}\n`],
	["an output", (text) => `output "x" {\n  value = "${text}"\n}\n`],
	["an output's description", (text) => `output "x" {\n  description = "${text}"\n  value       = "a"\n}\n`],
	["a local", (text) => `locals {\n  x = ["a", upper("${text}")]\n}\n`],
	["a heredoc", (text) => `locals {\n  x = <<-EOT\n  a\n  b=${text}\n  EOT\n}\n`],
	["a template", (text) => `locals {\n  x = "a-\${var.y} ${text}"\n}\n`],
	[
		"a local in user data",
		(text) =>
			`locals {\n  x = "${text}"\n}\n\nresource "aws_instance" "t" {\n  user_data = "export API_TOKEN=\${local.x}"\n}\n`,
	],
	[
		"a local that is user data",
		(text) =>
			`locals {\n  x = "export API_TOKEN=${text}"\n}\n\nresource "aws_instance" "t" {\n  user_data = local.x\n}\n`,
	],
	["a tag", (text) => `resource "aws_sns_topic" "t" {\n  tags = { a = "${text}" }\n}\n`],
	["a default tag", (text) => `provider "aws" {\n  default_tags {\n    tags = { a = "${text}" }\n  }\n}\n`],
	["an argument of a module", (text) => `module "m" {\n  source = "./x"\n  y      = "${text}"\n}\n`],
	[
		"the source of a module",
		(text) => `module "m" {\n  source = "git::https://oauth2:${text}@gitlab.example.org/a/b.git"\n}\n`,
	],
	[
		"a header of a data source",
		(text) => `data "http" "h" {\n  request_headers = { Authorization = "token ${text}" }\n}\n`,
	],
	["a backend", (text) => `terraform {\n  backend "http" {\n    password = "${text}"\n  }\n}\n`],
	["a provider", (text) => `provider "github" {\n  token = "${text}"\n}\n`],
	["a description", (text) => `resource "aws_lambda_function" "t" {\n  description = "uses ${text} now"\n}\n`],
	[
		"a variable of a function",
		(text) => `resource "aws_lambda_function" "t" {\n  environment {\n    variables = { X = "${text}" }\n  }\n}\n`,
	],
	["user data", (text) => `resource "aws_instance" "t" {\n  user_data = <<-EOT\n  export A=${text}\n  EOT\n}\n`],
	["another provider's resource", (text) => `resource "datadog_monitor" "m" {\n  message = "see ${text}"\n}\n`],
	["a check", (text) => `check "c" {\n  assert {\n    condition     = true\n    error_message = "${text}"\n  }\n}\n`],
];

/** The same in a program. */
const PROGRAM_PLACES: readonly (readonly [place: string, make: (text: string) => string])[] = [
	["a constant", (text) => `const x = "${text}";`],
	["an argument", (text) => `log("${text}");`],
	["a key", (text) => `const x = { "${text}": 1 };`],
	["a computed key", (text) => `const x = { ["${text}"]: 1 };`],
	["a member", (text) => `const x = y["${text}"];`],
	["the name of a field", (text) => `class A { "${text}" = 1; }`],
	["a field", (text) => `class A { static key = "${text}"; }`],
	["an enum", (text) => `enum E { A = "${text}" }`],
	["the name of a member of an enum", (text) => `enum E { "${text}" = 1 }`],
	["a type", (text) => `type T = "${text}";`],
	["the key of a type", (text) => `interface T { "${text}": string }`],
	["a comparison", (text) => `if (a === "${text}") b();`],
	["a case", (text) => `switch (a) { case "${text}": b(); }`],
	["a default", (text) => `function f(a = "${text}") {}`],
	["a pattern's default", (text) => `const { a = "${text}" } = b;`],
	["the key of a pattern", (text) => `const { "${text}": a } = b;`],
	["a template", (text) => `const x = \`a \${b} ${text}\`;`],
	["a tagged template", (text) => `const x = html\`a ${text}\`;`],
	["two halves", (text) => `const x = "${text.slice(0, 9)}" + "${text.slice(9)}";`],
	["a sentence", (text) => `throw new Error("not ${text} again");`],
	["a regular expression", (text) => `const x = ${text.includes("/") ? `"${text}"` : `/${text}/`};`],
	["a specifier", (text) => `import x from "https://x.example.org/${text}";`],
	["a dynamic specifier", (text) => `const x = import("https://x.example.org/${text}");`],
	["a directive", (text) => `"use ${text}";`],
	["JSON", (text) => `const x = JSON.parse('{"a":"${text}"}');`],
	["a variable of the environment", (text) => `process.env.X = "${text}";`],
	["a decorator", (text) => `@A("${text}") class B {}`],
];

/** Formats that prove a secret whatever its name is, also within a text. */
const PROVED = [...FAKE_IDS, ...PROVIDERS.map(({ id }) => id)].filter((id) => {
	const token = fakeSecret(id);
	return (
		!/\s/u.test(token) &&
		[token, `uses ${token} now`, `b=${token}`].every((text) =>
			/high|certain/u.test(detectSecret(text, { kind: "template" })?.confidence ?? ""),
		)
	);
});

const WRITERS: readonly (readonly [filename: string, write: (template: object) => string])[] = [
	["x/plain.yaml", (template) => stringify(template)],
	["x/quoted.yaml", (template) => stringify(template, { defaultStringType: "QUOTE_DOUBLE" })],
	["x/template.json", (template) => JSON.stringify(template, null, 2)],
];

const FILES_OF_PLACES = [
	...PLACES.map(([place, make]): readonly [string, (token: string) => readonly (readonly [string, string])[]] => [
		place,
		(token) =>
			WRITERS.map(([filename, write]) => [
				filename,
				write({ Resources: { Other: { Type: "AWS::SNS::Topic" } }, ...make(token) }),
			]),
	]),
	...TERRAFORM_PLACES.map(
		([place, make]): readonly [string, (token: string) => readonly (readonly [string, string])[]] => [
			`${place} of Terraform`,
			(token) => [["x/main.tf", make(token)]],
		],
	),
	...PROGRAM_PLACES.map(
		([place, make]): readonly [string, (token: string) => readonly (readonly [string, string])[]] => [
			`${place} of a program`,
			(token) => [["x/handler.ts", `${make(token)}\nexport const handler = async () => 1;\n`]],
		],
	),
];

test.each(FILES_OF_PLACES)("a token in %s is one finding, whose message does not show it", (_place, filesWith) => {
	const linter = new TextLinter({
		preset: "recommended",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: ROOT,
	});
	const wrong: string[] = [];
	for (const id of partOf(PROVED, 24)) {
		const token = fakeSecret(id);
		for (const [filename, text] of filesWith(token)) {
			const { findings } = linter.lint(text, filename);
			// That a parameter or an output shows what it is given is another fault than its value.
			const about = findings.filter(
				({ rule, secretSpans }) => secretSpans.length > 0 && rule !== "require-no-echo",
			);
			if (about.length !== 1 || findings.some(({ message }) => message.includes(token))) {
				wrong.push(`${id} in ${filename}: ${about.map(({ rule }) => rule).join(" and ")}`);
			}
		}
	}
	expect(wrong).toEqual([]);
});

test("a token in a mapping is reported where no rule reports the script that it is a part of", () => {
	const token = fakeSecret("stripe-live-key");
	const inScript = {
		Mappings: { M: { P: { T: `export API_TOKEN=${token}` } } },
		Resources: {
			I: {
				Type: "AWS::EC2::Instance",
				Properties: { UserData: { "Fn::Base64": { "Fn::FindInMap": ["M", "P", "T"] } } },
			},
		},
	};
	const unread = {
		Mappings: { M: { P: { T: token } } },
		Resources: {
			I: { Type: "AWS::EC2::Instance", Properties: { UserData: { "Fn::Base64": `export API_TOKEN=${token}` } } },
		},
	};
	const found = (template: object, rules: RuleOptions): readonly (string | null)[] =>
		lintTemplate(JSON.stringify(template), rules, "template.json").messages.map(({ ruleId }) => ruleId);
	const BOTH = { "no-secret-in-user-data": {}, "no-secret-in-template": {} };
	expect(found(inScript, BOTH)).toEqual(["aws-kms/no-secret-in-user-data"]);
	expect(found(inScript, { "no-secret-in-template": {} })).toEqual(["aws-kms/no-secret-in-template"]);
	expect(found(unread, BOTH)).toEqual(["aws-kms/no-secret-in-template", "aws-kms/no-secret-in-user-data"]);
});

const TESTED = { Environment: { Variables: { TEST_TOKEN: "<token>" } } };

test.each([
	["a function", { Resources: { F: { Type: "AWS::Lambda::Function", Properties: TESTED } } }],
	[
		"Globals",
		{
			Transform: "AWS::Serverless-2016-10-31",
			Globals: { Function: TESTED },
			Resources: { F: { Type: "AWS::Serverless::Function", Properties: { Handler: "a.b" } } },
		},
	],
	[
		"a loop",
		{
			Transform: "AWS::LanguageExtensions",
			Resources: {
				"Fn::ForEach::All": ["N", ["a"], { "F${N}": { Type: "AWS::Lambda::Function", Properties: TESTED } }],
			},
		},
	],
])("a variable that is allowed is allowed in %s, whichever rule could report it", (_, template) => {
	const text = JSON.stringify(template).replace("<token>", fakeSecret("stripe-live-key"));
	const found = (options: Readonly<Record<string, unknown>>): readonly (string | null)[] =>
		lintTemplate(
			text,
			{ "no-secret-in-environment": options, "no-secret-in-template": {} },
			"template.json",
		).messages.map(({ ruleId }) => ruleId);
	expect(found({})).toEqual(["aws-kms/no-secret-in-environment"]);
	expect(found({ allow: ["^TEST_"] })).toEqual([]);
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
