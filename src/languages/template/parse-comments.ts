import type { TemplateComment, TemplateNode } from "./ast.ts";
import { endOfLine } from "./parse-events.ts";

const SPACE = 32;
const TAB = 9;
const LF = 10;
const CR = 13;

/** A stretch of the text in which `#` starts no comment. */
interface Span {
	readonly start: number;
	readonly end: number;
}

/**
 * The comments of a text. Only where one may speak to the linter: a file without the word `eslint` or `kmslint` has no
 * directive, so its comments are not looked for and the list is empty.
 */
export function readComments(text: string, body: TemplateNode | null): readonly TemplateComment[] {
	return text.includes("eslint") || text.includes("kmslint") ? allComments(text, body) : [];
}

/** Every comment of a text, whether or not one speaks to the linter. */
export function allComments(text: string, body: TemplateNode | null): readonly TemplateComment[] {
	const marks = marksOf(text);
	if (marks.length === 0) {
		return [];
	}
	const isInside = new Uint8Array(marks.length);
	for (const { start, end } of scalarsOf(text, body)) {
		for (let index = firstFrom(marks, start); (marks[index] ?? end) < end; index += 1) {
			isInside[index] = 1;
		}
	}
	const comments: TemplateComment[] = [];
	let from = 0;
	for (const [index, start] of marks.entries()) {
		if (isInside[index] === 0 && start >= from) {
			const end = endOfLine(text, start);
			comments.push({ type: "TemplateComment", value: text.slice(start + 1, end), start, end, mark: 1 });
			from = end;
		}
	}
	return comments;
}

/** Where a `#` stands after a blank or a line end: outside of a text, it starts a comment. */
function marksOf(text: string): readonly number[] {
	const marks: number[] = [];
	for (let at = text.indexOf("#"); at >= 0; at = text.indexOf("#", at + 1)) {
		const before = at === 0 ? LF : text.charCodeAt(at - 1);
		if (before === SPACE || before === TAB || before === LF || before === CR) {
			marks.push(at);
		}
	}
	return marks;
}

/** The index of the first of some places, in order, that is not before another. */
function firstFrom(places: readonly number[], start: number): number {
	let low = 0;
	let high = places.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((places[middle] ?? 0) < start) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/** The places of all texts. Of a block scalar only what follows its first line: `| # a comment`. */
function* scalarsOf(text: string, body: TemplateNode | null): Generator<Span> {
	const open: TemplateNode[] = body === null ? [] : [body];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		switch (node.type) {
			case "TemplateMapping":
				for (const pair of node.pairs) {
					open.push(pair.key, pair.value);
				}
				break;
			case "TemplateSequence":
				for (const item of node.items) {
					open.push(item);
				}
				break;
			case "TemplateScalar": {
				const block = node.style === "literal" || node.style === "folded";
				yield { start: block ? endOfLine(text, node.inner) : node.inner, end: node.end };
				break;
			}
			case "TemplateAlias":
				break;
			default:
				node satisfies never;
		}
	}
}
