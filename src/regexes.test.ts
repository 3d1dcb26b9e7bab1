import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { regexCostOf } from "./testing/regex-cost.ts";

const ROOT = resolve(import.meta.dirname, "..");

interface FoundRegex {
	readonly at: string;
	readonly source: string;
	readonly flags: string;
}

const LITERALS: FoundRegex[] = [];
const MADE: string[] = [];

for (const folder of ["src", "rules"]) {
	for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })) {
		const path = `${folder}/${name.replaceAll("\\", "/")}`;
		if (!path.endsWith(".ts") || path.endsWith(".test.ts") || /^src\/(?:testing|bench|fuzz)\//u.test(path)) {
			continue; // What is not shipped reads our own texts.
		}
		const file = ts.createSourceFile(path, readFileSync(join(ROOT, path), "utf8"), ts.ScriptTarget.Latest, true);
		const visit = (node: ts.Node): void => {
			const at = `${path}:${String(file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1)}`;
			if (ts.isRegularExpressionLiteral(node)) {
				const end = node.text.lastIndexOf("/");
				LITERALS.push({ at, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
			} else if (
				(ts.isNewExpression(node) || ts.isCallExpression(node)) &&
				ts.isIdentifier(node.expression) &&
				node.expression.text === "RegExp"
			) {
				MADE.push(`${path}: ${node.arguments?.[0]?.getText(file) ?? ""}`);
			}
			ts.forEachChild(node, visit);
		};
		visit(file);
	}
}

/**
 * Asked of a window of a fixed size alone, which the name of its constant says: the time does not grow with the text.
 */
const WINDOWED: ReadonlySet<string> = new Set([
	String.raw`(?:[!&][^\s,[\]{}]*(?:[ \t]|#[^\r\n]*[\r\n]|[\r\n])*){1,2}$`, // MAX_PROPERTIES
]);

describe("the time that a regular expression takes grows no faster than the text", () => {
	test("there are some", () => {
		expect(LITERALS.length).toBeGreaterThan(300);
	});

	test.each(
		LITERALS.filter(({ source }) => !WINDOWED.has(source)).map(
			({ at, source, flags }) => [at, source, flags] as const,
		),
	)("%s /%s/%s", (_at, source, flags) => {
		expect(regexCostOf(source, flags)).toEqual({ isLinear: true });
	});

	test("none is made of other parts than an author's option", () => {
		expect(MADE.filter((one) => !/: (?:pattern|String\(pattern\))$/u.test(one))).toEqual([]);
	});
});

describe("the proof", () => {
	test.each([
		"a+$",
		"\\s+\\n",
		"^\\s+\\s+$",
		"^(?:a|a)*b",
		"^(?:a+)+b",
		"^(?:a*)*b",
		"<[^>]*>",
		"x.*y",
		"^(?:ab|a|b)*c",
		"^(?:\\w+\\s?)*$",
		"(?=.*a)b",
		"a(?=b*c)",
		"^\\w*\\d*x",
		"\\d+[a-z]",
		"[ab](?:[ab]*c)?",
	])("refuses /%s/", (source) => {
		expect(regexCostOf(source, "u").isLinear).toBe(false);
	});

	test.each([
		"a+",
		"^a+$",
		"^\\s+\\S+$",
		"\\bfoo\\w{0,40}bar",
		"^(?:a|b)*c",
		"^(?:ab)*$",
		'"[^"]{0,20}"',
		"^(?!.*x)a",
		"^a(?:b+c)*$",
		"[\\w.]+",
		"(?:ab)+",
		"^(.)\\1{7}-",
		"^[a-z]+(?:-[a-z]+)*$",
	])("accepts /%s/", (source) => {
		expect(regexCostOf(source, "u")).toEqual({ isLinear: true });
	});
});
