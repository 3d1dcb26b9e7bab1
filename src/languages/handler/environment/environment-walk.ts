import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { findAround } from "../../program/around.ts";
import { isFunction, type FunctionNode } from "../../program/function-node.ts";
import { nameOfKey } from "../../program/name-of-key.ts";
import { nodesOf } from "../../program/nodes-of.ts";
import { perModule } from "../../program/per-module.ts";
import { referencesOf } from "../../program/references-of.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { unwrap } from "../../program/unwrap.ts";
import { lateWrites, variableOf } from "../../program/variable-of.ts";
import { itemsOf, type Walked } from "./environment-items.ts";
import { isEnvironment } from "./environment-reads.ts";

/** What each step of a walk gives, the variable or pattern that it sets, and what runs in each step. */
interface Walk {
	readonly given: Walked | null;
	readonly sets: TSESTree.Node;
	readonly body: TSESTree.Node;
}

/**
 * What a variable has in each step of a walk over the whole environment: `for (const [name, value] of
 * Object.entries(process.env))`, `Object.keys(process.env).forEach((name) => …)`, `for (const name in process.env)`; null
 * for any other, and where a step depends on a condition, which may leave the secrets out. A whole pair has the value in
 * it.
 */
export function walkedEnvironment(variable: TSESLint.Scope.Variable, module: SourceModule): "names" | "values" | null {
	const walked = walkedBy(variable, module);
	return walked === "entries" ? "values" : walked;
}

function walkedBy(variable: TSESLint.Scope.Variable, module: SourceModule): Walked | null {
	let walked = WALKED.get(variable);
	if (walked === undefined) {
		WALKED.set(variable, null); // A pair that is taken apart into itself.
		walked = readWalk(variable, module);
		WALKED.set(variable, walked);
	}
	return walked;
}

/** Answers by variable: each use of it asks, and a step may be long. */
const WALKED = new WeakMap<TSESLint.Scope.Variable, Walked | null>();

function readWalk(variable: TSESLint.Scope.Variable, module: SourceModule): Walked | null {
	const name = variable.defs[0]?.name as TSESTree.Node | undefined;
	const pair = pairTakenApart(variable, module);
	if (pair !== null) {
		return partOf(pair, name);
	}
	const walk = walkOf(variable, module);
	if (walk === null || walk.given === null || choices(module).has(walk.body)) {
		return null;
	}
	return walk.sets === name ? walk.given : walk.given === "entries" ? partOf(walk.sets, name) : null;
}

/** What a name of a pattern takes of a pair. */
function partOf(pattern: TSESTree.Node, name: TSESTree.Node | undefined): "names" | "values" | null {
	return pattern.type === "ArrayPattern" ? atPlace(pattern.elements.findIndex((element) => element === name)) : null;
}

function atPlace(place: number): "names" | "values" | null {
	return place === 0 ? "names" : place === 1 ? "values" : null;
}

/** The pattern of `const [name, value] = pair`, where `pair` is each pair in turn. */
function pairTakenApart({ defs: [definition] }: TSESLint.Scope.Variable, module: SourceModule): TSESTree.Node | null {
	const node = definition?.node as TSESTree.Node | undefined;
	if (node?.type !== "VariableDeclarator" || node.id.type !== "ArrayPattern" || node.init === null) {
		return null;
	}
	const pair = variableOf(unwrap(node.init), module);
	return pair !== null && walkedBy(pair, module) === "entries" ? node.id : null;
}

/** True for `process.env[name]` and `pair[1]`, where `name` and `pair` are those of each variable in turn. */
export function isEachVariable(node: TSESTree.Node, module: SourceModule): boolean {
	if (node.type !== "MemberExpression" || !node.computed) {
		return false;
	}
	const key = unwrap(node.property);
	if (key.type === "Literal") {
		const pair = key.value === 1 ? variableOf(unwrap(node.object), module) : null;
		return pair !== null && walkedBy(pair, module) === "entries";
	}
	if (key.type === "MemberExpression") {
		return isEnvironment(node.object, module) && isIndexed(key, module) === "names";
	}
	const variable = variableOf(key, module);
	return variable === null
		? false
		: isEnvironment(node.object, module)
			? walkedBy(variable, module) === "names"
			: ["values", "entries"].includes(isIndexed(node, module) ?? "");
}

/** What `list[index]` has where a loop counts the index: `for (let i = 0; i < names.length; i++)`. */
function isIndexed(node: TSESTree.MemberExpression, module: SourceModule): Walked | null {
	const index = node.computed ? variableOf(unwrap(node.property), module) : null;
	const declared = index?.defs[0]?.node as TSESTree.Node | undefined;
	const loop = declared === undefined ? null : findAround(declared, isCounting);
	return loop === null || choices(module).has(loop.body) || loop.init !== declared?.parent
		? null
		: itemsOf(node.object, module);
}

function isCounting(node: TSESTree.Node): node is TSESTree.ForStatement {
	return node.type === "ForStatement";
}

/** What may leave a step of a walk out. */
const CHOOSING = [
	"IfStatement",
	"SwitchStatement",
	"ConditionalExpression",
	"LogicalExpression",
	"ContinueStatement",
	"BreakStatement",
	"ReturnStatement",
] as const;

/** Everything that has a choice in it. The last statement of a function may return: nothing is left out then. */
const choices = perModule((module) => {
	const found = new Set<TSESTree.Node>();
	for (const node of CHOOSING.flatMap((type): readonly TSESTree.Node[] => nodesOf(module, type))) {
		const isLast =
			node.type === "ReturnStatement" &&
			node.parent.type === "BlockStatement" &&
			isFunction(node.parent.parent) &&
			node.parent.body.at(-1) === node;
		for (
			let at: TSESTree.Node | null | undefined = isLast ? null : node;
			at !== null && at !== undefined && !found.has(at);
			at = at.parent
		) {
			found.add(at);
		}
	}
	return found;
});

/** Methods that call a function for each item, with the place of the item among its parameters. */
const STEPPING: ReadonlyMap<string, number> = new Map([
	["forEach", 0],
	["map", 0],
	["flatMap", 0],
	["every", 0],
	["some", 0],
	["reduce", 1],
	["reduceRight", 1],
]);

function walkOf(variable: TSESLint.Scope.Variable, module: SourceModule): Walk | null {
	const node = variable.defs[0]?.node as TSESTree.Node | undefined;
	if (node?.type === "VariableDeclarator") {
		return walkOfLoop(variable, node, module);
	}
	return node !== undefined && isFunction(node) ? walkOfFunction(node, variable, module) : null;
}

/** `for (const name in process.env)`, and a name that is declared before and that nothing else sets. */
function walkOfLoop(
	variable: TSESLint.Scope.Variable,
	declarator: TSESTree.VariableDeclarator,
	module: SourceModule,
): Walk | null {
	const [write, other] = declarator.init === null ? lateWrites(variable) : [];
	const isBefore = write !== undefined && other === undefined && declarator.id.type === "Identifier";
	const left: TSESTree.Node = isBefore ? write.identifier : declarator.parent;
	const loop = isBefore ? write.identifier.parent : declarator.parent.parent;
	const sets = declarator.id;
	if ((loop.type !== "ForInStatement" && loop.type !== "ForOfStatement") || loop.left !== left) {
		return null;
	}
	const given =
		loop.type === "ForOfStatement"
			? itemsOf(loop.right, module)
			: isEnvironment(loop.right, module)
				? "names"
				: null;
	return { given, sets, body: loop.body };
}

/** A function that is called for each item, written in place or by its name. */
function walkOfFunction(by: FunctionNode, variable: TSESLint.Scope.Variable, module: SourceModule): Walk | null {
	const name = variable.defs[0]?.name as TSESTree.Node;
	const places = by.params.flatMap((parameter, place) =>
		parameter === name || (parameter.type === "ArrayPattern" && parameter.elements.some((one) => one === name))
			? [place]
			: [],
	);
	const [place] = places;
	const sets = place === undefined ? undefined : by.params[place];
	if (place === undefined || sets === undefined) {
		return null;
	}
	const isInPlace = by.parent.type === "CallExpression";
	for (const handed of isInPlace ? [by] : referencesOf(by, module)) {
		const given = steppedBy(handed, place, module);
		if (given !== null) {
			return { given, sets, body: by.body };
		}
	}
	return null;
}

/** Packages whose `forEach` takes the object, and calls with a value and its name. */
const COLLECTIONS: ReadonlySet<string> = new Set(["_", "lodash"]);
const OF_COLLECTION: ReadonlySet<string> = new Set(["each", "forEach", "forIn", "forOwn", "map", "mapValues"]);

/** What a function that is handed to a method gets in the parameter at a place. */
function steppedBy(handed: TSESTree.Node, place: number, module: SourceModule): Walked | null {
	const call = handed.parent;
	const callee = call?.type === "CallExpression" ? unwrap(call.callee) : null;
	if (call?.type !== "CallExpression" || callee?.type !== "MemberExpression") {
		return null;
	}
	const method = nameOfKey(callee.property, callee.computed) ?? "";
	const [first, second] = call.arguments;
	if (first === handed) {
		return STEPPING.get(method) === place ? itemsOf(callee.object, module) : null;
	}
	const isOf = (names: ReadonlySet<string>): boolean =>
		callee.object.type === "Identifier" && names.has(callee.object.name) && second === handed;
	if (first === undefined || first.type === "SpreadElement") {
		return null;
	}
	if (isOf(COLLECTIONS) && OF_COLLECTION.has(method) && isEnvironment(first, module)) {
		return place === 0 ? "values" : place === 1 ? "names" : null;
	}
	return isOf(ARRAY) && method === "from" && place === 0 ? itemsOf(first, module) : null;
}

const ARRAY: ReadonlySet<string> = new Set(["Array"]);
