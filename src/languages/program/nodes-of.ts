import type { TSESTree } from "@typescript-eslint/utils";
import { groupBy } from "../../text/group-by.ts";
import { perModule } from "./per-module.ts";
import type { SourceModule } from "./source-module.ts";

type NodeType = `${TSESTree.Node["type"]}`;
type NodeOf<T extends NodeType> = Extract<TSESTree.Node, { type: T }>;

/** The nodes of a module, so that a tree is walked once for all rules and fixes. */
const nodesByType = perModule((module) => groupBy(allNodesOf(module), ({ type }) => type));

/** Every node of a module of one type, in the order of the text. */
export function nodesOf<T extends NodeType>(module: SourceModule, type: T): readonly NodeOf<T>[] {
	return (nodesByType(module).get(type as TSESTree.AST_NODE_TYPES) ??
		[]) as readonly TSESTree.Node[] as readonly NodeOf<T>[];
}

/** Every node of a module, in the order of the text, what is around first. */
export const allNodesOf = perModule((module): readonly TSESTree.Node[] => [...nodesIn(module.ast, module)]);

/** A node and every node below it, in the order of the text, what is around first. */
export function* nodesIn(
	root: TSESTree.Node,
	{ visitorKeys }: Pick<SourceModule, "visitorKeys">,
): Generator<TSESTree.Node> {
	// A stack of its own: a long chain of calls is deeper than what the engine's allows.
	const open: TSESTree.Node[] = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		yield node;
		const children = childrenOf(node, visitorKeys);
		for (let at = children.length - 1; at >= 0; at -= 1) {
			const child = children[at];
			if (child !== undefined) {
				open.push(child);
			}
		}
	}
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
