/** Limits of the cache: the number of answers, and the length of the texts they are about. */
interface Limits {
	readonly most?: number;
	readonly longest?: number;
}

/**
 * Caches the answers to a question about texts: a file repeats its words, and several readers look at the same text in
 * turn. The cache is emptied when it is full.
 */
export class Answers<T> {
	readonly #kept = new Map<string, T>();
	readonly #most: number;
	readonly #longest: number;

	constructor({ most = 4096, longest = 256 }: Limits = {}) {
		this.#most = most;
		this.#longest = longest;
	}

	/** The cached answer for a text, otherwise the result of `ask`. */
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
