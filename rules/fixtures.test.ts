import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fakeSecret } from "../src/testing/fake-secret.ts";
import { fixTemplate, lintSource, lintTemplate } from "../src/testing/rule-tester.ts";
import { LineIndex } from "../src/text/line-index.ts";
import { RULES } from "./index.ts";

const ROOT = join(import.meta.dirname, "..", "fixtures");

/** `UPDATE_FIXTURES=1 npx vitest run rules/fixtures` writes what is found; read it before you keep it. */
const UPDATE = process.env["UPDATE_FIXTURES"] === "1";

/** `<<password>>` in a fixture is a secret made at run time: none lies in a file. */
const MARK = /<<([a-z-]+)>>/gu;

interface Story {
	readonly rule: string;
	readonly name: string;
	readonly folder: string;
	readonly filename: string;
}

const STORIES: readonly Story[] = RULES.flatMap(({ name: rule }) => {
	const folder = join(ROOT, rule);
	return (existsSync(folder) ? readdirSync(folder) : []).map((name) => ({
		rule,
		name,
		folder: join(folder, name),
		filename:
			readdirSync(join(folder, name)).find((file) =>
				/^(?:template\.(?:yaml|json)|main\.tf|handler\.[cm]?[jt]sx?)$/u.test(file),
			) ?? "template.yaml",
	}));
});

function optionsOf(story: Story): Readonly<Record<string, unknown>> {
	const path = join(story.folder, "options.json");
	const options = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>) : {};
	return typeof options["inventory"] === "string"
		? { ...options, inventory: join(story.folder, options["inventory"]) }
		: options;
}

/**
 * The findings, each with its line and carets, and what may be done about it. Made secrets are dots of the same length.
 */
function report(story: Story, text: string, secrets: readonly string[]): string {
	const hide = (line: string): string =>
		secrets.reduce((shown, secret) => shown.replaceAll(secret, "•".repeat(secret.length)), line);
	const index = new LineIndex(text);
	const lines = text.split(/\r\n|\n|\r/u);
	const lint = story.filename.startsWith("template") ? lintTemplate : lintSource;
	const { messages, details } = lint(text, { [story.rule]: optionsOf(story) }, story.filename);
	const blocks = messages.map((message) => {
		const { line, column, endLine = line, endColumn = column } = message;
		const detail = details.findings.find(
			(finding) =>
				finding.message === message.message &&
				index.locate(finding.span.start).line === line &&
				index.locate(finding.span.start).column === column,
		);
		const gutter = String(line).padStart(5);
		const source = lines[line - 1] ?? "";
		const width = endLine === line ? Math.max(endColumn - column, 1) : Math.max(source.length - column + 1, 1);
		return [
			`${String(line)}:${String(column)}-${String(endLine)}:${String(endColumn)} ${detail?.severity ?? "?"} ${story.rule} ${message.message}`,
			`${gutter} | ${hide(source)}`,
			`      | ${" ".repeat(column - 1)}${"^".repeat(width)}`,
			...(detail?.generated === null || detail === undefined
				? []
				: [`      = written by ${detail.generated.by}`]),
			...(message.fix === undefined ? [] : ["      = fix"]),
			...(message.suggestions ?? []).map((suggestion) => `      = suggestion: ${suggestion.desc}`),
			"",
		].join("\n");
	});
	const unknown = details.unknown.map(({ span, property, resource, why }) => {
		const { line, column } = index.locate(span.start);
		return `${String(line)}:${String(column)} unknown ${property} of '${resource?.id ?? ""}', because ${why}\n`;
	});
	return [...blocks, ...unknown].join("\n");
}

test("every rule has a story", () => {
	expect(RULES.map((rule) => rule.name).filter((rule) => !STORIES.some((story) => story.rule === rule))).toEqual([]);
});

describe.each(STORIES.map((story) => [`${story.rule}/${story.name}`, story] as const))("%s", (_, story) => {
	const written = readFileSync(join(story.folder, story.filename), "utf8");
	const secrets: string[] = [];
	const text = written.replace(MARK, (_mark, id: string) => {
		const secret = fakeSecret(id, secrets.length + 1);
		secrets.push(secret);
		return secret;
	});

	test("is reported as it was read", () => {
		const path = join(story.folder, "report.txt");
		const now = report(story, text, secrets);
		if (UPDATE) {
			writeFileSync(path, now);
		}
		expect(now).toBe(readFileSync(path, "utf8"));
		for (const secret of secrets) {
			expect(now.includes(secret)).toBe(false);
		}
	});

	test("is mended as it was read, or has nothing to mend", () => {
		const path = join(story.folder, story.filename.replace(/^(?:template|main|handler)/u, "fixed"));
		const fixed = fixTemplate(text, { [story.rule]: optionsOf(story) }, story.filename);
		if (UPDATE && fixed !== text) {
			expect(secrets).toEqual([]);
			writeFileSync(path, fixed);
		} else if (UPDATE) {
			rmSync(path, { force: true });
		}
		expect(existsSync(path)).toBe(fixed !== text);
		if (fixed !== text) {
			expect(fixed).toBe(readFileSync(path, "utf8"));
		}
	});
});
