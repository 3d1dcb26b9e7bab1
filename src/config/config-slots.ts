import { resolve } from "node:path";
import type { FileSettings } from "./config.ts";

/** Places for configurations in a list of ESLint's: more different ones than this at a time are an error. */
const SLOTS = 256;

/** What a slot sets for the files in it; the objects stay the same and are filled when the slot is taken. */
export interface SlotContent {
	readonly rules: Record<string, unknown>;
	readonly settings: Record<string, unknown>;
}

/** A function in `ignores`: true for a path that the configuration object does not apply to. */
export type Matcher = (path: string) => boolean;

export interface Slot extends SlotContent {
	readonly ignores: Matcher;
}

/**
 * Lets a list of configuration objects, which ESLint reads once, follow the configuration of each file, which is found when
 * the file is linted. A slot is an object that applies to the files with one content. ESLint asks the matchers of all
 * objects about a path in their order, and then merges those that match.
 *
 * Source: "Config objects with functions", https://www.npmjs.com/package/@eslint/config-array
 */
export class ConfigSlots {
	readonly slots: readonly Slot[];
	readonly #settingsOf: (path: string) => FileSettings | null;
	readonly #contentOf: (settings: FileSettings) => SlotContent;
	/** The numbers of slots by their content, the oldest first. */
	readonly #taken = new Map<string, number>();
	/** The number of the slot that each file is in. */
	readonly #placed = new Map<string, number>();
	#last: { readonly path: string; readonly slot: number } | null = null;

	/**
	 * @param settingsOf asked for each file that is linted; null for no configuration
	 * @param contentOf what ESLint is to set by it
	 */
	constructor(settingsOf: (path: string) => FileSettings | null, contentOf: (settings: FileSettings) => SlotContent) {
		this.#settingsOf = settingsOf;
		this.#contentOf = contentOf;
		this.slots = Array.from({ length: SLOTS }, (_, number) => ({
			rules: {},
			settings: {},
			ignores: (path: string) => this.#slotOf(path, number === 0) !== number,
		}));
	}

	/** True for a file that its configuration leaves out. */
	readonly isIgnored: Matcher = (path) => (this.#find(path)?.ignoredBy ?? null) !== null;

	#find(path: string): FileSettings | null {
		return this.#settingsOf(resolve(path));
	}

	/** @param isFirst true for the first question about a path, which reads what may have changed */
	#slotOf(path: string, isFirst: boolean): number {
		if (isFirst || this.#last?.path !== path) {
			this.#last = { path, slot: this.#take(path) };
		}
		return this.#last.slot;
	}

	/** The number of the slot for a file; -1 for none. */
	#take(path: string): number {
		this.#placed.delete(path);
		const number = this.#slotFor(path);
		if (number !== -1) {
			this.#placed.set(path, number);
		}
		return number;
	}

	#slotFor(path: string): number {
		const settings = this.#find(path);
		if (settings === null || settings.ignoredBy !== null) {
			return -1;
		}
		const content = this.#contentOf(settings);
		const key = JSON.stringify(content);
		const known = this.#taken.get(key);
		if (known !== undefined) {
			return known;
		}
		const number = this.#taken.size < SLOTS ? this.#taken.size : this.#leave();
		const slot = this.slots[number];
		if (slot === undefined) {
			throw new Error(
				`There are more than ${String(SLOTS)} different configurations of kmslint in this run. Lint fewer folders at once.`,
			);
		}
		Object.assign(slot.rules, content.rules);
		Object.assign(slot.settings, content.settings);
		this.#taken.set(key, number);
		return number;
	}

	/** Empties a slot that no file is in any more, because its configuration has changed in an editor; -1 for none. */
	#leave(): number {
		const used = new Set(this.#placed.values());
		const [key, number] = [...this.#taken].find(([, one]) => !used.has(one)) ?? ["", -1];
		this.#taken.delete(key);
		return number;
	}
}
