import type { LintedFinding } from "../../lint/linted-text.ts";

/**
 * A finding in a test: what a resource of it lacks is worth a word at most, and nothing is written. A key that a vendor
 * gave out opens the same doors wherever it stands.
 */
export function rehearsed(finding: LintedFinding): LintedFinding {
	const own = unfixed(finding);
	return finding.resource === null || finding.severity === "critical"
		? own
		: { ...own, severity: "info", level: "warn" };
}

/** A finding in a file that is never written: `--fix` does nothing about it. */
export function unfixed(finding: LintedFinding): LintedFinding {
	return finding.fix === "safe" ? { ...finding, fix: "none" } : finding;
}
