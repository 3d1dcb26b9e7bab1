import { SEVERITIES, type Severity } from "../rule/rule.ts";
import type { Report, ReportedFinding } from "./report.ts";

/** True for a finding that takes part in the exit code. */
export function countsForExit(
	{ generated, rehearsed }: Pick<ReportedFinding, "generated" | "rehearsed">,
	includeGenerated: boolean,
): boolean {
	return (generated === null || includeGenerated) && rehearsed !== true;
}

/** What the summary of a report says of its findings. */
export function countFindings(
	findings: readonly ReportedFinding[],
	includeGenerated: boolean,
): Pick<Report["summary"], "findings" | "bySeverity" | "byLevel"> {
	const own = findings.filter((finding) => countsForExit(finding, includeGenerated));
	return {
		findings: findings.length,
		bySeverity: Object.fromEntries(
			SEVERITIES.map((severity) => [
				severity,
				findings.filter((finding) => finding.severity === severity).length,
			]),
		) as Record<Severity, number>,
		byLevel: {
			error: own.filter(({ level }) => level === "error").length,
			warning: own.filter(({ level }) => level === "warn").length,
		},
	};
}
