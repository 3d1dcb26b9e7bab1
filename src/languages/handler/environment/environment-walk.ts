import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { nameOfKey } from "../../program/name-of-key.ts";
import { nodesIn } from "../../program/nodes-of.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { unwrap } from "../../program/unwrap.ts";
import { followNames, variableOf } from "../../program/variable-of.ts";
import { isEnvironment } from "./environment-reads.ts";

/** What a walk over the environment gives: the names of the variables, their values, or pairs of both. */
type Walked = "names" | "values" | "entries";

/** A walk, the variable or pattern that each step sets, and what runs in each step. */
interface Walk {
	readonly over: TSESTree.Node;
	readonly sets: TSESTree.Node;
	readonly body: TSESTree.Node;
}

/**
 * What a variable has in each step of a walk over the whole environment: `for (const [name, value] of
 * Object.entries(process.env))`, `Object.keys(process.env).forEach((name) => …)`, `for (const name in process.env)`; null
 * for any other, and where a step depends on a condition, which may leave the secrets out.
 */
export function walkedEnvironment(variable: TSESLint.Scope.Variable, module: SourceModule): "names" | "values" | null {
	let walked = WALKED.get(variable);
	if (walked === undefined) {
		walked = readWalk(variable, module);
		WALKED.set(variable, walked);
	}
	return walked;
}

/** Answers by variable: each use of it asks, and a step may be long. */
const WALKED = new WeakMap<TSESLint.Scope.Variable, "names" | "values" | null>();

function readWalk(variable: TSESLint.Scope.Variable, module: SourceModule): "names" | "values" | null {
	const walk = walkOf(variable);
	if (walk === null) {
		return null;
	}
	const given =
		walk.over.parent?.type === "ForInStatement"
			? isEnvironment(walk.over, module)
				? "names"
				: null
			: walkedBy(walk.over, module, 0);
	if (given === null || [...nodesIn(walk.body, module)].some(({ type }) => CHOOSING.has(type))) {
		return null;
	}
	const name = variable.defs[0]?.name as TSESTree.Node;
	if (given !== "entries") {
		return walk.sets === name ? given : null;
	}
	// A whole pair has the value in it.
	return walk.sets === name
		? "values"
		: walk.sets.type === "ArrayPattern"
			? partOf(walk.sets.elements.findIndex((element) => element === name))
			: null;
}

/** What stands at this place of a pair. */
function partOf(place: number): "names" | "values" | null {
	return place === 0 ? "names" : place === 1 ? "values" : null;
}

/** True for `process.env[name]`, where `name` is each of the environment's names in turn. */
export function isEachVariable(node: TSESTree.Node, module: SourceModule): boolean {
	if (node.type !== "MemberExpression" || !node.computed || !isEnvironment(node.object, module)) {
		return false;
	}
	const variable = variableOf(unwrap(node.property), module);
	return variable !== null && walkedEnvironment(variable, module) === "names";
}

/** What may leave a step of a walk out. */
const CHOOSING: ReadonlySet<string> = new Set([
	"IfStatement",
	"SwitchStatement",
	"ConditionalExpression",
	"LogicalExpression",
	"ContinueStatement",
	"BreakStatement",
	"ReturnStatement",
]);

const STEPPING: ReadonlySet<string> = new Set(["forEach", "map", "flatMap"]);

function walkOf({ defs: [definition] }: TSESLint.Scope.Variable): Walk | null {
	const node = definition?.node as TSESTree.Node | undefined;
	if (node?.type === "VariableDeclarator") {
		const loop = node.parent.parent;
		return (loop.type === "ForOfStatement" || loop.type === "ForInStatement") && loop.left === node.parent
			? { over: loop.right, sets: node.id, body: loop.body }
			: null;
	}
	if (node?.type !== "ArrowFunctionExpression" && node?.type !== "FunctionExpression") {
		return null;
	}
	const { parent: call, params } = node;
	const callee = call.type === "CallExpression" && call.arguments[0] === node ? unwrap(call.callee) : null;
	const [sets] = params;
	return callee?.type === "MemberExpression" &&
		STEPPING.has(nameOfKey(callee.property, callee.computed) ?? "") &&
		sets !== undefined
		? { over: callee.object, sets, body: node.body }
		: null;
}

const OF_OBJECT: ReadonlyMap<string, Walked> = new Map([
	["keys", "names"],
	["values", "values"],
	["entries", "entries"],
]);

/** Methods of a list after which all of its items are still there. */
const KEEPING: ReadonlySet<string> = new Set(["sort", "toSorted", "reverse", "toReversed"]);

function walkedBy(given: TSESTree.Node, module: SourceModule, depth: number): Walked | null {
	const node = followNames(given, module);
	const callee = node.type === "CallExpression" ? unwrap(node.callee) : null;
	if (node.type !== "CallExpression" || callee?.type !== "MemberExpression" || depth > 8) {
		return null;
	}
	const method = nameOfKey(callee.property, callee.computed) ?? "";
	const [first] = node.arguments;
	if (callee.object.type === "Identifier" && callee.object.name === "Object" && first !== undefined) {
		return isEnvironment(first, module) ? (OF_OBJECT.get(method) ?? null) : null;
	}
	return KEEPING.has(method) ? walkedBy(callee.object, module, depth + 1) : null;
}
