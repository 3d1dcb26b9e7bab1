import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { RULES } from "../rules/index.ts";
import { HELP } from "../src/cli/help.ts";
import { AUDIT_HELP } from "../src/cli/audit/audit-help.ts";
import { MIGRATE_HELP } from "../src/cli/migrate/migrate-help.ts";
import { SECRETS_HELP } from "../src/cli/secrets/secrets-help.ts";

const ROOT = resolve(import.meta.dirname, "..");

/** What we do not write, and what we write instead. */
const NOT_USED: readonly (readonly [word: RegExp, instead: string])[] = [
	[/\bmend(?:s|ed|ing)?\b/iu, "fix"],
	[/\bplain texts?\b/iu, "plaintext"],
	[/\bin (?:the )?clear\b/iu, "in plaintext"],
	[/\blook-ups?\b/iu, "lookup"],
	[/\beverybody\b|\bwhoever\b/iu, "everyone, anyone with `lambda:GetFunctionConfiguration`"],
	[/\banew\b/iu, "again; rotate"],
	[/\brungs?\b|\bladder\b/iu, "level"],
	[/\bkeeps? silent\b/iu, "is not reported"],
	[/\bspeaks?\b/iu, "says, reports"],
	[/\bdeploy[- ]time\b/iu, "deployment; not known until deployment"],
	[/\btak(?:e|es|en|ing) (?:\S+ )?away\b/iu, "remove"],
	[/\b(?:is|are) (?:told|said)\b/iu, "is reported"],
	[/\b(?:is|are) asked\b/iu, "is checked, is required"],
	[/\bof ours\b/iu, "our own; of this plugin"],
	[/\bstands?\b/iu, "is, is written"],
	[/\blies\b/iu, "is, is stored"],
	[/\bline ends?\b/iu, "line ending"],
	[/\bgives? back\b/iu, "returns"],
	[/\bjudge(?:s|d)?\b/iu, "checks, considers"],
	[/\bprovider-managed\b/iu, "AWS managed, AWS owned"],
	[/\b(?:no|a|an) well-formed text\b/iu, "well-formed"],
	[/\bbeside\b/iu, "next to, besides"],
	[/\b(?:is|are|stays?) silent\b/iu, "is not reported"],
	[/\bonce more\b|\bnonetheless\b/iu, "again, anyway"],
	[/\bin order\?/iu, "correct"],
	[/\b(?:is|are) (?:kept|made) (?:of|by)\b/iu, "is created by, is stored by"],
	[/\b(?:spelt|licences?|colours?|behaviours?)\b/iu, "American spelling"],
	[/\b(?:synthesis|analys|recognis|initialis|serialis)(?:e|ed|es|ing)\b/iu, "American spelling"],
];

/** The pages for users; decisions are history, and the changelog is what was written then. */
const PAGES = [
	"README.md",
	"AGENTS.md",
	"CONTRIBUTING.md",
	"SECURITY.md",
	...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
		.map((name) => `docs/${name.replaceAll("\\", "/")}`)
		.filter((name) => name.endsWith(".md") && !name.startsWith("docs/decisions/")),
];

/** The words of a text that we do not use, each with its line and what to write instead. */
function notUsed(text: string): readonly string[] {
	return text
		.split("\n")
		.flatMap((line) =>
			NOT_USED.flatMap(([word, instead]) => (word.test(line) ? [`${line.trim()} (write: ${instead})`] : [])),
		);
}

describe("the words that we do not use", () => {
	test.each(RULES.map((rule) => [rule.name, rule] as const))("are in no message of %s", (_, rule) => {
		const descriptions = Object.values(rule.options).map((schema) =>
			"description" in schema ? String(schema.description) : "",
		);
		expect(
			[rule.description, ...Object.values(rule.messages), ...descriptions].flatMap((text) => notUsed(text)),
		).toEqual([]);
	});

	test("are in no help", () => {
		expect(notUsed(`${HELP}\n${SECRETS_HELP}\n${MIGRATE_HELP}\n${AUDIT_HELP}`)).toEqual([]);
	});

	test.each(PAGES)("are not in %s", (path) => {
		// Code in blocks and between ticks is the author's.
		const prose = readFileSync(join(ROOT, path), "utf8")
			.replaceAll(/^```[^]*?^```$/gmu, "")
			.replaceAll(/`[^`\n]*`/gu, "");
		expect(notUsed(prose)).toEqual([]);
	});

	test("would be found", () => {
		expect(notUsed("Whoever may look reads it in clear.")).toHaveLength(2);
		expect(notUsed("Anyone with `lambda:GetFunction` reads it in plaintext.")).toEqual([]);
	});
});
