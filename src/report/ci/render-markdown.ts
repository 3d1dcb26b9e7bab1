import { codeMarkdown, plainMarkdown } from "../plain-markdown.ts";
import type { Report, ReportedFinding } from "../report.ts";
import { SEVERITIES } from "../../rule/rule.ts";
import { countWords, type Translate } from "../../text/wording.ts";
import { byWeight, pathIn, type CiContext } from "./ci-context.ts";

/**
 * How many characters the report has at most: a comment of GitHub takes 65,536, a job summary a megabyte, a note of
 * GitLab a million.
 */
const MOST = 60_000;

/**
 * Renders Markdown for the summary of a job and the comment of a pull request: what decided the exit code, then a table
 * with the highest severity first, as far as a comment holds it.
 */
export function renderMarkdown(report: Report, context: CiContext): string {
	const { summary } = report;
	const counts = SEVERITIES.filter((severity) => summary.bySeverity[severity] > 0).map(
		(severity) => `${String(summary.bySeverity[severity])} ${severity}`,
	);
	const { exit, translate } = context;
	const head = [
		"## kmslint",
		"",
		translate("{{head}} in {{places}}", {
			head: `**${translate(countWords(summary.findings, "{{count}} finding", "{{count}} findings"))}**${counts.length === 0 ? "" : ` (${counts.join(", ")})`}`,
			places: countWords(summary.files, "{{count}} file", "{{count}} files"),
		}) +
			(exit.why === null
				? translate(". Exit code {{code}}.", { code: String(exit.code) })
				: translate(". Exit code {{code}}: {{why}}.", {
						code: String(exit.code),
						why: plainMarkdown(exit.why),
					})),
		"",
	];
	const errors = report.errors.map((error) => `- ${placeOf(error, context)}: ${plainMarkdown(error.message)}`);
	const rows = byWeight(report, context).map((finding) => rowOf(finding, context));
	const table = [
		`| ${[translate("severity"), translate("place"), translate("finding"), translate("rule")].join(" | ")} |`,
		"| --- | --- | --- | --- |",
	];
	return fit(
		[...head, ...(errors.length === 0 ? [] : [translate("Could not be checked:"), "", ...errors, ""])],
		rows,
		table,
		translate,
	);
}

/** The lines that are there in any case, and as many rows as fit. */
function fit(
	given: readonly string[],
	rows: readonly string[],
	table: readonly string[],
	translate: Translate,
): string {
	const head = take(given, MOST / 2);
	const kept = take(rows, MOST - lengthOf(head));
	const left = rows.length - kept.length;
	return [
		...head,
		...(head.length < given.length ? ["…", ""] : []),
		...(kept.length === 0 ? [] : [...table, ...kept, ""]),
		...(left === 0 ? [] : [translate("And {{count}} more.", { count: String(left) }), ""]),
	].join("\n");
}

function take(lines: readonly string[], most: number): readonly string[] {
	let length = 0;
	const end = lines.findIndex((line) => (length += line.length + 1) > most);
	return end < 0 ? lines : lines.slice(0, end);
}

function lengthOf(lines: readonly string[]): number {
	return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function rowOf(finding: ReportedFinding, context: CiContext): string {
	const { severity, message, rule, docs, fix } = finding;
	const bold = context.isFailing(finding) ? `**${severity}**` : severity;
	return `| ${bold} | ${placeOf(finding, context)} | ${plainMarkdown(message)}${fix === "safe" ? " *(`--fix`)*" : ""} | [${rule}](${docs}) |`;
}

function placeOf({ file, line }: { readonly file: string; readonly line: number }, context: CiContext): string {
	const path = pathIn(context, file);
	const shown = codeMarkdown(`${path}:${String(line)}`);
	return context.source === null
		? shown
		: `[${shown}](${context.source}${path.split("/").map(encodePart).join("/")}#L${String(line)})`;
}

/** Brackets would end the link. */
function encodePart(part: string): string {
	return encodeURIComponent(part.replaceAll(/\p{Cs}/gu, "\uFFFD")).replaceAll(/[()]/gu, (bracket) =>
		bracket === "(" ? "%28" : "%29",
	);
}
