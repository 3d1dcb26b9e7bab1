import type { TSESTree } from "@typescript-eslint/utils";

export function replace({ range: [start, end] }: TSESTree.Node, text: string) {
	return [{ span: { start, end }, text }];
}

export function spanOf({ range: [start, end] }: TSESTree.Node) {
	return { start, end };
}
