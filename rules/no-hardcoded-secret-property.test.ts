import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fixText } from "../src/cli/file/fix-text.ts";
import { TextLinter } from "../src/lint/lint-text.ts";
import { keepSecrets } from "../src/testing/keep-secrets.ts";
import { parseProgram } from "../src/testing/plan-text.ts";
import { RANDOM_MODULES } from "../src/testing/texts/random-modules.ts";
import { LookupBench } from "../src/testing/run-lookups.ts";
import { FUZZ_RUNS } from "../src/testing/seed.ts";
import { RULE_NAMES } from "./rule-names.ts";
import { lintSource } from "../src/testing/rule-tester.ts";
import { removeFolder } from "../src/testing/remove-folder.ts";

let bench: LookupBench;

beforeAll(async () => {
	bench = await LookupBench.start();
});

afterAll(async () => {
	await bench.close();
});

/** The command's own linter, with this rule alone. */
function linterOf(cwd: string, options: Readonly<Record<string, unknown>>): TextLinter {
	const rules = RULE_NAMES.map(
		(name) =>
			[
				name,
				{
					level: name === "no-hardcoded-secret" ? "error" : "off",
					options: name === "no-hardcoded-secret" ? options : null,
				},
			] as const,
	);
	return new TextLinter({
		preset: "recommended",
		rules: new Map(rules),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd,
	});
}

test("a program after --fix reads, does what it did, asks once a secret, stays as it is, and no output shows a value", async () => {
	let rewritten = 0;
	let left = 0;
	await fc.assert(
		fc.asyncProperty(RANDOM_MODULES, async ({ text, extension, backend, values, isKept }) => {
			const filename = `handler${extension}`;
			const folder = mkdtempSync(join(tmpdir(), "kmslint-random-"));
			try {
				const shows = (printed: unknown): readonly string[] =>
					values.filter((value) => JSON.stringify(printed).includes(value));
				// In the editor: every suggestion of every backend.
				expect(shows(lintSource(text, { "no-hardcoded-secret": {} }, filename).messages)).toEqual([]);
				const found = linterOf(folder, {})
					.lint(text, filename)
					.findings.flatMap(({ secrets }) =>
						secrets.map((secret) => [secret.name, secret.reveal()] as const),
					);
				expect(new Set(found.map(([, value]) => value))).toEqual(new Set(values));
				const kept = [...new Map(found.map((pair) => [pair[0], pair] as const)).values()].filter((_, index) =>
					isKept(index),
				);
				keepSecrets(folder, kept, backend === "powertools" || backend === "extension" ? "ssm" : backend);

				const linter = linterOf(folder, { fix: backend });
				const { text: fixed, linted, refused } = fixText(linter, text, filename);
				expect(refused).toEqual([]);
				expect(linted.errors).toEqual([]);
				for (const one of [text, fixed]) {
					expect(
						shows(
							linter
								.lint(one, filename)
								.findings.map(({ message, edit, suggestions }) => [message, edit, suggestions]),
						),
					).toEqual([]);
				}
				parseProgram(fixed, filename);
				expect(fixText(linter, fixed, filename).text).toBe(fixed);
				rewritten += fixed === text ? 0 : 1;
				left += linted.findings.length;

				const env = Object.assign(
					{},
					...kept.map(([name, value]) => bench.keep(value, name, backend)),
				) as Readonly<Record<string, string>>;
				const before = await bench.run(text, extension);
				const after = await bench.run(fixed, extension, env);
				expect(after, fixed).toEqual(before);
				expect(bench.lookups(backend), fixed).toBeLessThanOrEqual(kept.length);
			} finally {
				removeFolder(folder);
			}
		}),
		{ numRuns: FUZZ_RUNS ?? 28, endOnFailure: true },
	);
	// Both happened, or the property says nothing.
	expect(rewritten).toBeGreaterThan(5);
	expect(left).toBeGreaterThan(5);
});
