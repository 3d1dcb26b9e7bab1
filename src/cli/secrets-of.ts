import type { LintedText } from "../lint/lint-text.ts";
import type { Span } from "../text/span.ts";

/** What a rule took for a literal secret, in the order of the text; a reference to one may be shown. */
export function secretsOf(findings: LintedText["findings"]): readonly Span[] {
	return findings.filter(({ rule }) => /^no-(?:secret|plaintext)/u.test(rule)).map(({ span }) => span).sort((a, b) => a.start - b.start);
}
