import type { TSESTree } from "@typescript-eslint/utils";
import { SpanIndex } from "../../text/span-index.ts";
import { environmentReads } from "../handler/environment/environment-reads.ts";
import { declaredName, isFunction, type FunctionNode } from "../program/function-node.ts";
import { spanOf } from "../program/node-edit.ts";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";
import { unwrap } from "../program/unwrap.ts";
import { valuesOf, variableOf } from "../program/variable-of.ts";

/** What is known of functions; false for one that is being asked. */
const SWITCHED = new WeakMap<FunctionNode, boolean>();

/**
 * True for code that runs only where a variable of the environment says so: in a branch whose condition asks one, or in
 * a function of the module that only such branches call.
 */
export function isSwitched(node: TSESTree.Node, module: SourceModule): boolean {
	const passed: TSESTree.Node[] = [];
	let is = false;
	for (let at: TSESTree.Node | undefined = node; at?.parent !== undefined && !is; at = at.parent) {
		const known = KNOWN.get(at);
		if (known !== undefined) {
			is = known;
			break;
		}
		passed.push(at);
		const condition = conditionOf(at);
		is =
			(condition !== null && asksEnvironment(condition, module, 0)) ||
			(isFunction(at) && isCalledInBranches(at, module));
	}
	passed.forEach((one) => KNOWN.set(one, is));
	return is;
}

/** What is known of nodes: in a deep program, all of them have the same ones above. */
const KNOWN = new WeakMap<TSESTree.Node, boolean>();

/** The condition right above a node, on which it depends whether the node runs. */
function conditionOf(node: TSESTree.Node): TSESTree.Node | null {
	const { parent } = node;
	switch (parent?.type) {
		case "IfStatement":
		case "ConditionalExpression":
			return parent.test === node ? null : parent.test;
		case "LogicalExpression":
			return parent.operator === "&&" && parent.right === node ? parent.left : null;
		case "SwitchStatement":
			return parent.discriminant === node ? null : parent.discriminant;
		default:
			return null;
	}
}

/** False for a function that another module may call, or that is used as a value. */
function isCalledInBranches(fn: FunctionNode, module: SourceModule): boolean {
	let is = SWITCHED.get(fn);
	if (is === undefined) {
		SWITCHED.set(fn, false);
		is = areCallsSwitched(fn, module);
		SWITCHED.set(fn, is);
	}
	return is;
}

function areCallsSwitched(fn: FunctionNode, module: SourceModule): boolean {
	const name = declaredName(fn);
	const variable = name === null ? null : variableOf(name, module);
	const uses = (variable?.references ?? []).filter((reference) => reference.isRead());
	return (
		name !== null &&
		!isExported(fn) &&
		uses.length > 0 &&
		uses.every(({ identifier }) => {
			const used = identifier as TSESTree.Node;
			return used.parent?.type === "CallExpression" && used.parent.callee === used && isSwitched(used, module);
		})
	);
}

function isExported(fn: FunctionNode): boolean {
	const declaration = fn.parent.type === "VariableDeclarator" ? fn.parent.parent.parent : fn.parent;
	return declaration.type.startsWith("Export");
}

const readsOf = perModule((module) => new SpanIndex(environmentReads(module).map(({ node }) => spanOf(node))));

/** How deep a condition is read. */
const MAX_DEPTH = 8;

/** True for a condition with a variable of the environment in it, by way of a constant too. */
function asksEnvironment(given: TSESTree.Node, module: SourceModule, depth: number): boolean {
	const node = unwrap(given);
	if (depth > MAX_DEPTH) {
		return false;
	}
	const asks = (inner: TSESTree.Node): boolean => asksEnvironment(inner, module, depth + 1);
	switch (node.type) {
		case "Identifier": {
			const variable = variableOf(node, module);
			const values = variable === null ? null : valuesOf(variable);
			return (values ?? []).some((value) => !isFunction(value) && readsOf(module).meets(spanOf(value)));
		}
		case "MemberExpression":
			return readsOf(module).covers(spanOf(node)) || asks(node.object);
		case "UnaryExpression":
			return asks(node.argument);
		case "BinaryExpression":
		case "LogicalExpression":
			return asks(node.left) || asks(node.right);
		case "CallExpression":
			return readsOf(module).covers(spanOf(node)) || asks(node.callee) || node.arguments.some(asks);
		default:
			return false;
	}
}
