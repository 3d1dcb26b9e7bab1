import type { Span, TextEdit } from "../text/span.ts";
import type { Words } from "../text/wording.ts";

/**
 * A suppression of a finding: in a comment, in the `Metadata` of the template or of a resource, in CDK's
 * `acknowledge()`, or where the author skips the same check of another tool.
 */
export interface Suppression {
	readonly kind: "comment" | "metadata" | "acknowledgement" | "skip";
	/**
	 * The name of the rule without the namespace; null for all rules (a bare `eslint-disable`). Of a skip, the id of the
	 * other tool's check, in lower case.
	 */
	readonly rule: string | null;
	/** The reason; null if there is none. */
	readonly reason: string | null;
	/** The expiry date as written; null if there is none. */
	readonly until: string | null;
	/** The one resource that it covers; null for the whole template, and for a comment, whose position decides. */
	readonly resource: string | null;
	/** The position of the rule's name, or of the directive. */
	readonly span: Span;
	/** The edit that adds a placeholder reason to a comment without one. */
	readonly addReason?: TextEdit;
}

/** An invalid part of a suppression block. */
export interface SuppressionProblem {
	readonly span: Span;
	/** What is wrong, to follow "because": `'resaon' is not a known key`. */
	readonly why: Words;
	/** An unknown key, for "did you mean". */
	readonly key: string | null;
	/** What to do if no key is misspelled: a sentence. */
	readonly advice?: string;
}

/** What the author of a template suppresses. */
export interface Suppressions {
	readonly entries: readonly Suppression[];
	readonly problems: readonly SuppressionProblem[];
}

/** The keys of an entry. */
export const SUPPRESSION_KEYS: readonly string[] = ["rule", "reason", "until", "resource"];

/** Whether a suppression is valid, and if not, why. */
export type SuppressionState = "valid" | "missingReason" | "placeholderReason" | "malformedDate" | "passedDate";

/** The reason that an editor inserts. It does not count as one until it is replaced. */
export const PLACEHOLDER_REASON = "TODO: say why";

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/u;

/**
 * Whether a suppression is valid. A date that cannot be read counts as expired, so that the mistake is noticed now.
 *
 * @param now the current time; a suppression is valid until the end of its day in UTC
 */
export function stateOf(
	{ reason, until }: Pick<Suppression, "reason" | "until">,
	now: Date = new Date(),
): SuppressionState {
	if (reason === null || reason.trim() === "") {
		return "missingReason";
	}
	if (reason.trim() === PLACEHOLDER_REASON) {
		return "placeholderReason";
	}
	if (until === null) {
		return "valid";
	}
	const date = DATE.test(until) ? new Date(`${until}T00:00:00Z`) : null;
	// JavaScript accepts `2027-02-31` as a day in March.
	if (date === null || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== until) {
		return "malformedDate";
	}
	return until < now.toISOString().slice(0, 10) ? "passedDate" : "valid";
}

/**
 * True if it has expired or its date cannot be read. One without a reason still hides the finding, and is reported
 * itself.
 */
export function hasEnded(suppression: Pick<Suppression, "reason" | "until">, now: Date = new Date()): boolean {
	const state = stateOf({ ...suppression, reason: "any" }, now);
	return state === "malformedDate" || state === "passedDate";
}

/** `kept until the HSM is there until: 2027-03-31`: the date at the end of a reason. */
const UNTIL = /(?:^|[\s;,(])until:\s*([^\s)]{1,40})\)?\s*$/iu;

/** Splits the text after ` -- ` into the reason and the date. */
export function readReason(text: string): { readonly reason: string | null; readonly until: string | null } {
	const match = UNTIL.exec(text);
	const reason = (match === null ? text : text.slice(0, match.index)).trim();
	return { reason: reason === "" ? null : reason, until: match?.[1] ?? null };
}
