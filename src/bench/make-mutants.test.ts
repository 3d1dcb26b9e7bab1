import { describe, expect, test } from "vitest";
import { makeMutants, regexMutants } from "./make-mutants.ts";

/** The texts that a program becomes, one change each. */
const changed = (source: string): readonly string[] =>
	makeMutants("a.ts", source).map(({ start, end, text }) => source.slice(0, start) + text + source.slice(end));

describe("the mutants of a program", () => {
	test.each([
		["a && b;", "a || b;"],
		["a === b;", "a !== b;"],
		["a < b;", "a <= b;"],
		["a ?? b;", "a && b;"],
		["!a;", "a;"],
		["a.every(f);", "a.some(f);"],
		["a.filter(f);", "a;"],
		["f(1);", "f(2);"],
		["f(true);", "f(false);"],
		['f("b");', 'f("");'],
		["if (a) { f(); }", "if (false) { f(); }"],
		["if (a) { f(); }", "if (true) { f(); }"],
		["const b = a ? 1 : 2;", "const b = true ? 1 : 2;"],
		["f(); g();", " g();"],
		["f(/^a|b$/u);", "f(/a|b$/u);"],
	])("of %s are among others %s", (source, mutant) => {
		expect(changed(source)).toContain(mutant);
	});

	test("leave types, imports and the names of properties alone", () => {
		expect(
			makeMutants(
				"a.ts",
				'import a from "a";\nexport { b } from "b";\ntype C = "c" | 1;\ninterface D { e: true }\n',
			),
		).toEqual([]);
		expect(changed('const a = { "b": c };')).toEqual([]);
	});

	test("leave alone what is for types, and what remembers an answer by its object", () => {
		const forget = "KNOWN.set(a, b);";
		expect(changed("a satisfies never;")).toEqual([]);
		expect(changed(`const KNOWN = new WeakMap<A, B>();\n${forget}`)).toEqual([]);
		expect(changed(`const KNOWN = new Map<A, B>();\n${forget}`)).toHaveLength(1);
	});

	test("say where they are", () => {
		expect(makeMutants("a.ts", "f;\ng(1);")).toContainEqual({
			path: "a.ts",
			line: 2,
			start: 5,
			end: 6,
			text: "2",
			shown: "`1` → `2`",
		});
	});
});

test("a regular expression loses an anchor or an alternative, or repeats otherwise, and stays one", () => {
	expect(regexMutants("/^(?:a|bc)+d*$/iu")).toEqual([
		"/(?:a|bc)+d*$/iu",
		"/^(?:a|bc)+d*/iu",
		"/^(?:a)+d*$/iu",
		"/^(?:a|bc)*d*$/iu",
		"/^(?:a|bc)+d+$/iu",
	]);
	expect(regexMutants("/a/u")).toEqual([]);
});
