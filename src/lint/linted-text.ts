import type { Dialect, Reading } from "../languages/dialect.ts";
import type { Suppression } from "../model/suppression.ts";
import type { FindingDetail, UnknownDetail } from "../rule/file/details.ts";
import type { LineIndex } from "../text/line-index.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { Words } from "../text/wording.ts";

/** What the rules say of one text. */
export interface LintedText {
	/** What it is written in; null where it is of no interest. */
	readonly dialect: Dialect | null;
	readonly findings: readonly LintedFinding[];
	readonly unknown: readonly UnknownDetail[];
	readonly suppressed: readonly SuppressedFinding[];
	readonly errors: readonly LintedError[];
	readonly index: LineIndex;
	/**
	 * Every stretch of the text that is not to be shown: the secrets of findings, accepted ones among them, and
	 * whatever else may be one, whichever rules are on. Worked out when it is first asked for.
	 */
	readonly secretSpans: () => readonly Span[];
	/** What suppresses a finding, with a reason to fill in; null where the text has no place for it. */
	readonly ignoreEdit: (finding: FindingDetail) => TextEdit | null;
	/** Where a person has written a part of a text that a program wrote, if that is known. */
	readonly writtenAt?: Reading["writtenAt"];
	/** True if a rule has found more than {@link LintSettings.mostFindings}. */
	readonly isCut?: true;
	/** True if it depends on other files, so that it cannot be kept as long as this one is the same. */
	readonly readsOthers?: true;
}

/** Why a text, or what one rule has to say of it, is missing. */
export interface LintedError {
	readonly message: Words;
	readonly line: number;
	readonly column: number;
	/** The rule that failed; left out where the text could not be read. */
	readonly rule?: string;
	/** Where a bug showed, for those who mend it: calls of the program, and nothing of the text. */
	readonly frames?: readonly string[];
}

export interface LintedFinding extends FindingDetail {
	readonly level: "warn" | "error";
	/** The edits of its fix as one, in the text that was linted. */
	readonly edit: TextEdit | null;
}

/** A finding that the author accepts. */
export interface SuppressedFinding extends FindingDetail {
	readonly kind: Suppression["kind"];
	readonly reason: string;
	readonly until: string | null;
}
