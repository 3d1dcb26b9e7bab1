import type { Span, TextEdit } from "./span.ts";

/**
 * Joins the edits of one fix, in the order of the text, so that they can be made together: no two of them share a
 * character. Edits that are the same become one, and what is replaced inside of a stretch that another one takes away
 * goes with it. Different insertions at one place stay in the order in which they are given. Null where two of them
 * cannot both be made, or where one of the parts is null: then nothing is offered.
 */
export function joinEdits(...parts: readonly (readonly TextEdit[] | null)[]): readonly TextEdit[] | null {
	return joinAll(parts);
}

/** {@link joinEdits} of a list, which may be longer than what a call takes as arguments. */
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
	// The longer first, so that whatever lies inside of a stretch comes after it. The sort keeps the order of equals.
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

/** What is inserted at a place comes before what replaces the text behind it. */
function orderAt({ start, end }: Span): number {
	return start === end ? 0 : 1;
}

function isSame(a: TextEdit, b: TextEdit): boolean {
	return a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}
