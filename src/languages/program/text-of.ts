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

/** What a program writes down as it is. */
export type Constant = string | number | boolean | null;

/** The value of a literal, or of a template without holes; undefined for anything else. */
export function constantOf(node: TSESTree.Node): Constant | undefined {
	if (node.type === "Literal") {
		const { value } = node;
		return typeof value === "object" || typeof value === "bigint"
			? node.raw === "null"
				? null
				: undefined
			: value;
	}
	return textOf(node) ?? undefined;
}
