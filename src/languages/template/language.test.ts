import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import plugin from "../../plugin.ts";
import { lintTemplate } from "../../testing/rule-tester.ts";
import { TemplateSourceCode } from "./source-code.ts";
import { templateLanguage } from "./language.ts";

const RULE = { "require-key-rotation": {} };
const KEY = "Resources:\n  Key:\n    Type: AWS::KMS::Key\n";

describe("options of the language", () => {
	test("take values for parameters", () => {
		expect(() =>
			templateLanguage.validateLanguageOptions({ template: { parameterOverrides: { A: "b" }, tolerant: true } }),
		).not.toThrow();
		expect(() => templateLanguage.validateLanguageOptions({})).not.toThrow();
		expect(() => templateLanguage.validateLanguageOptions(undefined)).not.toThrow();
	});

	test("that belong to another language are left alone", () => {
		expect(() => templateLanguage.validateLanguageOptions({ ecmaVersion: 2024, globals: {} })).not.toThrow();
	});

	test("that are misspelt say what is known", () => {
		expect(() => templateLanguage.validateLanguageOptions({ template: { parameterOverride: {} } })).toThrow(
			'Unexpected key "parameterOverride" found. Known: parameterOverrides, suppressions, tolerant.',
		);
		expect(() => templateLanguage.validateLanguageOptions({ template: { parameterOverrides: { A: 1 } } })).toThrow(
			"takes an object of texts",
		);
		expect(() => templateLanguage.validateLanguageOptions({ template: { parameterOverrides: null } })).toThrow(
			"takes an object of texts",
		);
	});
});

describe("positions", () => {
	test("count after a BOM as the editor does", () => {
		expect(lintTemplate(`\uFEFF${KEY}`, RULE).messages).toMatchObject([
			{ line: 2, column: 3, endLine: 2, endColumn: 6 },
		]);
	});

	test("count CRLF as one line end", () => {
		expect(lintTemplate(KEY.replaceAll("\n", "\r\n"), RULE).messages).toMatchObject([{ line: 2, column: 3 }]);
	});

	test("count astral signs as two, like every JavaScript tool", () => {
		expect(lintTemplate("Resources: { 😀: { Type: AWS::KMS::Key } }", RULE).messages).toMatchObject([
			{ line: 1, column: 14, endColumn: 16 },
		]);
	});
});

describe("comments to the linter", () => {
	test.each([
		["the next line", `# eslint-disable-next-line aws-kms/require-key-rotation -- kept until March\n`],
		[
			"the next line until a day",
			`# eslint-disable-next-line aws-kms/require-key-rotation -- kept until: 2999-12-31\n`,
		],
		["everything below", `# eslint-disable -- a museum\n`],
		["everything below, of that rule", `# eslint-disable aws-kms/require-key-rotation -- kept\n`],
	])("switch off %s", (_, comment) => {
		expect(lintTemplate(KEY.replace("  Key:", `${comment.replace(/^/u, "  ")}  Key:`), RULE).messages).toEqual([]);
	});

	test("switch off their own line", () => {
		expect(
			lintTemplate(
				KEY.replace("  Key:", "  Key: # eslint-disable-line aws-kms/require-key-rotation -- kept"),
				RULE,
			).messages,
		).toEqual([]);
	});

	test("switch on again", () => {
		expect(
			lintTemplate(
				KEY.replace("  Key:", "  # eslint-disable -- here\n  # eslint-enable\n  Key:"),
				RULE,
			).messages.map((message) => message.ruleId),
		).toContain("aws-kms/require-key-rotation");
	});

	test.each([
		["without a reason", "# eslint-disable-next-line aws-kms/require-key-rotation"],
		["with dashes and no reason", "# eslint-disable-next-line aws-kms/require-key-rotation --"],
		["with a day alone", "# eslint-disable-next-line aws-kms/require-key-rotation -- until: 2999-12-31"],
		["of every rule, which is about everybody's", "# eslint-disable-next-line"],
	])("hide as everywhere in ESLint %s", (_, comment) => {
		expect(lintTemplate(KEY.replace("  Key:", `  ${comment}\n  Key:`), RULE).messages).toEqual([]);
	});

	test.each([
		["after their day", "# eslint-disable-next-line aws-kms/require-key-rotation -- kept until: 2021-12-31"],
		["with a day that is none", "# eslint-disable-next-line aws-kms/require-key-rotation -- kept until: soon"],
	])("hide nothing %s", (_, comment) => {
		expect(
			lintTemplate(KEY.replace("  Key:", `  ${comment}\n  Key:`), RULE).messages.map(({ ruleId }) => ruleId),
		).toEqual(["aws-kms/require-key-rotation"]);
	});

	test("of another plugin's rules are left to ESLint", () => {
		const directives = (comment: string) =>
			new TemplateSourceCode(
				"",
				{
					type: "TemplateFile",
					start: 0,
					end: 0,
					range: [0, 0],
					format: "yaml",
					body: null,
					comments: [{ type: "TemplateComment", value: comment, start: 0, end: 9, mark: 1 }],
					errors: [],
				},
				false,
				{ rootOnly: true, directives: true },
			).getDisableDirectives().directives;
		expect(directives(" eslint-disable yml/indent")).toMatchObject([{ value: "yml/indent" }]);
		expect(directives(" eslint-disable yml/indent, aws-kms/require-key-rotation")).toMatchObject([
			{ value: "yml/indent, aws-kms/require-key-rotation" },
		]);
		expect(
			directives(" eslint-disable yml/indent, aws-kms/require-key-rotation -- kept until: 2021-12-31"),
		).toMatchObject([{ value: "yml/indent" }]);
		expect(directives(" eslint-disable yml/indent, aws-kms/require-key-rotation -- kept")).toMatchObject([
			{ value: "yml/indent, aws-kms/require-key-rotation", justification: "kept" },
		]);
	});

	test("are none inside a text", () => {
		expect(lintTemplate(`Description: "# eslint-disable"\n${KEY}`, RULE).messages).toHaveLength(1);
	});
});

describe("a broken template", () => {
	test("is one error with its place", () => {
		const { messages } = lintTemplate(
			`AWSTemplateFormatVersion: 2010-09-09\n${KEY}    Properties: { A: [1\n`,
			RULE,
		);
		expect(messages).toHaveLength(1);
		expect(messages[0]).toMatchObject({ fatal: true, ruleId: null });
		expect(messages[0]?.line).toBeGreaterThan(3);
	});

	test("that says nothing of AWS is nobody's", () => {
		expect(lintTemplate("a: [1\n", RULE).messages).toEqual([]);
	});
});

/** A language of somebody else's, with as little as ESLint asks for. */
class HostSource {
	readonly text: string;
	readonly ast: { readonly type: "HostDocument"; readonly range: readonly [number, number] };

	constructor(text: string) {
		this.text = text;
		this.ast = { type: "HostDocument", range: [0, text.length] };
	}

	getLoc() {
		return { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } };
	}

	getRange() {
		return this.ast.range;
	}

	getLocFromIndex(index: number) {
		const before = this.text.slice(0, index).split("\n");
		return { line: before.length, column: before.at(-1)?.length ?? 0 };
	}

	*traverse() {
		for (const phase of [1, 2]) {
			yield { type: "visit", kind: 1, target: this.ast, phase, args: [this.ast, null] };
		}
	}
}

const hostLanguage = {
	fileType: "text",
	lineStart: 1,
	columnStart: 0,
	nodeTypeKey: "type",
	visitorKeys: { HostDocument: [] },
	validateLanguageOptions() {
		// Anything goes.
	},
	parse: ({ body }: { readonly body: string }) => ({
		ok: true,
		ast: { type: "HostDocument", range: [0, body.length] },
	}),
	createSourceCode: ({ body }: { readonly body: string }) => new HostSource(body),
};

function lintHosted(text: string, filename: string) {
	const config = {
		files: ["**/*.{yaml,json,js}"],
		plugins: { "aws-kms": plugin, host: { languages: { any: hostLanguage } } },
		language: "host/any",
		rules: { "aws-kms/require-key-rotation": "error" },
	} as unknown as Linter.Config;
	return new Linter({ configType: "flat" }).verify(text, [config], { filename });
}

describe("under a language of somebody else's", () => {
	test("the rules find the same, at the same place", () => {
		expect(lintHosted(KEY, "template.yaml")).toMatchObject([
			{ ruleId: "aws-kms/require-key-rotation", line: 2, column: 3, endColumn: 6 },
		]);
		expect(lintHosted(KEY, "template.yaml")[0]?.fix).toEqual(lintTemplate(KEY, RULE).messages[0]?.fix);
	});

	test("a script is never read as a template", () => {
		expect(lintHosted(KEY, "template.js")).toEqual([]);
	});

	test("a file that is no template is silent", () => {
		expect(lintHosted("{ a: 1 }", "package.json")).toEqual([]);
	});
});
