import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { defineConfig } from "vitest/config";
import { memoryFolder } from "./src/testing/memory-folder.ts";
/** No test is about time: only what hangs meets this, on a machine that is ten times slower and busy as well. */
const NEVER = 1_800_000;

// What a test makes is soon forgotten. With room for it, a tenth less of the time goes into collecting it.
// Most code runs in few tests: optimizing it six times later than usual is a twentieth less work in all.
// Several threads that collect together wait for each other while the other worker has their processor: as much.
const FLAGS = ["--max-semi-space-size=128", "--interrupt-budget=400000", "--single-threaded-gc"];

/** Where tests put their temporary files, if the user has not said it. */
const TEMPORARY = process.env["TMPDIR"] ?? memoryFolder();

/** Has Node load a module of the tests first. */
const importing = (name: string): string =>
	`--import=${pathToFileURL(join(import.meta.dirname, `src/testing/${name}.mjs`)).href}`;

const TESTS = ["src", "rules", "docs"].flatMap((folder) =>
	readdirSync(join(import.meta.dirname, folder), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".test.ts"))
		.map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
);

const testsWith = (pattern: RegExp): readonly string[] =>
	TESTS.filter((path) => pattern.test(readFileSync(join(import.meta.dirname, path), "utf8")));

/** Files that count what our modules do (`count-work.mjs`), which the others run as they stand. */
const COUNTING = testsWith(/new WorkCounter\(/u);

export default defineConfig({
	test: {
		setupFiles: ["src/testing/seed-fast-check.ts", "src/testing/leave-no-trace.ts"],
		pool: "forks",
		execArgv: [...FLAGS],
		env: TEMPORARY === undefined ? {} : { TMPDIR: TEMPORARY },
		// Both cores of a small machine; one is kept free by default.
		maxWorkers: Math.max(2, availableParallelism() - 1),
		testTimeout: NEVER,
		hookTimeout: NEVER,
		teardownTimeout: NEVER,
		reporters: process.env["CI"] === undefined ? ["default"] : ["default", "json"],
		outputFile: { json: "coverage/report.json" },
		projects: [
			// One process loads ESLint, its parser and the rules once; with one a file, loading was a third of all
			// work. No test may leave anything behind: each takes its folders, variables and servers away again.
			{
				extends: true,
				test: {
					name: "together",
					isolate: false,
					// As Node's own modules: Vite's cost their rewriting, and each call of an import a look-up in a table.
					experimental: { viteModuleRunner: false, nodeLoader: false },
					execArgv: [...FLAGS, importing("register-typescript")],
					include: ["src/**/*.test.ts", "rules/**/*.test.ts", "docs/**/*.test.ts"],
					exclude: [...COUNTING],
				},
			},
			{
				extends: true,
				test: {
					name: "counting",
					isolate: false,
					experimental: { viteModuleRunner: false, nodeLoader: false },
					execArgv: [...FLAGS, importing("register-counting")],
					include: [...COUNTING],
				},
			},
		],
	},
});
