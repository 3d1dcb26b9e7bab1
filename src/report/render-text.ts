import { redactPath } from "../detect/redact.ts";
import { columnsOf } from "../text/column-width.ts";
import { groupBy } from "../text/group-by.ts";
import {
	commaWords,
	countWords,
	listWords,
	wording,
	type Translate,
	type Wording,
	type Words,
} from "../text/wording.ts";
import { escapeControls, escapeData } from "./escape-controls.ts";
import type { Severity } from "../rule/rule.ts";
import { SEVERITIES } from "../rule/rule.ts";
import { renderNeeds } from "./render-needs.ts";
import { renderUnread } from "./render-unread.ts";
import type { Report, ReportedFinding } from "./report.ts";

/** Options of the text format. */
export interface TextOptions {
	/** Words of the language of the run. */
	readonly translate: Translate;
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
	const { paint, translate } = options;
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
				`  ${unknown.file}:${String(unknown.line)}:${String(unknown.column)} ${unknown.resource?.id ?? translate("the template")}.${unknown.property} (${unknown.rule}): ${unknown.why}\n`,
		);
		blocks.push(`${paint("bold", translate("Not known until deployment"))}\n${lines.join("")}`);
	}
	const accepted = report.suppressed.filter(({ suppression }) => suppression.kind !== "baseline");
	if (options.showSuppressed && accepted.length > 0) {
		const lines = accepted.map(
			({ file, line, column, rule, resource, suppression: { reason, until } }) =>
				`  ${file}:${String(line)}:${String(column)} ${paint("dim", rule)}${resource === null ? "" : ` '${resource.id}'`}: ${reason === "" ? translate("(no reason given)") : reason}${until === null ? "" : ` ${translate("(until {{day}})", { day: until })}`}\n`,
		);
		blocks.push(
			`${paint("bold", translate("Suppressed"))}${translate("; `--no-suppressions` reports them")}\n${lines.join("")}`,
		);
	}
	if (report.needs !== undefined && report.needs.length > 0) {
		blocks.push(renderNeeds(report.needs, translate));
	}
	return `${blocks.join("\n")}${blocks.length > 0 ? "\n" : ""}${renderSummary(report, options)}\n`;
}

function renderFinding(finding: ReportedFinding, { paint, translate }: TextOptions): string {
	const place = `${String(finding.line)}:${String(finding.column)}`;
	const { lines, mark } = finding.frame;
	const width = String(finding.line + lines.length - 1).length;
	const frame = lines.map((line, index) => {
		const number = String(finding.line + index).padStart(width);
		return `    ${paint("dim", `${number} |`)} ${line}`;
	});
	if (mark !== null) {
		frame.push(
			`    ${paint("dim", `${" ".repeat(width)} |`)} ${paint(STYLE[finding.severity], marksOf(lines[0] ?? "", mark))}`,
		);
	}
	const offers =
		finding.fix === "safe"
			? [`    ${paint("green", translate("fix:"))} ${translate("run with `--fix`")}`]
			: offersOf(finding, paint, translate);
	const level = finding.level === "error" ? paint("red", "error") : paint("yellow", "warning");
	return [
		`  ${paint("dim", place)} ${level} ${paint(STYLE[finding.severity], finding.severity)} ${finding.message} ${paint("dim", finding.rule)}`,
		...frame,
		...originOf(finding, paint, translate),
		...offers,
	].join("\n");
}

/** The carets below what is marked in a line, which may have characters of two columns. */
function marksOf(line: string, { start, end }: { readonly start: number; readonly end: number }): string {
	return " ".repeat(columnsOf(line.slice(0, start))) + "^".repeat(Math.max(1, columnsOf(line.slice(start, end))));
}

/** How many suggestions of a finding are listed. */
const MAX_SUGGESTIONS = 3;

/** The suggestions on one line; for lookups, which differ only in the backend, only the backends. */
function offersOf(
	{ suggestions, lookups = [], docs }: ReportedFinding,
	paint: TextOptions["paint"],
	translate: Translate,
): readonly string[] {
	if (lookups.length === 0 || lookups.length < suggestions.length) {
		const shown = suggestions.slice(0, MAX_SUGGESTIONS).map(({ description }) => description);
		const more = suggestions.length - shown.length;
		return suggestions.length === 0
			? []
			: [
					`    ${paint("cyan", suggestions.length === 1 ? translate("suggestion") : translate("suggestions"))}: ${shown.join(translate(" Or: "))}${more > 0 ? translate(" And {{count}} more.", { count: String(more) }) : ""}`,
				];
	}
	const last = lookups.at(-1) ?? "";
	return [
		`    ${paint("cyan", translate("fix:"))} ${translate("a lookup (option `fix`: {{backends}}), see {{docs}}", { backends: lookups.length === 1 ? last : wording("{{list}} or {{last}}", { list: lookups.slice(0, -1).join(", "), last }), docs })}`,
	];
}

/** The plan of a finding, or its construct in an assembly and the calls that led to its line. */
function originOf(
	{ construct, plan, related = [] }: ReportedFinding,
	paint: TextOptions["paint"],
	translate: Translate,
): readonly string[] {
	if (plan !== undefined) {
		return [`    ${paint("dim", translate("plan:"))} ${plan.file}:${String(plan.line)}:${String(plan.column)}`];
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
			: translate(", and {{count}} more: {{names}}", {
					count: String(others.length),
					names: `${others
						.slice(0, MAX_OTHERS)
						.map((other) => other.path)
						.join(", ")}${others.length > MAX_OTHERS ? ", …" : ""}`,
				});
	return [
		`    ${paint("dim", translate("construct:"))} ${path}${where}${more}`,
		...(property === null
			? []
			: [
					`    ${paint("dim", translate("in CDK:"))} ${translate("`{{name}}` of {{of}}", { name: property.name, of: property.of })}`,
				]),
		...related.map(
			({ file, line, column, name }) =>
				`    ${paint("dim", translate("called at:"))} ${file}:${String(line)}:${String(column)}${name === "" || name === "<anonymous>" ? "" : translate(" in {{name}}", { name })}`,
		),
	];
}

function renderGenerated(findings: readonly ReportedFinding[], { paint, translate }: TextOptions): string {
	const lines = [
		...groupBy(findings, (finding) => `${finding.file} ${finding.resource?.id ?? ""} ${finding.rule}`).values(),
	].map(([finding]) => {
		const remedy = finding?.generated?.remedy ?? null;
		return `  ${finding?.file ?? ""}:${String(finding?.line ?? 0)}:${String(finding?.column ?? 0)} ${finding?.resource?.id ?? ""}${remedy === null ? "" : translate(" (set `{{remedy}}` on the construct)", { remedy })} ${paint("dim", finding?.rule ?? "")}\n`;
	});
	const count = new Set(findings.map((finding) => `${finding.file} ${finding.resource?.id ?? ""}`)).size;
	const head = translate("{{resources}} generated by CDK", {
		resources: countWords(count, "{{count}} resource", "{{count}} resources"),
	});
	const tail =
		count === 1
			? translate(", which does not affect the exit code (`--include-generated`)")
			: translate(", which do not affect the exit code (`--include-generated`)");
	return `${paint("bold", head)}${tail}\n${lines.join("")}`;
}

/** The last line: counts, and what decided the exit code. */
function renderSummary(report: Report, options: TextOptions): string {
	const { summary, findings: all } = report;
	const { hiddenWarnings, exit, fixed, seconds, showUnknown, translate } = options;
	const { unread, skipped } = summary;
	const fixable = all.filter(({ fix }) => fix === "safe").length;
	const say = (words: readonly Wording[]): readonly string[] => words.map((one) => translate(one));
	const kinds = renderUnread(unread);
	const parts = [
		renderHead(summary, options),
		...(kinds === "" ? [] : [translate("not read: {{kinds}}", { kinds })]),
		...say(some(skipped.bundled, "{{count}} bundled file skipped", "{{count}} bundled files skipped")),
		...say(some(skipped.textTemplates, "{{count}} text template skipped", "{{count}} text templates skipped")),
		...say(some(hiddenWarnings, "{{count}} warning not shown (--quiet)", "{{count}} warnings not shown (--quiet)")),
		...say(some(fixed, "{{count}} fixed")),
		...say(some(fixable, "{{count}} fixable with --fix")),
		...say(
			showUnknown
				? some(summary.unknown, "{{count}} unknown")
				: some(summary.unknown, "{{count}} unknown (--show-unknown)"),
		),
		...say(some(summary.suppressed - summary.baseline, "{{count}} suppressed")),
		...say(some(summary.baseline, "{{count}} in the baseline")),
		...say(some(summary.older, "{{count}} older finding", "{{count}} older findings")),
		...(exit.why === null
			? []
			: [translate("exit code {{code}}: {{why}}", { code: String(exit.code), why: exit.why })]),
		`${seconds.toFixed(1)} s`,
	];
	return parts.join(" · ");
}

/** What was found, and where. */
function renderHead(summary: Report["summary"], { paint, paths, exit, translate }: TextOptions): string {
	const { findings, byLevel, bySeverity, read } = summary;
	const color = exit.code > 0 ? "red" : "yellow";
	const failed = exit.code > 0 ? "✖ " : "";
	if (findings > 0) {
		const levels = [
			...some(byLevel.error, "{{count}} error", "{{count}} errors"),
			...some(byLevel.warning, "{{count}} warning", "{{count}} warnings"),
			...some(
				findings - byLevel.error - byLevel.warning,
				"{{count}} finding in generated resources",
				"{{count}} findings in generated resources",
			),
		];
		const severities = SEVERITIES.filter((severity) => bySeverity[severity] > 0);
		const found = translate("{{findings}} ({{levels}}: {{severities}})", {
			findings: countWords(findings, "{{count}} finding", "{{count}} findings"),
			levels: commaWords(levels),
			severities: commaWords(severities.map((severity) => `${String(bySeverity[severity])} ${severity}`)),
		});
		return translate("{{head}} in {{places}}", { head: paint(color, `✖ ${found}`), places: placesOf(summary) });
	}
	if (read.every(({ count }) => count === 0)) {
		const shown = escapeControls(paths.map(redactPath).join(" "));
		return paint(color, `${failed}${translate("nothing to check in {{paths}}", { paths: shown })}`);
	}
	const none = summary.baseline + summary.older > 0 ? translate("no new findings") : translate("no findings");
	const head = failed === "" ? paint("green", `✔ ${none}`) : paint("red", `✖ ${none}`);
	return translate("{{head}} in {{places}}", { head, places: placesOf(summary) });
}

/** `1 error`; nothing for zero. */
function some(count: number, one: string, many = one): readonly Wording[] {
	return count <= 0 ? [] : [countWords(count, one, many)];
}

/** `1 template`, `2 templates and 14 source files`. */
function placesOf({ read }: Report["summary"]): Words {
	const parts = read.flatMap(({ count, one, many }) => some(count, `{{count}} ${one}`, `{{count}} ${many}`));
	return parts.length === 0 ? countWords(0, "", `{{count}} ${read[0]?.many ?? "files"}`) : listWords(parts);
}
