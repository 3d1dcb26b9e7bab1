import type { TSESTree } from "@typescript-eslint/utils";
import type { SourceModule } from "./source-module.ts";

type NodeType = `${TSESTree.Node["type"]}`;
type NodeOf<T extends NodeType> = Extract<TSESTree.Node, { type: T }>;

/** Nodes by their type, so that a tree is walked once for all rules. */
const INDEXES = new WeakMap<TSESTree.Program, ReadonlyMap<string, readonly TSESTree.Node[]>>();

/** Every node of a module of one type, in the order of the text. */
export function nodesOf<T extends NodeType>(module: SourceModule, type: T): readonly NodeOf<T>[] {
	let index = INDEXES.get(module.ast);
	if (index === undefined) {
		index = readIndex(module);
		INDEXES.set(module.ast, index);
	}
	return (index.get(type) ?? []) as readonly NodeOf<T>[];
}

function readIndex({ ast, visitorKeys }: SourceModule): ReadonlyMap<string, readonly TSESTree.Node[]> {
	const index = new Map<string, TSESTree.Node[]>();
	const open: TSESTree.Node[] = [ast];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		const same = index.get(node.type);
		if (same === undefined) {
			index.set(node.type, [node]);
		} else {
			same.push(node);
		}
		const children = childrenOf(node, visitorKeys);
		for (let at = children.length - 1; at >= 0; at -= 1) {
			const child = children[at];
			if (child !== undefined) {
				open.push(child);
			}
		}
	}
	return index;
}

/** The nodes right under a node, by the parser's keys. */
export function childrenOf(node: TSESTree.Node, visitorKeys: SourceModule["visitorKeys"]): readonly TSESTree.Node[] {
	return (visitorKeys[node.type] ?? []).flatMap((key): readonly TSESTree.Node[] => {
		const child = (node as unknown as Readonly<Record<string, unknown>>)[key];
		return Array.isArray(child) ? child.filter(isNode) : isNode(child) ? [child] : [];
	});
}

function isNode(value: unknown): value is TSESTree.Node {
	return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** What a node stands in, the nearest first, up to the program. */
export function* ancestorsOf(node: TSESTree.Node): Iterable<TSESTree.Node> {
	// ESLint gives the program a parent that is null.
	for (let at: TSESTree.Node | null | undefined = node.parent; at !== undefined && at !== null; at = at.parent) {
		yield at;
	}
}
