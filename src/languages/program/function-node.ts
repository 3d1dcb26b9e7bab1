import type { TSESTree } from "@typescript-eslint/utils";

/** A function that is written as one. */
export type FunctionNode =
	| TSESTree.FunctionDeclaration
	| TSESTree.FunctionExpression
	| TSESTree.ArrowFunctionExpression;

export function isFunction(node: TSESTree.Node): node is FunctionNode {
	return (
		node.type === "FunctionDeclaration" ||
		node.type === "FunctionExpression" ||
		node.type === "ArrowFunctionExpression"
	);
}

/** The name that a function is declared with: `function sign() {}`, `const sign = () => {}`; null where it has none. */
export function declaredName(node: FunctionNode): TSESTree.Identifier | null {
	if (node.type === "FunctionDeclaration") {
		return node.id;
	}
	const { parent } = node;
	return parent.type === "VariableDeclarator" && parent.id.type === "Identifier" ? parent.id : null;
}
