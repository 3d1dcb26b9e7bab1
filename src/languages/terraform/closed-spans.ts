import type { Span } from "../../text/span.ts";
import { childrenOf } from "./parse/children-of.ts";
import type { HclFile, HclNode } from "./parse/syntax.ts";

/** Where no line with a comment can be inserted: inside texts and comments of several lines. */
export function closedSpans(file: HclFile): readonly Span[] {
	const spans: Span[] = file.comments.filter(({ isBlock }) => isBlock).map(({ start, end }) => ({ start, end }));
	const open: HclNode[] = [file.body];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		if (node.type === "HclTemplate") {
			spans.push({ start: node.start, end: node.end });
		} else {
			for (const child of childrenOf(node)) {
				open.push(child);
			}
		}
	}
	return spans;
}
