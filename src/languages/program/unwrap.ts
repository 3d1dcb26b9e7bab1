import type { TSESTree } from "@typescript-eslint/utils";

/**
 * An expression without what changes nothing at run time: `x as T`, `x!`, `x satisfies T`, `(0, x)`, `a?.b`'s frame.
 */
export function unwrap<T extends TSESTree.Node>(node: T): T | TSESTree.Expression {
	let current: T | TSESTree.Expression = node;
	for (let inner = inside(current); inner !== null; inner = inside(current)) {
		current = inner;
	}
	return current;
}

/** The same, without `await`: where a promise and what it gives are one. */
export function unwrapAwait(node: TSESTree.Node): TSESTree.Node {
	let current: TSESTree.Node = unwrap(node);
	while (current.type === "AwaitExpression") {
		current = unwrap(current.argument);
	}
	return current;
}

/** The expression that another one only wraps; null where it does more. */
function inside(node: TSESTree.Node): TSESTree.Expression | null {
	switch (node.type) {
		case "SequenceExpression":
			return node.expressions.at(-1) ?? null;
		case "ChainExpression":
		case "TSInstantiationExpression":
			return node.expression;
		default:
			return isAssertion(node) ? node.expression : null;
	}
}

/** `x as T`, `x!`, `x satisfies T`, `<T>x`: what TypeScript alone reads. */
type Assertion =
	| TSESTree.TSAsExpression
	| TSESTree.TSNonNullExpression
	| TSESTree.TSSatisfiesExpression
	| TSESTree.TSTypeAssertion;

export function isAssertion(node: TSESTree.Node): node is Assertion {
	return (
		node.type === "TSAsExpression" ||
		node.type === "TSNonNullExpression" ||
		node.type === "TSSatisfiesExpression" ||
		node.type === "TSTypeAssertion"
	);
}
