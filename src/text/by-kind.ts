/** A function per kind of syntax node. */
export type ByKind<Node extends { readonly type: string }, Context, Answer> = {
	readonly [Kind in Node["type"] as `${Kind}`]?: (
		node: Extract<Node, { readonly type: Kind }>,
		context: Context,
	) => Answer;
};

/** The result of the row for the node's kind; undefined if the table has none. */
export function askByKind<Node extends { readonly type: string }, Context, Answer>(
	table: ByKind<Node, Context, Answer>,
	node: Node,
	context: Context,
): Answer | undefined {
	const rows = table as Readonly<Record<string, ((node: Node, context: Context) => Answer) | undefined>>;
	return Object.hasOwn(rows, node.type) ? rows[node.type]?.(node, context) : undefined;
}
