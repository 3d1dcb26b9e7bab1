import type { Span, TextEdit } from "./span.ts";

/**
 * Combines the edits of one fix in the order of the text, so that no two of them overlap. Equal edits become one, and
 * an edit inside a range that another one removes is dropped. Different insertions at one offset keep their order. Null
 * if two edits contradict each other, or one of the parts is null: then nothing is offered.
 */
export function joinEdits(...parts: readonly (readonly TextEdit[] | null)[]): readonly TextEdit[] | null {
	return joinAll(parts);
}

/** {@link joinEdits} for a list, which may be too long to pass as arguments. */
export function joinAll(parts: readonly (readonly TextEdit[] | null)[]): readonly TextEdit[] | null {
	const given: TextEdit[] = [];
	for (const part of parts) {
		if (part === null) {
			return null;
		}
		for (const edit of part) {
			given.push(edit);
		}
	}
	// Longer ones first, so that an edit inside a range comes after it. The sort is stable.
	const sorted = given.sort(
		(a, b) => a.span.start - b.span.start || orderAt(a.span) - orderAt(b.span) || b.span.end - a.span.end,
	);
	const joined: TextEdit[] = [];
	const insertedHere = new Set<string>();
	let wide: TextEdit | null = null;
	for (const edit of sorted) {
		const { span, text } = edit;
		if (span.start < 0 || span.end < span.start) {
			return null;
		}
		if (wide !== null && span.start < wide.span.end) {
			if (isSame(wide, edit) || (wide.text === "" && span.start < span.end && span.end <= wide.span.end)) {
				continue;
			}
			return null;
		}
		if (span.start === span.end) {
			if (joined.at(-1)?.span.end !== span.start || joined.at(-1)?.span.start !== span.start) {
				insertedHere.clear();
			}
			if (insertedHere.has(text)) {
				continue;
			}
			insertedHere.add(text);
		} else {
			wide = edit;
		}
		joined.push(edit);
	}
	return joined;
}

/** An insertion comes before a replacement that starts at the same offset. */
function orderAt({ start, end }: Span): number {
	return start === end ? 0 : 1;
}

function isSame(a: TextEdit, b: TextEdit): boolean {
	return a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}
