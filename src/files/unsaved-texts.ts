import { readSmallText, type ReadingLimits } from "./read-regular-file.ts";

/** The texts of files that an editor holds open: what is in the editor counts, not what is on disk. */
class UnsavedTexts {
	/** By absolute path. */
	readonly #texts = new Map<string, { readonly text: string; readonly stamp: string }>();
	#changes = 0;

	set(path: string, text: string): void {
		if (this.#texts.get(path)?.text !== text) {
			this.#changes += 1;
			this.#texts.set(path, { text, stamp: `unsaved ${String(this.#changes)}` });
		}
	}

	delete(path: string): void {
		this.#texts.delete(path);
	}

	/** What differs whenever the text does; null for a file that is not open. */
	stampOf(path: string): string | null {
		return this.#texts.get(path)?.stamp ?? null;
	}

	textOf(path: string): string | null {
		return this.#texts.get(path)?.text ?? null;
	}
}

/** Filled by the language server alone: the command reads the disk. */
export const UNSAVED_TEXTS = new UnsavedTexts();

/** The text of a small file, as an editor holds it or else as it is on disk; null if it cannot be read. */
export function readCurrentText(path: string, limits: ReadingLimits): string | null {
	return UNSAVED_TEXTS.textOf(path) ?? readSmallText(path, limits);
}
