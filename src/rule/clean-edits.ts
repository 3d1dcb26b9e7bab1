import type { LookupGroup, LookupPlan } from "../fix/lookup/plan-lookups.ts";
import { joinEdits } from "../text/join-edits.ts";
import type { TextEdit } from "../text/span.ts";

/** A value where it stands in a text. */
interface Occurrence {
	readonly start: number;
	readonly end: number;
	readonly value: string;
}

/**
 * How many characters of edits are made for a module, per character of it: ESLint writes each of them into one text.
 */
const FUEL_PER_CHARACTER = 200;
const LEAST_FUEL = 1_000_000;

/** Makes edits for a module whose merged text, from the first of them to the last, holds no secret that stays. */
export class CleanEdits {
	readonly #plan: LookupPlan;
	readonly #occurrences: readonly Occurrence[];
	readonly #find: (text: string) => readonly Occurrence[];
	readonly #groups: ReadonlyMap<string, LookupGroup>;
	readonly #order: ReadonlyMap<LookupGroup, number>;
	readonly #fuel: Fuel;

	/** @param values those of all the secrets, whatever becomes of them */
	constructor(text: string, plan: LookupPlan, values: readonly string[], fuel: Fuel) {
		this.#plan = plan;
		this.#find = finderOf(values);
		this.#occurrences = this.#find(text);
		this.#groups = new Map(
			plan.groups.flatMap((group) => (group.value === null ? [] : [[group.value, group] as const])),
		);
		this.#order = new Map(plan.groups.map((group, index) => [group, index]));
		this.#fuel = fuel;
	}

	/**
	 * The edits for one secret. What of other secrets stands in between goes too, where it may. Null where one of them
	 * stays,
	 * or where enough has been made for this module.
	 */
	for(group: LookupGroup, mayGo: (group: LookupGroup) => boolean): readonly TextEdit[] | null {
		const going = new Set([group]);
		while (!this.#fuel.isEmpty) {
			const chosen = [...going].sort((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
			const edits = joinEdits(this.#plan.edits(chosen));
			const shown = edits === null ? [] : this.#shownBy(edits);
			if (shown.length === 0) {
				return edits;
			}
			for (const value of shown) {
				const next = this.#groups.get(value);
				if (next === undefined || going.has(next) || !mayGo(next)) {
					return null;
				}
				going.add(next);
			}
		}
		return null;
	}

	/** Edits that somebody made, where they show nothing; null where they do, and where there are none. */
	check(make: () => readonly TextEdit[] | null): readonly TextEdit[] | null {
		const edits = this.#fuel.isEmpty ? null : joinEdits(make());
		return edits === null || edits.length === 0 || this.#shownBy(edits).length > 0 ? null : edits;
	}

	/** The values in the one text that ESLint makes of the edits, which stand in the order of the text. */
	#shownBy(edits: readonly TextEdit[]): readonly string[] {
		const start = edits[0]?.span.start ?? 0;
		const end = edits.at(-1)?.span.end ?? 0;
		this.#fuel.spend(end - start);
		const shown = new Set<string>();
		let next = 0;
		for (let at = firstFrom(this.#occurrences, start); ; at += 1) {
			const one = this.#occurrences[at];
			if (one === undefined || one.start >= end) {
				break;
			}
			while ((edits[next]?.span.end ?? Infinity) <= one.start) {
				next += 1;
			}
			// An edit that takes a part of it takes it away.
			if ((edits[next]?.span.start ?? Infinity) >= one.end || edits[next]?.span.start === edits[next]?.span.end) {
				shown.add(one.value);
			}
		}
		for (const { text } of edits) {
			this.#fuel.spend(text.length);
			for (const { value } of this.#find(text)) {
				shown.add(value);
			}
		}
		return [...shown];
	}
}

/** How much may still be made for a module. */
export class Fuel {
	#left: number;

	/** @param length of the module's text */
	constructor(length: number) {
		this.#left = LEAST_FUEL + length * FUEL_PER_CHARACTER;
	}

	get isEmpty(): boolean {
		return this.#left <= 0;
	}

	spend(characters: number): void {
		this.#left -= characters;
	}
}

function firstFrom(occurrences: readonly Occurrence[], offset: number): number {
	let low = 0;
	let high = occurrences.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((occurrences[middle]?.end ?? Infinity) <= offset) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/**
 * Looks for many values in one go over a text. A short value may be a word of the program too; it is the value where a
 * quote stands beside it.
 */
function finderOf(values: readonly string[]): (text: string) => readonly Occurrence[] {
	const distinct = [...new Set(values)].filter((value) => value !== "");
	const width = distinct.reduce((least, { length }) => Math.min(least, length), 8);
	const byStart = new Map<string, string[]>();
	for (const value of distinct) {
		const start = value.slice(0, width);
		const list = byStart.get(start) ?? [];
		byStart.set(start, list);
		list.push(value);
	}
	return (text) => {
		const found: Occurrence[] = [];
		for (let at = 0; at + width <= text.length && distinct.length > 0; at += 1) {
			for (const value of byStart.get(text.slice(at, at + width)) ?? []) {
				if (
					text.startsWith(value, at) &&
					(value.length >= 12 || /["'`]/u.test((text[at - 1] ?? "") + (text[at + value.length] ?? "")))
				) {
					found.push({ start: at, end: at + value.length, value });
				}
			}
		}
		return found;
	};
}
