import { describe, expect, test } from "vitest";
import { makeMutants } from "./make-mutants.ts";
import { ProjectModules } from "./project-modules.ts";
import { TinyRunner } from "./tiny-runner.ts";

type Table = (rows: readonly unknown[]) => (name: string, body: (...given: unknown[]) => unknown) => void;
type Say = ((name: string, body: () => unknown) => void) & { readonly each: Table; readonly skip: Say };

interface Api {
	readonly describe: Say;
	readonly test: Say;
	readonly beforeAll: (body: () => unknown) => void;
	readonly beforeEach: (body: () => unknown) => void;
	readonly afterEach: (body: () => unknown) => void;
	readonly afterAll: (body: () => unknown) => void;
}

async function run(write: (api: Api, seen: string[]) => void): Promise<readonly string[]> {
	const runner = new TinyRunner();
	const seen: string[] = [];
	write(runner.api as unknown as Api, seen);
	await runner.run().catch((error: unknown) => seen.push(`failed: ${String(error)}`));
	return seen;
}

describe("the runner of a mutant's tests", () => {
	test("runs hooks, suites and tables in the order in which vitest does", async () => {
		expect(
			await run((api, seen) => {
				api.beforeAll(() => seen.push("all"));
				api.beforeEach(() => seen.push("each"));
				api.afterEach(() => seen.push("after"));
				api.afterAll(() => seen.push("end"));
				api.describe("a suite", () => {
					api.beforeEach(() => seen.push("inner"));
					api.test.each([["a", "b"], "c"])("%s", (one, other) => seen.push(`${String(one)}${String(other)}`));
				});
				api.test.skip("never", () => seen.push("never"));
			}),
		).toEqual(["all", "each", "inner", "ab", "after", "each", "inner", "cundefined", "after", "end"]);
	});

	test.each([
		["throws", (): unknown => expect(1).toBe(2)],
		["rejects", async (): Promise<unknown> => expect(await Promise.resolve(1)).toBe(2)],
	])("stops at the first test that %s", async (_how, body) => {
		const seen = await run((api, found) => {
			api.test("first", () => found.push("first"));
			api.test("second", body);
			api.test("third", () => found.push("third"));
		});
		expect(seen).toEqual(["first", expect.stringContaining("failed: AssertionError")]);
	});
});

describe("the modules of a mutant", () => {
	const TESTED = "src/model/way.test.ts";
	const [mutant] = makeMutants("src/model/way.ts", "if (a) {}").slice(0, 1);

	async function load(changed: typeof mutant | null): Promise<readonly [met: boolean, tests: number]> {
		const runner = new TinyRunner();
		const modules = new ProjectModules(process.cwd());
		await modules.prepare([]);
		const met = await modules.load(TESTED, changed ?? null, { __esModule: true, expect, ...runner.api });
		await runner.run();
		return [met, runner.count];
	}

	test("are those of the project, and a test says whether it met the mutant", async () => {
		const [met, tests] = await load(null);
		expect(met).toBe(false);
		expect(tests).toBeGreaterThan(5);
		// Another file's mutant is not met.
		expect(await load(mutant === undefined ? null : { ...mutant, path: "src/detect/veto.ts" })).toEqual([
			false,
			tests,
		]);
		// One that takes all of a file's beginning away is.
		await expect(
			load(mutant === undefined ? null : { ...mutant, start: 0, end: 0, text: "throw new Error('met');" }),
		).rejects.toThrow("met");
	});
});
