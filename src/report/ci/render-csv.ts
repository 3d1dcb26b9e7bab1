import { renderCell } from "../render-cell.ts";
import type { Report } from "../report.ts";
import { pathIn, type CiContext } from "./ci-context.ts";

const COLUMNS = [
	"severity",
	"level",
	"rule",
	"file",
	"line",
	"column",
	"resource",
	"type",
	"property",
	"message",
	"fix",
	"docs",
	"fingerprint",
] as const;

type Row = Readonly<Record<(typeof COLUMNS)[number], string | number>>;

/**
 * Renders a table with a row for each finding, and one for each file that could not be checked, whose level is
 * `unread`.
 */
export function renderCsv(report: Report, context: CiContext): string {
	const errors = report.errors.map(({ file, line, column, message, rule }): Row => ({
		...EMPTY,
		level: "unread",
		rule: rule ?? "",
		file: pathIn(context, file),
		line,
		column,
		message,
	}));
	const findings = report.findings.map((finding): Row => ({
		severity: finding.severity,
		level: finding.level === "error" ? "error" : "warning",
		rule: finding.rule,
		file: pathIn(context, finding.file),
		line: finding.line,
		column: finding.column,
		resource: [finding.resource, ...(finding.others ?? [])].flatMap((one) => one?.id ?? []).join(" "),
		type: finding.resource?.type ?? "",
		property: finding.property ?? "",
		message: finding.message,
		fix: finding.fix,
		docs: finding.docs,
		fingerprint: finding.fingerprint,
	}));
	return [COLUMNS.join(","), ...[...errors, ...findings].map(renderRow), ""].join("\r\n");
}

const EMPTY = Object.fromEntries(COLUMNS.map((column) => [column, ""])) as Record<(typeof COLUMNS)[number], string>;

function renderRow(row: Row): string {
	return COLUMNS.map((column) => renderCell(row[column])).join(",");
}
