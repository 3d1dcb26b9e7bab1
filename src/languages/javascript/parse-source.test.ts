import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as reference from "@typescript-eslint/parser";
import type { Rule as EslintRule } from "eslint";
import { Linter } from "eslint/universal";
import { describe, expect, test } from "vitest";
import plugin, { NAMESPACE, rulesOf } from "../../plugin.ts";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { SHAPES, spell } from "../../testing/texts/labelled-sources.ts";
import { loadTypeScriptParser } from "./parse-source.ts";
import { withoutIgnore } from "../../testing/rule-tester.ts";
import { TextLinter } from "../../lint/lint-text.ts";
import { languageOptionsOf } from "./source-config.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

interface Program {
	readonly name: string;
	readonly text: string;
}

function programsBelow(folder: string): readonly Program[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.filter((name) => /\.[cm]?tsx?$/u.test(name) && !name.endsWith(".test.ts"))
		.map((name) => ({
			name: join(folder, name),
			text: readFileSync(join(ROOT, folder, name), "utf8").replaceAll(
				/\{\{fake:([\w-]+)\}\}/gu,
				(_, id: string) => fakeSecret(id),
			),
		}));
}

/** Every way to write a secret in TypeScript, and what parsers fall over. */
const WRITTEN: readonly Program[] = [
	...SHAPES.map(({ name, code, jsx }) => ({
		name: `${name}.${jsx === true ? "tsx" : "ts"}`,
		text: `// 😀 ${name}\n${code(spell("db password"), fakeSecret("password"))}\n`,
	})),
	{
		name: "syntax.ts",
		text: `#!/usr/bin/env node\n/** é */ import type { A } from "a"; import b, { type C } from "b"; import d = require("d");\nexport * as e from "e"; declare module "f" { export const g: string; }\nabstract class H<T extends A = A> extends b implements C { declare i: T; @dec() private readonly j?: string = <any>"k"; constructor(protected l: T, public m?: number) { super(); } get n(): string { return this.j!; } static { void 0; } accessor o = 1; [key: string]: unknown; abstract p(this: H<T>): asserts this is T; }\nenum Q { R = "r", S = Q.R.length } const enum Qq { Ra, Rb }\nnamespace U.V { export let w: unique symbol; }\nfunction x(this: Window, y?: string, ...z: [a: string, b?: number]): y is string;\nfunction x(this: unknown): boolean { return true; }\nconst aa = { bb: 1n, cc: /dd/giu, ee: \`f\${1}\` } as const satisfies object; type Ff<G> = G extends infer I extends string ? { readonly [K in keyof G as \`a\${I}\`]-?: G[K] } : never;\nusing gg = hh(); for await (const ii of jj) { label: break; } export default aa; export = aa;\nlet kk = ll?.mm?.[nn]!.oo<string>(); let pp = (qq satisfies string)!; type Rr = typeof import("ss", { with: { a: "b" } });\n`,
	},
	{
		name: "component.tsx",
		text: `const A = <T,>({ b }: { b: T }) => <C.D e="f&amp;&#65;&foo;" {...g} h={<></>}>text &lt; {b} {/* comment */}</C.D>;\n`,
	},
];

const PROGRAMS = [...programsBelow("fixtures"), ...WRITTEN];

function lint({ name, text }: Program, parser: Linter.Parser): readonly Linter.LintMessage[] {
	const filename = name.replaceAll(/[^\w./]/gu, "-");
	const config: Linter.Config = {
		files: ["**/*.*", "**/*"],
		plugins: { [NAMESPACE]: plugin },
		rules: rulesOf("audit"),
		languageOptions: languageOptionsOf("typescript", filename, parser),
	};
	// That offer needs tokens, which only one of them gives.
	return new Linter().verify(text, [config], { filename }).map(withoutIgnore);
}

const PARSER = loadTypeScriptParser() as Linter.Parser;
const REFERENCE = reference as unknown as Linter.Parser;

/**
 * A tree without what is not compared: tokens, lines and columns, which follow from offsets, whether what is absent is
 * null or not there, and `computed`, which enum members no longer have.
 */
function outline(node: unknown): unknown {
	if (typeof node === "bigint" || node instanceof RegExp) {
		return String(node);
	}
	if (Array.isArray(node)) {
		return node.map(outline);
	}
	if (typeof node !== "object" || node === null) {
		return node;
	}
	const skipped = ["loc", "parent", "tokens", "comments", "start", "end", "hashbang", "computed"];
	return Object.fromEntries(
		Object.entries(node)
			.filter(([key, value]) => !skipped.includes(key) && (value ?? null) !== null)
			.map(([key, value]) => [key, outline(value)])
			.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
	);
}

interface Parsed {
	readonly ast: {
		readonly comments: readonly {
			readonly type: string;
			readonly value: string;
			readonly range: readonly [number, number];
			readonly loc: unknown;
		}[];
		readonly loc: unknown;
	};
	readonly scopeManager: {
		readonly scopes: readonly {
			readonly type: string;
			readonly variables: readonly {
				readonly name: string;
				readonly defs: readonly unknown[];
				readonly references: readonly unknown[];
			}[];
			readonly through: readonly unknown[];
		}[];
	};
}

const parse = (parser: Linter.Parser, { name, text }: Program): Parsed =>
	(parser as unknown as { parseForESLint: (text: string, options: unknown) => Parsed }).parseForESLint(text, {
		sourceType: "module",
		lib: [], // Which globals the libraries of TypeScript declare, nothing of ours asks.
		...(languageOptionsOf("typescript", name, null)["parserOptions"] as object),
	});

describe("the parser that comes along and typescript-eslint's", () => {
	test.each([...PROGRAMS, ...programsBelow("rules").slice(0, 4)].map((program) => [program.name, program] as const))(
		"give the same tree, comments and scopes of %s",
		(_, program) => {
			const own = parse(PARSER, program);
			const other = parse(REFERENCE, program);
			expect(outline(own.ast)).toEqual(outline(other.ast));
			const comments = ({ ast }: Parsed) =>
				ast.comments.map(({ type, value, range, loc }) => ({ type, value, range: [...range], loc }));
			expect(comments(own)).toEqual(comments(other));
			const scopes = ({ scopeManager }: Parsed) =>
				scopeManager.scopes.map(({ type, variables, through }) => [
					type,
					variables.map(({ name, defs, references }) => [name, defs.length, references.length]),
					through.length,
				]);
			expect(scopes(own)).toEqual(scopes(other));
		},
	);

	test("lead to the same findings, fixes and suggestions", () => {
		let found = 0;
		for (const program of PROGRAMS) {
			const own = lint(program, PARSER);
			expect(own, program.name).toEqual(lint(program, REFERENCE));
			found += own.filter(({ fatal }) => fatal !== true).length;
		}
		expect(found).toBeGreaterThan(50);
	});
});

/** The tree of the other parser, in which each part that is absent is null. */
const SPELLING_NULL = {
	parseForESLint(text: string, options: unknown) {
		const result = (
			REFERENCE as unknown as { parseForESLint: (text: string, options: unknown) => { readonly ast: object } }
		).parseForESLint(text, options);
		const open: object[] = [result.ast];
		for (let node = open.pop(); node !== undefined; node = open.pop()) {
			for (const [key, value] of Object.entries(node) as [string, unknown][]) {
				if (value === undefined) {
					(node as Record<string, unknown>)[key] = null;
				} else if (
					key !== "parent" &&
					typeof value === "object" &&
					value !== null &&
					!(value instanceof RegExp)
				) {
					open.push(value);
				}
			}
		}
		return result;
	},
} as unknown as Linter.Parser;

test("a parser that says null of what is absent leads to the same findings, as the one of oxlint does", () => {
	for (const program of PROGRAMS) {
		expect(lint(program, SPELLING_NULL), program.name).toEqual(lint(program, REFERENCE));
	}
});

describe("a text that is no TypeScript", () => {
	test.each([
		"const a: = 1;\n",
		"const { a = 1;\n",
		"class {\n",
		"<div>\n",
		"let a = `${\n",
		"function (\n",
		"}\n",
		"const a = 'b\n",
	])("is refused as typescript-eslint does, at the same line: %j", (text) => {
		const program = { name: "a.ts", text };
		const [own, ...more] = lint(program, PARSER);
		expect(more).toEqual([]);
		expect(own).toMatchObject({
			fatal: true,
			message: expect.stringMatching(/^Parsing error: [A-Z][^"']*\.$/u) as string,
		});
		expect(lint(program, REFERENCE)).toMatchObject([{ fatal: true }]);
		expect(own?.line).toBeLessThanOrEqual(2);
	});

	test("never quotes the text", () => {
		const secret = fakeSecret("github-personal-token");
		for (const text of [
			`const ${secret} ${secret};`,
			`let a; let a${secret}; let a;`,
			`<${secret}></b>`,
			`type A = ${secret} ${secret}`,
			`"${secret}`,
			`import { ${secret} from "a";`,
			`const a = "\\u{${secret}}";`,
			`break ${secret};`,
			`class A { constructor(); ${secret} ${secret} }`,
		]) {
			for (const name of ["a.ts", "a.tsx"]) {
				expect(
					JSON.stringify(lint({ name, text }, PARSER).filter(({ fatal }) => fatal === true)),
				).not.toContain(secret);
			}
		}
	});
});

test("lines end where JavaScript ends them, so that no finding is lost behind a U+2028", () => {
	const linter = new TextLinter({
		preset: "recommended",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: "/",
	});
	for (const name of ["a.ts", "a.js"]) {
		const text = `const a = "\u2028\u2029";\n// eslint-disable-next-line aws-kms/no-hardcoded-secret -- kept\nconst b = "${fakeSecret("github-personal-token", 1)}";\nconst c = "${fakeSecret("github-personal-token", 2)}";\n`;
		expect(
			linter
				.lint(text, name)
				.findings.map(({ rule, span }) => [rule, text.slice(0, span.start).split("\n").length]),
			name,
		).toEqual([["no-hardcoded-secret", 4]]);
	}
});

test("the command's parser shows ESLint the root alone", () => {
	const visited: string[] = [];
	const rule: EslintRule.RuleModule = {
		create: () => ({ "*": ({ type }: { readonly type: string }) => void visited.push(type) }),
	};
	new Linter().verify(
		"export class A { constructor(private readonly b: () => number) { this.b(); } }",
		[
			{
				files: ["**/*.ts"],
				plugins: { own: { rules: { rule } } },
				rules: { "own/rule": "error" },
				languageOptions: languageOptionsOf("typescript", "a.ts", PARSER),
			},
		],
		{ filename: "a.ts" },
	);
	expect(visited).toEqual(["Program"]);
});
