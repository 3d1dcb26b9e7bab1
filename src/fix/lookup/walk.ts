import type { TSESTree } from "@typescript-eslint/utils";

/** The nodes of whole programs, through which every plan goes several times. */
const PROGRAMS = new WeakMap<TSESTree.Node, readonly TSESTree.Node[]>();

/** Every node of a tree, parents first. */
export function walk(root: TSESTree.Node): Iterable<TSESTree.Node> {
	if (root.type !== "Program") {
		return nodesBelow(root);
	}
	const nodes = PROGRAMS.get(root) ?? [...nodesBelow(root)];
	PROGRAMS.set(root, nodes);
	return nodes;
}

function* nodesBelow(root: TSESTree.Node): Generator<TSESTree.Node> {
	const open: TSESTree.Node[] = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		yield node;
		for (const [key, child] of Object.entries(node) as [string, unknown][]) {
			if (key === "parent") {
				continue;
			}
			if (Array.isArray(child)) {
				for (let at = child.length - 1; at >= 0; at -= 1) {
					const one: unknown = child[at];
					if (isNode(one)) {
						open.push(one);
					}
				}
			} else if (isNode(child)) {
				open.push(child);
			}
		}
	}
}

function isNode(value: unknown): value is TSESTree.Node {
	return (
		typeof value === "object" &&
		value !== null &&
		"type" in value &&
		typeof value.type === "string" &&
		"range" in value
	);
}
