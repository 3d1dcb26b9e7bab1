import type { TSESTree } from "@typescript-eslint/utils";
import type { ClassNode } from "./class-node.ts";
import { isFunction, type FunctionNode } from "./function-node.ts";

/** What a node stands right in; null for the program. ESLint gives the program a parent that is null, a parser none. */
export function parentOf(node: TSESTree.Node): TSESTree.Node | null {
	return (node.parent as TSESTree.Node | null | undefined) ?? null;
}

/** What a node stands in, the nearest first, up to the program. */
export function* ancestorsOf(node: TSESTree.Node): Iterable<TSESTree.Node> {
	for (let at = parentOf(node); at !== null; at = parentOf(at)) {
		yield at;
	}
}

/** The nearest node around another that passes. */
export function findAround<T extends TSESTree.Node>(
	node: TSESTree.Node,
	test: (around: TSESTree.Node) => around is T,
): T | null {
	for (const at of ancestorsOf(node)) {
		if (test(at)) {
			return at;
		}
	}
	return null;
}

/** Functions by what stands in them: each of the results and names in a deep block asks. */
const FUNCTIONS = new WeakMap<TSESTree.Node, FunctionNode | null>();

/** The function that a node stands right in; null at the top of the module. */
export function functionAround(node: TSESTree.Node): FunctionNode | null {
	const start = parentOf(node);
	let found: TSESTree.Node | null = start;
	while (found !== null && !isFunction(found)) {
		const known = FUNCTIONS.get(found);
		found = known === undefined ? parentOf(found) : known;
	}
	if (start !== null) {
		FUNCTIONS.set(start, found);
	}
	return found;
}

/** The functions that a node stands in, the nearest first; empty at the top of the module. */
export function functionsAround(node: TSESTree.Node): readonly FunctionNode[] {
	return [...ancestorsOf(node)].filter(isFunction);
}

/** The class in whose body a node stands. */
export function classAround(node: TSESTree.Node): ClassNode | null {
	return findAround(node, isClassBody)?.parent ?? null;
}

function isClassBody(node: TSESTree.Node): node is TSESTree.ClassBody & { readonly parent: ClassNode } {
	return node.type === "ClassBody";
}

/** A list of statements that may declare variables: a block, or the module itself. */
export function isBlock(node: TSESTree.Node): node is TSESTree.BlockStatement | TSESTree.Program {
	return node.type === "BlockStatement" || node.type === "Program";
}

/** True where a node stands in another, or is it. */
export function isWithin(inner: TSESTree.Node, outer: TSESTree.Node): boolean {
	return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}
