import type { LookupGroup, LookupPlan } from "../../fix/lookup/plan-lookups.ts";
import { joinEdits } from "../../text/join-edits.ts";
import type { TextEdit } from "../../text/span.ts";

/** A value where it stands in a text. */
interface Occurrence {
	readonly start: number;
	readonly end: number;
	readonly value: string;
}

/**
 * How many characters of edits are made for a module: ESLint writes each of them into one text, and keeps it. A module
 * that somebody writes by hand gets all; one that is larger than that, a part.
 */
const LEAST_FUEL = 1_000_000;
const FUEL_PER_CHARACTER = 100;
const WRITTEN_BY_HAND = 50_000;
const FUEL_PER_FURTHER_CHARACTER = 10;

/** Says which other secrets may go with one. */
export type MayGo = (group: LookupGroup) => boolean;

/** What became of the secrets that were asked about. */
interface Known {
	/** The edits for those that must go together. */
	readonly together: Map<LookupGroup, readonly TextEdit[]>;
	/** Those with which one would have to go that stays. */
	readonly stuck: Set<LookupGroup>;
}

/** Makes edits for a module whose merged text, from the first of them to the last, holds no secret that stays. */
export class CleanEdits {
	readonly #plan: LookupPlan;
	readonly #occurrences: readonly Occurrence[];
	readonly #find: (text: string) => readonly Occurrence[];
	readonly #groups: ReadonlyMap<string, LookupGroup>;
	readonly #order: ReadonlyMap<LookupGroup, number>;
	readonly #fuel: EditBudget;
	readonly #known = new WeakMap<MayGo, Known>();

	/** @param values those of all the secrets, whatever becomes of them */
	constructor(text: string, plan: LookupPlan, values: readonly string[], fuel: EditBudget) {
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
	 * The edits for one secret. What of other secrets stands in between goes too, where it may; all that go together share
	 * the edits. Null where one of them stays, or where enough has been made for this module.
	 *
	 * @param mayGo the same function for the same answers
	 */
	for(group: LookupGroup, mayGo: MayGo): readonly TextEdit[] | null {
		const known = this.#known.get(mayGo) ?? { together: new Map(), stuck: new Set() };
		this.#known.set(mayGo, known);
		const going = new Set([group]);
		while (!this.#fuel.isEmpty) {
			const chosen = [...going].sort((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
			const edits = joinEdits(this.#plan.edits(chosen));
			const shown = edits === null ? [] : this.#shownBy(edits);
			if (edits === null || shown.length === 0) {
				this.#share(edits, going, known);
				return this.#give(edits);
			}
			const shared = known.together.get(group);
			if (shared !== undefined) {
				return this.#give(shared);
			}
			const next = shown.map((value) => this.#groups.get(value));
			if (next.some((one) => one === undefined || going.has(one) || known.stuck.has(one) || !mayGo(one))) {
				known.stuck.add(group);
				return null;
			}
			for (const one of next) {
				if (one !== undefined) {
					going.add(one);
				}
			}
		}
		return null;
	}

	#share(edits: readonly TextEdit[] | null, going: ReadonlySet<LookupGroup>, { together }: Known): void {
		if (edits !== null && going.size > 1) {
			for (const one of going) {
				together.set(one, edits);
			}
		}
	}

	/** Edits that somebody made, where they show nothing; null where they do, and where there are none. */
	check(make: () => readonly TextEdit[] | null): readonly TextEdit[] | null {
		const edits = this.#fuel.isEmpty ? null : joinEdits(make());
		return edits === null || edits.length === 0 || this.#shownBy(edits).length > 0 ? null : this.#give(edits);
	}

	/** ESLint makes one text of what it is given, from the first edit to the last. */
	#give(edits: readonly TextEdit[] | null): readonly TextEdit[] | null {
		this.#fuel.spend(edits === null ? 0 : lengthOf(edits));
		return edits;
	}

	/** The values in the one text that ESLint makes of the edits, which stand in the order of the text. */
	#shownBy(edits: readonly TextEdit[]): readonly string[] {
		const start = edits[0]?.span.start ?? 0;
		const end = edits.at(-1)?.span.end ?? 0;
		const shown = new Set<string>();
		let next = 0;
		for (let at = firstFrom(this.#occurrences, start); ; at += 1) {
			const one = this.#occurrences[at];
			if (one === undefined || one.start >= end) {
				break;
			}
			this.#fuel.spend(1);
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
export class EditBudget {
	#left: number;

	/** @param length of the module's text */
	constructor(length: number) {
		this.#left =
			LEAST_FUEL +
			FUEL_PER_CHARACTER * Math.min(length, WRITTEN_BY_HAND) +
			FUEL_PER_FURTHER_CHARACTER * Math.max(0, length - WRITTEN_BY_HAND);
	}

	get isEmpty(): boolean {
		return this.#left <= 0;
	}

	spend(characters: number): void {
		this.#left -= characters;
	}
}

/** How long the one text is that ESLint makes of edits, but for what they add. */
export function lengthOf(edits: readonly TextEdit[]): number {
	return (edits.at(-1)?.span.end ?? 0) - (edits[0]?.span.start ?? 0);
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
	// Most places begin with other characters: they are passed by without a piece of the text being made.
	const pairs = new Set<number>();
	const pairAt = (text: string, at: number): number =>
		text.charCodeAt(at) * 0x10000 + (width > 1 ? text.charCodeAt(at + 1) : 0);
	for (const value of distinct) {
		pairs.add(pairAt(value, 0));
		const start = value.slice(0, width);
		const list = byStart.get(start) ?? [];
		byStart.set(start, list);
		list.push(value);
	}
	return (text) => {
		const found: Occurrence[] = [];
		for (let at = 0; at + width <= text.length && distinct.length > 0; at += 1) {
			if (!pairs.has(pairAt(text, at))) {
				continue;
			}
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
