import type { LintedFinding } from "../../lint/linted-text.ts";

/** What a deployed resource may lack for a while: of a resource of a test, nobody wants to hear it. */
const MINOR: ReadonlySet<LintedFinding["severity"]> = new Set(["medium", "low", "info"]);

/** Rules about a secret in the source: the one of a test is often that of something that runs, too. */
const OF_SECRETS =
	/^no-(?:secret-.*|hardcoded-secret|static-credentials|plaintext-parameter|resolved-secret-in-environment)$/u;

/**
 * A finding in a test, as it is reported, if at all: what a resource of a test lacks is worth a word at most, and nothing
 * is written. A key that a vendor gave out opens the same doors wherever it stands.
 */
export function rehearsed(finding: LintedFinding): readonly LintedFinding[] {
	const own = unfixed(finding);
	return finding.resource === null || finding.severity === "critical"
		? [own]
		: MINOR.has(finding.severity) && !OF_SECRETS.test(finding.rule)
			? []
			: [{ ...own, severity: "info", level: "warn" }];
}

/** A finding in a file that is never written: `--fix` does nothing about it. */
export function unfixed(finding: LintedFinding): LintedFinding {
	return finding.fix === "safe" ? { ...finding, fix: "none" } : finding;
}
