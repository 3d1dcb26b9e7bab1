import { sha256 } from "../../text/sha256.ts";
import { escapeJson } from "../escape-controls.ts";
import type { Report } from "../report.ts";
import type { Severity } from "../../rule/rule.ts";
import { pathIn, type CiContext } from "./ci-context.ts";

/** GitLab's severities. Source: "Code Quality report format", GitLab's documentation. */
const SEVERITY: Readonly<Record<Severity, "blocker" | "critical" | "major" | "minor" | "info">> = {
	critical: "blocker",
	high: "critical",
	medium: "major",
	low: "minor",
	info: "info",
};

/** Renders a code quality report, which GitLab compares with that of the target branch by its fingerprints. */
export function renderGitlab(report: Report, context: CiContext): string {
	const findings = report.findings.map((finding) => ({
		description: finding.message,
		check_name: finding.rule,
		fingerprint: finding.fingerprint,
		severity: SEVERITY[finding.severity],
		location: {
			path: pathIn(context, finding.file),
			positions: {
				begin: { line: finding.line, column: finding.column },
				end: { line: finding.endLine, column: finding.endColumn },
			},
		},
	}));
	const errors = report.errors.map(({ file, line, column, message, rule }) => ({
		description: message,
		check_name: rule ?? "kmslint",
		fingerprint: sha256()
			.update(JSON.stringify([file, line, column, message]))
			.digest("hex")
			.slice(0, 32),
		severity: SEVERITY.critical,
		location: {
			path: pathIn(context, file),
			positions: { begin: { line, column }, end: { line, column } },
		},
	}));
	return `${escapeJson(JSON.stringify([...errors, ...findings], null, 2))}\n`;
}
