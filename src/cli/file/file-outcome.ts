import type { LookupNeed } from "../../rule/lookup-needs.ts";
import type { ReportedFinding, ReportedSuppression, ReportedUnknown } from "../../report/report.ts";
import type { LintedError } from "../../lint/linted-text.ts";
import type { Words } from "../../text/wording.ts";

/**
 * What a run learned of one file, as data: it may come from another thread. It holds no text of the file beside what
 * reports show.
 */
export interface FileOutcome {
	/** Files that were opened. */
	files: number;
	/** Its dialect by its place in the table; null if there is nothing to check in it. */
	dialect: number | null;
	/** True for TypeScript without a parser. */
	isUnparsed: boolean;
	/** Its kind, where it is not read but could be of interest. */
	unread: string | null;
	/** Why it is left alone, where that is counted. */
	skipped: "bundled" | "textTemplates" | null;
	/** True for a program of tests that no path names. */
	isTest: boolean;
	/** True if it depends on other files. */
	readsOthers: boolean;
	/** Warnings that are not shown, of those that take part in the exit code. */
	hiddenWarnings: number;
	/** What is not known until deployment, shown or not. */
	unknowns: number;
	fixed: number;
	needs: readonly LookupNeed[];
	diff: string;
	readonly findings: WithoutFingerprint<ReportedFinding>[];
	readonly suppressed: WithoutFingerprint<ReportedSuppression>[];
	readonly unknown: ReportedUnknown[];
	readonly errors: LintedError[];
	/** Sentences for standard error. */
	readonly notes: Note[];
}

interface Note {
	readonly message: Words;
	/** The file that it begins with, if any. */
	readonly file: string | null;
}

/** A fingerprint counts what is alike in all files of a run. */
type WithoutFingerprint<Said> = Omit<Said, "fingerprint">;

/** The outcome of a file of which nothing is known yet. */
export function emptyOutcome(): FileOutcome {
	return {
		files: 0,
		dialect: null,
		isUnparsed: false,
		unread: null,
		skipped: null,
		isTest: false,
		readsOthers: false,
		hiddenWarnings: 0,
		unknowns: 0,
		fixed: 0,
		needs: [],
		diff: "",
		findings: [],
		suppressed: [],
		unknown: [],
		errors: [],
		notes: [],
	};
}

/** What a thread answers: an outcome for each file, in their order; null where a file was an exception, as bad usage is. */
export type WorkerAnswer = readonly FileOutcome[] | null;
