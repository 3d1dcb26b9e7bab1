import type { TSESTree } from "@typescript-eslint/utils";
import type { KnownEnvironment } from "./known-environment.ts";
import { declaredName, isFunction, type FunctionNode } from "../program/function-node.ts";
import type { SourceModule } from "../program/source-module.ts";
import { variableOf } from "../program/variable-of.ts";

/**
 * True for code that runs only where a variable of the environment says so: in a branch whose condition asks one, or in
 * a function of the module that only such branches call. Where the environment is known to say so, it is code like any
 * other.
 */
export function isSwitched(node: TSESTree.Node, module: SourceModule, environment: KnownEnvironment): boolean {
	const passed: TSESTree.Node[] = [];
	let is = false;
	for (let at: TSESTree.Node | undefined = node; at?.parent !== undefined && !is; at = at.parent) {
		const known = environment.nodes.get(at);
		if (known !== undefined) {
			is = known;
			break;
		}
		passed.push(at);
		const condition = conditionOf(at);
		is =
			(condition !== null && !environment.allows(condition.test, condition.outcome, module)) ||
			(isFunction(at) && isCalledInBranches(at, module, environment));
	}
	// In a deep program, all nodes have the same ones above.
	passed.forEach((one) => environment.nodes.set(one, is));
	return is;
}

/** A condition, and the outcome with which the code in question runs; null for one of several cases. */
interface Condition {
	readonly test: TSESTree.Node;
	readonly outcome: boolean | null;
}

/** The condition right above a node, on which it depends whether the node runs. */
function conditionOf(node: TSESTree.Node): Condition | null {
	const { parent } = node;
	switch (parent?.type) {
		case "IfStatement":
		case "ConditionalExpression":
			return parent.test === node ? null : { test: parent.test, outcome: parent.consequent === node };
		case "LogicalExpression":
			return parent.operator === "&&" && parent.right === node ? { test: parent.left, outcome: true } : null;
		case "SwitchStatement":
			return parent.discriminant === node ? null : { test: parent.discriminant, outcome: null };
		default:
			return null;
	}
}

/** False for a function that another module may call, or that is used as a value. */
function isCalledInBranches(fn: FunctionNode, module: SourceModule, environment: KnownEnvironment): boolean {
	const { functions } = environment;
	let is = functions.get(fn);
	if (is === undefined) {
		functions.set(fn, false);
		is = areCallsSwitched(fn, module, environment);
		functions.set(fn, is);
	}
	return is;
}

function areCallsSwitched(fn: FunctionNode, module: SourceModule, environment: KnownEnvironment): boolean {
	const name = declaredName(fn);
	const variable = name === null ? null : variableOf(name, module);
	const uses = (variable?.references ?? []).filter((reference) => reference.isRead());
	return (
		name !== null &&
		!isExported(fn) &&
		uses.length > 0 &&
		uses.every(({ identifier }) => {
			const used = identifier as TSESTree.Node;
			return (
				used.parent?.type === "CallExpression" &&
				used.parent.callee === used &&
				isSwitched(used, module, environment)
			);
		})
	);
}

function isExported(fn: FunctionNode): boolean {
	const declaration = fn.parent.type === "VariableDeclarator" ? fn.parent.parent.parent : fn.parent;
	return declaration.type.startsWith("Export");
}
