import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileTexts } from "../../testing/compile-texts.ts";
import { ALL_LOOKUP_CASES, filenameOf, programOf, secretOf, VARIABLES } from "../../testing/texts/lookup-cases.ts";
import { planText } from "../../testing/plan-text.ts";
import { moduleOf } from "../../testing/read-module.ts";
import { keepAll, LookupBench } from "../../testing/run-lookups.ts";
import { BACKENDS, type Backend } from "./lookup.ts";
import { ts } from "../../testing/typescript.ts";

const SECRETS = [secretOf(1), secretOf(2)];
const ENVIRONMENT = { DB_PASSWORD: secretOf(3) };
const KINDS = ["module", "commonjs"] as const;

/** Every case with one backend in turn; `KMSLINT_LOOKUPS=all` asks each of them everything. */
const backendsOf = (index: number): readonly Backend[] =>
	process.env["KMSLINT_LOOKUPS"] === "all" ? BACKENDS : BACKENDS.filter((_, at) => at === index % BACKENDS.length);

const CASES = ALL_LOOKUP_CASES.flatMap(({ title, language, cases }) =>
	cases.flatMap((one) => KINDS.map((kind) => [`${title}: ${one.context}`, kind, language, one] as const)),
).map((row, index) => [...row, backendsOf(index)] as const);

/** Programs in TypeScript, before and after, to be compiled all at once. */
const compiled = new Map<string, string>();

let bench: LookupBench;

beforeAll(async () => {
	bench = await LookupBench.start();
});

afterAll(async () => {
	await bench.close();
});

/** The program as Node runs it: a `.ts` file becomes CommonJS, as bundlers make of it. */
function toJavaScript(text: string, language: "javascript" | "typescript", kind: "module" | "commonjs"): string {
	return language === "javascript"
		? text
		: ts.transpileModule(text, {
				compilerOptions: {
					target: ts.ScriptTarget.ES2022,
					module: kind === "module" ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
				},
			}).outputText;
}

function commentsOf(text: string, filename: string): readonly string[] {
	return moduleOf(text, filename).comments.map(({ value }) => value.trim());
}

test.each(CASES)("%s: gives the same as before, in a %s", async (_title, kind, language, one, backends) => {
	const filename = filenameOf(language, kind);
	const extension = kind === "module" ? ".mjs" : ".cjs";
	const before = programOf(one, language === "typescript" ? "module" : kind);
	const expected = await bench.run(toJavaScript(before, language, kind), extension, ENVIRONMENT);
	expect(expected.loaded.ok, JSON.stringify(expected.loaded)).toBe(true);
	for (const backend of backends) {
		const settings = { backend, topLevelAwait: kind === "module" };
		const { text, groups } = planText(before, filename, settings, SECRETS, VARIABLES);
		expect(planText(text, filename, settings, SECRETS, VARIABLES).text, backend).toBe(text);
		const kept = commentsOf(text, filename);
		expect(
			commentsOf(before, filename).filter((comment) => !kept.includes(comment)),
			`${backend}\n${text}`,
		).toEqual([]);
		if (groups.length === 0) {
			expect(text).toBe(before);
			continue;
		}
		if (language === "typescript") {
			compiled.set(`${backend}-${String(compiled.size)}-${filename}`, text);
		}
		const actual = await bench.run(
			toJavaScript(text, language, kind),
			extension,
			keepAll(bench, groups, backend, ENVIRONMENT),
		);
		expect(actual, `${backend}\n${text}`).toEqual(expected);
		expect(bench.lookups(backend), `${backend}\n${text}`).toBeLessThanOrEqual(groups.length);
	}
});

test("a helper of an earlier run is not called above the place where it stands", async () => {
	const settings = { backend: "ssm", topLevelAwait: true } as const;
	const before = `const early = "${secretOf(1)}";\nexport const handler = async (event) => [event.n, early, "${secretOf(2)}"].map((one) => one + early);\n`;
	const first = planText(before, "handler.mjs", settings, [secretOf(2)], VARIABLES);
	// The helper goes below the constant, as where an edit must not carry it along.
	const [constant = ""] = before.split("\n");
	const earlier = `${constant}\n${first.text.replace(`${constant}\n`, "")}`;
	const second = planText(earlier, "handler.mjs", settings, [secretOf(1)], VARIABLES);
	expect(second.groups).toHaveLength(1);
	const env = keepAll(bench, [...first.groups, ...second.groups], "ssm", ENVIRONMENT);
	expect(await bench.run(second.text, ".mjs", env), second.text).toEqual(await bench.run(before, ".mjs"));
});

describe("what comes out in TypeScript", () => {
	test("compiles under strict rules", () => {
		const options = {
			exactOptionalPropertyTypes: true,
			noUncheckedIndexedAccess: true,
			module: "esnext",
			moduleResolution: "bundler",
		};
		expect(compileTexts(compiled, options)).toEqual([]);
		expect(compiled.size).toBeGreaterThan(25);
	});
});
