/** The maximum length of a message's data: a name, a path of properties, a reason. */
export const MAX_DATA = 160;

/** The maximum length of a sentence that we did not write: a message of a parser, a note. */
export const MAX_SENTENCE = 1000;

/**
 * Foreign text, cut in the middle if it is too long, because both ends tell names apart. Mask secrets in it first: half
 * of one would not be recognized.
 */
export function shorten(text: string, limit: number): string {
	if (text.length <= limit) {
		return text;
	}
	const start = text.slice(0, Math.ceil((limit - 1) / 2));
	const end = text.slice(text.length - Math.floor((limit - 1) / 2));
	// Do not split a surrogate pair.
	return `${start.replace(/[\uD800-\uDBFF]$/u, "")}…${end.replace(/^[\uDC00-\uDFFF]/u, "")}`;
}
