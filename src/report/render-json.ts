import { escapeJson } from "./escape-controls.ts";
import type { Report } from "./report.ts";
import type { ShardRecord } from "./shard-record.ts";

/**
 * The contract of `--format json`, version 1.
 *
 * @param withUnknown adds the list for `--show-unknown`
 * @param shard of a shard, adds what `kmslint merge` needs; null for a whole run
 */
export function renderJson(report: Report, withUnknown: boolean, shard: ShardRecord | null): string {
	// What is undefined is left out of JSON; with spreads, each finding would be copied several times.
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
		others: finding.others,
		property: finding.property,
		fix: finding.fix,
		suggestions: finding.suggestions,
		fingerprint: finding.fingerprint,
		docs: finding.docs,
		construct: finding.construct,
		plan: finding.plan,
		related: finding.related,
		generated: finding.generated ?? undefined,
		rehearsed: finding.rehearsed,
		lookups: shard === null ? undefined : finding.lookups,
		frame: shard === null ? undefined : finding.frame,
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
	return `${escapeJson(JSON.stringify({ version: 1, tool, ...(shard === null ? {} : { shard }), summary, findings, suppressed, errors, ...(needs.length > 0 ? { needs } : {}), ...(withUnknown ? { unknown } : {}) }, null, 2))}\n`;
}
