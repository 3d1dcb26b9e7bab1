import type { TSESTree } from "@typescript-eslint/utils";
import { askByKind, type ByKind } from "../../../text/by-kind.ts";
import type { ModuleItems } from "./module-items.ts";

/**
 * True where an expression, or a parameter's pattern, does nothing and reads nothing that may change while somebody
 * waits: it comes to the same before a wait as after it.
 */
export function isQuiet(node: TSESTree.Node, items: ModuleItems): boolean {
	return askByKind<TSESTree.Node, ModuleItems, boolean>(QUIET, node, items) ?? false;
}

type Row<Node extends TSESTree.Node> = (node: Node, items: ModuleItems) => boolean;

/** Does nothing where it stands. */
const always = (): boolean => true;

const isQuietInside: Row<
	| TSESTree.TSAsExpression
	| TSESTree.TSSatisfiesExpression
	| TSESTree.TSNonNullExpression
	| TSESTree.TSTypeAssertion
	| TSESTree.ExpressionStatement
> = ({ expression }, items) => isQuiet(expression, items);

const areElementsQuiet: Row<TSESTree.ArrayExpression | TSESTree.ArrayPattern> = ({ elements }, items) =>
	elements.every((one) => one === null || isQuiet(one, items));

const QUIET: ByKind<TSESTree.Node, ModuleItems, boolean> = {
	Literal: always,
	FunctionExpression: always,
	ArrowFunctionExpression: always,
	FunctionDeclaration: always,
	ImportDeclaration: always,
	TSTypeAliasDeclaration: always,
	TSInterfaceDeclaration: always,
	TSImportEqualsDeclaration: always,
	EmptyStatement: always,
	TSDeclareFunction: always,
	TSEnumDeclaration: always,
	Identifier: isConstantName,
	TemplateLiteral: ({ expressions }) => expressions.every((one) => one.type === "Literal"),
	ObjectExpression: ({ properties }, items) =>
		properties.every((one) => one.type === "Property" && !one.computed && isQuiet(one.value, items)),
	ArrayExpression: areElementsQuiet,
	UnaryExpression: ({ operator, argument }, items) => operator !== "delete" && isQuiet(argument, items),
	TSAsExpression: isQuietInside,
	TSSatisfiesExpression: isQuietInside,
	TSNonNullExpression: isQuietInside,
	TSTypeAssertion: isQuietInside,
	ObjectPattern: ({ properties }, items) =>
		properties.every((one) =>
			one.type === "RestElement" ? isQuiet(one.argument, items) : !one.computed && isQuiet(one.value, items),
		),
	ArrayPattern: areElementsQuiet,
	AssignmentPattern: ({ left, right }, items) => isQuiet(left, items) && isQuiet(right, items),
	RestElement: ({ argument }, items) => isQuiet(argument, items),
	TSParameterProperty: ({ parameter }, items) => isQuiet(parameter, items),
	// A pattern reads what it is given; what a package gives stays as it is.
	VariableDeclaration: ({ declarations }, items) =>
		declarations.every(
			({ id, init }) =>
				init === null || (isQuiet(init, items) && (id.type === "Identifier" || init.type === "CallExpression")),
		),
	ExpressionStatement: isQuietInside,
	ExportNamedDeclaration: ({ declaration }, items) => declaration === null || isQuiet(declaration, items),
	MemberExpression: isQuietMember,
	// A client of an SDK, a logger: what others make in their constructors starts nothing that we could disturb.
	NewExpression: ({ callee, arguments: given }, items) =>
		callee.type === "Identifier" &&
		items.isForeign(callee) &&
		callee.name !== "Promise" &&
		given.every((one) => isQuiet(one, items)),
	CallExpression: ({ callee }) => callee.type === "Identifier" && callee.name === "require",
	// A lookup of an earlier run: it stands there because nobody can tell.
	AwaitExpression: ({ argument }) =>
		argument.type === "CallExpression" &&
		argument.callee.type === "Identifier" &&
		HELPER.test(argument.callee.name) &&
		argument.arguments.every(({ type }) => type === "Literal"),
};

/** True for a name that always stands for the same. */
function isConstantName(node: TSESTree.Identifier, items: ModuleItems): boolean {
	const [definition] = items.variableOf(node)?.defs ?? [];
	return (
		definition === undefined ||
		definition.node.type !== "VariableDeclarator" ||
		(definition.parent as TSESTree.VariableDeclaration | null)?.kind === "const"
	);
}

/** `require("a").b`, `process.env.A`, `import.meta.dirname`. */
function isQuietMember({ computed, object }: TSESTree.MemberExpression, items: ModuleItems): boolean {
	if (computed) {
		return false;
	}
	switch (object.type) {
		case "MetaProperty":
			return true;
		case "Identifier":
			return items.isForeign(object);
		case "MemberExpression":
		case "CallExpression":
			return isQuiet(object, items);
		default:
			return false;
	}
}

/** What the helpers are called. */
const HELPER = /^(?:getSecureParameter|decryptEnv|getSecretValue)\d*$/u;
