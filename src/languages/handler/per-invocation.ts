import type { TSESTree } from "@typescript-eslint/utils";
import { callsOf, referencesOf } from "./calls-of.ts";
import { functionsAround, lambdaEvidence, type FunctionNode } from "./evidence.ts";
import { ancestorsOf, nodesOf } from "./nodes-of.ts";
import { findClient } from "./sdk-client.ts";
import type { SourceModule } from "./source-module.ts";
import { nameOfKey, unwrap, valuesOf, variableOf } from "./variable-of.ts";

/** How many functions may stand between a handler and a request. */
const MAX_CALLS = 5;

/**
 * True where a request runs in each invocation: in a handler, or in functions of the module that a handler calls, and no
 * function on the way asks something that outlives an invocation first (`if (!cached)`, `cached ??= …`, `cache.has(key)`).
 */
export function runsPerInvocation(request: TSESTree.Node, module: SourceModule): boolean {
	return reaches(request, module, [], new Set());
}

function reaches(node: TSESTree.Node, module: SourceModule, passed: readonly FunctionNode[], seen: Set<FunctionNode>): boolean {
	const { handlers } = lambdaEvidence(module);
	const around = functionsAround(node);
	const handler = around.findIndex((one) => handlers.includes(one));
	const inside = handler === -1 ? around : around.slice(0, handler + 1);
	const chain = [...passed, ...inside];
	if (inside.length === 0 || inside.some((one) => isMemoized(one, module)) || inside.some((one) => asksCache(one, chain, module))) {
		return false;
	}
	if (handler !== -1) {
		return true;
	}
	const outermost = inside.at(-1);
	if (outermost === undefined || passed.length >= MAX_CALLS || seen.has(outermost)) {
		return false;
	}
	seen.add(outermost);
	return callsOf(outermost, module).some((call) => reaches(call, module, chain, seen));
}

/** What remembers: `memoize(fn)`, `once(fn)`, `pMemoize(fn)`, `cached(fn)`. */
const MEMOIZER = /memo|once|cache|lazy|singleton|dedupe|throttle|\bttl/iu;

function isMemoized(by: FunctionNode, module: SourceModule): boolean {
	return [by, ...referencesOf(by, module)].some(({ parent }) => parent?.type === "CallExpression" && (parent.arguments as readonly TSESTree.Node[]).some((argument) => argument === by || (argument.type === "Identifier" && referencesOf(by, module).includes(argument))) && MEMOIZER.test(calledName(parent) ?? ""));
}

function calledName({ callee }: TSESTree.CallExpression): string | null {
	const called = unwrap(callee);
	return called.type === "Identifier" ? called.name : called.type === "MemberExpression" ? nameOfKey(called.property, called.computed) : null;
}

/** Names that speak of what is kept: `cacheExpiresAt`, `isInitialized`, `loadedAt`. */
const CACHE_NAME = /cache|expir|stale|fresh|loaded|initiali[sz]ed|warm|memo|lastFetch/iu;

/** True where the function decides by something that outlives an invocation. */
function asksCache(by: FunctionNode, chain: readonly FunctionNode[], module: SourceModule): boolean {
	const [start, end] = by.range;
	const within = (node: TSESTree.Node): boolean => node.range[0] >= start && node.range[1] <= end;
	const tests: readonly TSESTree.Node[] = [
		...nodesOf(module, "IfStatement").map(({ test }) => test),
		...nodesOf(module, "ConditionalExpression").map(({ test }) => test),
		...nodesOf(module, "LogicalExpression").map(({ left }) => left),
		...nodesOf(module, "WhileStatement").map(({ test }) => test),
		...nodesOf(module, "AssignmentExpression").flatMap(({ operator, left }) => (operator === "??=" || operator === "||=" ? [left] : [])),
	].filter(within);
	const identifiers = nodesOf(module, "Identifier").filter(within);
	const privates = nodesOf(module, "ThisExpression").filter(within);
	return tests.some(
		(test) =>
			identifiers.some((identifier) => isIn(identifier, test) && (CACHE_NAME.test(identifier.name) || outlives(identifier, chain, module))) ||
			privates.some((node) => isIn(node, test)),
	);
}

function isIn(node: TSESTree.Node, frame: TSESTree.Node): boolean {
	return node.range[0] >= frame.range[0] && node.range[1] <= frame.range[1];
}

/** A name from outside the functions that changes: a variable that is written to, an object that can be, a class's static field. */
function outlives(identifier: TSESTree.Identifier, chain: readonly FunctionNode[], module: SourceModule): boolean {
	const variable = variableOf(identifier, module);
	const [definition] = variable?.defs ?? [];
	if (variable === null || definition === undefined) {
		return false;
	}
	if (chain.some((one) => isIn(definition.name, one))) {
		// `let pending = cache.get(key); if (!pending) …`
		const kept = definition.node.type === "VariableDeclarator" && definition.node.init !== null ? keeperOf(definition.node.init) : null;
		return kept !== null && kept.name !== identifier.name && outlives(kept, chain, module);
	}
	if (definition.node.type === "ClassDeclaration") {
		return true;
	}
	if (definition.node.type !== "VariableDeclarator") {
		return false;
	}
	if (variable.references.some((reference) => reference.isWrite() && reference.init !== true && functionsAround(reference.identifier).length > 0)) {
		return true;
	}
	const value = valuesOf(variable)?.[0];
	const made = value === undefined ? null : unwrap(value);
	if (made?.type === "NewExpression") {
		return findClient(made, module) === null;
	}
	return (made?.type === "ObjectExpression" || made?.type === "ArrayExpression") && variable.references.some(({ identifier: used }) => isWritten(used));
}

/** The `cache` of `cache.get(key)` and of `cache[key]`; null for anything else. */
function keeperOf(init: TSESTree.Expression): TSESTree.Identifier | null {
	const read = unwrap(init);
	const member = read.type === "CallExpression" ? unwrap(read.callee) : read;
	const isRead = member.type === "MemberExpression" && (read.type !== "CallExpression" || nameOfKey(member.property, member.computed) === "get");
	return isRead && member.object.type === "Identifier" ? member.object : null;
}

/** `cache.value = …`, `cache[key] = …`, `list.push(…)`. */
function isWritten(identifier: TSESTree.Node): boolean {
	let node = identifier;
	for (const parent of ancestorsOf(identifier)) {
		if (parent.type === "MemberExpression" && parent.object === node) {
			node = parent;
			continue;
		}
		return (parent.type === "AssignmentExpression" && parent.left === node) || (parent.type === "CallExpression" && parent.callee === node);
	}
	return false;
}
