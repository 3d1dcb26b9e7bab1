import { LineIndex } from "./line-index.ts";

/** The text before and what is known of it: every edit of a file asks. The same string is compared by its address. */
let last: { readonly text: string; eol: string | null; lines: LineIndex | null } = { text: "", eol: null, lines: null };

function factsOf(text: string): typeof last {
	if (last.text !== text) {
		last = { text, eol: null, lines: null };
	}
	return last;
}

/** The line ends that a text is given where lines are added: `\r\n` where it has any of them. */
export function eolOf(text: string): string {
	const facts = factsOf(text);
	return (facts.eol ??= text.includes("\r\n") ? "\r\n" : "\n");
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
	const facts = factsOf(text);
	const lines = (facts.lines ??= new LineIndex(text));
	return lines.startOf(lines.locate(offset).line);
}
