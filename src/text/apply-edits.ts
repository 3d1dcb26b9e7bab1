import { overlaps, type TextEdit } from "./span.ts";

/**
 * Gives `text` with all `edits` made, each at the offsets of the original text.
 *
 * @throws {RangeError} where two edits overlap: which of them wins is the caller's question.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
	const sorted = [...edits].sort((a, b) => a.span.start - b.span.start);
	let out = "";
	let last = 0;
	for (const [index, edit] of sorted.entries()) {
		const before = sorted[index - 1];
		if (before !== undefined && overlaps(before.span, edit.span)) {
			throw new RangeError(`Edits overlap at ${String(edit.span.start)}.`);
		}
		out += text.slice(last, edit.span.start) + edit.text;
		last = edit.span.end;
	}
	return out + text.slice(last);
}
