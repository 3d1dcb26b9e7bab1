/** Limits of the cache: the number of answers, and the length of the texts they are about. */
interface Limits {
	readonly most?: number;
	readonly longest?: number;
}

/** All of them, and what is like them. They live as long as the program. */
const EVERY: { forget(): void }[] = [];

/** Has answers that are cached in another way forgotten with all others. */
export function forgetWithOthers(answers: { forget(): void }): void {
	EVERY.push(answers);
}

/**
 * Forgets all answers. A text is often a part of a longer one (a word of a file), which the engine keeps in memory as long as
 * the part: without this, a run over many files keeps the texts of a thousand of them.
 */
export function forgetAnswers(): void {
	EVERY.forEach((answers) => {
		answers.forget();
	});
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
		forgetWithOthers(this);
	}

	forget(): void {
		this.#kept.clear();
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
