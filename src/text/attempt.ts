/** Receives exceptions from optional work; null if nobody handles them. */
let note: ((error: unknown) => void) | null = null;

/**
 * Makes something that a finding can do without, such as an edit. An exception goes to the handler, and only this
 * result is lost. Without a handler it is thrown.
 */
export function attempt<T>(make: () => T): T | null {
	try {
		return make();
	} catch (error) {
		if (note === null) {
			throw error;
		}
		note(error);
		return null;
	}
}

/** Runs something with a handler for the exceptions of its attempts. */
export function watchAttempts(failed: (error: unknown) => void, run: () => void): void {
	const outer = note;
	note = failed;
	try {
		run();
	} finally {
		note = outer;
	}
}
