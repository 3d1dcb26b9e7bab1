import { closest, distance } from "fastest-levenshtein";
import { renderWords, wording, type Words } from "./wording.ts";

/** `Did you mean 'reason'?`, or the list of what there is, where nothing is near. */
export function didYouMean(given: string, known: readonly string[]): string {
	return renderWords(didYouMeanWords(given, known));
}

/** The same in any language. */
export function didYouMeanWords(given: string, known: readonly string[]): Words {
	return nearMissWords(given, known) ?? wording("Known: {{names}}.", { names: known.join(", ") });
}

/** `Did you mean 'reason'?`, or null where nothing is near: neither a typo nor a longer or shorter form. */
export function nearMiss(given: string, known: readonly string[]): string | null {
	const words = nearMissWords(given, known);
	return words === null ? null : renderWords(words);
}

/** The same in any language. */
export function nearMissWords(given: string, known: readonly string[]): Words | null {
	const word = given.toLowerCase();
	const near = closest(word, [...known]);
	const changes = distance(word, near);
	// A word of which nothing is left is another word.
	if (changes <= Math.max(2, Math.floor(given.length / 3)) && changes < Math.max(word.length, near.length)) {
		return wording("Did you mean '{{name}}'?", { name: near });
	}
	// `warning` for `warn`, `secrets` for `secrets-manager`.
	const form = known.find((one) => word.length > 2 && (one.startsWith(word) || word.startsWith(one)));
	return form === undefined ? null : wording("Did you mean '{{name}}'?", { name: form });
}
