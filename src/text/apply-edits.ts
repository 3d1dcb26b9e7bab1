import type { TextEdit } from "./span.ts";

/**
 * Applies `edits` to `text`, each at the offsets of the original text.
 *
 * @throws {RangeError} if two edits overlap; `joinEdits` says what can be combined.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
	const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
	let out = "";
	let last = 0;
	for (const edit of sorted) {
		if (edit.span.start < last) {
			throw new RangeError(`Edits overlap at ${String(edit.span.start)}.`);
		}
		out += text.slice(last, edit.span.start) + edit.text;
		last = edit.span.end;
	}
	return out + text.slice(last);
}

/** Several edits as one that covers all of them. */
export function mergeEdits(text: string, edits: readonly TextEdit[]): TextEdit | null {
	if (edits.length === 0) {
		return null;
	}
	const start = edits.reduce((least, { span }) => Math.min(least, span.start), Number.POSITIVE_INFINITY);
	const end = edits.reduce((most, { span }) => Math.max(most, span.end), 0);
	return {
		span: { start, end },
		text: applyEdits(
			text.slice(start, end),
			edits.map(({ span, text: written }) => ({
				span: { start: span.start - start, end: span.end - start },
				text: written,
			})),
		),
	};
}
