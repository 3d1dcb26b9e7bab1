import { describe, expect, test } from "vitest";
import { moduleOf } from "../../testing/read-module.ts";
import { literalsOf, locateIn } from "../handler/literals/named-literals.ts";

/** The text of the one value that a program gives to `value`. */
function textOf(code: string): { readonly text: string; readonly isOpen: boolean } | undefined {
	return literalsOf(moduleOf(code)).find(({ name }) => name === "value");
}

describe("the text of an expression", () => {
	test.each([
		["a literal", `const value = "ab";`, "ab"],
		["a template", "const value = `ab`;", "ab"],
		["an addition", `const value = "a" + "b" + 1;`, "ab1"],
		["an addition of names", `const a = "a"; const b = a + "b"; const value = \`\${b}c\`;`, "abc"],
		["an assertion", `const value = ("ab" as const satisfies string)!;`, "ab"],
		["a joined list", `const value = ["a", "b"].join("-");`, "a-b"],
		["a joined list without a separator", `const value = ["a", "b"].join();`, "a,b"],
		["a frozen text", `const value = Object.freeze("ab");`, "ab"],
		["String()", `const value = String("ab");`, "ab"],
		["concat()", `const value = "a".concat("b");`, "ab"],
		["String.raw", 'const value = String.raw`a\\n${"b"}`;', "a\\nb"],
	])("of %s", (_what, code, text) => {
		expect(textOf(code)).toMatchObject({ text, isOpen: false });
	});

	test.each([
		["a template with a hole", "const value = `a${b()}c`;", "a${x}c"],
		["an addition with a hole", `const value = "a" + b;`, "a${x}"],
		["a name that changes", `let a = "a"; const value = a + "b";`, "${x}b"],
	])("of %s has a hole", (_what, code, text) => {
		expect(textOf(code)).toMatchObject({ text, isOpen: true });
	});

	test.each([
		["a number", "const value = 1 + 2;"],
		["a call", "const value = load();"],
		["a name that stands for itself", "const value = value + value;"],
	])("of %s is not known", (_what, code) => {
		expect(textOf(code)).toBeUndefined();
	});

	test("a chain of three hundred additions is read", () => {
		expect(textOf(`const value = ${Array.from({ length: 300 }, () => '"a"').join(" + ")};`)?.text).toBe(
			"a".repeat(300),
		);
	});

	test("names that double each other come to an end", () => {
		const names = Array.from(
			{ length: 40 },
			(_, i) => `const a${String(i + 1)} = a${String(i)} + a${String(i)};`,
		).join("\n");
		expect(() => textOf(`const a0 = "a";\n${names}\nconst value = a40 + "x";`)).not.toThrow();
	});
});

describe("the place of a part of a text", () => {
	test.each([
		["plain", `"abc-KEY-def"`],
		["behind escapes of every kind", `"\\x61\\u0062\\u{1F600}\\n\\0\\'-KEY-\\u{64}"`],
		["behind a line that goes on", `"ab\\\n-KEY-def"`],
		["in a template with line ends of Windows", "`a\r\n\r\nKEY\r\nb`"],
		["in a later part of a template", "`ab${c()}-KEY-${d()}`"],
		["in an addition", `"ab" + c() + "-KEY-"`],
	])("%s", (_what, spelt) => {
		const module = moduleOf(`const value = ${spelt};`);
		const literal = literalsOf(module).find(({ name }) => name === "value");
		const at = literal?.text.indexOf("KEY") ?? -1;
		expect(at).toBeGreaterThan(0);
		const span = literal === undefined ? { start: 0, end: 0 } : locateIn(literal, at, at + 3, module);
		expect(module.text.slice(span.start, span.end)).toBe("KEY");
	});

	test("in a constant of another statement is there", () => {
		const module = moduleOf(`const a = "KEY"; const value = b() + a + "c";`);
		const literal = literalsOf(module).find(({ name }) => name === "value");
		const span = literal === undefined ? { start: 0, end: 0 } : locateIn(literal, 4, 7, module);
		expect(module.text.slice(span.start, span.end)).toBe("KEY");
	});
});
