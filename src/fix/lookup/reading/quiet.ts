import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction } from "../lookup.ts";
import type { ModuleItems } from "./module-items.ts";

/**
 * True where an expression, or a parameter's pattern, does nothing and reads nothing that may change while somebody
 * waits: it comes to the same before a wait as after it.
 */
export function isQuiet(node: TSESTree.Node, items: ModuleItems): boolean {
	switch (node.type) {
		case "Literal":
		case "FunctionExpression":
		case "ArrowFunctionExpression":
		case "FunctionDeclaration":
		case "ImportDeclaration":
		case "TSTypeAliasDeclaration":
		case "TSInterfaceDeclaration":
		case "TSImportEqualsDeclaration":
		case "EmptyStatement":
		case "TSDeclareFunction":
		case "TSEnumDeclaration":
			return true;
		case "Identifier": {
			const [definition] = items.variableOf(node)?.defs ?? [];
			return (
				definition === undefined ||
				definition.node.type !== "VariableDeclarator" ||
				(definition.parent as TSESTree.VariableDeclaration | null)?.kind === "const"
			);
		}
		case "TemplateLiteral":
			return node.expressions.every((one) => one.type === "Literal");
		case "ObjectExpression":
			return node.properties.every(
				(one) => one.type === "Property" && !one.computed && isQuiet(one.value, items),
			);
		case "ArrayExpression":
			return node.elements.every((one) => one === null || isQuiet(one, items));
		case "UnaryExpression":
			return node.operator !== "delete" && isQuiet(node.argument, items);
		case "TSAsExpression":
		case "TSSatisfiesExpression":
		case "TSNonNullExpression":
		case "TSTypeAssertion":
			return isQuiet(node.expression, items);
		case "ObjectPattern":
			return node.properties.every((one) =>
				one.type === "RestElement" ? isQuiet(one.argument, items) : !one.computed && isQuiet(one.value, items),
			);
		case "ArrayPattern":
			return node.elements.every((one) => one === null || isQuiet(one, items));
		case "AssignmentPattern":
			return isQuiet(node.left, items) && isQuiet(node.right, items);
		case "RestElement":
			return isQuiet(node.argument, items);
		case "TSParameterProperty":
			return isQuiet(node.parameter, items);
		case "VariableDeclaration":
			// A pattern reads what it is given; what a package gives stays as it is.
			return node.declarations.every(
				({ id, init }) =>
					init === null ||
					(isQuiet(init, items) && (id.type === "Identifier" || init.type === "CallExpression")),
			);
		case "ExpressionStatement":
			return isQuiet(node.expression, items);
		case "ExportNamedDeclaration":
			return node.declaration === null || isQuiet(node.declaration, items);
		case "MemberExpression":
			// `require("a").b`, `process.env.A`, `import.meta.dirname`.
			return (
				!node.computed &&
				(node.object.type === "MetaProperty" ||
					(node.object.type === "Identifier"
						? items.isForeign(node.object)
						: (node.object.type === "MemberExpression" || node.object.type === "CallExpression") &&
							isQuiet(node.object, items)))
			);
		case "NewExpression":
			// A client of an SDK, a logger: what others make in their constructors starts nothing that we could
			// disturb.
			return (
				node.callee.type === "Identifier" &&
				items.isForeign(node.callee) &&
				node.callee.name !== "Promise" &&
				node.arguments.every((one) => isQuiet(one, items))
			);
		case "CallExpression":
			return node.callee.type === "Identifier" && node.callee.name === "require";
		case "AwaitExpression":
			// A lookup of an earlier run: it stands there because nobody can tell.
			return (
				node.argument.type === "CallExpression" &&
				node.argument.callee.type === "Identifier" &&
				HELPER.test(node.argument.callee.name) &&
				node.argument.arguments.every(({ type }) => type === "Literal")
			);
		default:
			return false;
	}
}

const LOUD = new WeakMap<TSESTree.Node, number>();

/** Where the first of the parts of a node begins that is not quiet. */
function firstLoud(parent: TSESTree.Node, parts: readonly (TSESTree.Node | null)[], items: ModuleItems): number {
	let known = LOUD.get(parent);
	if (known === undefined) {
		known = parts.find((part) => part !== null && !isQuietPart(part, items))?.range[0] ?? Infinity;
		LOUD.set(parent, known);
	}
	return known;
}

function isQuietPart(part: TSESTree.Node, items: ModuleItems): boolean {
	switch (part.type) {
		case "VariableDeclarator":
			return part.init === null || isQuiet(part.init, items);
		case "Property":
			return !part.computed && isQuiet(part.value, items);
		default:
			return isQuiet(part, items);
	}
}

/** What the helpers are called. */
const HELPER = /^(?:getSecureParameter|decryptEnv|getSecretValue)\d*$/u;

/**
 * True where an expression is evaluated once, before anything that could change while it waits, seen from the start of
 * a function's body or of the module.
 */
export function runsFirst(expression: TSESTree.Node, root: TSESTree.Node, items: ModuleItems): boolean {
	const isReached = (
		child: TSESTree.Node,
		parent: TSESTree.Node,
		siblings: readonly (TSESTree.Node | null)[],
	): boolean => child.range[0] <= firstLoud(parent, siblings, items);
	for (let child = expression, parent = child.parent; child !== root; child = parent, parent = child.parent) {
		if (parent === undefined || parent === null) {
			return false;
		}
		if (parent === root) {
			return !isFunction(parent) || parent.body === child;
		}
		switch (parent.type) {
			case "TSAsExpression":
			case "TSSatisfiesExpression":
			case "TSNonNullExpression":
			case "TSTypeAssertion":
			case "ExportNamedDeclaration":
			case "ExportDefaultDeclaration":
			case "ExpressionStatement":
			case "ReturnStatement":
			case "ChainExpression":
				break;
			case "VariableDeclarator":
				if (parent.init !== child) {
					return false;
				}
				break;
			case "VariableDeclaration":
				if (!isReached(child, parent, parent.declarations)) {
					return false;
				}
				break;
			case "Property":
				if (parent.value !== child || parent.computed || parent.parent.type !== "ObjectExpression") {
					return false;
				}
				break;
			case "ObjectExpression":
				if (!isReached(child, parent, parent.properties)) {
					return false;
				}
				break;
			case "ArrayExpression":
				if (!isReached(child, parent, parent.elements)) {
					return false;
				}
				break;
			case "TemplateLiteral":
				if (!isReached(child, parent, parent.expressions)) {
					return false;
				}
				break;
			case "BinaryExpression":
				if (parent.right === child && !isQuiet(parent.left, items)) {
					return false;
				}
				break;
			case "MemberExpression":
				if (parent.object !== child) {
					return false;
				}
				break;
			case "CallExpression":
			case "NewExpression":
				if (
					parent.callee !== child &&
					!(isQuiet(parent.callee, items) && isReached(child, parent, parent.arguments))
				) {
					return false;
				}
				break;
			case "AssignmentExpression":
				if (
					parent.right !== child ||
					parent.operator !== "=" ||
					!(
						parent.left.type === "Identifier" ||
						(parent.left.type === "MemberExpression" &&
							!parent.left.computed &&
							isQuiet(parent.left.object, items))
					)
				) {
					return false;
				}
				break;
			case "BlockStatement":
				if (parent.parent !== root || !isReached(child, parent, parent.body)) {
					return false;
				}
				break;
			default:
				return false;
		}
	}
	return true;
}
