import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import type { AuditReport } from "../../audit/answer.ts";
import { run } from "../../cli/run.ts";
import { readPage } from "../../testing/read-page.ts";
import { atRow, nameOfSubject } from "../audit/audit-words.ts";
import { escapeControls } from "../escape-controls.ts";
import { renderAuditHtml } from "./render-audit-html.ts";
import { translatorOf } from "../../text/wording.ts";

const ENGLISH = translatorOf(null);

const FIXTURE = resolve(import.meta.dirname, "../../../fixtures/audit");

async function audit(format: string): Promise<string> {
	let stdout = "";
	await run(["audit", "--from", "../hallazgos.csv", "--ami", "../amis.csv", "-f", format], {
		stdout: { write: (text) => (stdout += text) },
		stderr: { write: () => undefined },
		readStdin: () => Promise.resolve(new Uint8Array()),
		cwd: join(FIXTURE, "app"),
		env: {},
		now: () => 0,
	});
	return stdout;
}

test("every row has its answer, and a link to its plan that leads somewhere", async () => {
	const html = await audit("html");
	const { answers } = JSON.parse(await audit("json")) as AuditReport;
	const { elements, text } = readPage(html);
	for (const answer of answers) {
		expect(text).toContain(atRow(answer, ENGLISH));
		for (const subject of answer.subjects) {
			expect(text).toContain(nameOfSubject(subject, ENGLISH));
			for (const { command } of subject.steps) {
				expect(text).toContain(escapeControls(command ?? ""));
			}
		}
	}
	const ids = new Set(elements.flatMap(({ attributes }) => attributes["id"] ?? []));
	const links = elements.flatMap(({ attributes }) =>
		attributes["href"]?.startsWith("#") ? [attributes["href"]] : [],
	);
	expect(links.length).toBeGreaterThan(3);
	expect(links.filter((link) => !ids.has(link.slice(1)))).toEqual([]);
});

test("nothing in a list is taken for HTML", () => {
	const hostile = `<img src=x onerror="alert(1)">&amp;'\u0000\u202E`;
	const page = renderAuditHtml(
		{
			lists: [{ file: hostile, format: "CSV", rows: 1, skipped: 0 }],
			answers: [
				{
					list: hostile,
					rows: [1],
					line: 2,
					check: hostile,
					label: hostile,
					isPassed: false,
					isExposed: true,
					subjects: [
						{
							kind: "function",
							name: hostile,
							account: null,
							region: null,
							status: "absent",
							matches: [],
							candidates: [
								{
									name: hostile,
									id: hostile,
									place: { file: hostile, line: 1, column: 1 },
									why: hostile,
								},
							],
							steps: [{ text: hostile, command: hostile }],
							costs: [hostile],
						},
					],
				},
			],
			summary: { rows: 1, exposed: 1, found: 0, depends: 0, absent: 1, unnamed: 0 },
			costs: { lines: [hostile] },
			open: [{ id: hostile, place: { file: hostile, line: 1, column: 1 } }],
		} as unknown as AuditReport,
		"en",
		ENGLISH,
	);
	const { elements, text } = readPage(page);
	expect(elements.filter(({ name }) => name === "img")).toEqual([]);
	expect(text).toContain(`<img src=x onerror="alert(1)">&amp;'\\u0000\\u202e`);
});
