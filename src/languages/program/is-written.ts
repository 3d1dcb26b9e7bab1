import type { TSESTree } from "@typescript-eslint/utils";

/**
 * True where an expression is written to: `a.b = …`, `a.b++`, `delete a.b`, `[a.b] = …`, `({ c: a.b } = …)`, `for (a.b of …)`.
 */
export function isWritten(node: TSESTree.Node): boolean {
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
		case "ChainExpression":
		case "TSNonNullExpression":
		case "TSAsExpression":
		case "TSTypeAssertion":
		case "TSSatisfiesExpression":
			return isWritten(parent);
		default:
			return false;
	}
}

/** True where something of what a name holds is written to: `config.password = …`, `delete config.a.b`. */
export function isWrittenInside(name: TSESTree.Node): boolean {
	const member = outermostMember(name);
	return member !== name && isWritten(member);
}

/** The longest chain of members that begins with an expression: `config.a!.b` of `config`. */
export function outermostMember(node: TSESTree.Node): TSESTree.Node {
	let member = node;
	for (let at = node, { parent } = at; parent !== undefined; at = parent, { parent } = at) {
		if (parent.type === "MemberExpression" && parent.object === at) {
			member = parent;
		} else if (parent.type !== "TSNonNullExpression" && parent.type !== "ChainExpression") {
			break;
		}
	}
	return member;
}
