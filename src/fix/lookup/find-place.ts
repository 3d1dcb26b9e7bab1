import type { TSESTree } from "@typescript-eslint/utils";
import type { AnyFunction } from "./lookup.ts";

/** Where a `const` goes. */
export type Place =
	/** In front of a statement. */
	| { readonly kind: "before"; readonly statement: TSESTree.Node }
	/** In an arrow function that has no block yet. */
	| { readonly kind: "arrow"; readonly arrow: TSESTree.ArrowFunctionExpression }
	/** Below the imports and the helper. */
	| { readonly kind: "top" };

/**
 * The innermost block of an async function's own that holds all the nodes, in front of the first statement with one of
 * them: a failed look-up reaches the `catch` around the reads, and what returned early still does.
 */
export function findPlace(nodes: readonly TSESTree.Node[], within: AnyFunction): Place {
	const { body } = within;
	if (body.type !== "BlockStatement") {
		return { kind: "arrow", arrow: within as TSESTree.ArrowFunctionExpression };
	}
	const chains = nodes.map((node) => blocksOf(node, body));
	const [first = []] = chains;
	// The last block that all of them have; the body itself is in every chain.
	const shared = first.findLast(({ block }) => chains.every((chain) => chain.some((link) => link.block === block)));
	const block = shared?.block ?? body;
	const statements = chains.flatMap((chain) => chain.filter((link) => link.block === block).map((link) => link.statement));
	return { kind: "before", statement: startOf(statements, block) };
}

/** The same at the top level of a module: in front of the first statement, or at the top where a function can be called before it. */
export function findTopLevelPlace(nodes: readonly TSESTree.Node[]): Place {
	const statements = nodes.map((node) => {
		let statement = node;
		while (statement.parent !== undefined && statement.parent !== null && statement.parent.type !== "Program") {
			statement = statement.parent;
		}
		return statement;
	});
	const [first] = [...statements].sort((a, b) => a.range[0] - b.range[0]);
	return first === undefined || statements.some(isHoisted) ? { kind: "top" } : { kind: "before", statement: first };
}

interface Link {
	readonly block: TSESTree.BlockStatement;
	readonly statement: TSESTree.Statement;
}

/** The blocks around a node, from the body of the function in; blocks of functions in between are not the function's own. */
function blocksOf(node: TSESTree.Node, body: TSESTree.BlockStatement): readonly Link[] {
	let links: Link[] = [];
	for (let child = node, parent = node.parent; parent !== undefined && parent !== null; child = parent, parent = parent.parent) {
		if (parent.type === "BlockStatement") {
			links.unshift({ block: parent, statement: child as TSESTree.Statement });
		}
		if (parent === body) {
			return links;
		}
		if (/Function|^StaticBlock$|^PropertyDefinition$|^AccessorProperty$/u.test(parent.type)) {
			links = [];
		}
	}
	return links;
}

/** The first of the statements; the start of the block where one of them can run before its place. */
function startOf(statements: readonly TSESTree.Statement[], block: TSESTree.BlockStatement): TSESTree.Node {
	if (statements.some(isHoisted)) {
		return block.body.find((statement) => !isDirective(statement)) ?? block;
	}
	return statements.reduce((first, statement) => (statement.range[0] < first.range[0] ? statement : first));
}

function isHoisted(statement: TSESTree.Node): boolean {
	return statement.type === "FunctionDeclaration" || ((statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration") && statement.declaration?.type === "FunctionDeclaration");
}

export function isDirective(statement: TSESTree.Node): boolean {
	return statement.type === "ExpressionStatement" && typeof statement.directive === "string";
}
