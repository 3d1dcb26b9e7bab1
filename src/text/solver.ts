import type { Fuel } from "./fuel.ts";

/** Gives the answer for another key, as far as it is known by now. */
export type Ask<Key, Answer> = (key: Key) => Answer;

interface Entry<Key, Answer> {
	readonly key: Key;
	answer: Answer;
	state: "new" | "open" | "done";
	/** Whose answers were made from this one. */
	readonly users: Set<Entry<Key, Answer>>;
}

/**
 * Answers a question about things that lead to each other (names, functions), once each: what a name holds is what the
 * names in its values hold, and so on. Circles end: in them the answer is the least one that fits. The work is in
 * proportion to the things and what they ask, however often they lead to each other, and no stack grows with them.
 *
 * An equation should ask for all that it may need before it decides. The first answer that is not `nothing` stays,
 * unless answers are joined.
 */
export class Solver<Key extends object, Answer> {
	readonly #nothing: Answer;
	readonly #equation: (key: Key, ask: Ask<Key, Answer>) => Answer;
	readonly #fuel: Fuel;
	readonly #join: ((before: Answer, more: Answer) => Answer) | null;
	readonly #entries = new Map<Key, Entry<Key, Answer>>();

	/**
	 * @param nothing the answer where there is nothing to say, and where the fuel is spent
	 * @param join makes one answer of two; it may give few different ones in a row: for sets of a handful of things
	 */
	constructor(
		nothing: Answer,
		fuel: Fuel,
		equation: (key: Key, ask: Ask<Key, Answer>) => Answer,
		join: ((before: Answer, more: Answer) => Answer) | null = null,
	) {
		this.#nothing = nothing;
		this.#fuel = fuel;
		this.#equation = equation;
		this.#join = join;
	}

	solve(key: Key): Answer {
		const entry = this.#entryOf(key);
		const changed = new Set<Entry<Key, Answer>>();
		if (entry.state !== "done") {
			this.#open(entry, changed);
			// What was decided inside a circle, before all of it was known.
			for (const one of changed) {
				changed.delete(one);
				if (this.#join !== null || one.answer === this.#nothing) {
					this.#open(one, changed);
				}
			}
		}
		return entry.answer;
	}

	#entryOf(key: Key): Entry<Key, Answer> {
		let entry = this.#entries.get(key);
		if (entry === undefined) {
			entry = { key, answer: this.#nothing, state: "new", users: new Set() };
			this.#entries.set(key, entry);
		}
		return entry;
	}

	/** Decides an entry, and before it whatever it asks for. */
	#open(first: Entry<Key, Answer>, changed: Set<Entry<Key, Answer>>): void {
		const waiting = [first];
		for (let entry = waiting.at(-1); entry !== undefined; entry = waiting.at(-1)) {
			if (entry !== first && entry.state === "done") {
				waiting.pop();
				continue;
			}
			const current = entry;
			current.state = "open";
			const missing: Entry<Key, Answer>[] = [];
			const answer = this.#fuel.spend()
				? this.#equation(current.key, (key) => {
						const other = this.#entryOf(key);
						if (this.#fuel.spend()) {
							other.users.add(current);
							if (other.state === "new") {
								missing.push(other);
							}
						}
						return other.answer;
					})
				: current.answer;
			if (missing.length > 0) {
				for (const other of missing.reverse()) {
					waiting.push(other);
				}
				continue;
			}
			waiting.pop();
			current.state = "done";
			const joined =
				this.#join === null
					? current.answer === this.#nothing
						? answer
						: current.answer
					: this.#join(current.answer, answer);
			if (joined !== current.answer) {
				current.answer = joined;
				for (const user of current.users) {
					if (user.state === "done" && user !== current) {
						changed.add(user);
					}
				}
			}
			if (current === first) {
				return;
			}
		}
	}
}
