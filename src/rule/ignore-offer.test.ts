import * as typescriptParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import { SOURCE_NAME } from "../languages/program/source-module.ts";
import { TextLinter } from "../lint/lint-text.ts";
import { kindOfSource, languageOptionsOf } from "../languages/javascript/source-config.ts";
import plugin, { NAMESPACE } from "../plugin.ts";
import { dedent } from "../testing/dedent.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import { IGNORE_WITH_REASON } from "./ignore-offer.ts";

type Rules = readonly string[];

const REASON = "TODO: say why";

function lint(code: string, filename: string, rules: Rules): readonly Linter.LintMessage[] {
	const reader: Linter.Config = SOURCE_NAME.test(filename)
		? {
				languageOptions: languageOptionsOf(
					kindOfSource(code, filename),
					filename,
					typescriptParser as unknown as Linter.Parser,
				),
			}
		: { language: `${NAMESPACE}/${filename.endsWith(".tf") ? "terraform" : "template"}` };
	const config: Linter.Config = {
		files: ["**/*.*"],
		plugins: { [NAMESPACE]: plugin },
		...reader,
		linterOptions: { reportUnusedDisableDirectives: "error" },
		rules: Object.fromEntries(rules.map((rule) => [`${NAMESPACE}/${rule}`, "error"])),
	};
	return new Linter().verify(code, [config], { filename });
}

const offerOf = (message: Linter.LintMessage | undefined): Linter.LintSuggestion | undefined =>
	message?.suggestions?.find(({ messageId }) => messageId === IGNORE_WITH_REASON);

function make(code: string, message: Linter.LintMessage | undefined): string | null {
	const fix = offerOf(message)?.fix;
	return fix === undefined ? null : code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1]);
}

const saidBy = (messages: readonly Linter.LintMessage[]): readonly string[] =>
	messages.map(({ ruleId, messageId }) => `${ruleId ?? "ESLint"} ${messageId ?? ""}`);

/** Takes the offer of the first finding: it is gone and nothing else, and what was written stays. */
function ignore(code: string, filename: string, ...rules: Rules): string {
	const [first, ...others] = lint(code, filename, rules);
	expect(first?.fatal ?? false).toBe(false);
	const made = make(code, first);
	expect(made, first?.message).not.toBeNull();
	expect(saidBy(lint(made ?? "", filename, rules))).toEqual(saidBy(others));
	// Until somebody says why, the directive is a finding itself.
	expect(saidBy(lint(made ?? "", filename, [...rules, "no-invalid-suppression"]))).toContain(
		"aws-kms/no-invalid-suppression placeholderReason",
	);
	const filled = (made ?? "").replace(REASON, "imported by hand");
	expect(saidBy(lint(filled, filename, [...rules, "no-invalid-suppression"]))).toEqual(saidBy(others));
	return made ?? "";
}

const KEY = dedent`
	Resources:
	  Legacy: # by hand
	    Type: AWS::KMS::Key
	  Other: { Type: AWS::SNS::Topic }
`;

describe("in YAML, a comment", () => {
	test("above the line, as far in", () => {
		expect(ignore(KEY, "template.yaml", "require-key-rotation")).toBe(
			KEY.replace(
				"  Legacy:",
				`  # eslint-disable-next-line aws-kms/require-key-rotation -- ${REASON}\n  Legacy:`,
			),
		);
	});

	test("with the line ends of the file, and behind a BOM", () => {
		const crlf = KEY.replaceAll("\n", "\r\n");
		expect(ignore(crlf, "template.yaml", "require-key-rotation")).toBe(
			crlf.replace(
				"  Legacy:",
				`  # eslint-disable-next-line aws-kms/require-key-rotation -- ${REASON}\r\n  Legacy:`,
			),
		);
	});

	test("joins the directive that is there", () => {
		const two = `Resources:\n  Legacy:\n    Type: AWS::KMS::Key\n`;
		for (const [given, wanted] of [
			["yml/indent", `yml/indent, aws-kms/require-key-rotation -- ${REASON}`],
			["yml/indent -- as made", "yml/indent, aws-kms/require-key-rotation -- as made"],
		] as const) {
			const code = two.replace("  Legacy", `  # eslint-disable-next-line ${given}\n  Legacy`);
			const [first] = lint(code, "template.yaml", ["require-key-rotation"]).filter(
				({ ruleId }) => ruleId === "aws-kms/require-key-rotation",
			);
			expect(make(code, first)).toBe(code.replace(given, wanted));
		}
	});

	test("after a block scalar, and nowhere in one", () => {
		const code = dedent`
			Resources:
			  A:
			    Type: AWS::SNS::Topic
			    Metadata:
			      Text: |+
			        one

			        two

			  Legacy:
			    Type: AWS::KMS::Key
		`;
		expect(ignore(code, "template.yaml", "require-key-rotation")).toContain(
			`two\n\n  # eslint-disable-next-line aws-kms/require-key-rotation -- ${REASON}\n  Legacy:`,
		);
	});

	const secret = fakeSecret("github-personal-token");
	const variable = (value: string): string =>
		`Resources:\n  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables:\n          TEXT: ${value}\n`;

	test.each([
		["a block scalar", variable(`|\n            first\n            ${secret}\n            last`)],
		["a plain text of several lines", variable(`first\n            ${secret}\n            last`)],
		["a text in quotes", variable(`"first\n            ${secret}\n            last"`)],
		[
			"brackets",
			`Resources:\n  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment: {\n        Variables: {\n          TEXT: ${secret} } }\n`,
		],
	])("never inside %s: there the entry in `Metadata` of the resource, or none", (_, code) => {
		const messages = lint(code, "template.yaml", ["no-secret-in-environment"]);
		expect(messages.length).toBeGreaterThan(0);
		const fix = offerOf(messages[0])?.fix;
		expect(fix?.text ?? "").not.toContain(secret);
		const made = ignore(code, "template.yaml", "no-secret-in-environment");
		expect(made.replace(/ *# eslint[^\n]*\n/u, "").startsWith(code.trimEnd())).toBe(true);
	});
});

describe("in JSON, an entry in `Metadata`", () => {
	const json = (resource: object, indent?: number | string): string =>
		JSON.stringify({ Resources: { Legacy: { Type: "AWS::KMS::Key", ...resource } } }, null, indent);

	test.each([
		["none", {}],
		["one of another tool", { Metadata: { cfn_nag: { a: 1 } } }],
		["an empty one", { Metadata: {} }],
		["our block", { Metadata: { kmslint: {} } }],
		["a list", { Metadata: { kmslint: { suppress: [{ rule: "require-bucket-encryption", reason: "kept" }] } } }],
	])("where there is %s", (_, resource) => {
		for (const indent of [undefined, 2, "\t"]) {
			for (const eol of ["\n", "\r\n"]) {
				const code = json(resource, indent).replaceAll("\n", eol);
				const made = ignore(code, "template.json", "require-key-rotation");
				const suppress = (
					JSON.parse(made) as { Resources: { Legacy: { Metadata: { kmslint: { suppress: unknown[] } } } } }
				).Resources.Legacy.Metadata.kmslint.suppress;
				expect(suppress.at(-1)).toEqual({ rule: "require-key-rotation", reason: REASON });
				expect(made.includes("\r") ? made.replaceAll("\r\n", "").includes("\n") : false).toBe(false);
			}
		}
	});

	test("none where the form is another, and about parameters, of which an entry would cover all", () => {
		for (const resource of [{ Metadata: { kmslint: { suppress: [] } } }, { Metadata: { kmslint: "x" } }]) {
			expect(offerOf(lint(json(resource), "template.json", ["require-key-rotation"])[0])).toBeUndefined();
		}
		const [message] = lint(
			'{"Parameters":{"DbPassword":{"Type":"String"}},"Resources":{"K":{"Type":"AWS::KMS::Key"}}}',
			"template.json",
			["require-no-echo"],
		);
		expect(message).toBeDefined();
		expect(offerOf(message)).toBeUndefined();
	});
});

describe("in a program, a comment", () => {
	const rule = "no-hardcoded-secret";
	const secret = fakeSecret("github-personal-token");

	test.each(["\n", "\r\n"])("above the line, as far in: %j", (eol) => {
		const code = [
			"export const handler = async () => {",
			`\tconst token = "${secret}";`,
			"\treturn fetch('https://example.com', { headers: { authorization: token } });",
			"};",
			"",
		].join(eol);
		for (const filename of ["handler.ts", "handler.mjs"]) {
			expect(ignore(code, filename, rule)).toBe(
				code.replace("\tconst", `\t// eslint-disable-next-line aws-kms/${rule} -- ${REASON}${eol}\tconst`),
			);
		}
	});

	test("in CDK", () => {
		const code = `import * as kms from "aws-cdk-lib/aws-kms";\nimport { Stack } from "aws-cdk-lib";\nexport class S extends Stack {\n\tconstructor() {\n\t\tsuper();\n\t\tnew kms.Key(this, "K");\n\t}\n}\n`;
		expect(ignore(code, "stack.ts", "require-key-rotation")).toContain(
			`\t\t// eslint-disable-next-line aws-kms/require-key-rotation -- ${REASON}\n\t\tnew kms.Key`,
		);
	});

	test.each([
		["a template literal", `const text = \`first\n\${"${secret}"}\n\`;\n`, "handler.ts"],
		["text of JSX", `const token = <A>\n{"${secret}"}\n</A>;\n`, "view.tsx"],
		["a comment", `/* first\n*/ const token = "${secret}";\n`, "handler.ts"],
	])("never inside %s", (_, code, filename) => {
		const messages = lint(code, filename, [rule]);
		expect(messages.length).toBeGreaterThan(0);
		expect(messages.map(offerOf)).toEqual(messages.map(() => undefined));
	});
});

describe("a directive without a reason", () => {
	test.each([
		[
			"template.yaml",
			`Resources:\n  # eslint-disable-next-line aws-kms/require-key-rotation\n  K: { Type: AWS::KMS::Key }\n`,
			` -- ${REASON}`,
		],
		[
			"template.yaml",
			`Resources:\n  # eslint-disable-next-line aws-kms/require-key-rotation --\n  K: { Type: AWS::KMS::Key }\n`,
			` -- ${REASON}`,
		],
		[
			"template.yaml",
			`Resources:\r\n  # eslint-disable-next-line aws-kms/require-key-rotation -- until: 2999-12-31\r\n  K: { Type: AWS::KMS::Key }\r\n`,
			`-- ${REASON} until: 2999-12-31`,
		],
		[
			"handler.ts",
			`// eslint-disable-next-line aws-kms/no-hardcoded-secret, no-console\nconst token = "${fakeSecret("github-personal-token")}";\n`,
			`no-console -- ${REASON}`,
		],
		[
			"handler.js",
			`/* eslint-disable aws-kms/no-hardcoded-secret */\nconst token = "${fakeSecret("github-personal-token")}";\n`,
			` -- ${REASON} */`,
		],
	])("is given one in %s", (filename, code, wanted) => {
		const rules = ["no-invalid-suppression", "require-key-rotation", "no-hardcoded-secret"];
		const message = lint(code, filename, rules).find(({ messageId }) => messageId === "missingReason");
		expect(offerOf(message)?.desc).toBe("Add a reason to fill in.");
		const made = make(code, message) ?? "";
		expect(made).toContain(wanted);
		expect(
			lint(made.replace(REASON, "kept"), filename, rules).filter(
				({ ruleId }) => ruleId?.startsWith("aws-kms/") === true,
			),
		).toEqual([]);
		// The words are there; nobody else can say why, so what is asked for changes, and nothing is offered.
		const next = lint(made, filename, rules).find(({ ruleId }) => ruleId === "aws-kms/no-invalid-suppression");
		expect(next?.message).toMatch(/has no reason yet\. Replace 'TODO: say why' with the reason\.$/u);
		expect(next?.suggestions ?? []).toEqual([]);
	});
});

test("is no suggestion of the command's reports", async () => {
	const linter = new TextLinter({
		preset: "audit",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: "/",
	});
	for (const [code, filename] of [
		[KEY, "template.yaml"],
		[`const token = "${fakeSecret("github-personal-token")}";\n`, "handler.mjs"],
	] as const) {
		const { findings } = linter.lint(code, filename);
		expect(findings.length).toBeGreaterThan(0);
		expect(JSON.stringify(findings.map(({ suggestions }) => suggestions))).not.toContain("Ignore");
	}
});
