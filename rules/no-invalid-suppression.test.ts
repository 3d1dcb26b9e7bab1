import { describe, expect, test } from "vitest";
import { dedent } from "../src/testing/dedent.ts";
import { lintSource, lintTemplate, testRule } from "../src/testing/rule-tester.ts";
import { noInvalidSuppression } from "./no-invalid-suppression.ts";

/** A key whose rotation is accepted by entries of its own `Metadata`, in flow. */
const key = (...entries: readonly string[]): string =>
	`Resources:\n  K: { Type: AWS::KMS::Key, Metadata: { kmslint: { suppress: [${entries.join(", ")}] } } }\n`;
const BOTH = { "require-key-rotation": {}, "no-invalid-suppression": {} };
const ENTRY = "{ rule: require-key-rotation, reason: kept }";

testRule(noInvalidSuppression, {
	silent: [
		{ name: "a rule, a reason", code: key(ENTRY) },
		{ name: "the namespace is taken too", code: key("{ rule: aws-kms/require-key-rotation, reason: kept }") },
		{ name: "a day to come", code: key("{ rule: require-key-rotation, reason: kept, until: 2999-12-31 }") },
		{
			name: "one entry without a list",
			code: "Resources:\n  K: { Type: AWS::KMS::Key, Metadata: { kmslint: { suppress: { rule: require-key-rotation, reason: kept } } } }\n",
		},
		{
			name: "the template's own block",
			code: `Metadata: { kmslint: { suppress: [{ rule: require-key-rotation, resource: K, reason: kept }] } }\nResources: { K: { Type: AWS::KMS::Key } }\n`,
		},
		{
			name: "other tools' metadata",
			code: "Metadata: { cfn-lint: { config: { ignore_checks: [E3002] } }, AWS::CloudFormation::Interface: {} }\nResources: { K: { Type: AWS::KMS::Key, Metadata: { cfn_nag: { rules_to_suppress: [{ id: W1 }] }, BuildMethod: esbuild } } }\n",
		},
		{
			name: "metadata that a macro makes",
			code: "Metadata: !Ref Meta\nResources: { K: { Type: AWS::KMS::Key, Metadata: !ImportValue Meta } }\n",
		},
		{
			name: "a comment with a reason",
			code: "# eslint-disable aws-kms/require-key-rotation -- a museum\nResources: { K: { Type: AWS::KMS::Key } }\n",
		},
		{
			name: "a comment that switches on again",
			code: "# eslint-enable aws-kms/require-key-rotation\nResources: { K: { Type: AWS::KMS::Key } }\n",
		},
	],
	found: [
		{
			name: "a rule that there is not",
			code: key("{ rule: require-key-rotaton, reason: kept }"),
			errors: [
				{
					messageId: "unknownRule",
					data: { rule: "require-key-rotaton", advice: "Did you mean 'require-key-rotation'?" },
					line: 2,
					column: 71,
					endColumn: 90,
				},
			],
		},
		{
			name: "no reason",
			code: key("{ rule: require-key-rotation }"),
			errors: [
				{
					messageId: "missingReason",
					data: { rule: "'require-key-rotation'", how: "`reason: …` next to `rule`" },
				},
			],
		},
		{
			name: "an empty reason",
			code: key("{ rule: require-key-rotation, reason: ' ' }"),
			errors: [{ messageId: "missingReason" }],
		},
		{
			name: "a day that has passed",
			code: key("{ rule: require-key-rotation, reason: kept, until: 2021-12-31 }"),
			errors: [{ messageId: "passedDate", data: { rule: "'require-key-rotation'", until: "2021-12-31" } }],
		},
		{
			name: "a day that is none",
			code: key("{ rule: require-key-rotation, reason: kept, until: 31/12/2999 }"),
			errors: [{ messageId: "malformedDate", data: { rule: "'require-key-rotation'", until: "31/12/2999" } }],
		},
		{
			name: "a key that there is not",
			code: key("{ rule: require-key-rotation, resaon: kept, reason: kept }"),
			errors: [
				{
					messageId: "malformedEntry",
					data: { why: "'resaon' is not a known key", advice: "Did you mean 'reason'?" },
				},
			],
		},
		{
			name: "no rule",
			code: key("{ reason: kept }"),
			errors: [
				{
					messageId: "malformedEntry",
					data: { why: "it has no `rule`", advice: "Add the name of a rule." },
				},
			],
		},
		{
			name: "a name in place of an entry",
			code: key("require-key-rotation"),
			errors: [
				{
					messageId: "malformedEntry",
					data: {
						why: "the entry is not a map",
						advice: "Write a `rule` and a `reason`.",
					},
				},
			],
		},
		{
			name: "another resource than the block's own",
			code: key("{ rule: require-key-rotation, reason: kept, resource: Other }"),
			errors: [
				{
					messageId: "malformedEntry",
					data: {
						why: "`resource` is only valid at the top level of the template",
						advice: "Remove it.",
					},
				},
			],
		},
		{
			name: "a resource that there is not",
			code: "Metadata: { kmslint: { suppress: [{ rule: require-key-rotation, reason: kept, resource: Gone }] } }\nResources: { K: { Type: AWS::KMS::Key } }\n",
			errors: [
				{
					messageId: "malformedEntry",
					data: { why: "there is no resource 'Gone'", advice: "Check the logical id." },
				},
			],
		},
		{
			name: "a misspelt block",
			code: "Resources:\n  K: { Type: AWS::KMS::Key, Metadata: { kmslint: { supress: [] } } }\n",
			errors: [
				{
					messageId: "malformedEntry",
					data: { why: "'supress' is not a known key", advice: "Did you mean 'suppress'?" },
				},
			],
		},
		{
			name: "a block that is a text",
			code: "Resources:\n  K: { Type: AWS::KMS::Key, Metadata: { kmslint: ignore } }\n",
			errors: [{ messageId: "malformedEntry" }],
		},
		{
			name: "a comment for every rule after its day",
			code: "# eslint-disable -- kept until: 2021-12-31\nResources: { K: { Type: AWS::KMS::Key } }\n",
			errors: [
				{ messageId: "passedDate", data: { rule: "every rule", until: "2021-12-31" }, line: 1, column: 1 },
			],
		},
	],
});

describe("a suppression in `Metadata`", () => {
	const rulesOf = (code: string, filename?: string): readonly string[] =>
		lintTemplate(code, BOTH, filename).messages.map(
			({ ruleId, messageId }) => `${ruleId?.replace("aws-kms/", "") ?? ""} ${messageId ?? ""}`,
		);

	test("hides the finding, and is used", () => {
		const { messages, details } = lintTemplate(key(ENTRY), BOTH);
		expect(messages).toEqual([]);
		expect(details.suppressed).toMatchObject([
			{
				rule: "require-key-rotation",
				resource: { id: "K" },
				suppression: { kind: "metadata", reason: "kept", until: null },
			},
		]);
	});

	test("hides it in JSON, and with CRLF", () => {
		expect(
			rulesOf(
				JSON.stringify({
					Resources: {
						K: {
							Type: "AWS::KMS::Key",
							Metadata: { kmslint: { suppress: [{ rule: "require-key-rotation", reason: "kept" }] } },
						},
					},
				}),
				"template.json",
			),
		).toEqual([]);
		expect(rulesOf(key(ENTRY).replaceAll("\n", "\r\n"))).toEqual([]);
	});

	test.each([
		["after its day", "{ rule: require-key-rotation, reason: kept, until: 2021-12-31 }", "passedDate"],
		["with a day that is none", "{ rule: require-key-rotation, reason: kept, until: soon }", "malformedDate"],
	])("hides nothing %s", (_, entry, messageId) => {
		expect([...rulesOf(key(entry))].sort()).toEqual([
			`no-invalid-suppression ${messageId}`,
			"require-key-rotation missingRotation",
		]);
	});

	test.each(["{ rule: require-key-rotation }", '{ rule: require-key-rotation, reason: "TODO: say why" }'])(
		"without a reason hides the finding and is one: %s",
		(entry) => {
			expect(rulesOf(key(entry))).toEqual([
				`no-invalid-suppression ${entry.includes("TODO") ? "placeholderReason" : "missingReason"}`,
			]);
		},
	);

	test("that hides nothing is said, unless its rule was not asked", () => {
		const code = key(ENTRY).replace("AWS::KMS::Key,", "AWS::KMS::Key, Properties: { EnableKeyRotation: true },");
		expect(lintTemplate(code, BOTH).messages.map(({ message }) => message)).toEqual([
			"The suppression of 'require-key-rotation' on 'K' is unused. Remove it.",
		]);
		expect(lintTemplate(code, { "no-invalid-suppression": {} }).messages).toEqual([]);
	});

	test("of the whole template that hides nothing is said without a resource", () => {
		const code = (entry: string): string =>
			`Metadata: { kmslint: { suppress: [{ ${entry}, reason: kept }] } }\nResources: { K: { Type: AWS::KMS::Key, Properties: { EnableKeyRotation: true } } }\n`;
		const said = (entry: string): readonly string[] =>
			lintTemplate(code(entry), BOTH).messages.map(({ message }) => message);
		expect(said("rule: require-key-rotation")).toEqual([
			"The suppression of 'require-key-rotation' is unused. Remove it.",
		]);
		expect(said("rule: require-key-rotation, resource: K")).toEqual([
			"The suppression of 'require-key-rotation' on 'K' is unused. Remove it.",
		]);
		expect(said("rule: require-key-rotation, resource: Missing")).toEqual([
			"This suppression has no effect: there is no resource 'Missing'. Check the logical id.",
		]);
	});

	test("of a rule that is like no other is said to have a wrong name", () => {
		const [message] = lintTemplate(key("{ rule: stop-the-presses, reason: kept }"), BOTH).messages.filter(
			({ messageId }) => messageId === "unknownRule",
		);
		expect(message?.message).toBe(
			"Unknown rule 'stop-the-presses': this suppression has no effect. Check its name.",
		);
	});

	test("covers one resource of two that share a text", () => {
		const shared = dedent`
			Transform: AWS::Serverless-2016-10-31
			Globals:
			  Function:
			    Environment: { Variables: { STAGE: prod } }
			    KmsKeyArn: ""
			Resources:
			  A: { Type: AWS::Serverless::Function, Metadata: { kmslint: { suppress: [{ rule: require-environment-key, reason: kept }] } } }
			  B: { Type: AWS::Serverless::Function }
		`;
		const found = (code: string): readonly (string | undefined)[] =>
			lintTemplate(code, { "require-environment-key": {}, "no-invalid-suppression": {} }).details.findings.map(
				({ resource }) => resource?.id,
			);
		expect(found(shared)).toEqual(["B"]);
		expect(
			found(
				shared.replace(
					"B: { Type: AWS::Serverless::Function }",
					"B: { Type: AWS::Serverless::Function, Metadata: { kmslint: { suppress: [{ rule: require-environment-key, reason: kept }] } } }",
				),
			),
		).toEqual([]);
	});

	test("of the template covers findings about its parameters", () => {
		const code = `Metadata: { kmslint: { suppress: [{ rule: require-no-echo, reason: kept }] } }\nParameters: { DbPassword: { Type: String } }\nResources: { K: { Type: AWS::KMS::Key } }\n`;
		expect(lintTemplate(code, { "require-no-echo": {}, "no-invalid-suppression": {} }).messages).toEqual([]);
	});
});

describe("a comment", () => {
	/** Our own words; ESLint's on the same directive are its own. */
	const said = (comment: string) =>
		lintTemplate(`${comment}\nResources: { K: { Type: AWS::KMS::Key } }\n`, {
			"no-invalid-suppression": {},
		}).messages.filter(({ ruleId }) => ruleId === "aws-kms/no-invalid-suppression");

	test("without a reason is said at the rule's name", () => {
		expect(said("# eslint-disable yml/indent, aws-kms/require-key-rotation")).toMatchObject([
			{ messageId: "missingReason", line: 1, column: 30, endColumn: 58 },
		]);
	});

	test("about a rule that there is not is said", () => {
		expect(said("# eslint-disable aws-kms/require-rotation -- kept")).toMatchObject([{ messageId: "unknownRule" }]);
	});

	test("for every rule is everybody's affair", () => {
		expect(said("# eslint-disable")).toEqual([]);
	});

	test("about another plugin's rule is nobody's affair", () => {
		expect(said("# eslint-disable yml/indent")).toEqual([]);
	});
});

describe("a comment that configures a rule for the whole file", () => {
	const found = (comment: string): readonly (string | undefined)[] =>
		lintSource(`/* ${comment} */\nrun();\n`, { "no-invalid-suppression": {} }, "handler.js").messages.map(
			({ message }) => /'([\w-]+)'/u.exec(message)?.[1],
		);

	test.each([
		["switches it off", "eslint aws-kms/no-secret-in-log: off", ["no-secret-in-log"]],
		["in quotes", 'eslint "aws-kms/no-secret-in-log": "off"', ["no-secret-in-log"]],
		["makes it a warning", "eslint aws-kms/no-secret-in-log: 1", ["no-secret-in-log"]],
		["gives it options", 'eslint aws-kms/no-secret-in-log: ["error", { "allow": [".*"] }]', ["no-secret-in-log"]],
		[
			"says so of two",
			"eslint aws-kms/no-secret-in-log: 0, aws-kms/no-secret-fallback: 0",
			["no-secret-in-log", "no-secret-fallback"],
		],
		["gives a reason", "eslint aws-kms/no-secret-in-log: off -- the log is encrypted", []],
		["makes it an error", 'eslint aws-kms/no-secret-in-log: ["error"], aws-kms/no-secret-fallback: 2', []],
		["is about another plugin's", "eslint no-console: off", []],
		["is no such comment", "see aws-kms/no-secret-in-log: off", []],
	])("counts as a suppression: %s", (_, comment, rules) => {
		expect(found(comment)).toEqual(rules);
	});
});
