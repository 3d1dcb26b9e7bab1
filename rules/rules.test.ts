import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import plugin, { NAMESPACE } from "../src/plugin.ts";
import { RULE_NAMES } from "./rule-names.ts";
import { PRESETS, SEVERITIES, type Rule } from "../src/rule/rule.ts";
import { lintSource, lintTemplate } from "../src/testing/rule-tester.ts";
import { readSeenFixes } from "../src/testing/seen-fixes.ts";
import { RULES } from "./index.ts";

const ROOT = join(import.meta.dirname, "..");

const FILES = readdirSync(import.meta.dirname)
	.filter(
		(name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !["index.ts", "rule-names.ts"].includes(name),
	)
	.map((name) => name.slice(0, -3))
	.sort();

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });

/** The schema of a rule's one option, as ESLint sees it. */
function schemaOf(rule: Rule): object {
	return { type: "object", properties: rule.options, additionalProperties: false };
}

/** The rule's own text and the texts that it imports: where its message ids are used. */
function sourcesOf(rule: Rule): string {
	const path = join(import.meta.dirname, `${rule.name}.ts`);
	const own = readFileSync(path, "utf8");
	const shared = [...own.matchAll(/from "((?:\.\.\/src\/rule|\.\/[a-z-]+)\/[^"]+)"/gu)].map((match) =>
		readFileSync(join(import.meta.dirname, match[1] ?? ""), "utf8"),
	);
	return [own, ...shared].join("\n");
}

/** Ids of suggestions begin with what they will do; those of findings say what was found. */
function offerIdsOf(rule: Rule): ReadonlySet<string> {
	return new Set(
		Object.keys(rule.messages).filter((id) =>
			/^(?:use|add|allow|remove|read(?!y)|decrypt|encrypt|deny)[A-Z]|^encrypt$/u.test(id),
		),
	);
}

describe("the table of the rules", () => {
	test("holds every file, and nothing else, in the order of the alphabet", () => {
		expect(RULES.map((rule) => rule.name)).toEqual(FILES);
	});

	test("has the names that suppressions may name", () => {
		expect(RULE_NAMES).toEqual(FILES);
	});

	test("is what the plugin offers", () => {
		expect(Object.keys(plugin.rules ?? {})).toEqual(FILES);
	});
});

test("most rules read on one screen: half of the files have at most 90 lines", () => {
	const lengths = FILES.map(
		(name) => readFileSync(join(import.meta.dirname, `${name}.ts`), "utf8").split("\n").length - 1,
	);
	expect(lengths.sort((a, b) => a - b)[Math.ceil(lengths.length / 2) - 1]).toBeLessThanOrEqual(90);
});

describe.each(RULES.map((rule) => [rule.name, rule] as const))("%s", (name, rule) => {
	test("has a test of its own", () => {
		expect(existsSync(join(import.meta.dirname, `${name}.test.ts`))).toBe(true);
	});

	test("has a page", () => {
		expect(existsSync(join(ROOT, "docs", "rules", `${name}.md`))).toBe(true);
	});

	test("has a fixture", () => {
		expect(existsSync(join(ROOT, "fixtures", name))).toBe(true);
	});

	test("says the fault in its name, and what it does in one line without a full stop", () => {
		expect(name).toMatch(/^(?:max|no|require)-[a-z]+(?:-[a-z]+)*$/u);
		expect(rule.description).toMatch(/^[A-Z][^\n]*[^.]$/u);
	});

	test("asks resources, or the stack, or both, or source", () => {
		expect(
			rule.check !== undefined ||
				rule.checkStack !== undefined ||
				rule.checkModule !== undefined ||
				rule.checkSuppressions !== undefined,
		).toBe(true);
		expect(rule.check === undefined).toBe(rule.types === null);
		expect(rule.types ?? []).toEqual([...new Set(rule.types ?? [])]);
		for (const type of rule.types ?? []) {
			expect(type).toMatch(/^(?:AWS::[A-Za-z0-9]+::[A-Za-z0-9]+|CDK::Construct|aws_[a-z0-9_]+)$/u);
		}
	});

	test("ends every message with a full stop, and names things in 'quotes' and code in `ticks`", () => {
		for (const [id, message] of Object.entries(rule.messages)) {
			// `{{advice}}` is a sentence of its own.
			expect(message, id).toMatch(/(?:\.|\{\{advice\}\})$/u);
			// A sentence begins with a word, or with the name of the thing it is about.
			expect(message, id).toMatch(/^(?:[A-Z`]|'?\{\{\w+\}\})/u);
			expect(message.split("`").length % 2, `${id}: a tick is left open`).toBe(1);
		}
	});

	test("says it in 120 characters, and offers it in 80", () => {
		const offers = offerIdsOf(rule);
		for (const [id, message] of Object.entries(rule.messages)) {
			expect(message.length, `${id}: ${message}`).toBeLessThanOrEqual(offers.has(id) ? 80 : 120);
		}
	});

	test("says plaintext, lookup and everyone as the field does", () => {
		for (const text of [rule.description, ...Object.values(rule.messages)]) {
			expect(text).not.toMatch(/plain text|look-up|everybody|whoever|\bmend|\bkeeps\b|in clear/iu);
		}
	});

	test("reads on a screen or two: 160 lines, and 30 of them decide", () => {
		const lines = readFileSync(join(import.meta.dirname, `${name}.ts`), "utf8").split("\n");
		expect(lines.length).toBeLessThanOrEqual(161);
		const start = lines.findIndex((line) => /^\t\*check\w*\(/u.test(line));
		const length = lines.slice(start).findIndex((line) => line === "\t},") + 1;
		expect(start).toBeGreaterThan(0);
		expect(length).toBeGreaterThan(1);
		expect(length).toBeLessThanOrEqual(30);
	});

	test("uses every message that it has", () => {
		const source = sourcesOf(rule);
		const used = new Set(Object.keys(rule.messages).filter((id) => source.includes(`"${id}"`)));
		expect(Object.keys(rule.messages).filter((id) => !used.has(id))).toEqual([]);
	});

	test("accepts its own defaults, and the options of its presets", () => {
		const validate = ajv.compile(schemaOf(rule));
		expect(validate(rule.defaults), JSON.stringify(validate.errors)).toBe(true);
		expect(Object.keys(rule.defaults).sort()).toEqual(Object.keys(rule.options).sort());
		for (const preset of PRESETS) {
			const entry = rule.presets[preset];
			if (typeof entry !== "string") {
				expect(validate(entry[1]), `${preset}: ${JSON.stringify(validate.errors)}`).toBe(true);
			}
		}
	});

	test("refuses an option that it does not have", () => {
		expect(() => lintTemplate("", { [name]: { misspelt: true } })).toThrow();
	});

	test("describes every option", () => {
		for (const [option, schema] of Object.entries(rule.options)) {
			expect("description" in schema, option).toBe(true);
		}
	});

	test("gets no weaker from preset to preset", () => {
		const strength = PRESETS.map((preset) => {
			const entry = rule.presets[preset];
			return ["off", "warn", "error"].indexOf(typeof entry === "string" ? entry : entry[0]);
		});
		expect(strength).toEqual([...strength].sort((a, b) => a - b));
	});

	test("is as bad as a finding can be, and names the requirements that it covers", () => {
		expect(SEVERITIES).toContain(rule.severity);
		for (const ids of Object.values(rule.compliance)) {
			expect(ids.length).toBeGreaterThan(0);
		}
	});

	test.each(PRESETS)("is at level error in %s, or never as bad as high", (preset) => {
		const entry = rule.presets[preset];
		if ((typeof entry === "string" ? entry : entry[0]) === "warn") {
			expect(
				[rule.severity, ...(rule.severities ?? [])].filter(
					(severity) => severity === "critical" || severity === "high",
				),
			).toEqual([]);
		}
	});

	test("names each severity once, as its source says it", () => {
		const all = [rule.severity, ...(rule.severities ?? [])];
		expect(new Set(all).size).toBe(all.length);
		const source = sourcesOf(rule);
		const written = [...source.matchAll(/\bseverity: [^,\n]*/gu)].flatMap(([text]) =>
			[...text.matchAll(/"(critical|high|medium|low|info)"/gu)].map((match) => match[1] ?? ""),
		);
		expect(written.filter((severity) => !all.some((one) => one === severity))).toEqual([]);
	});

	test("is fixed as its table says: what tests saw of it", () => {
		const kinds = new Set(Object.values(readSeenFixes()[name] ?? {}).flat());
		expect(kinds.size).toBeGreaterThan(0);
		expect({ code: kinds.has("fix") || kinds.has("option"), suggestion: kinds.has("suggestion") }).toMatchObject({
			code: rule.fix === "safe",
			suggestion: rule.fix === "safe" ? kinds.has("suggestion") : rule.fix !== "none",
		});
	});

	test("tells ESLint which fixes may come", () => {
		const meta = plugin.rules?.[name]?.meta;
		expect(meta?.fixable).toBe(rule.fix === "safe" || rule.fix === "option" ? "code" : undefined);
		expect(meta?.hasSuggestions).toBe(true); // At least to ignore it with a reason.
		expect(meta?.docs?.url).toMatch(new RegExp(`/${name}\\.md$`, "u"));
	});

	test.each([
		["an empty file", ""],
		["a file of blanks", "  \n\n"],
		["a comment", "# nothing here\n"],
		["a file of another kind", "version: 3\nservices:\n  web: { image: nginx }\n"],
		["a list", "- a\n- b\n"],
		["an empty template", "AWSTemplateFormatVersion: 2010-09-09\n"],
		["a template without resources", "AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n"],
		["a template whose resources are of no interest", "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n"],
		[
			"resources of another author's",
			"Resources:\n  One: { Type: 'Custom::Thing', Properties: { Environment: { Variables: { A: b } } } }\n",
		],
	])("is silent on %s", (_, text) => {
		const { messages, details } = lintTemplate(text, { [name]: {} });
		expect(messages).toEqual([]);
		expect(details).toMatchObject({ findings: [], unknown: [] });
	});

	test.each([
		["an empty file", ""],
		["a comment", "// nothing here\n"],
		["a module that does nothing", "export const handler = async () => ({ statusCode: 200 });\n"],
		["a module without names", "export {};\n"],
		[
			"syntax of today",
			"export class A { static #x = 1; static { this.#x ??= 2; } get [`y`]() { return A.#x; } }\nfor await (const { a = 1, ...b } of []) void [a, b?.c];\n",
		],
	])("is silent on a program that is %s", (_, text) => {
		for (const filename of ["handler.js", "handler.mjs", "handler.ts", "view.tsx"]) {
			expect(lintSource(text, { [name]: {} }, filename).messages).toEqual([]);
		}
	});

	test.each([
		["no properties", undefined],
		["null", null],
		["an empty text", ""],
		["a number", 3],
		["a list", [1]],
		["an empty map", {}],
		["a reference", { Ref: "Elsewhere" }],
		["a condition with half its arguments", { "Fn::If": ["IsProd"] }],
	])("reads properties that are %s without a throw", (_, properties) => {
		const resources = Object.fromEntries(
			(rule.types ?? []).map((type, index) => [
				`R${String(index)}`,
				{ Type: type, ...(properties === undefined ? {} : { Properties: properties }) },
			]),
		);
		expect(() =>
			lintTemplate(
				JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources: resources }),
				{ [name]: {} },
				"template.json",
			),
		).not.toThrow();
	});
});

test("the presets name every rule that is not off", () => {
	for (const preset of PRESETS) {
		for (const block of plugin.configs[preset].slice(0, 2)) {
			const rules = Object.keys(block.rules ?? {}).filter((name) => name.startsWith(`${NAMESPACE}/`));
			expect(rules).toEqual(
				RULES.filter((rule) => rule.presets[preset] !== "off").map((rule) => `${NAMESPACE}/${rule.name}`),
			);
		}
	}
});

test("a rule yields to rules that there are, and never in a circle", () => {
	const yields = new Map(RULES.map(({ name, yieldsTo = [] }) => [name, yieldsTo] as const));
	for (const [name, others] of yields) {
		for (const other of others) {
			expect(yields.has(other), `${name} yields to ${other}`).toBe(true);
			// Whom a rule yields to yields only to those that the rule yields to as well: so it never matters who is
			// asked first.
			expect(others, `${name} yields to ${other}`).toEqual(
				expect.arrayContaining([...(yields.get(other) ?? [])]),
			);
		}
	}
});
