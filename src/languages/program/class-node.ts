import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, type FunctionNode } from "./function-node.ts";

export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

export function isClass(node: TSESTree.Node): node is ClassNode {
	return node.type === "ClassDeclaration" || node.type === "ClassExpression";
}

const CONSTRUCTORS = new WeakMap<ClassNode, FunctionNode | null>();

/** The constructor that is written in a class, its body among it; null where there is none. Every call asks. */
export function constructorOf(node: ClassNode): FunctionNode | null {
	let found = CONSTRUCTORS.get(node);
	if (found === undefined) {
		const member = node.body.body.find(
			(one) => one.type === "MethodDefinition" && one.kind === "constructor" && isFunction(one.value),
		);
		found = member?.type === "MethodDefinition" && isFunction(member.value) ? member.value : null;
		CONSTRUCTORS.set(node, found);
	}
	return found;
}
