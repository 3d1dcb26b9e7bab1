import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Folder } from "../../testing/run-command.ts";
import { isNestedTooDeeply, measureNesting, mostNesting } from "./measure-nesting.ts";
import { partOf } from "../../testing/seed.ts";

/** Ways to nest, each with what stands before, what is repeated, and what closes it. */
const WAYS: readonly (readonly [name: string, make: (n: number) => string])[] = [
	["parentheses", (n) => `const a = ${"(".repeat(n)}1${")".repeat(n)}`],
	[
		"parentheses behind a regular expression with a quote",
		(n) => `if (a) /"/.test(b); x = ${"(".repeat(n)}1${")".repeat(n)}; "b"`,
	],
	["parentheses a line each", (n) => `const a = ${"(\n".repeat(n)}1${")\n".repeat(n)}`],
	["brackets", (n) => `const a = ${"[".repeat(n)}${"]".repeat(n)}`],
	["blocks", (n) => `${"{".repeat(n)}${"}".repeat(n)}`],
	["objects", (n) => `const a = ${"{ a: [".repeat(n)}${"] }".repeat(n)}`],
	["calls", (n) => `f(${"async (a) => { f(".repeat(n)}1${") }".repeat(n)})`],
	["classes", (n) => `${"class A { a = ".repeat(n)}1${"}".repeat(n)}`],
	["templates", (n) => `const a = ${"`${".repeat(n)}1${"}`".repeat(n)}`],
	["sums", (n) => `const a = 1${" + 1".repeat(n)}`],
	["sums a line each", (n) => `const a = 1${" +\n1".repeat(n)}`],
	["sums that begin a line", (n) => `const a = 1${"\n+ 1".repeat(n)}`],
	["negations", (n) => `const a = ${"!".repeat(n)}1`],
	["words before an operand", (n) => `const a = ${"typeof ".repeat(n)}1`],
	["conditions", (n) => `const a = ${"b ? 1 : ".repeat(n)}2`],
	["arrows", (n) => `const a = ${"b => ".repeat(n)}1`],
	["assignments", (n) => `${"a = ".repeat(n)}1`],
	["else after else", (n) => `${"if (a) {} else ".repeat(n)}{}`],
	["else after else, a line each", (n) => `${"if (a) {\n}\nelse ".repeat(n)}{}`],
	["ifs a line each", (n) => `${"if (a)\n".repeat(n)}b`],
	["labels", (n) => `${Array.from({ length: n }, (_, at) => `l${String(at)}:`).join("\n")} b`],
	["types", (n) => `type A = ${"B<".repeat(n)}C${">".repeat(n)}`],
	["conditional types", (n) => `type A = ${"a extends b ? c : ".repeat(n)}d`],
	["elements", (n) => `const a = ${"<a>".repeat(n)}${"</a>".repeat(n)}`],
	["elements a line each", (n) => `const a = (\n${"<a>\n".repeat(n)}${"</a>\n".repeat(n)})`],
];

/** Ways to read on from an operand, in which one step costs the parser less. */
const STEPS: readonly (readonly [name: string, make: (n: number) => string])[] = [
	["members", (n) => `const a = b${".c".repeat(n)};`],
	["members a line each", (n) => `const a = b${"\n.c".repeat(n)};`],
	["indexes", (n) => `const a = b${"[0]".repeat(n)};`],
	["indexes a line each", (n) => `const a = b${"\n[0]".repeat(n)};`],
	["calls of what a call gives", (n) => `const a = b${"()".repeat(n)};`],
	["calls a line each", (n) => `const a = b()${"\n()".repeat(n)};`],
	["tagged templates", (n) => `const a = b${"``".repeat(n)};`],
	["tagged templates a line each", (n) => `const a = b${"\n`c`".repeat(n)};`],
	["types of arrays", (n) => `type A = B${"[]".repeat(n)};`],
	["types of members", (n) => `type A = B${'["c"]'.repeat(n)};`],
	["names in namespaces", (n) => `type A = b${".c".repeat(n)};`],
	["namespaces", (n) => `namespace a${".b".repeat(n)} {}`],
	["names of elements", (n) => `const a = <b${".c".repeat(n)}/>;`],
];

/** Elements that stand where, in a program, a text, a comment or an end would. */
const HIDDEN = ["'<a>'", "//<a>\n", "/*<a>*/", "`<a>`", "/><a>", ")<a>", "+ /<a>/ "];

describe("nesting", () => {
	test.each(STEPS)("of %s does not end the process", (_, make) => {
		expect(isNestedTooDeeply(make(50_000), true)).toBe(true);
		expect(isNestedTooDeeply(make(1000), true)).toBe(false);
	});

	test.each(HIDDEN)("of elements in prose is not overlooked: %j", (hidden) => {
		expect(isNestedTooDeeply(`const a = <a>${hidden.repeat(20_000)};`, true)).toBe(true);
	});

	test("is none in prose with the signs of a program", () => {
		const prose = "<p>It's on https://a.b (and (so) on), isn't it? `c` 1) d /* e */ > f</p>\n";
		expect(isNestedTooDeeply(`export const a = (\n<div>\n${prose.repeat(100)}</div>\n);`, true)).toBe(false);
	});

	test.each(WAYS)("of %s is never taken for less than it is", (_, make) => {
		expect(measureNesting(make(4000), true)).toBeGreaterThanOrEqual(4000);
	});

	test.each(partOf(WAYS, 2))(
		"of %s ends in a report, whatever its depth, and the other files are read",
		async (name, make) => {
			const folder = new Folder({ "flat.ts": "export const a = 1;\n" });
			// Named one by one: a file whose text stands on one long line is taken for one that a tool wrote.
			const names = [150, 900, 60_000].map((n, at) => {
				const file = `deep-${String(at)}.${name.startsWith("elements") ? "tsx" : "ts"}`;
				folder.write(file, make(n));
				return file;
			});
			const { code, stdout } = await folder.run(["-f", "json", "flat.ts", ...names]);
			folder.remove();
			const { summary, errors } = JSON.parse(stdout) as {
				readonly summary: { readonly sources: number };
				readonly errors: readonly { readonly message: string }[];
			};
			expect(summary.sources).toBeGreaterThan(0);
			expect(errors.length).toBeGreaterThan(0);
			expect(new Set(errors.map(({ message }) => message))).toEqual(
				new Set(["This file is nested too deeply to be read."]),
			);
			expect(code).toBe(2);
		},
	);

	test("is never more than what is counted at a glance", () => {
		for (const [name, make] of WAYS) {
			expect(measureNesting(make(40), true), name).toBeLessThanOrEqual(mostNesting(make(40)));
		}
		const parts =
			"( ) [ ] { } < > </ /> ` ${ } ; , . ? : ! + - * / // /* */ ' \" \\ # @ = => a A é 1 if return typeof else as in of async class".split(
				" ",
			);
		const code = fc
			.array(fc.constantFrom(...parts, " ", "\n", "\u00a0"), { maxLength: 40 })
			.map((some) => some.join(""));
		fc.assert(
			fc.property(code, fc.boolean(), (text, jsx) => {
				expect(measureNesting(text, jsx)).toBeLessThanOrEqual(mostNesting(text));
			}),
			{ numRuns: 500 },
		);
	});

	test("of what people write is far from the bound", () => {
		const root = resolve(import.meta.dirname, "../../..");
		for (const folder of ["src/languages", "rules", "docs"]) {
			for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((one) =>
				one.endsWith(".ts"),
			)) {
				expect(measureNesting(readFileSync(join(root, folder, name), "utf8"), false), name).toBeLessThan(300);
			}
		}
	});
});
