import type { TSESTree } from "@typescript-eslint/utils";
import { textOf } from "./text-of.ts";

/** `undefined`, `null`, `void 0`. */
export function isNothing(node: TSESTree.Node): boolean {
	return (
		// A regular expression that this engine does not know has the value null as well.
		(node.type === "Literal" && node.raw === "null") ||
		(node.type === "Identifier" && node.name === "undefined") ||
		(node.type === "UnaryExpression" && node.operator === "void")
	);
}

/** The same, and `""`: what a variable of the environment is compared with to see whether it is set. */
export function isUnset(node: TSESTree.Node): boolean {
	return isNothing(node) || textOf(node) === "";
}
