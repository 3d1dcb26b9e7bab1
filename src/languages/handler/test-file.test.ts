import { describe, expect, test } from "vitest";
import { isRehearsal, isTestFile } from "./test-file.ts";

const at = (path: string): { readonly filename: string; readonly cwd: string } => ({
	filename: `/project/${path}`,
	cwd: "/project",
});

describe("a file of tests", () => {
	test.each([
		"src/app.test.ts",
		"test/app.ts",
		"scripts/test-login.js",
		"test_api.mjs",
		"src/__data__/app.ts",
		"e2e/a.ts",
	])("is known by its name or a folder: %s", (path) => {
		expect(isTestFile(at(path))).toBe(true);
	});

	test.each(["src/app.ts", "src/latest-app.ts", "src/testimony.ts", "src/contest-entry.js", "scripts/test.sh"])(
		"is no other: %s",
		(path) => {
			expect(isTestFile(at(path))).toBe(false);
			expect(isRehearsal(at(path))).toBe(false);
		},
	);
});
