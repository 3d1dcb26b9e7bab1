import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { phrasesOf } from "../locale/catalogue.ts";
import { report as reports } from "../testing/random-reports.ts";
import { readPage } from "../testing/read-page.ts";
import { countWords, translatorOf } from "../text/wording.ts";
import { renderHtml } from "./html/render-html.ts";
import { renderText, type TextOptions } from "./render-text.ts";
import type { Report, ReportedFinding } from "./report.ts";

const [drawn] = fc.sample(reports(6), { seed: 7, numRuns: 1 });

/** A report with something in every part; its names and sentences are no words of any language. */
function sample(): Report {
	if (drawn === undefined) {
		throw new Error("There is no report.");
	}
	const finding: ReportedFinding = {
		file: "a.yaml",
		line: 1,
		column: 1,
		endLine: 1,
		endColumn: 5,
		rule: "r-1",
		messageId: "m",
		message: "m-1",
		severity: "high",
		level: "error",
		resource: { id: "R1", type: "T1" },
		others: [{ id: "R2", type: "T2" }],
		property: "P1",
		fix: "suggestion",
		lookups: [],
		suggestions: ["s-1", "s-2", "s-3", "s-4"].map((description) => ({ description })),
		fingerprint: "0",
		docs: "d-1",
		generated: null,
		frame: { lines: ["# 本番 key"], mark: { start: 5, end: 8 } },
		construct: {
			path: "c-1",
			logicalId: "L1",
			property: { name: "n-1", of: "o-1" },
			template: { file: "t.json", line: 1, column: 1 },
			others: ["c-2", "c-3"].map((path) => ({ path, logicalId: null })),
		},
		related: [{ file: "b.ts", line: 1, column: 1, name: "f-1" }],
	};
	const place = { file: "a.yaml", line: 1, column: 1 };
	return {
		...drawn,
		findings: [
			finding,
			{ ...finding, level: "warn", construct: undefined, fix: "safe" },
			{ ...finding, construct: undefined, plan: { ...place, module: "x" }, lookups: ["a", "b", "c", "d"] },
			{ ...finding, generated: { by: "g-1", remedy: "p-1" } },
		] as ReportedFinding[],
		errors: [{ ...place, message: "e-1" }],
		unknown: [{ ...place, rule: "r-1", resource: null, property: "P1", why: "w-1" }],
		suppressed: [
			{
				...place,
				rule: "r-1",
				messageId: "m",
				message: "m-1",
				severity: "low",
				resource: null,
				property: null,
				fingerprint: "0",
				suppression: { kind: "comment", reason: "", until: "2030-01-01" },
			},
		],
		summary: {
			...drawn.summary,
			findings: 4,
			errors: 1,
			unknown: 1,
			suppressed: 3,
			baseline: 1,
			older: 1,
			bySeverity: { critical: 0, high: 4, medium: 0, low: 0, info: 0 },
			byLevel: { error: 2, warning: 1 },
			unread: { ".x": 2 },
			skipped: { bundled: 1, textTemplates: 2 },
			read: [
				{ key: "templates", one: "template", many: "templates", count: 2 },
				{ key: "sources", one: "source file", many: "source files", count: 1 },
			],
		},
		needs: [
			{
				file: "a.js",
				needs: [
					{
						variable: "V1",
						value: null,
						holds: "the name of the SSM parameter",
						permissions: [{ action: "ssm:GetParameter", on: "that SSM parameter" }],
						packages: ["p-1"],
						layer: "l-1",
					},
				],
			},
		],
	};
}

/** Words that every English sentence has some of. */
const ENGLISH =
	/\b(?:the|is|are|not|with|and|or|of|for|its?|which|that|this|to|from|by|on|set|use|known|until|fixed|shown|more|see|read|findings?|files?|all|none|rule|place)\b/iu;

describe.each(["es", "ja"] as const)("in '%s'", (language) => {
	const translate = translatorOf(phrasesOf(language));
	const why = translate(countWords(2, "{{count}} error", "{{count}} errors"));
	const options: TextOptions = {
		translate,
		paint: (_, text) => text,
		paths: ["x"],
		hiddenWarnings: 1,
		exit: { code: 1, why },
		fixed: 1,
		seconds: 1,
		showUnknown: true,
		showSuppressed: true,
	};

	test("the text report has no English sentence, and its carets are below what they mark", () => {
		const text = renderText(sample(), options);
		expect(
			text
				.replaceAll(/`[^`]*`|--[a-z-]+/gu, "")
				.split("\n")
				.filter((line) => ENGLISH.test(line)),
		).toEqual([]);
		// `# 本番 ` takes seven columns.
		expect(text).toContain(`    1 | # 本番 key\n      | ${" ".repeat(7)}^^^\n`);
	});

	test("of nothing, too", () => {
		const { summary } = sample();
		const nothing = { ...summary, findings: 0, read: [], suppressed: 0, baseline: 0, older: 0, unknown: 0 };
		const text = renderText(
			{ ...sample(), findings: [], errors: [], unknown: [], suppressed: [], needs: [], summary: nothing },
			options,
		);
		expect(ENGLISH.test(text.replaceAll(/--[a-z-]+/gu, ""))).toBe(false);
	});

	test("the page has no English sentence, and says its language", () => {
		const html = renderHtml(sample(), {
			base: "",
			source: null,
			seconds: 1,
			exit: { code: 1, why },
			isFailing: () => true,
			rules: [{ name: "r-1", description: "x-1", docs: "d-1", why: "y-1", cost: "z-1", compliance: {} }],
			day: "2026-11-28",
			map: null,
			language,
			translate,
		});
		const { elements, text } = readPage(html.replaceAll(/<(style|script)>[^]*?<\/\1>/gu, ""));
		expect(elements.find(({ name }) => name === "html")?.attributes["lang"]).toBe(language);
		expect(ENGLISH.exec(text.replaceAll(/kmslint --fix/gu, ""))?.[0]).toBeUndefined();
		expect(
			elements
				.flatMap(({ attributes }) => attributes["aria-label"] ?? attributes["alt"] ?? [])
				.filter((label) => ENGLISH.test(label)),
		).toEqual([]);
		expect(html).not.toContain("findings shown");
	});
});
