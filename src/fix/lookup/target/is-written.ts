import type { TSESTree } from "@typescript-eslint/utils";

/** `a.b = …`, `a.b++`, `delete a.b`, `[a.b] = …`, `({ c: a.b } = …)`, `for (a.b of …)` */
export function isWrittenMember(node: TSESTree.Node): boolean {
	const { parent } = node;
	switch (parent?.type) {
		case "AssignmentExpression":
		case "AssignmentPattern":
		case "ForOfStatement":
		case "ForInStatement":
			return parent.left === node;
		case "UpdateExpression":
		case "ArrayPattern":
		case "RestElement":
			return true;
		case "UnaryExpression":
			return parent.operator === "delete";
		case "Property":
			return parent.value === node && parent.parent.type === "ObjectPattern";
		case "TSNonNullExpression":
		case "TSAsExpression":
		case "TSTypeAssertion":
		case "TSSatisfiesExpression":
			return isWrittenMember(parent);
		default:
			return false;
	}
}
