/** A file that is to be written. */
export interface Change {
	/** From the working directory, with `/`. */
	readonly file: string;
	/** Null for a new file. */
	readonly before: string | null;
	readonly after: string;
}

/** What has no safe place in a file, so that a person has to put it there. */
export interface Paste {
	readonly file: string;
	/** Why it is not written, and where it belongs. */
	readonly why: string;
	readonly text: string;
}

/** What sets a part of a project up. */
export interface Plan {
	readonly changes: readonly Change[];
	readonly pastes: readonly Paste[];
	/** Commands to run. */
	readonly commands: readonly string[];
}

export const NOTHING: Plan = { changes: [], pastes: [], commands: [] };
