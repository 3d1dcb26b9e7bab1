import type { Fuel } from "./fuel.ts";

/** Returns the answer for another key, as far as it is known. */
export type Ask<Key, Answer> = (key: Key) => Answer;

interface Entry<Key, Answer> {
	readonly key: Key;
	answer: Answer;
	state: "new" | "open" | "done";
	/** The entries whose answers depend on this one. */
	readonly users: Set<Entry<Key, Answer>>;
}

/**
 * Computes answers for keys that depend on each other (names, functions), once each: what a name holds is what the
 * names in its values hold, and so on. In a cycle, the answer is the least fixed point. The work is proportional to the
 * keys and their dependencies, and uses no recursion.
 *
 * An equation should request everything it may need before it decides. The first answer that is not `nothing` is final,
 * unless answers are joined.
 */
export class Solver<Key extends object, Answer> {
	readonly #nothing: Answer;
	readonly #equation: (key: Key, ask: Ask<Key, Answer>) => Answer;
	readonly #fuel: Fuel;
	readonly #join: ((before: Answer, more: Answer) => Answer) | null;
	readonly #entries = new Map<Key, Entry<Key, Answer>>();

	/**
	 * @param nothing the answer if there is none, and if the steps are used up
	 * @param join combines two answers; it must reach a fixed point after a few steps, so use it for small sets
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
			// Answers that were decided inside a cycle before all of it was known.
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

	/** Decides an entry, after everything it depends on. */
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
