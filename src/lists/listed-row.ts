import type { Subject } from "./subject.ts";

/** A row of a list, or a finding of an export. */
export interface ListedRow {
	/** The line where it begins, from 1; null in JSON. */
	readonly line: number | null;
	/** Its number in the list, from 1. */
	readonly number: number;
	/** What it is about; empty if it names nothing. */
	readonly subjects: readonly Subject[];
	/** What was checked, in the words of the list; empty if it does not say. */
	readonly check: string;
	/** What else it says to recognize the resource by: the name of an image. Empty if it says nothing. */
	readonly label: string;
	/** True if the list says that there is nothing to do: passed, resolved, encrypted already. */
	readonly isPassed: boolean;
	/**
	 * The same as one row with the one before it, with the two before it, and so on, if line breaks that nothing quotes may
	 * have divided them.
	 */
	readonly joined: readonly ListedRow[];
}

/** A list, read. */
export interface ReadList {
	readonly rows: readonly ListedRow[];
	/** How many lines before the header are no rows: a title, a date. */
	readonly skipped: number;
	/** `CSV, windows-1252`, `JSON`. */
	readonly format: string;
}
