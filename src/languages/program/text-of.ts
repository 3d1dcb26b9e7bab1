import type { TSESTree } from "@typescript-eslint/utils";

/** The text of a literal or of a template without holes; null for anything else. */
export function textOf(node: TSESTree.Node): string | null {
	if (node.type === "Literal") {
		return typeof node.value === "string" ? node.value : null;
	}
	return node.type === "TemplateLiteral" && node.expressions.length === 0
		? (node.quasis[0]?.value.cooked ?? null)
		: null;
}
