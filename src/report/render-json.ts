import { escapeJson } from "./escape-controls.ts";
import type { Report } from "./report.ts";

/** The contract of `--format json`, version 1. `withUnknown` adds the list for `--show-unknown`. */
export function renderJson(report: Report, withUnknown: boolean): string {
	const findings = report.findings.map((finding) => ({
		rule: finding.rule,
		messageId: finding.messageId,
		message: finding.message,
		severity: finding.severity,
		level: finding.level === "error" ? "error" : "warning",
		file: finding.file,
		line: finding.line,
		column: finding.column,
		endLine: finding.endLine,
		endColumn: finding.endColumn,
		resource: finding.resource,
		...(finding.others === undefined ? {} : { others: finding.others }),
		property: finding.property,
		fix: finding.fix,
		suggestions: finding.suggestions,
		fingerprint: finding.fingerprint,
		docs: finding.docs,
		...(finding.construct === undefined ? {} : { construct: finding.construct }),
		...(finding.plan === undefined ? {} : { plan: finding.plan }),
		...(finding.related === undefined ? {} : { related: finding.related }),
	}));
	const errors = report.errors.map(({ file, line, column, message, rule }) => ({
		file,
		line,
		column,
		message,
		...(rule === undefined ? {} : { rule }),
	}));
	const { tool, unknown, suppressed, needs = [] } = report;
	const { files, read, ...counts } = report.summary;
	const summary = { files, ...Object.fromEntries(read.map(({ key, count }) => [key, count])), ...counts };
	return `${escapeJson(JSON.stringify({ version: 1, tool, summary, findings, suppressed, errors, ...(needs.length > 0 ? { needs } : {}), ...(withUnknown ? { unknown } : {}) }, null, 2))}\n`;
}
