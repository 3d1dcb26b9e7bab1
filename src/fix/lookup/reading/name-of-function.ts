import type { FunctionNode } from "../../../languages/program/function-node.ts";

/** How a function is called in messages: its own name, its variable's, its method's. */
export function nameOfFunction(node: FunctionNode): string | null {
	if (node.type !== "ArrowFunctionExpression" && node.id !== null) {
		return node.id.name;
	}
	const { parent } = node;
	switch (parent.type) {
		case "VariableDeclarator":
			return parent.id.type === "Identifier" ? parent.id.name : null;
		case "AssignmentExpression":
			return parent.left.type === "MemberExpression" &&
				!parent.left.computed &&
				parent.left.property.type === "Identifier"
				? parent.left.property.name
				: parent.left.type === "Identifier"
					? parent.left.name
					: null;
		case "Property":
		case "MethodDefinition":
		case "PropertyDefinition":
			return !parent.computed && parent.key.type === "Identifier" ? parent.key.name : null;
		default:
			return null;
	}
}
