import { describe, expect, test } from "vitest";
import { fillsDatabase, isRehearsal, isTestFile, makesRecords } from "./test-file.ts";

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

	test("does not say of a CDK app that nobody deploys it, where it makes records alone", () => {
		expect(isRehearsal(at("lib/sample-data.ts"))).toBe(false);
		expect(isRehearsal(at("test/sample-data.ts"))).toBe(true);
	});

	test.each([
		"src/app.ts",
		"src/latest-app.ts",
		"src/testimony.ts",
		"src/contest-entry.js",
		"prisma/seed.ts",
		"src/demo.ts",
		"src/users.ts",
		"src/latest-users.ts",
		"lib/demo-account-stack.ts",
		"src/sampleDataHandler.js",
		"scripts/test.sh",
	])("is no other: %s", (path) => {
		expect(isTestFile(at(path))).toBe(false);
		expect(isRehearsal(at(path))).toBe(false);
	});
});

describe("a file of records", () => {
	const RECORDS = ["scripts/seed-demo.ts", "scripts/setup-test-users.ts", "src/sampleData.js"];

	test.each(RECORDS)("is known by its name, and is no test: %s", (path) => {
		expect([makesRecords(at(path)), isTestFile(at(path))]).toEqual([true, false]);
	});

	test.each(["prisma/seed.ts", "src/users.ts", "lib/demo-account-stack.ts", "src/sampleDataHandler.js"])(
		"is no other: %s",
		(path) => {
			expect(makesRecords(at(path))).toBe(false);
		},
	);
});

describe("a script that fills the database of a developer", () => {
	test.each([
		"prisma/seed.ts",
		"scripts/seed-data.js",
		"db/seeds/users.ts",
		"scripts/setup-cognito-local.js",
		"scripts/local/seedDev.mjs",
		"init-local-db.ts",
		"seeds/users.ts",
	])("is one: %s", (path) => {
		expect(fillsDatabase(at(path))).toBe(true);
	});

	test.each([
		"src/seed-phrase.ts",
		"src/seeding/index.ts",
		"src/local.strategy.ts",
		"src/passport-local.ts",
		"lib/setup.ts",
		"src/linseed.ts",
		"seed/handler.ts",
	])("is none: %s", (path) => {
		expect(fillsDatabase(at(path))).toBe(false);
	});

	test.each(["seeds/users.ts", "src/users.ts"])("is the same by its path and its full path: %s", (filename) => {
		const cwd = "/projects/seeds/app";
		const full = fillsDatabase({ filename: `${cwd}/${filename}`, cwd });
		expect([full, fillsDatabase({ filename, cwd })]).toEqual([filename.startsWith("seeds"), full]);
	});
});
