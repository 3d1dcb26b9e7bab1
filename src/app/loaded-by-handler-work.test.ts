import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { sep } from "node:path";
import { describe, expect, test } from "vitest";
import { TextLinter } from "../lint/lint-text.ts";
import { useFolders } from "../testing/use-folders.ts";

// What is asked of the disk is counted: how long it takes says little on a busy machine.

/** How often the disk is asked while something runs. */
function callsIn(run: () => void): number {
	const own: Record<string, unknown> = {};
	let count = 0;
	for (const name of ["statSync", "lstatSync", "readdirSync", "openSync", "readFileSync", "realpathSync"] as const) {
		const real = fs[name] as (...given: readonly unknown[]) => unknown;
		const counting = (...given: readonly unknown[]): unknown => {
			count += 1;
			return real(...given);
		};
		own[name] = real;
		Object.assign(fs, { [name]: Object.assign(counting, real) });
	}
	syncBuiltinESMExports();
	try {
		run();
	} finally {
		Object.assign(fs, own);
		syncBuiltinESMExports();
	}
	return count;
}

const folderOf = useFolders();
const CONFIG = "module.exports = { password: process.env.DB_PASSWORD };\n";
const HANDLER = "exports.handler = async (event) => event.Records;\n";

/** Calls of the file system that some modules cost which read a secret, among many that do not. */
function callsFor(candidates: number, others: number, isLoaded: boolean): number {
	const files: Record<string, string> = {};
	for (let at = 0; at < others; at += 1) {
		files[`lib/${String(at % 40)}/module${String(at)}.js`] = "module.exports = 1;\n";
	}
	const names = Array.from({ length: candidates }, (_, at) => `src/config${String(at)}.js`);
	for (const name of names) {
		files[name] = CONFIG;
	}
	files["src/api.js"] = `${isLoaded ? names.map((name) => `require("../${name}");\n`).join("") : ""}${HANDLER}`;
	const { path: cwd } = folderOf(files);
	const linter = new TextLinter({
		preset: "recommended",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		shared: { application: true },
		cwd,
		isStill: true,
	});
	return callsIn(() => {
		for (const name of names) {
			const { findings } = linter.lint(CONFIG, name);
			expect(findings.map(({ rule }) => rule)).toEqual(isLoaded ? ["no-secret-from-environment"] : []);
		}
	});
}

/** What one more module may cost: some questions about itself, and two about each folder above it. */
const EACH = 12 + 2 * fs.realpathSync(tmpdir()).split(sep).length;

describe("in a run, the programs of a folder are looked through once", () => {
	test.each([true, false])("however many modules ask who loads them (loaded: %s)", (isLoaded) => {
		const few = callsFor(2, 200, isLoaded);
		const many = callsFor(42, 200, isLoaded);
		expect(few).toBeGreaterThan(200);
		// What one more module costs does not depend on how many others there are.
		expect(many - few).toBeLessThan(40 * EACH);
	});

	test("and a folder with too many of them as well", () => {
		const few = callsFor(2, 4000, false);
		const many = callsFor(12, 4000, false);
		expect(few).toBeGreaterThan(40);
		expect(many - few).toBeLessThan(10 * EACH);
	});
});
