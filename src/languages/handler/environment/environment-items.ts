import type { TSESTree } from "@typescript-eslint/utils";
import { nameOfKey } from "../../program/name-of-key.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { unwrap } from "../../program/unwrap.ts";
import { followNames } from "../../program/variable-of.ts";
import { isEnvironment } from "./environment-reads.ts";

/** What a walk over the environment gives: the names of the variables, their values, or pairs of both. */
export type Walked = "names" | "values" | "entries";

/** By class and method, what a function makes of an object. */
const OF_OBJECT: ReadonlyMap<string, Walked> = new Map([
	["Object.keys", "names"],
	["Object.getOwnPropertyNames", "names"],
	["Reflect.ownKeys", "names"],
	["Object.values", "values"],
	["Object.entries", "entries"],
]);

/** Methods of a list after which all of its items are still there. */
const KEEPING: ReadonlySet<string> = new Set(["sort", "toSorted", "reverse", "toReversed"]);

/** Classes that have the items of the list that they are given. */
const COPIES: ReadonlySet<string> = new Set(["Map", "Set"]);

/** How deep one expression is read. */
const MAX_DEPTH = 8;

/**
 * What the items of a list are that is made of the whole environment: `Object.keys(process.env)`, its copies, and names
 * of it; null for any other list.
 */
export function itemsOf(given: TSESTree.Node, module: SourceModule, depth = 0): Walked | null {
	const node = followNames(given, module);
	if (depth > MAX_DEPTH) {
		return null;
	}
	const copied = copiedBy(node);
	if (copied !== null) {
		return itemsOf(copied, module, depth + 1);
	}
	const [first] = node.type === "CallExpression" ? node.arguments : [];
	const made = node.type === "CallExpression" ? OF_OBJECT.get(calledAs(node)) : undefined;
	return made !== undefined && first !== undefined && isEnvironment(first, module) ? made : null;
}

/** The list of which an expression has all items: `[...list]`, `new Map(list)`, `Array.from(list)`, `list.sort()`. */
function copiedBy(node: TSESTree.Node): TSESTree.Node | null {
	switch (node.type) {
		case "ArrayExpression": {
			const [only, other] = node.elements;
			return only?.type === "SpreadElement" && other === undefined ? only.argument : null;
		}
		case "NewExpression":
			return node.callee.type === "Identifier" && COPIES.has(node.callee.name)
				? (node.arguments[0] ?? null)
				: null;
		case "CallExpression": {
			const callee = unwrap(node.callee);
			if (calledAs(node) === "Array.from") {
				return node.arguments.length === 1 ? (node.arguments[0] ?? null) : null;
			}
			return callee.type === "MemberExpression" && KEEPING.has(nameOfKey(callee.property, callee.computed) ?? "")
				? callee.object
				: null;
		}
		default:
			return null;
	}
}

/** `Object.keys`, for a method that is called on a name; empty for any other. */
function calledAs({ callee: given }: TSESTree.CallExpression): string {
	const callee = unwrap(given);
	return callee.type === "MemberExpression" && callee.object.type === "Identifier"
		? `${callee.object.name}.${nameOfKey(callee.property, callee.computed) ?? ""}`
		: "";
}
