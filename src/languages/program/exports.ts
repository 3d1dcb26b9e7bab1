import type { TSESTree } from "@typescript-eslint/utils";
import { nameOfKey } from "./name-of-key.ts";

/** What CommonJS exports, as a whole: `exports`, `module.exports`. */
export function isExports(node: TSESTree.Node): boolean {
	return (
		(node.type === "Identifier" && node.name === "exports") ||
		(node.type === "MemberExpression" &&
			node.object.type === "Identifier" &&
			node.object.name === "module" &&
			nameOfKey(node.property, node.computed) === "exports")
	);
}

/** What is exported where it is assigned to: `module.exports`, `exports.handler`, `module.exports.handlers.sign`. */
export function isExported(node: TSESTree.Node): boolean {
	return (
		node.type === "MemberExpression" &&
		nameOfKey(node.property, node.computed) !== null &&
		(isExports(node) || isExports(node.object) || isExported(node.object))
	);
}
