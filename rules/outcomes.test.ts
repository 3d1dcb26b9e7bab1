import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import type { Details } from "../src/rule/file/details.ts";
import { askRules } from "../src/testing/ask-rules.ts";
import { readPlain } from "../src/testing/read-plain.ts";
import { recordedLines } from "../src/testing/recorded-table.ts";
import { lintSource, lintTemplate } from "../src/testing/rule-tester.ts";
import { RULES } from "./index.ts";

// Each property that a rule's examples write, with each kind of value in its place: what the rule then says is
// recorded in `outcomes.txt`, so that a change of any of it is seen.

const ROOT = join(import.meta.dirname, "..");

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const NOTHING: Json = { Ref: "AWS::NoValue" };

/** What may stand in the place of a value; undefined takes the property away. */
const KINDS: Readonly<Record<string, (was: Json) => Json | undefined>> = {
	absent: () => undefined,
	empty: () => "",
	text: () => "other",
	true: () => true,
	false: () => false,
	nothing: () => NOTHING,
	parameter: () => ({ Ref: "Given" }),
	default: (was) => ({ Ref: typeof was === "boolean" ? `Default${was ? "On" : "Off"}` : "Default" }),
	import: () => ({ "Fn::ImportValue": "elsewhere" }),
	resource: () => ({ "Fn::GetAtt": ["Elsewhere", "Arn"] }),
	either: (was) => ({ "Fn::If": ["Maybe", was, NOTHING] }),
	other: (was) => ({ "Fn::If": ["Maybe", "other", was] }),
	list: (was) => [was],
	map: () => ({}),
};

const AROUND = {
	Parameters: {
		Given: { Type: "String" },
		Default: { Type: "String", Default: "other" },
		DefaultOn: { Type: "String", Default: "true" },
		DefaultOff: { Type: "String", Default: "false" },
	},
	Conditions: { Maybe: { "Fn::Equals": [{ Ref: "Given" }, "x"] } },
};

type Path = readonly (string | number)[];

/** Every place below a value, the outer ones first. */
function pathsIn(value: Json, at: Path = []): readonly Path[] {
	if (typeof value !== "object" || value === null) {
		return [];
	}
	const inner: readonly (readonly [string | number, Json])[] = Array.isArray(value)
		? (value as readonly Json[]).slice(0, 2).map((item, index) => [index, item])
		: Object.entries(value);
	return inner.flatMap(([key, item]) => [[...at, key], ...pathsIn(item, [...at, key])]);
}

function replaceAt(value: Json, [key, ...rest]: Path, make: (was: Json) => Json | undefined): Json {
	const own = (value ?? {}) as Readonly<Record<string | number, Json>>;
	const was = own[key ?? ""] ?? null;
	const item = rest.length === 0 ? make(was) : replaceAt(was, rest, make);
	if (Array.isArray(value)) {
		return (value as readonly Json[]).flatMap((one, index) =>
			index === key ? (item === undefined ? [] : [item]) : [one],
		);
	}
	const known = String(key) in own ? own : { ...own, [String(key)]: null };
	return Object.fromEntries(
		Object.entries(known).flatMap(([name, one]) =>
			name === String(key) ? (item === undefined ? [] : [[name, item]]) : [[name, one]],
		),
	);
}

/** `missingKey low Key +1` for each finding with its offers, `?Key` for each thing that only deploy time knows. */
function outcomeOf(text: string, rule: string, filename: string): string {
	const asked = askRules(text, { [rule]: {} }, filename) ?? lintText(text, rule, filename);
	if (asked === null) {
		return "error";
	}
	const { findings, unknown } = asked;
	const found = [...findings]
		.sort((one, other) => one.span.start - other.span.start)
		.map(({ messageId, severity, property, fix, suggestions }) =>
			[
				messageId,
				severity,
				property ?? "",
				`${fix === "safe" ? "fix" : ""}${suggestions.length === 0 ? "" : `+${String(suggestions.length)}`}`,
			]
				.filter((one) => one !== "")
				.join(" "),
		);
	return [...found, ...unknown.map(({ property }) => `?${property}`)].join(", ") || "-";
}

/** As ESLint lints it, which knows what its own comments mean; null where it cannot read the text. */
function lintText(text: string, rule: string, filename: string): Details | null {
	const lint = filename.endsWith(".json") ? lintTemplate : lintSource;
	const { messages, details } = lint(text, { [rule]: {} }, filename);
	return messages.some(({ fatal }) => fatal === true) ? null : details;
}

/** Kinds with the same outcome in one line. */
function rowsOf(title: string, outcomes: readonly (readonly [kind: string, outcome: string])[]): readonly string[] {
	const groups = new Map<string, string[]>();
	for (const [kind, outcome] of outcomes) {
		groups.set(outcome, [...(groups.get(outcome) ?? []), kind]);
	}
	return [...groups].map(([outcome, kinds]) => `${title} | ${kinds.join(" ")} | ${outcome}`);
}

function examplesOf(rule: string, languages: string): readonly string[] {
	const page = readFileSync(join(ROOT, `docs/rules/${rule}.md`), "utf8");
	return [...page.matchAll(new RegExp(`^(?:❌|✅)[^\\n]*\\n\\n\`\`\`(?:${languages})\\n([^]*?)\`\`\``, "gmu"))].map(
		([, code = ""]) => code,
	);
}

/** As the model names it, whatever SAM says. */
function typeOf(written: string | undefined): string {
	return (written ?? "").replace("AWS::Serverless::Function", "AWS::Lambda::Function");
}

/** The properties that a rule's text names. */
function readBy(rule: string): readonly string[] {
	const source = readFileSync(join(ROOT, `rules/${rule}.ts`), "utf8");
	return [...new Set([...source.matchAll(/(?:get|spell)\("([A-Z]\w+)"/gu)].map(([, name = ""]) => name))];
}

function templateRows(rule: string): readonly string[] {
	const asked = RULES.find(({ name }) => name === rule)?.types ?? [];
	const read = readBy(rule);
	return examplesOf(rule, "json").flatMap((code, number) => {
		const template = readPlain(code) as unknown as { readonly [key: string]: Json };
		const resources = (template["Resources"] ?? {}) as Readonly<Record<string, { readonly Type?: string }>>;
		const written = pathsIn(resources as Json).filter((path) => path.length > 2 && path.length < 9);
		// What the rule reads and the example does not write.
		const others = Object.keys(resources)
			.filter((id) => asked.length === 0 || asked.includes(typeOf(resources[id]?.Type)))
			.flatMap((id) => read.map((name) => [id, "Properties", name]))
			.filter((path) => !written.some((one) => one.join() === path.join()));
		return [...written.slice(0, 12), ...others.slice(0, 8)].flatMap((path) =>
			rowsOf(
				`${rule} ${String(number + 1)} ${path.slice(path[1] === "Properties" ? 2 : 0).join(".")}`,
				Object.entries(KINDS).map(([kind, make]) => {
					const changed = replaceAt(template["Resources"] ?? {}, path, make);
					const text = JSON.stringify({
						...template,
						Parameters: { ...AROUND.Parameters, ...(template["Parameters"] as object | undefined) },
						Conditions: AROUND.Conditions,
						Resources: changed,
					});
					return [kind, outcomeOf(text, rule, "template.json")] as const;
				}),
			),
		);
	});
}

/** What may stand in the place of an expression. */
const EXPRESSIONS: readonly string[] = [
	"undefined",
	'""',
	'"other"',
	"true",
	"false",
	"given",
	"{}",
	"[]",
	"process.env.X",
	"`a-${given}`",
	'"DB_PASSWORD"',
	"password",
	"{ password }",
	"(given, password)",
];

function sourceRows(rule: string): readonly string[] {
	return examplesOf(rule, "js").flatMap((code, number) => {
		const file = ts.createSourceFile("handler.js", code, ts.ScriptTarget.Latest, true);
		const places: ts.Node[] = [];
		const visit = (node: ts.Node): void => {
			if (ts.isPropertyAssignment(node)) {
				places.push(node.initializer);
			} else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
				places.push(...(node.arguments ?? []));
			} else if (ts.isVariableDeclaration(node) && node.initializer !== undefined) {
				places.push(node.initializer);
			} else if (ts.isBinaryExpression(node)) {
				places.push(node.left, node.right);
			}
			ts.forEachChild(node, visit);
		};
		visit(file);
		return [...new Set(places)].slice(0, 14).flatMap((node) => {
			const [start, end] = [node.getStart(file), node.end];
			const title = `${rule} ${String(number + 1)} ${String(file.getLineAndCharacterOfPosition(start).line + 1)}:${String(file.getLineAndCharacterOfPosition(start).character + 1)}`;
			return rowsOf(
				title,
				EXPRESSIONS.map((text) => [
					text,
					outcomeOf(`${code.slice(0, start)}${text}${code.slice(end)}`, rule, "handler.js"),
				]),
			);
		});
	});
}

test.each(RULES.map((rule) => [rule.name, rule] as const))("%s says the same of each kind of value", (name, rule) => {
	const rows = rule.checkModule === undefined ? templateRows(name) : sourceRows(name);
	expect(rows).toEqual(recordedLines(join(ROOT, "fixtures", "outcomes", `${name}.txt`), rows));
});
