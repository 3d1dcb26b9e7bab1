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

const KEPT = new WeakMap<object, readonly TSESTree.Node[]>();

/** Keeps what {@link allNodesOf} gives for a tree that has just been walked over. */
export function keepNodes(ast: object, nodes: readonly TSESTree.Node[]): void {
	KEPT.set(ast, nodes);
}

/** Every node of a module, in the order of the text, what is around first. */
export const allNodesOf = perModule(({ ast, visitorKeys }): readonly TSESTree.Node[] => {
	const kept = KEPT.get(ast);
	if (kept !== undefined) {
		return kept;
	}
	// As `nodesIn` goes, without its steps: this is done for each program.
	const found: TSESTree.Node[] = [];
	const open: TSESTree.Node[] = [ast];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		found.push(node);
		openBelow(node, visitorKeys, open);
	}
	return found;
});

/** A node and every node below it, in the order of the text, what is around first. */
export function* nodesIn(
	root: TSESTree.Node,
	{ visitorKeys }: Pick<SourceModule, "visitorKeys">,
): Generator<TSESTree.Node> {
	// A stack of its own: a long chain of calls is deeper than what the engine's allows.
	const open: TSESTree.Node[] = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		yield node;
		openBelow(node, visitorKeys, open);
	}
}

/** Puts the nodes right under a node on a stack, the first one on top. */
export function openBelow<N extends { readonly type: string }>(
	node: N,
	visitorKeys: Readonly<Record<string, readonly string[] | undefined>>,
	open: N[],
): void {
	const keys = visitorKeys[node.type] ?? [];
	for (let index = keys.length - 1; index >= 0; index -= 1) {
		const key = keys[index] ?? "";
		const child = (node as unknown as Readonly<Record<string, unknown>>)[key];
		if (Array.isArray(child)) {
			for (let at = child.length - 1; at >= 0; at -= 1) {
				const one: unknown = child[at];
				if (isNode(one)) {
					open.push(one as unknown as N);
				}
			}
		} else if (isNode(child)) {
			open.push(child as unknown as N);
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
