/** Bad usage. The message says what to type; it is all that a person sees. */
export class UsageError extends Error {
	override readonly name = "UsageError";
}

/** `Did you mean 'json'?`, or the list of what there is, where nothing is near. */
export async function didYouMean(given: string, known: readonly string[]): Promise<string> {
	// Only a mistake needs it, so only a mistake loads it.
	const { closest, distance } = await import("fastest-levenshtein");
	const near = closest(given.toLowerCase(), [...known]);
	return distance(given.toLowerCase(), near) <= Math.max(2, Math.floor(given.length / 3)) ? `Did you mean '${near}'?` : `Known: ${known.join(", ")}.`;
}
