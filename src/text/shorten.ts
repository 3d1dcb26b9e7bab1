/** How long the data of a message is at most: a name, a path of properties, a reason. */
export const MAX_DATA = 160;

/** How long a whole sentence is at most that was not filled in by us: what a parser said, a note. */
export const MAX_SENTENCE = 1000;

/**
 * A text of a stranger, cut in the middle where it is longer than a reader wants: both ends tell names apart. A secret in
 * it must be masked before: half of it would not be recognized.
 */
export function shorten(text: string, limit: number): string {
	if (text.length <= limit) {
		return text;
	}
	const start = text.slice(0, Math.ceil((limit - 1) / 2));
	const end = text.slice(text.length - Math.floor((limit - 1) / 2));
	// No half of a surrogate pair.
	return `${start.replace(/[\uD800-\uDBFF]$/u, "")}…${end.replace(/^[\uDC00-\uDFFF]/u, "")}`;
}
