import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionNode } from "../../../languages/program/function-node.ts";

/** Where a statement goes. */
export type Place =
	/** In front of a statement. */
	| { readonly kind: "before"; readonly statement: TSESTree.Node }
	/** In an arrow function that has no block yet. */
	| { readonly kind: "arrow"; readonly arrow: TSESTree.ArrowFunctionExpression }
	/** Below the imports and the helper. */
	| { readonly kind: "top" };

/**
 * The start of a function, where a wait comes before everything that it does. Where all of it, or all of the nodes,
 * stand in a `try` at its start, the start of that: a failed lookup reaches the author's own `catch`.
 */
export function findStart(within: FunctionNode, nodes: readonly TSESTree.Node[] | null): Place {
	const { body } = within;
	if (body.type !== "BlockStatement") {
		return { kind: "arrow", arrow: within as TSESTree.ArrowFunctionExpression };
	}
	for (let block: TSESTree.BlockStatement = body; ;) {
		const at = block.body.findIndex((statement) => !isDirective(statement));
		const first = block.body[at];
		if (first === undefined) {
			return { kind: "before", statement: block };
		}
		const holds = ({ range }: TSESTree.Node): boolean =>
			first.type === "TryStatement" && first.block.range[0] <= range[0] && range[1] <= first.block.range[1];
		const isInTry =
			first.type === "TryStatement" &&
			first.block.body.length > 0 &&
			(nodes === null ? at === block.body.length - 1 : nodes.every(holds));
		if (!isInTry) {
			return { kind: "before", statement: first };
		}
		block = first.block;
	}
}

export function isDirective(statement: TSESTree.Node): boolean {
	return statement.type === "ExpressionStatement" && typeof statement.directive === "string";
}
