import type { TemplateComment, TemplateNode } from "./ast.ts";
import { endOfLine } from "./parse-events.ts";

const SPACE = 32;
const TAB = 9;
const LF = 10;
const CR = 13;

/** A range of the text in which `#` starts no comment. */
interface Span {
	readonly start: number;
	readonly end: number;
}

/** What is in each comment that says something to this tool, or to another one about the same. */
const ADDRESSED = /eslint|kmslint|checkov:skip|(?:tfsec|trivy):ignore/u;

/**
 * The comments of a text that may be directives, or skips of other tools: without a word that begins them the file has
 * none, so its comments are not searched and the list is empty.
 */
export function readComments(text: string, body: TemplateNode | null): readonly TemplateComment[] {
	// To look for a part of each word is ten times as fast.
	const mayBe = text.includes("slint") || text.includes(":skip") || text.includes(":ignore");
	return mayBe && ADDRESSED.test(text) ? allComments(text, body) : [];
}

/** Every comment of a text, directive or not. */
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

/** A `#` after a space or a line ending starts a comment, unless it is inside a scalar. */
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

/** The index of the first offset in the sorted list that is not before another. */
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

/** The ranges of all scalars. Of a block scalar only the part after its first line: `| # a comment`. */
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
