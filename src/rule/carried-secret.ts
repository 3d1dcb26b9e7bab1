import type { Span, TextEdit } from "../text/span.ts";

/** Shorter texts let nobody in. */
const SHORTEST = 4;

/**
 * True where the one text that ESLint makes of several edits, from the first to the last of them, would hold a secret: that text
 * stands in every editor's answer, in reports of other formats and in ESLint's cache.
 *
 * @param edits in the order of the text, none sharing a character with another
 * @param secretSpans in order; asked for only where an edit could carry something along
 */
export function carriesSecret(edits: readonly TextEdit[], text: string, secretSpans: () => readonly Span[]): boolean {
	let end = edits[0]?.span.start ?? 0;
	for (const { span, text: written } of edits) {
		if (span.start > end && secretSpans().some((secret) => secret.start < span.start && end < secret.end)) {
			return true; // It stands between two edits.
		}
		if (span.end > span.start && written.length >= SHORTEST && secretSpans().some((secret) => isMoved(secret, span, written, text))) {
			return true;
		}
		end = span.end;
	}
	return false;
}

/** True where what is replaced holds the secret, and what takes its place holds it again. */
function isMoved(secret: Span, span: Span, written: string, text: string): boolean {
	return span.start <= secret.start && secret.end <= span.end && secret.end - secret.start >= SHORTEST && written.includes(text.slice(secret.start, secret.end));
}
