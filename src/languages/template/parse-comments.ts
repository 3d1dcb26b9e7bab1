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
	if (!text.includes("#")) {
		return [];
	}
	const comments: TemplateComment[] = [];
	let from = 0;
	for (const scalar of [...scalarsOf(text, body), { start: text.length, end: text.length }]) {
		readGap(text, from, scalar.start, comments);
		from = Math.max(from, scalar.end);
	}
	return comments;
}

/** What stands between two texts: there, a `#` after a blank or a line end starts a comment. */
function readGap(text: string, from: number, to: number, comments: TemplateComment[]): void {
	for (let at = text.indexOf("#", from); at >= 0 && at < to; at = text.indexOf("#", at + 1)) {
		const before = at === 0 ? LF : text.charCodeAt(at - 1);
		if (before === SPACE || before === TAB || before === LF || before === CR) {
			const end = endOfLine(text, at);
			comments.push({ type: "TemplateComment", value: text.slice(at + 1, end), start: at, end, mark: 1 });
			at = end - 1;
		}
	}
}

/** The places of all texts, in order. Of a block scalar only what follows its first line: `| # a comment`. */
function scalarsOf(text: string, body: TemplateNode | null): readonly Span[] {
	const scalars: Span[] = [];
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
				scalars.push({ start: block ? endOfLine(text, node.inner) : node.inner, end: node.end });
				break;
			}
			case "TemplateAlias":
				break;
			default:
				node satisfies never;
		}
	}
	return scalars.sort((a, b) => a.start - b.start);
}
