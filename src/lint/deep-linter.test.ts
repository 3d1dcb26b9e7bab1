import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { DeepLinter } from "./deep-linter.ts";
import { TextLinter, type LintSettings } from "./lint-text.ts";

const SETTINGS: LintSettings = {
	preset: "recommended",
	rules: new Map(),
	parameterOverrides: {},
	inventory: null,
	suppressions: true,
	cwd: "/",
};

const SECRET = fakeSecret("github-personal-token");

const program = (deep: string): string =>
	`const token = "${SECRET}";\nexport const deep = ${deep};\nexport const handler = async () => fetch("x", { headers: { authorization: token } });\n`;

/** In each dialect, something that is deeper than the stack of a process. */
const DEEP: readonly (readonly [name: string, filename: string, text: string])[] = [
	["a sum", "a.js", program(`"a"${' + "a"'.repeat(1500)}`)],
	["a chain of alternatives", "a.ts", program(`a${" || a".repeat(1500)}`)],
	["a chain of calls", "a.ts", program(`a${".b()".repeat(2000)}`)],
	["elements", "a.tsx", program(`${"<a>".repeat(5000)}${"</a>".repeat(5000)}`)],
	[
		"a program in a template",
		"template.json",
		JSON.stringify({
			Resources: {
				F: {
					Type: "AWS::Lambda::Function",
					Properties: {
						Runtime: "nodejs20.x",
						Handler: "index.handler",
						Code: {
							ZipFile: `const token = "${SECRET}";\nexports.deep = ${"[".repeat(900)}${"]".repeat(900)};\nexports.handler = async () => fetch("x", { headers: { authorization: token } });\n`,
						},
					},
				},
			},
		}),
	],
];

test("the other process is built", () => {
	expect(existsSync(resolve(import.meta.dirname, "../../dist/bundle/command/deep-process.cjs"))).toBe(true);
});

test.each(DEEP)("%s costs no finding", (_, filename, text) => {
	const refused = new TextLinter(SETTINGS).lint(text, filename);
	expect(refused.findings.filter(({ rule }) => rule === "no-hardcoded-secret")).toEqual([]);
	const linted = new DeepLinter(SETTINGS).lint(text, filename);
	expect(linted.errors).toEqual([]);
	expect(linted.dialect).toBe(refused.dialect);
	const found = linted.findings.filter(({ rule }) => rule === "no-hardcoded-secret");
	expect(found).toHaveLength(1);
	// As it is without what is deep, at the same place.
	const line = linted.index.locate(found[0]?.span.start ?? 0).line;
	expect(text.split("\n")[line - 1]).toContain(SECRET);
	expect(linted.secretSpans().some(({ start, end }) => text.slice(start, end).includes(SECRET))).toBe(true);
});

test("what is deeper than any stack is an error, as it was", () => {
	const text = program("[".repeat(20_000) + "]".repeat(20_000));
	const { errors, findings } = new DeepLinter(SETTINGS).lint(text, "a.ts");
	expect(errors).toMatchObject([{ message: "This file is nested too deeply to be read.", line: 2 }]);
	expect(findings).toEqual([]);
});
