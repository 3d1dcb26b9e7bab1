import { LineIndex } from "./line-index.ts";

/** Facts about the last text: every edit of a file needs them. The same string is compared by reference. */
let last: { readonly text: string; eol: string | null; lines: LineIndex | null } = { text: "", eol: null, lines: null };

function factsOf(text: string): typeof last {
	if (last.text !== text) {
		last = { text, eol: null, lines: null };
	}
	return last;
}

/** The line ending for inserted lines: `\r\n` if the text has one. */
export function eolOf(text: string): string {
	const facts = factsOf(text);
	return (facts.eol ??= text.includes("\r\n") ? "\r\n" : "\n");
}

/** The offset at which the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
	const facts = factsOf(text);
	const lines = (facts.lines ??= new LineIndex(text));
	return lines.startOf(lines.locate(offset).line);
}
