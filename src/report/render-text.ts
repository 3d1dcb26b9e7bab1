import { redactPath } from "../detect/redact.ts";
import { countOf } from "../text/count-of.ts";
import { groupBy } from "../text/group-by.ts";
import { escapeControls, escapeData } from "./escape-controls.ts";
import type { Severity } from "../rule/rule.ts";
import { SEVERITIES } from "../rule/rule.ts";
import { renderNeeds } from "./render-needs.ts";
import { renderUnread } from "./render-unread.ts";
import type { Report, ReportedFinding } from "./report.ts";

/** Options of the text format. */
export interface TextOptions {
	/** Styles a part; returns the text unchanged if colors are off. */
	readonly paint: (style: Style, text: string) => string;
	readonly showUnknown: boolean;
	/** Lists the suppressed findings. */
	readonly showSuppressed: boolean;
	/** The paths that the user named. */
	readonly paths: readonly string[];
	/** Warnings hidden by `--quiet`. */
	readonly hiddenWarnings: number;
	/** The exit code, and what decided it. */
	readonly exit: { readonly code: number; readonly why: string | null };
	/** The number of findings that `--fix` fixed. */
	readonly fixed: number;
	/** The duration of the run in seconds. */
	readonly seconds: number;
}

export type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan" | "magenta" | "underline";

/** How many constructs of one line are named. */
const MAX_OTHERS = 3;

const STYLE: Readonly<Record<Severity, Style>> = {
	critical: "magenta",
	high: "red",
	medium: "yellow",
	low: "cyan",
	info: "dim",
};

/**
 * Renders the report for a person: each finding with its line, and a summary at the end. No text of a file reaches the
 * terminal unescaped.
 */
export function renderText(given: Report, options: TextOptions): string {
	const { paint } = options;
	const report = escapeData(given);
	const own = report.findings.filter((finding) => finding.generated === null);
	const generated = report.findings.filter((finding) => finding.generated !== null);
	const blocks: string[] = [];
	for (const [file, findings] of groupBy(own, (finding) => finding.file)) {
		blocks.push(
			`${paint("underline", file)}\n\n${findings.map((finding) => renderFinding(finding, options)).join("\n\n")}\n`,
		);
	}
	if (generated.length > 0) {
		blocks.push(renderGenerated(generated, options));
	}
	if (report.errors.length > 0) {
		blocks.push(
			report.errors
				.map(
					(error) =>
						`${paint("red", "error")} ${error.file}:${String(error.line)}:${String(error.column)} ${error.message}\n`,
				)
				.join(""),
		);
	}
	if (options.showUnknown && report.unknown.length > 0) {
		const lines = report.unknown.map(
			(unknown) =>
				`  ${unknown.file}:${String(unknown.line)}:${String(unknown.column)} ${unknown.resource?.id ?? "the template"}.${unknown.property} (${unknown.rule}): ${unknown.why}\n`,
		);
		blocks.push(`${paint("bold", "Not known until deployment")}\n${lines.join("")}`);
	}
	const accepted = report.suppressed.filter(({ suppression }) => suppression.kind !== "baseline");
	if (options.showSuppressed && accepted.length > 0) {
		const lines = accepted.map(
			({ file, line, column, rule, resource, suppression: { reason, until } }) =>
				`  ${file}:${String(line)}:${String(column)} ${paint("dim", rule)}${resource === null ? "" : ` '${resource.id}'`}: ${reason === "" ? "(no reason given)" : reason}${until === null ? "" : ` (until ${until})`}\n`,
		);
		blocks.push(`${paint("bold", "Suppressed")}; \`--no-suppressions\` reports them\n${lines.join("")}`);
	}
	if (report.needs !== undefined && report.needs.length > 0) {
		blocks.push(renderNeeds(report.needs));
	}
	return `${blocks.join("\n")}${blocks.length > 0 ? "\n" : ""}${renderSummary(report, options)}\n`;
}

function renderFinding(finding: ReportedFinding, { paint }: TextOptions): string {
	const place = `${String(finding.line)}:${String(finding.column)}`;
	const { lines, mark } = finding.frame;
	const width = String(finding.line + lines.length - 1).length;
	const frame = lines.map((line, index) => {
		const number = String(finding.line + index).padStart(width);
		return `    ${paint("dim", `${number} |`)} ${line}`;
	});
	if (mark !== null) {
		frame.push(
			`    ${paint("dim", `${" ".repeat(width)} |`)} ${paint(STYLE[finding.severity], " ".repeat(mark.start) + "^".repeat(Math.max(1, mark.end - mark.start)))}`,
		);
	}
	const offers =
		finding.fix === "safe" ? [`    ${paint("green", "fix:")} run with \`--fix\``] : offersOf(finding, paint);
	const level = finding.level === "error" ? paint("red", "error") : paint("yellow", "warning");
	return [
		`  ${paint("dim", place)} ${level} ${paint(STYLE[finding.severity], finding.severity)} ${finding.message} ${paint("dim", finding.rule)}`,
		...frame,
		...originOf(finding, paint),
		...offers,
	].join("\n");
}

/** How many suggestions of a finding are listed. */
const MAX_SUGGESTIONS = 3;

/** The suggestions on one line; for lookups, which differ only in the backend, only the backends. */
function offersOf(
	{ suggestions, lookups = [], docs }: ReportedFinding,
	paint: TextOptions["paint"],
): readonly string[] {
	if (lookups.length === 0 || lookups.length < suggestions.length) {
		const shown = suggestions.slice(0, MAX_SUGGESTIONS).map(({ description }) => description);
		const more = suggestions.length - shown.length;
		return suggestions.length === 0
			? []
			: [
					`    ${paint("cyan", plural(suggestions.length, "suggestion"))}: ${shown.join(" Or: ")}${more > 0 ? ` And ${String(more)} more.` : ""}`,
				];
	}
	const last = lookups.at(-1) ?? "";
	return [
		`    ${paint("cyan", "fix:")} a lookup (option \`fix\`: ${lookups.length === 1 ? last : `${lookups.slice(0, -1).join(", ")} or ${last}`}), see ${docs}`,
	];
}

/** The plan of a finding, or its construct in an assembly and the calls that led to its line. */
function originOf({ construct, plan, related = [] }: ReportedFinding, paint: TextOptions["paint"]): readonly string[] {
	if (plan !== undefined) {
		return [`    ${paint("dim", "plan:")} ${plan.file}:${String(plan.line)}:${String(plan.column)}`];
	}
	if (construct === undefined) {
		return [];
	}
	const { path, logicalId, property, template, others } = construct;
	const where =
		template === null
			? ""
			: ` (${logicalId === null ? "" : `'${logicalId}', `}${template.file}:${String(template.line)})`;
	const more =
		others.length === 0
			? ""
			: `, and ${String(others.length)} more: ${others
					.slice(0, MAX_OTHERS)
					.map((other) => other.path)
					.join(", ")}${others.length > MAX_OTHERS ? ", …" : ""}`;
	return [
		`    ${paint("dim", "construct:")} ${path}${where}${more}`,
		...(property === null ? [] : [`    ${paint("dim", "in CDK:")} \`${property.name}\` of ${property.of}`]),
		...related.map(
			({ file, line, column, name }) =>
				`    ${paint("dim", "called at:")} ${file}:${String(line)}:${String(column)}${name === "" || name === "<anonymous>" ? "" : ` in ${name}`}`,
		),
	];
}

function renderGenerated(findings: readonly ReportedFinding[], { paint }: TextOptions): string {
	const lines = [
		...groupBy(findings, (finding) => `${finding.file} ${finding.resource?.id ?? ""} ${finding.rule}`).values(),
	].map(([finding]) => {
		const remedy = finding?.generated?.remedy ?? null;
		return `  ${finding?.file ?? ""}:${String(finding?.line ?? 0)}:${String(finding?.column ?? 0)} ${finding?.resource?.id ?? ""}${remedy === null ? "" : ` (set \`${remedy}\` on the construct)`} ${paint("dim", finding?.rule ?? "")}\n`;
	});
	const count = new Set(findings.map((finding) => `${finding.file} ${finding.resource?.id ?? ""}`)).size;
	return `${paint("bold", `${String(count)} ${plural(count, "resource")} generated by CDK`)}, ${count === 1 ? "which does" : "which do"} not affect the exit code (\`--include-generated\`)\n${lines.join("")}`;
}

/** The last line: counts, and what decided the exit code. */
function renderSummary(
	{ summary, findings: all }: Report,
	{ paint, paths, hiddenWarnings, exit, fixed, seconds, showUnknown }: TextOptions,
): string {
	const { findings, byLevel, bySeverity, read, unread, skipped } = summary;
	const color = exit.code > 0 ? "red" : "yellow";
	const fixable = all.filter(({ fix }) => fix === "safe").length;
	const severities = SEVERITIES.filter((severity) => bySeverity[severity] > 0).map(
		(severity) => `${String(bySeverity[severity])} ${severity}`,
	);
	const levels = [
		...counted(byLevel.error, "error"),
		...counted(byLevel.warning, "warning"),
		...counted(
			findings - byLevel.error - byLevel.warning,
			"finding in generated resources",
			"findings in generated resources",
		),
	];
	const none = summary.baseline + summary.older > 0 ? "no new findings" : "no findings";
	const head =
		findings > 0
			? `${paint(color, `✖ ${String(findings)} ${plural(findings, "finding")} (${levels.join(", ")}: ${severities.join(", ")})`)} in ${placesOf(summary)}`
			: read.every(({ count }) => count === 0)
				? paint(
						color,
						`${exit.code > 0 ? "✖ " : ""}nothing to check in ${escapeControls(paths.map(redactPath).join(" "))}`,
					)
				: `${exit.code > 0 ? paint("red", `✖ ${none}`) : paint("green", `✔ ${none}`)} in ${placesOf(summary)}`;
	const kinds = renderUnread(unread);
	const parts = [
		head,
		...(kinds === "" ? [] : [`not read: ${kinds}`]),
		...counted(skipped.bundled, "bundled file").map((count) => `${count} skipped`),
		...counted(skipped.textTemplates, "text template").map((count) => `${count} skipped`),
		...(hiddenWarnings > 0 ? [`${counted(hiddenWarnings, "warning").join("")} not shown (--quiet)`] : []),
		...(fixed > 0 ? [`${String(fixed)} fixed`] : []),
		...(fixable > 0 ? [`${String(fixable)} fixable with --fix`] : []),
		...(summary.unknown > 0 ? [`${String(summary.unknown)} unknown${showUnknown ? "" : " (--show-unknown)"}`] : []),
		...(summary.suppressed > summary.baseline
			? [`${String(summary.suppressed - summary.baseline)} suppressed`]
			: []),
		...(summary.baseline > 0 ? [`${String(summary.baseline)} in the baseline`] : []),
		...(summary.older > 0 ? [`${counted(summary.older, "older finding").join("")}`] : []),
		...(exit.why === null ? [] : [`exit code ${String(exit.code)}: ${exit.why}`]),
		`${seconds.toFixed(1)} s`,
	];
	return parts.join(" · ");
}

/** `1 error`; nothing for zero. */
function counted(count: number, word: string, words = `${word}s`): readonly string[] {
	return count === 0 ? [] : [countOf(count, word, words)];
}

/** `1 template`, `2 templates and 14 source files`. */
function placesOf({ read }: Report["summary"]): string {
	const parts = read.flatMap(({ count, one, many }) => counted(count, one, many));
	return parts.length === 0 ? `0 ${read[0]?.many ?? "files"}` : joinWords(parts);
}

/** `a`, `a and b`, `a, b and c`. */
function joinWords(words: readonly string[]): string {
	return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

function plural(count: number, word: string): string {
	return count === 1 ? word : `${word}s`;
}
