/** A question to nodes of a tree: a row for each kind that answers it. */
export type ByKind<Node extends { readonly type: string }, Context, Answer> = {
	readonly [Kind in Node["type"] as `${Kind}`]?: (
		node: Extract<Node, { readonly type: Kind }>,
		context: Context,
	) => Answer;
};

/** What the row of a node's kind answers; undefined where the table has none. */
export function askByKind<Node extends { readonly type: string }, Context, Answer>(
	table: ByKind<Node, Context, Answer>,
	node: Node,
	context: Context,
): Answer | undefined {
	const rows = table as Readonly<Record<string, ((node: Node, context: Context) => Answer) | undefined>>;
	return Object.hasOwn(rows, node.type) ? rows[node.type]?.(node, context) : undefined;
}
