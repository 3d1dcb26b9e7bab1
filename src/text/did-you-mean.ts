import { closest, distance } from "fastest-levenshtein";

/** `Did you mean 'reason'?`, or the list of what there is, where nothing is near. */
export function didYouMean(given: string, known: readonly string[]): string {
	return nearMiss(given, known) ?? `Known: ${known.join(", ")}.`;
}

/** `Did you mean 'reason'?`, or null where nothing is near: neither a typo nor a longer or shorter form. */
export function nearMiss(given: string, known: readonly string[]): string | null {
	const word = given.toLowerCase();
	const near = closest(word, [...known]);
	if (distance(word, near) <= Math.max(2, Math.floor(given.length / 3))) {
		return `Did you mean '${near}'?`;
	}
	// `warning` for `warn`, `secrets` for `secrets-manager`.
	const form = known.find((one) => word.length > 2 && (one.startsWith(word) || word.startsWith(one)));
	return form === undefined ? null : `Did you mean '${form}'?`;
}
