/** How many answers are kept, and for texts of how many characters. */
interface Limits {
	readonly most?: number;
	readonly longest?: number;
}

/**
 * Keeps the answers to a question about texts: a file repeats its words, and several readers ask the same of one text in
 * turn. When it is full, it starts anew.
 */
export class Answers<T> {
	readonly #kept = new Map<string, T>();
	readonly #most: number;
	readonly #longest: number;

	constructor({ most = 4096, longest = 256 }: Limits = {}) {
		this.#most = most;
		this.#longest = longest;
	}

	/** The answer kept for a text, or else the one that `ask` gives. */
	of(text: string, ask: () => T): T {
		const known = this.#kept.get(text);
		if (known !== undefined) {
			return known;
		}
		const answer = ask();
		if (text.length <= this.#longest) {
			if (this.#kept.size >= this.#most) {
				this.#kept.clear();
			}
			this.#kept.set(text, answer);
		}
		return answer;
	}
}
