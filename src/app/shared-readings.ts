import type { AppFile } from "./application.ts";

/** How many characters of text are kept: a syntax tree takes a hundred times as much memory. */
const MAX_CHARACTERS = 2_000_000;

/**
 * What was read last of files that say all by themselves, for all applications of a run: many files may name one handler,
 * and each is an application of its own when it is linted.
 */
class SharedReadings {
	/** By working directory and name, the one that was asked for last at the end. */
	readonly #files = new Map<string, AppFile>();
	#characters = 0;

	/** The file of a name, if it still has the same text. */
	find(cwd: string, name: string, text: string): AppFile | null {
		const key = keyOf(cwd, name);
		const file = this.#files.get(key);
		if (file === undefined) {
			return null;
		}
		this.#files.delete(key);
		if (file.text !== text) {
			this.#characters -= file.text.length;
			return null;
		}
		this.#files.set(key, file);
		return file;
	}

	keep(cwd: string, file: AppFile): void {
		this.#files.set(keyOf(cwd, file.name), file);
		this.#characters += file.text.length;
		for (const [key, { text }] of this.#files) {
			if (this.#characters <= MAX_CHARACTERS) {
				break;
			}
			this.#files.delete(key);
			this.#characters -= text.length;
		}
	}
}

function keyOf(cwd: string, name: string): string {
	return `${cwd}\0${name}`;
}

export const SHARED_READINGS = new SharedReadings();
