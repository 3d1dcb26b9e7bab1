/** A range of text: UTF-16 offsets from the start of the file (after its BOM, if any), end exclusive. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** Replaces `span` by `text`. An empty span inserts. */
export interface TextEdit {
	readonly span: Span;
	readonly text: string;
}

/** True if the two ranges share at least one character, or one of them is an insertion inside the other. */
export function overlaps(a: Span, b: Span): boolean {
	return a.start === b.start || (a.start < b.end && b.start < a.end);
}
