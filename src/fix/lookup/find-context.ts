import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, type AnyFunction } from "./lookup.ts";

/** When an expression runs, seen from the inside out. */
export interface Context {
	/** What runs it: a function's body, its parameters, a field of a class, a decorator, the module. */
	readonly kind: "body" | "parameters" | "field" | "decorator" | "module";
	/** Null for the module. */
	readonly node: TSESTree.Node | null;
}

/** Everything that decides when `node` runs, from the innermost out; the module is the last. */
export function findContexts(node: TSESTree.Node): readonly Context[] {
	const contexts: Context[] = [];
	for (
		let child = node, parent = node.parent;
		parent !== undefined && parent !== null;
		child = parent, parent = parent.parent
	) {
		if (isFunction(parent)) {
			// A name or a type of a function runs nothing.
			if (parent.body === child) {
				contexts.push({ kind: "body", node: parent });
			} else if (parent.params.includes(child as TSESTree.Parameter)) {
				contexts.push({ kind: "parameters", node: parent });
			}
		} else if (
			(parent.type === "PropertyDefinition" || parent.type === "AccessorProperty") &&
			parent.value === child
		) {
			contexts.push({ kind: "field", node: parent });
		} else if (parent.type === "StaticBlock") {
			contexts.push({ kind: "field", node: parent });
		} else if (parent.type === "Decorator") {
			contexts.push({ kind: "decorator", node: parent });
		}
	}
	return [...contexts, { kind: "module", node: null }];
}

/** The outermost async function in whose body all of this runs; undefined where none has it. */
export function findOutermostAsync(contexts: readonly Context[]): AnyFunction | undefined {
	const found = contexts.findLast(
		({ kind, node }) => kind === "body" && node !== null && isFunction(node) && node.async,
	);
	return found?.node as AnyFunction | undefined;
}

/** How a function is called in messages: its own name, its variable's, its method's. */
export function nameOfFunction(node: AnyFunction): string | null {
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
