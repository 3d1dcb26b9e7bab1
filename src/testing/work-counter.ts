/** How often each place of a module was run, in the order of the names of the places. */
interface CountedModule {
	readonly names: readonly string[];
	readonly counts: Uint32Array;
}

/**
 * Counts how often each function of our own code is run, and each turn of a loop in it: the same number for the same
 * work, on every machine and under every load. What it counts is what a test of the project whose modules count has
 * imported (`vitest.config.ts`, `count-work.mjs`).
 */
export class WorkCounter {
	/** What a piece of work ran, by the place of the function. */
	count(work: () => void): ReadonlyMap<string, number> {
		// Each module adds itself as it is loaded, in whichever test file.
		const { countedWork: modules = [] } = globalThis as { readonly countedWork?: readonly CountedModule[] };
		for (const { counts } of modules) {
			counts.fill(0);
		}
		work();
		const counted = new Map<string, number>();
		for (const { names, counts } of modules) {
			for (const [place, count] of counts.entries()) {
				const name = names[place];
				if (count !== 0 && name !== undefined) {
					counted.set(name, count);
				}
			}
		}
		return counted;
	}
}
