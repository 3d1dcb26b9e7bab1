import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { TextLinter } from "../../lint/lint-text.ts";
import { JAVASCRIPT } from "./dialect.ts";

const SETTINGS = {
	preset: "audit",
	rules: new Map(),
	parameterOverrides: {},
	inventory: null,
	suppressions: true,
	cwd: tmpdir(),
} as const;
const linter = new TextLinter(SETTINGS);

/** How our own parser reads a text, and what ESLint's says of it: ESLint reads each text with a byte order mark. */
function parsed(text: string, filename: string): { readonly kind: string; readonly errors: readonly string[] } {
	const kind = JAVASCRIPT.parse(text, filename, SETTINGS)?.ast as { readonly sourceType?: string } | undefined;
	return {
		kind: kind === undefined ? "refused" : kind.sourceType === "module" ? "module" : "script",
		errors: [text, `\uFEFF${text}`].flatMap((form) =>
			linter.lint(form, filename).errors.map(({ line, column }) => `${String(line)}:${String(column)}`),
		),
	};
}

/** What looks like a script and is none: a line that begins with `return`, and what CommonJS has, in places of all kinds. */
const DISGUISES = ["return codes", "require('a')", "module.exports = a", "exports.a = b"].flatMap((words) => [
	`/*\n${words}\n*/\n`,
	`// as if\n// ${words}\n`,
	`const t = \`\n${words}\n\`;\n`,
]);
const FUNCTIONS = [
	"async function f() {\nreturn 1;\n}\n",
	"const f = () => {\nreturn 1;\n};\n",
	"class A { m() {\nreturn 1;\n} }\n",
];

/** What only an ES module may have. */
const OF_MODULES = [
	"const page = await fetch('https://example.org');\n",
	"for await (const part of stream) { use(part); }\n",
	"const here = import.meta.url;\n",
	"export const one = 1;\n",
	"import a from 'a';\n",
];

/** A `return` outside of functions. */
const RETURNS = [
	"return n;\n",
	"if (n) {\n  return 1;\n}\n",
	"try {\nreturn n;\n} catch {}\n",
	"switch (n) { case 1: return 2; }\n",
];

describe("a `.js` file is what its parser says, whatever its words look like", () => {
	test("a module", () => {
		const others = [...DISGUISES, ...FUNCTIONS].flatMap((before) =>
			OF_MODULES.flatMap((after) => [before + after, after + before]).filter((text) => {
				const { kind, errors } = parsed(text, "a.js");
				return kind !== "module" || errors.length > 0;
			}),
		);
		expect(others).toEqual([]);
	});

	test("a script with a `return` outside of functions", () => {
		const others = ["", ...DISGUISES, ...FUNCTIONS].flatMap((before) =>
			RETURNS.map((after) => `${before}const n = find(text);\n${after}`).filter((text) => {
				const { kind, errors } = parsed(text, "a.js");
				return kind !== "script" || errors.length > 0;
			}),
		);
		expect(others).toEqual([]);
	});

	test.each([
		["a program that says nothing", "const a = 1;\n", "module"],
		["a module with a function that is not indented", "export function f() {\nreturn 1;\n}\n", "module"],
		["a program that requires", 'const a = require("a");\n', "script"],
		["a script with `await` as a name", "const await = 1;\nuse(await);\n", "script"],
	])("%s", (_, text, kind) => {
		expect(parsed(text, "a.js")).toEqual({ kind, errors: [] });
	});
});

test.each([
	["a module by its name", "const n = 1;\nreturn n;\n", "a.mjs", "2:1"],
	["a script by its name", "const page = 1;\nawait page;\n", "a.cjs", "2:7"],
	["neither module nor script", "const n = await find();\nreturn n;\n", "a.js", "2:1"],
	["neither, with a mistake", "const n = 1;\nconst m = ;\n", "a.js", "2:11"],
])("%s is refused, at the place in what it looks like", (_, text, filename, at) => {
	expect(parsed(text, filename)).toEqual({ kind: "refused", errors: [at, at] });
});
