/** How often each place of a module was run, in the order of the names of the places. */
interface Module {
	readonly names: readonly string[];
	readonly counts: Uint32Array;
}

/**
 * Counts how often each function of our own code is run, and each turn of a loop in it: the same number for the same
 * work, on every machine and under every load. What is to be counted must be imported after the counter is made, in a
 * test of the project whose modules count (`vitest.config.ts`, `count-work.ts`).
 */
export class WorkCounter {
	readonly #modules: Module[] = [];

	constructor() {
		Object.assign(globalThis, {
			countWork: (names: readonly string[]): Uint32Array => {
				// Whole numbers: before code is optimized, each count that is no small integer is an object of its own.
				const counts = new Uint32Array(names.length);
				this.#modules.push({ names, counts });
				return counts;
			},
		});
	}

	/** What a piece of work ran, by the place of the function. */
	count(work: () => void): ReadonlyMap<string, number> {
		for (const { counts } of this.#modules) {
			counts.fill(0);
		}
		work();
		return new Map(
			this.#modules.flatMap(({ names, counts }) =>
				names.flatMap((name, place) => {
					const count = counts[place] ?? 0;
					return count === 0 ? [] : [[name, count] as const];
				}),
			),
		);
	}
}
