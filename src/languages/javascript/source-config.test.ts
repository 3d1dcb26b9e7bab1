import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { TextLinter } from "../../lint/lint-text.ts";
import { kindOfSource } from "./source-config.ts";

test.each([
	["a script that another program wraps in a function", "const n = find(text);\nreturn n;\n", "commonjs"],
	["a module with a function", "export function f() {\n  return 1;\n}\n", "module"],
	["a module with a function that is not indented", "export function f() {\nreturn 1;\n}\n", "module"],
	["a program that says nothing", "const a = 1;\n", "module"],
	["a program that requires", 'const a = require("a");\n', "commonjs"],
])("%s", (_, text, expected) => {
	expect(kindOfSource(text, "a.js")).toBe(expected);
	const { errors } = new TextLinter({
		preset: "audit",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: tmpdir(),
	}).lint(text, "a.js");
	expect(errors).toEqual([]);
});
