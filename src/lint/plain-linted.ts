import { DIALECTS } from "../languages/dialects.ts";
import { LineIndex } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";
import type { LintedText } from "./linted-text.ts";

/** What the rules say of a text, as data that can be sent to another process. */
export interface PlainLinted extends Omit<LintedText, "dialect" | "index" | "secretSpans"> {
	/** Its place in the table of dialects; -1 for none. */
	readonly dialect: number;
	readonly hasScriptLines: boolean;
	readonly secretSpans: readonly Span[];
}

/** Leaves out the values of secrets: no report takes them. */
export function toPlain(linted: LintedText, hasScriptLines: boolean): PlainLinted {
	const { dialect, findings, unknown, suppressed, errors, secretSpans } = linted;
	return {
		dialect: dialect === null ? -1 : DIALECTS.indexOf(dialect),
		hasScriptLines,
		findings: findings.map((finding) => ({ ...finding, secrets: [] })),
		unknown,
		suppressed: suppressed.map((finding) => ({ ...finding, secrets: [] })),
		errors,
		secretSpans: secretSpans(),
	};
}

export function fromPlain({ hasScriptLines, ...plain }: PlainLinted, text: string): LintedText {
	return {
		...plain,
		dialect: DIALECTS[plain.dialect] ?? null,
		index: new LineIndex(text, hasScriptLines),
		secretSpans: () => plain.secretSpans,
	};
}
