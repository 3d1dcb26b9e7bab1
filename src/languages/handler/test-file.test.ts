import { describe, expect, test } from "vitest";
import type { SourceModule } from "../program/source-module.ts";
import { moduleOf } from "../../testing/read-module.ts";
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

/** As many scripts: AWS is called, and nothing is exported. */
const SCRIPT = `import { S3Client } from "@aws-sdk/client-s3";\nasync function main() { await run(new S3Client()); }\nmain();`;
const HANDLER = `export const handler = async (event) => run(event);`;
const script = (path: string): SourceModule => moduleOf(SCRIPT, `/project/${path}`);

describe("a file with a function of Lambda", () => {
	test.each(["src/seed-users.js", "seed.js", "seeds/users.ts", "init-local-db.ts", "setup-test-users.ts"])(
		"is deployed, whatever it is called: %s",
		(path) => {
			expect([script, (name: string) => moduleOf(HANDLER, name)].map((of) => isQuiet(of(path)))).toEqual([
				true,
				false,
			]);
		},
	);

	const isQuiet = (module: SourceModule): boolean => fillsDatabase(module) || makesRecords(module);
});

describe("a file of records", () => {
	const RECORDS = ["scripts/seed-demo.ts", "scripts/setup-test-users.ts", "src/sampleData.js"];

	test.each(RECORDS)("is known by its name, and is no test: %s", (path) => {
		expect([makesRecords(script(path)), isTestFile(at(path))]).toEqual([true, false]);
	});

	test.each(["prisma/seed.ts", "src/users.ts", "lib/demo-account-stack.ts", "src/sampleDataHandler.js"])(
		"is no other: %s",
		(path) => {
			expect(makesRecords(script(path))).toBe(false);
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
		expect(fillsDatabase(script(path))).toBe(true);
	});

	test.each([
		"src/seed-phrase.ts",
		"src/seeding/index.ts",
		"src/local.strategy.ts",
		"src/passport-local.ts",
		"lib/setup.ts",
		"src/linseed.ts",
		"seed/handler.ts",
		"src/create-local-order.js",
	])("is none: %s", (path) => {
		expect(fillsDatabase(script(path))).toBe(false);
	});

	test.each(["seeds/users.ts", "src/users.ts"])("is the same by its path and its full path: %s", (filename) => {
		const cwd = "/projects/seeds/app";
		const full = fillsDatabase(moduleOf(SCRIPT, `${cwd}/${filename}`, cwd));
		expect([full, fillsDatabase(moduleOf(SCRIPT, filename, cwd))]).toEqual([filename.startsWith("seeds"), full]);
	});
});
