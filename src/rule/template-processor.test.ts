import { ESLint, Linter } from "eslint";
import { describe, expect, test } from "vitest";
import yml from "eslint-plugin-yml";
import plugin, { NAMESPACE } from "../plugin.ts";
import { TextLinter } from "../lint/lint-text.ts";
import { fakeSecret } from "../testing/fake-secret.ts";
import { createTemplateProcessor } from "./template-processor.ts";

const CODE = [
	'const { GetParameterCommand, SSMClient } = require("@aws-sdk/client-ssm");',
	"const client = new SSMClient({});",
	'const load = () => client.send(new GetParameterCommand({ Name: "/orders/api-key" }));',
	"module.exports = { load };",
	"",
].join("\n");

function yaml(code: string, head = "|"): string {
	return `AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: nodejs22.x\n      Code:\n        ZipFile: ${head}\n${code.replaceAll(/^(?=.)/gmu, "          ")}`;
}

const json = (code: string): string =>
	JSON.stringify(
		{
			Resources: {
				Api: { Type: "AWS::Lambda::Function", Properties: { Runtime: "nodejs22.x", Code: { ZipFile: code } } },
			},
		},
		null,
		2,
	);

/** What ESLint itself says with a preset, as in an editor. */
async function lint(
	text: string,
	filePath: string,
	more: readonly Linter.Config[] = [],
): Promise<readonly Linter.LintMessage[]> {
	const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [...plugin.configs.recommended, ...more] });
	const [result] = await eslint.lintText(text, { filePath });
	return result?.messages ?? [];
}

/** The rule that the code above breaks. */
const RULE = `${NAMESPACE}/require-parameter-decryption`;

describe("inline code in ESLint, with a preset", () => {
	test("is reported at its place in YAML, with its suggestion", async () => {
		const text = yaml(CODE);
		const [message, ...more] = (await lint(text, "template.yaml")).filter(({ ruleId }) => ruleId === RULE);
		expect(more).toEqual([]);
		expect(message).toMatchObject({ line: 11, column: 42, endLine: 11, endColumn: 65 });
		const fix = message?.suggestions?.[0]?.fix;
		expect(text.slice(0, fix?.range[0]) + (fix?.text ?? "") + text.slice(fix?.range[1])).toBe(
			text.replace('"/orders/api-key" }', '"/orders/api-key", WithDecryption: true }'),
		);
	});

	test("is reported at its place in JSON, with its suggestion", async () => {
		const text = json(CODE);
		const [message] = (await lint(text, "template.json")).filter(({ ruleId }) => ruleId === RULE);
		expect(message).toMatchObject({
			line: 8,
			column:
				text.split("\n")[7]?.indexOf("new GetParameterCommand") === undefined
					? 0
					: (text.split("\n")[7]?.indexOf("new GetParameterCommand") ?? 0) + 1,
		});
		const fix = message?.suggestions?.[0]?.fix;
		expect(text.slice(0, fix?.range[0]) + (fix?.text ?? "") + text.slice(fix?.range[1])).toBe(
			json(CODE.replace('"/orders/api-key" }', '"/orders/api-key", WithDecryption: true }')),
		);
	});

	test("is reported behind a byte order mark", async () => {
		const messages = await lint(`\uFEFF${yaml(CODE)}`, "template.yaml");
		expect(messages.filter(({ ruleId }) => ruleId === RULE)).toMatchObject([{ line: 11, column: 42 }]);
	});

	test("obeys a comment inside it", async () => {
		const code = CODE.replace("const load", `// eslint-disable-next-line ${RULE} -- rotated by hand\nconst load`);
		expect((await lint(yaml(code), "template.yaml")).filter(({ ruleId }) => ruleId === RULE)).toEqual([]);
	});

	test("is accepted in the Metadata of its function", async () => {
		const text = yaml(CODE).replace(
			"    Properties:",
			`    Metadata:\n      kmslint:\n        suppress:\n          - rule: require-parameter-decryption\n            reason: rotated by hand\n    Properties:`,
		);
		expect((await lint(text, "template.yaml")).filter(({ ruleId }) => ruleId === RULE)).toEqual([]);
		const unreasoned = await lint(text.replace("            reason: rotated by hand\n", ""), "template.yaml");
		expect(unreasoned.filter(({ ruleId }) => ruleId === RULE)).toEqual([]);
		expect(unreasoned.filter(({ messageId }) => messageId === "missingReason")).toHaveLength(1);
		expect(
			(
				await lint(
					text.replace("rotated by hand\n", "rotated by hand\n            until: 2021-12-31\n"),
					"template.yaml",
				)
			).filter(({ ruleId }) => ruleId === RULE),
		).toHaveLength(1);
	});

	test("has a directive that hides nothing reported", async () => {
		const code = CODE.replace("const client", `// eslint-disable-next-line ${RULE} -- an old one\nconst client`);
		expect(
			(await lint(yaml(code), "template.yaml")).filter(({ message }) =>
				message.startsWith("Unused eslint-disable"),
			),
		).toMatchObject([{ line: 10, column: 11 }]);
	});

	test("is left alone by rules that are not ours, and by a parser's complaints", async () => {
		const more: Linter.Config = { files: ["**/*.cjs"], rules: { "no-undef": "error" } };
		expect(
			(await lint(yaml("exports.handler = nobody;\n"), "template.yaml", [more])).filter(
				({ ruleId }) => ruleId === "no-undef",
			),
		).toEqual([]);
		expect((await lint(yaml("const = ;\n"), "template.yaml")).filter(({ fatal }) => fatal === true)).toEqual([]);
	});

	test("says a secret once", async () => {
		const secret = fakeSecret("github-personal-token");
		const messages = await lint(yaml(`exports.handler = async () => send("${secret}");\n`), "template.yaml");
		expect(messages.filter(({ message }) => message.includes("GitHub")).map(({ ruleId }) => ruleId)).toEqual([
			`${NAMESPACE}/no-hardcoded-secret`,
		]);
	});

	test("is silent about what deploy time fills in, and not about the rest", async () => {
		const text = yaml(CODE.replace("SSMClient({})", 'SSMClient({ region: "${AWS::Region}" })'), "!Sub |");
		expect((await lint(text, "template.yaml")).filter(({ ruleId }) => ruleId === RULE)).toMatchObject([
			{ line: 11, column: 42 },
		]);
	});
});

describe("the copy for other plugins", () => {
	const KEY = "Resources:\n  # eslint-disable-next-line other/name -- theirs\n  Key: { Type: AWS::KMS::Key }\n";
	const other: Linter.Config = {
		files: ["**/*.yaml"],
		plugins: { other: { rules: { name: { create: () => ({}) } } }, yml },
		language: "yml/yaml",
		linterOptions: { reportUnusedDisableDirectives: "error" },
		rules: { "yml/flow-mapping-curly-newline": ["error", "always"] },
	};
	const lintIn = async (text: string, ...configs: readonly Linter.Config[]): Promise<readonly (string | null)[]> => {
		const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [...configs] });
		const [result] = await eslint.lintText(text, { filePath: "template.yaml" });
		return (result?.messages ?? []).map(({ ruleId }) => ruleId);
	};
	const ours = plugin.configs.recommended;

	test("says what they say, and that a directive of theirs is unused, in any order and once", async () => {
		const expected = [
			null,
			`${NAMESPACE}/require-key-rotation`,
			"yml/flow-mapping-curly-newline",
			"yml/flow-mapping-curly-newline",
		];
		expect(await lintIn(KEY, other, ...ours)).toEqual(expected);
		expect(await lintIn(KEY, ...ours, other)).toEqual(expected);
	});

	test("is not made of a copy, nor said where no language is set for it", async () => {
		const plain = KEY.replace(/^ *#.*\n/mu, "");
		const whole = ours
			.filter(({ language }) => language !== `${NAMESPACE}/terraform`)
			.map((config) => ({ ...config, files: ["**/*.yaml"] }));
		expect(await lintIn(plain, ...whole)).toEqual([`${NAMESPACE}/require-key-rotation`]);
		expect(await lintIn(plain, { files: ["**/*.yaml"], rules: {} }, ...ours)).toEqual([
			`${NAMESPACE}/require-key-rotation`,
		]);
	});
});

describe("a fix of inline code", () => {
	const config: Linter.Config[] = [
		{
			files: ["**/*.{yaml,json}"],
			plugins: {
				[NAMESPACE]: {
					...plugin,
					processors: {
						all: createTemplateProcessor(
							{ name: "all", version: "1" },
							() => true,
							() => [],
						),
					},
				},
			},
			language: `${NAMESPACE}/template`,
			processor: `${NAMESPACE}/all`,
		},
		{ files: ["**/*.cjs"], rules: { "no-var": "error", curly: "error" } },
	];
	const fixed = (text: string, filename = "template.yaml"): string =>
		new Linter({ configType: "flat" }).verifyAndFix(text, config, { filename, filterCodeBlock: () => true }).output;
	const before = 'var a = "x";\nif (a) b(a);\nmodule.exports = a;\n';
	const after = 'let a = "x";\nif (a) {b(a);}\nmodule.exports = a;\n';

	test.each([
		["a literal block", (code: string) => yaml(code)],
		["a literal block of Sub", (code: string) => yaml(`${code}c("\${Table}");\n`, "!Sub |")],
		["a folded block", (code: string) => yaml(code.replaceAll("\n", "\n\n"), ">")],
		["a quoted scalar", (code: string) => yaml("", JSON.stringify(code))],
		["a plain scalar", (code: string) => yaml("", code.trim().replaceAll("\n", "\n\n          "))],
		["lines of Windows", (code: string) => yaml(code).replaceAll("\n", "\r\n")],
	])("lands in %s", (_, write) => {
		expect(fixed(write(before))).toBe(write(after));
		expect(fixed(write(after))).toBe(write(after));
	});

	test("lands in JSON", () => {
		expect(fixed(json(before), "template.json")).toBe(json(after));
	});
});

describe("inline code in the command", () => {
	const linter = new TextLinter({
		preset: "recommended",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: "/",
	});

	test("is reported about its function", () => {
		const text = yaml(CODE);
		const finding = linter
			.lint(text, "template.yaml")
			.findings.find(({ rule }) => rule === "require-parameter-decryption");
		expect(finding).toMatchObject({
			resource: { id: "Api", type: "AWS::Lambda::Function" },
			property: "Code.ZipFile: WithDecryption",
			fix: "suggestion",
		});
		expect(text.slice(finding?.span.start, finding?.span.end)).toBe("new GetParameterCommand");
	});

	test("is suppressed by a comment inside it, and the reason is kept", () => {
		const code = CODE.replace("const load", `// eslint-disable-next-line ${RULE} -- rotated by hand\nconst load`);
		const linted = linter.lint(yaml(code), "template.yaml");
		expect(linted.findings.filter(({ rule }) => rule === "require-parameter-decryption")).toEqual([]);
		expect(linted.suppressed).toMatchObject([
			{ rule: "require-parameter-decryption", reason: "rotated by hand", resource: { id: "Api" } },
		]);
	});

	test("is accepted in the Metadata of its function, and the reason is kept", () => {
		const text = yaml(CODE).replace(
			"    Properties:",
			`    Metadata:\n      kmslint:\n        suppress:\n          - rule: require-parameter-decryption\n            reason: rotated by hand\n    Properties:`,
		);
		const linted = linter.lint(text, "template.yaml");
		expect(
			linted.findings.filter(
				({ rule }) => rule === "require-parameter-decryption" || rule === "no-invalid-suppression",
			),
		).toEqual([]);
		expect(linted.suppressed).toMatchObject([
			{
				rule: "require-parameter-decryption",
				reason: "rotated by hand",
				kind: "metadata",
				resource: { id: "Api" },
			},
		]);
		const strict = new TextLinter({
			preset: "recommended",
			rules: new Map(),
			parameterOverrides: {},
			inventory: null,
			suppressions: false,
			cwd: "/",
		});
		expect(
			strict.lint(text, "template.yaml").findings.filter(({ rule }) => rule === "require-parameter-decryption"),
		).toHaveLength(1);
	});

	test("says a secret once", () => {
		const secret = fakeSecret("github-personal-token");
		const { findings } = linter.lint(json(`exports.handler = async () => send("${secret}");\n`), "template.json");
		expect(findings.filter(({ message }) => message.includes("GitHub")).map(({ rule }) => rule)).toEqual([
			"no-hardcoded-secret",
		]);
	});
});
