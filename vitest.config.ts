import { defineConfig } from "vitest/config";

/** No test is about time: only what hangs meets this, on a machine that is ten times slower and busy as well. */
const NEVER = 1_800_000;

export default defineConfig({
	test: {
		include: ["src/**/*.test.ts", "rules/**/*.test.ts", "docs/**/*.test.ts"],
		setupFiles: ["src/testing/seed-fast-check.ts"],
		// One process loads ESLint, its parser and the rules once; with one a file, loading was two fifths of all work. No test may
		// leave anything behind: each takes its folders, variables and servers away again.
		pool: "forks",
		isolate: false,
		testTimeout: NEVER,
		hookTimeout: NEVER,
		teardownTimeout: NEVER,
		reporters: process.env["CI"] === undefined ? ["default"] : ["default", "json"],
		outputFile: { json: "coverage/report.json" },
	},
});
