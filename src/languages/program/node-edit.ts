import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../text/span.ts";
import type { SourceModule } from "./source-module.ts";

/** What a node is written as. */
export function sourceOf({ range: [start, end] }: TSESTree.Node, { text }: Pick<SourceModule, "text">): string {
	return text.slice(start, end);
}

/** Where a node stands in its text. */
export function spanOf({ range: [start, end] }: TSESTree.Node): Span {
	return { start, end };
}
