import { describe, expect, test } from "vitest";
import { regexCostOf } from "./testing/regex-cost.ts";
import { placeOf, shippedSources } from "./testing/shipped-sources.ts";

interface FoundRegex {
	readonly at: string;
	readonly source: string;
	readonly flags: string;
}

const LITERALS: FoundRegex[] = [];
const MADE: string[] = [];

for (const { path, text, nodes } of shippedSources()) {
	for (const node of nodes) {
		if (node.type === "Literal" && "regex" in node) {
			const { pattern, flags } = node.regex;
			LITERALS.push({ at: placeOf(path, text, node.start), source: pattern, flags });
		} else if (
			(node.type === "NewExpression" || node.type === "CallExpression") &&
			node.callee.type === "Identifier" &&
			node.callee.name === "RegExp"
		) {
			const [pattern] = node.arguments;
			MADE.push(`${path}: ${pattern === undefined ? "" : text.slice(pattern.start, pattern.end)}`);
		}
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
