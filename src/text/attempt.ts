/** Takes the exceptions of what is only offered; null where nobody asked for them. */
let note: ((error: unknown) => void) | null = null;

/**
 * Makes something that a finding can do without, such as an edit: an exception costs that alone, and goes to whoever
 * watches. Where nobody does, it is thrown on.
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

/** Runs something, and is told what goes wrong in its attempts. */
export function watchAttempts(failed: (error: unknown) => void, run: () => void): void {
	const outer = note;
	note = failed;
	try {
		run();
	} finally {
		note = outer;
	}
}
