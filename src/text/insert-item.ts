import type { Span, TextEdit } from "./span.ts";

/**
 * Adds an item to a list in brackets, in the way of the last one: on a line of its own, with a comma behind it, with
 * comments where they are.
 *
 * @param brackets from the opening bracket to the end of the closing one
 * @param items from the first character to the end of each, in their order
 * @param unit what one more level of indentation is, for a list without items
 */
export function insertItem(
	text: string,
	brackets: Span,
	items: readonly Span[],
	item: string,
	unit = "  ",
): readonly TextEdit[] {
	const eol = text.includes("\r\n") ? "\r\n" : "\n";
	const last = items.at(-1);
	const [first] = items;
	const close = brackets.end - 1;
	const insert = (at: number, written: string): TextEdit => ({ span: { start: at, end: at }, text: written });
	if (last === undefined || first === undefined) {
		const isBare = text.slice(brackets.start + 1, close).trim() === "";
		const indent = indentAt(text, brackets.start);
		const lines = `${eol}${indent}${unit}${item}${eol}${indent}`;
		return isBare
			? [{ span: { start: brackets.start + 1, end: close }, text: text[brackets.start] === "{" ? lines : item }]
			: [insert(brackets.start + 1, `${eol}${indent}${unit}${item},`)];
	}
	if (!text.slice(brackets.start, first.start).includes("\n")) {
		return [insert(last.end, `, ${item}`)];
	}
	const rest = text.slice(last.end, close);
	const hasComma = withoutComments(rest).includes(",");
	const end = last.end + rest.trimEnd().length;
	const added = `${eol}${indentAt(text, last.start)}${item}${hasComma ? "," : ""}`;
	return hasComma
		? [insert(end, added)]
		: end === last.end
			? [insert(end, `,${added}`)]
			: [insert(last.end, ","), insert(end, added)];
}

/** What is between items, without comments as JavaScript has them. */
function withoutComments(text: string): string {
	const parts: string[] = [];
	for (let at = 0; at < text.length;) {
		const start = text.indexOf("/", at);
		parts.push(text.slice(at, start === -1 ? text.length : start));
		const mark = start === -1 ? "" : text.slice(start, start + 2);
		const end = mark === "//" ? text.indexOf("\n", start) : mark === "/*" ? text.indexOf("*/", start + 2) : start;
		at = start === -1 || end === -1 ? text.length : end + (mark === "/*" ? 2 : 1);
	}
	return parts.join("");
}

/** The spaces at the start of the line that a place is in. */
export function indentAt(text: string, at: number): string {
	return /^[ \t]*/u.exec(text.slice(text.lastIndexOf("\n", at - 1) + 1))?.[0] ?? "";
}
