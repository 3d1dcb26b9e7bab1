import type { TSESTree } from "@typescript-eslint/utils";
import { askByKind, type ByKind } from "../../../text/by-kind.ts";
import { isFunction } from "../../../languages/program/function-node.ts";
import type { ModuleItems } from "./module-items.ts";
import { isQuiet } from "./quiet.ts";

/**
 * True where an expression is evaluated once, before anything that could change while it waits, seen from the start of
 * a function's body or of the module.
 */
export function runsFirst(expression: TSESTree.Node, root: TSESTree.Node, items: ModuleItems): boolean {
	for (let child = expression, parent = child.parent; child !== root; child = parent, parent = child.parent) {
		if (parent === undefined || parent === null) {
			return false;
		}
		if (parent === root) {
			return !isFunction(parent) || parent.body === child;
		}
		if (askByKind<TSESTree.Node, Step, boolean>(PASSES, parent, { child, root, items }) !== true) {
			return false;
		}
	}
	return true;
}

/** A step from a node up to the one around it. */
interface Step {
	readonly child: TSESTree.Node;
	readonly root: TSESTree.Node;
	readonly items: ModuleItems;
}

const always = (): boolean => true;

/** True where nothing loud stands in front of the child among the parts of a node. */
function isReached({ child, items }: Step, parent: TSESTree.Node, parts: readonly (TSESTree.Node | null)[]): boolean {
	return child.range[0] <= firstLoud(parent, parts, items);
}

const isCalledFirst = (parent: TSESTree.CallExpression | TSESTree.NewExpression, step: Step): boolean =>
	parent.callee === step.child || (isQuiet(parent.callee, step.items) && isReached(step, parent, parent.arguments));

/** Whether a node evaluates the child first of all that it does, and once. */
const PASSES: ByKind<TSESTree.Node, Step, boolean> = {
	TSAsExpression: always,
	TSSatisfiesExpression: always,
	TSNonNullExpression: always,
	TSTypeAssertion: always,
	ExportNamedDeclaration: always,
	ExportDefaultDeclaration: always,
	ExpressionStatement: always,
	ReturnStatement: always,
	ChainExpression: always,
	VariableDeclarator: (parent, { child }) => parent.init === child,
	VariableDeclaration: (parent, step) => isReached(step, parent, parent.declarations),
	Property: (parent, { child }) =>
		parent.value === child && !parent.computed && parent.parent.type === "ObjectExpression",
	ObjectExpression: (parent, step) => isReached(step, parent, parent.properties),
	ArrayExpression: (parent, step) => isReached(step, parent, parent.elements),
	TemplateLiteral: (parent, step) => isReached(step, parent, parent.expressions),
	BinaryExpression: (parent, { child, items }) => parent.right !== child || isQuiet(parent.left, items),
	MemberExpression: (parent, { child }) => parent.object === child,
	CallExpression: isCalledFirst,
	NewExpression: isCalledFirst,
	AssignmentExpression: (parent, { child, items }) =>
		parent.right === child && parent.operator === "=" && isQuietTarget(parent.left, items),
	BlockStatement: (parent, step) => parent.parent === step.root && isReached(step, parent, parent.body),
};

/** What is assigned to, where finding it does nothing: `a`, `a.b`. */
function isQuietTarget(left: TSESTree.Node, items: ModuleItems): boolean {
	return (
		left.type === "Identifier" ||
		(left.type === "MemberExpression" && !left.computed && isQuiet(left.object, items))
	);
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
