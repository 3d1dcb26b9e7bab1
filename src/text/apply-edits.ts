import type { TextEdit } from "./span.ts";

/**
 * Gives `text` with all `edits` made, each at the offsets of the original text.
 *
 * @throws {RangeError} where two edits share a character; `joinEdits` says what can be made together.
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
