import { createRequire } from "node:module";
import type { closest, distance } from "fastest-levenshtein";

/** `Did you mean 'reason'?`, or the list of what there is, where nothing is near. */
export function didYouMean(given: string, known: readonly string[]): string {
	// Only a mistake needs it, so only a mistake loads it.
	const nearest = createRequire(import.meta.url)("fastest-levenshtein") as {
		readonly closest: typeof closest;
		readonly distance: typeof distance;
	};
	const near = nearest.closest(given.toLowerCase(), [...known]);
	return nearest.distance(given.toLowerCase(), near) <= Math.max(2, Math.floor(given.length / 3))
		? `Did you mean '${near}'?`
		: `Known: ${known.join(", ")}.`;
}
