import type { TSESTree } from "@typescript-eslint/utils";
import type { Span, TextEdit } from "../../text/span.ts";

/** Writes a text in place of a node. */
export function replace(node: TSESTree.Node, text: string): readonly TextEdit[] {
	return [{ span: spanOf(node), text }];
}

/** Where a node stands in its text. */
export function spanOf({ range: [start, end] }: TSESTree.Node): Span {
	return { start, end };
}
