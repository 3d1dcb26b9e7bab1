import type { Span, TextEdit } from "../text/span.ts";

/**
 * The author's word that a finding is accepted: in a comment, in the `Metadata` of the template or of a resource, or in
 * CDK's `acknowledge()`.
 */
export interface Suppression {
	readonly kind: "comment" | "metadata" | "acknowledgement";
	/** The rule's name without the namespace; null where it stands for all of them (a bare `eslint-disable`). */
	readonly rule: string | null;
	/** Why; null where nothing is said. */
	readonly reason: string | null;
	/** Until when, as it is written; null where it holds for good. */
	readonly until: string | null;
	/**
	 * The one resource that is meant; null for the whole template, and for a comment, whose place says what it covers.
	 */
	readonly resource: string | null;
	/** Where the rule's name stands, or the directive. */
	readonly span: Span;
	/** The edit that adds a reason to be filled in to a comment without one. */
	readonly addReason?: TextEdit;
}

/** Something in a suppression block that is no suppression. */
export interface SuppressionProblem {
	readonly span: Span;
	/** What is wrong, to stand after "because": `'resaon' is not one of its keys`. */
	readonly why: string;
	/** A key that is not known, for "did you mean". */
	readonly key: string | null;
	/** What to do where no key is misspelled: a sentence. */
	readonly advice?: string;
}

/** What the author of a template suppresses. */
export interface Suppressions {
	readonly entries: readonly Suppression[];
	readonly problems: readonly SuppressionProblem[];
}

/** The keys of an entry. */
export const SUPPRESSION_KEYS: readonly string[] = ["rule", "reason", "until", "resource"];

/** Whether a suppression counts, and if not, why. */
export type SuppressionState = "valid" | "missingReason" | "placeholderReason" | "malformedDate" | "passedDate";

/** What an editor writes where a reason belongs. It counts as none until somebody says why. */
export const PLACEHOLDER_REASON = "TODO: say why";

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/u;

/**
 * Says whether a suppression counts. A date that cannot be read counts as passed: nobody should find out years later.
 *
 * @param now the day that decides, in UTC; the day that `until` names still counts
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
	// `2027-02-31` is a date to JavaScript, in March.
	if (date === null || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== until) {
		return "malformedDate";
	}
	return until < now.toISOString().slice(0, 10) ? "passedDate" : "valid";
}

/** True where its day has passed or cannot be read. One without a reason goes on: it hides, and is a finding itself. */
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
