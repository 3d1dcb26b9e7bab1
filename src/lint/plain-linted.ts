import { DIALECTS } from "../languages/dialects.ts";
import { FoundSecret } from "../rule/found-secret.ts";
import { LineIndex } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";
import type { LintedFinding, LintedText } from "./linted-text.ts";

/** What the rules say of a text, as data that can be sent to another process. */
export interface PlainLinted extends Omit<LintedText, "dialect" | "index" | "secretSpans" | "ignoreEdit" | "findings"> {
	readonly findings: readonly PlainFinding[];
	/** Its place in the table of dialects; -1 for none. */
	readonly dialect: number;
	readonly hasScriptLines: boolean;
	readonly secretSpans: readonly Span[];
}

interface PlainFinding extends Omit<LintedFinding, "secrets"> {
	readonly secrets: readonly { readonly name: string; readonly text: string }[];
}

/** @param givesSecrets false leaves out the values of secrets: no report takes them */
export function toPlain(linted: LintedText, hasScriptLines: boolean, givesSecrets: boolean): PlainLinted {
	const { dialect, findings, unknown, suppressed, errors, secretSpans, readsOthers } = linted;
	return {
		dialect: dialect === null ? -1 : DIALECTS.indexOf(dialect),
		hasScriptLines,
		findings: findings.map((finding) => ({
			...finding,
			secrets: givesSecrets ? finding.secrets.map((one) => ({ name: one.name, text: one.reveal() })) : [],
		})),
		unknown,
		suppressed: suppressed.map((finding) => ({ ...finding, secrets: [] })),
		errors,
		secretSpans: secretSpans(),
		...(readsOthers === true ? { readsOthers } : {}),
	};
}

export function fromPlain({ hasScriptLines, findings, ...plain }: PlainLinted, text: string): LintedText {
	return {
		...plain,
		findings: findings.map((finding) => ({
			...finding,
			secrets: finding.secrets.map(({ name, text: value }) => new FoundSecret(name, value)),
		})),
		dialect: DIALECTS[plain.dialect] ?? null,
		index: new LineIndex(text, hasScriptLines),
		secretSpans: () => plain.secretSpans,
		ignoreEdit: () => null,
	};
}
