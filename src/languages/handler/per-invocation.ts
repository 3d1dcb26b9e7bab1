import type { TSESTree } from "@typescript-eslint/utils";
import { callsOf } from "./calls-of.ts";
import { referencesOf } from "../program/references-of.ts";
import { lambdaEvidence } from "./evidence.ts";
import type { FunctionNode } from "../program/function-node.ts";
import { Solver, type Ask } from "../../text/solver.ts";
import { fuelOf } from "../program/module-fuel.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { pathBelow } from "../program/path-below.ts";
import { perModule } from "../program/per-module.ts";
import { findClient } from "./sdk/sdk-client.ts";
import type { Variable } from "../program/node.ts";
import type { SourceModule } from "../program/source-module.ts";
import { valuesOf, variableOf } from "../program/variable-of.ts";
import { unwrap } from "../program/unwrap.ts";
import { nameOfKey } from "../program/name-of-key.ts";
import { ancestorsOf, functionAround, functionsAround } from "../program/around.ts";
import type { SdkCall } from "./sdk/sdk-calls.ts";
import { textOf } from "../program/text-of.ts";
import { splitName } from "../../detect/name-kind.ts";

/** What is known of a module's functions, each looked at once. */
const functions = perModule((module) => {
	const fuel = fuelOf(module, "what runs in each invocation");
	return {
		fuel,
		handlers: new Set(lambdaEvidence(module).handlers),
		/** Functions that a handler comes to, though nothing on the way remembers. */
		called: new Solver<FunctionNode, boolean>(false, fuel, (by, ask) =>
			callsOf(by, module)
				.map((call) => reaches(call, module, ask))
				.some(Boolean),
		),
		remembers: new Map<FunctionNode, boolean>(),
	};
});

/**
 * True where a request runs in each invocation: in a handler, or in functions of the module that a handler calls, and
 * no function on the way asks something that outlives an invocation first (`if (!cached)`, `cached ??= …`,
 * `cache.has(key)`).
 */
export function runsPerInvocation(request: TSESTree.Node, module: SourceModule): boolean {
	const { called, fuel } = functions(module);
	return reaches(request, module, (by) => called.solve(by)) && !fuel.isSpent;
}

function reaches(node: TSESTree.Node, module: SourceModule, ask: Ask<FunctionNode, boolean>): boolean {
	const { handlers } = functions(module);
	const around = functionsAround(node);
	const handler = around.findIndex((one) => handlers.has(one));
	const inside = handler === -1 ? around : around.slice(0, handler + 1);
	const outermost = inside.at(-1);
	return (
		outermost !== undefined &&
		!inside.some((one, index) => remembers(one, inside.slice(index), module)) &&
		(handler !== -1 || ask(outermost))
	);
}

/**
 * True where a function remembers what it got.
 *
 * @param chain the function itself and those around it, up to the handler
 */
function remembers(by: FunctionNode, chain: readonly FunctionNode[], module: SourceModule): boolean {
	const known = functions(module).remembers;
	let found = known.get(by);
	if (found === undefined) {
		found = isMemoized(by, module) || asksCache(by, chain, module);
		known.set(by, found);
	}
	return found;
}

/** What remembers: `memoize(fn)`, `once(fn)`, `pMemoize(fn)`, `cached(fn)`. */
const MEMOIZER = /memo|once|cache|lazy|singleton|dedupe|throttle|\bttl/iu;

function isMemoized(by: FunctionNode, module: SourceModule): boolean {
	return [by, ...referencesOf(by, module)].some(
		({ parent }) =>
			parent?.type === "CallExpression" &&
			MEMOIZER.test(calledName(parent) ?? "") &&
			(parent.arguments as readonly TSESTree.Node[]).some(
				(argument) => argument === by || (argument.type === "Identifier" && isNameOf(argument, by, module)),
			),
	);
}

function isNameOf(identifier: TSESTree.Identifier, by: FunctionNode, module: SourceModule): boolean {
	const name =
		by.type === "FunctionDeclaration" ? by.id : by.parent.type === "VariableDeclarator" ? by.parent.id : null;
	return name !== null && variableOf(identifier, module) === variableOf(name, module);
}

function calledName({ callee }: TSESTree.CallExpression): string | null {
	const called = unwrap(callee);
	return called.type === "Identifier"
		? called.name
		: called.type === "MemberExpression"
			? nameOfKey(called.property, called.computed)
			: null;
}

/** Names that speak of what is kept: `cacheExpiresAt`, `isInitialized`, `loadedAt`. */
const CACHE_NAME = /cache|expir|stale|fresh|loaded|initiali[sz]ed|warm|memo|lastFetch/iu;

/** What a test asks: the names in it, and whether it asks `this`. */
interface Test {
	readonly start: number;
	readonly end: number;
	readonly names: readonly TSESTree.Identifier[];
	readonly asksThis: boolean;
}

/** The tests of a module, in the order of the text. */
const tests = perModule((module): readonly Test[] => {
	const identifiers = [...nodesOf(module, "Identifier")].sort(byStart);
	const privates = [...nodesOf(module, "ThisExpression")].sort(byStart);
	const fuel = functions(module).fuel;
	const found: readonly TSESTree.Node[] = [
		...nodesOf(module, "IfStatement").map(({ test }) => test),
		...nodesOf(module, "ConditionalExpression").map(({ test }) => test),
		...nodesOf(module, "LogicalExpression").map(({ left }) => left),
		...nodesOf(module, "WhileStatement").map(({ test }) => test),
		...nodesOf(module, "AssignmentExpression").flatMap(({ operator, left }) =>
			operator === "??=" || operator === "||=" ? [left] : [],
		),
	];
	return found
		.map(({ range: [start, end] }) => {
			const names = within(identifiers, start, end);
			// Tests inside tests: each is looked at with all that it holds.
			return {
				start,
				end,
				names: fuel.spend(names.length) ? names : [],
				asksThis: within(privates, start, end).length > 0,
			};
		})
		.sort((a, b) => a.start - b.start);
});

function byStart(a: TSESTree.Node, b: TSESTree.Node): number {
	return a.range[0] - b.range[0];
}

/** Those of nodes in the order of the text that stand within a stretch. */
function within<T extends { readonly range: TSESTree.Range }>(
	nodes: readonly T[],
	start: number,
	end: number,
): readonly T[] {
	const first = firstAt(nodes.length, (index) => (nodes[index]?.range[0] ?? 0) >= start);
	const last = firstAt(nodes.length, (index) => (nodes[index]?.range[0] ?? 0) >= end);
	return nodes.slice(first, last);
}

/** The first of so many places at which something holds that holds for all behind it. */
function firstAt(count: number, holds: (index: number) => boolean): number {
	let [low, high] = [0, count];
	while (low < high) {
		const middle = (low + high) >> 1;
		[low, high] = holds(middle) ? [low, middle] : [middle + 1, high];
	}
	return low;
}

/** True where the function decides by something that outlives an invocation. */
function asksCache(by: FunctionNode, chain: readonly FunctionNode[], module: SourceModule): boolean {
	const [start, end] = by.range;
	const all = tests(module);
	const { fuel } = functions(module);
	const known = new Map<Variable, boolean>();
	for (let index = firstAt(all.length, (one) => (all[one]?.start ?? 0) >= start); index < all.length; index += 1) {
		const test = all[index];
		if (test === undefined || test.start >= end || !fuel.spend(1 + test.names.length)) {
			break;
		}
		if (
			test.asksThis ||
			test.names.some(
				(identifier) => CACHE_NAME.test(identifier.name) || outlives(identifier, chain, module, known),
			)
		) {
			return true;
		}
	}
	return false;
}

function isIn(node: TSESTree.Node, frame: TSESTree.Node): boolean {
	return node.range[0] >= frame.range[0] && node.range[1] <= frame.range[1];
}

/**
 * A name from outside the functions that changes: a variable that is written to, an object that can be, a class's
 * static field.
 */
function outlives(
	identifier: TSESTree.Identifier,
	chain: readonly FunctionNode[],
	module: SourceModule,
	known: Map<Variable, boolean>,
): boolean {
	// `let pending = cache.get(key); if (!pending) …`, as far as the names go.
	for (let name: TSESTree.Identifier | null = identifier; name !== null;) {
		const variable = variableOf(name, module);
		const [definition] = variable?.defs ?? [];
		if (variable === null || definition === undefined) {
			return false;
		}
		const answer = known.get(variable);
		if (answer !== undefined) {
			return answer;
		}
		const isOwn = chain.some((one) => isIn(definition.name, one));
		known.set(variable, !isOwn && isKept(variable, module));
		if (!isOwn) {
			return isKept(variable, module);
		}
		name =
			definition.node.type === "VariableDeclarator" && definition.node.init !== null
				? keeperOf(definition.node.init)
				: null;
	}
	return false;
}

const KEPT = new WeakMap<Variable, boolean>();

/** True for a variable whose value one invocation leaves to the next. */
function isKept(variable: Variable, module: SourceModule): boolean {
	let kept = KEPT.get(variable);
	if (kept === undefined) {
		kept = readIsKept(variable, module);
		KEPT.set(variable, kept);
	}
	return kept;
}

function readIsKept(variable: Variable, module: SourceModule): boolean {
	const by = variable.defs[0]?.node;
	if (by?.type === "ClassDeclaration") {
		return true;
	}
	if (by?.type !== "VariableDeclarator") {
		return false;
	}
	if (
		variable.references.some(
			(reference) =>
				reference.isWrite() && reference.init !== true && functionAround(reference.identifier) !== null,
		)
	) {
		return true;
	}
	const value = valuesOf(variable)?.[0];
	const made = value === undefined ? null : unwrap(value);
	if (made?.type === "NewExpression") {
		return findClient(made, module) === null;
	}
	return (
		(made?.type === "ObjectExpression" || made?.type === "ArrayExpression") &&
		variable.references.some(({ identifier: used }) => isWritten(used))
	);
}

/** The `cache` of `cache.get(key)` and of `cache[key]`; null for anything else. */
function keeperOf(init: TSESTree.Expression): TSESTree.Identifier | null {
	const read = unwrap(init);
	const member = read.type === "CallExpression" ? unwrap(read.callee) : read;
	const isRead =
		member.type === "MemberExpression" &&
		(read.type !== "CallExpression" || nameOfKey(member.property, member.computed) === "get");
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
		return (
			(parent.type === "AssignmentExpression" && parent.left === node) ||
			(parent.type === "CallExpression" && parent.callee === node)
		);
	}
	return false;
}

/** Where the request goes out: a v3 command can be made at the top of the module and be sent by the handler. */
export function sendsOf({ sdk, node }: SdkCall, module: SourceModule): readonly TSESTree.Node[] {
	const { parent } = node;
	const variable =
		sdk === "v3" && parent.type === "VariableDeclarator" && parent.id.type === "Identifier"
			? variableOf(parent.id, module)
			: null;
	const sends = (variable?.references ?? []).flatMap(({ identifier }) =>
		identifier.parent.type === "CallExpression" && identifier.parent.arguments[0] === identifier
			? [identifier.parent]
			: [],
	);
	return sends.length > 0 ? sends : [node];
}

/** Custom resources and rotations run once in a while. */
export const isRare = perModule((module) => {
	const names = new Set([
		...nodesOf(module, "Identifier").map(({ name }) => name),
		...nodesOf(module, "Literal").flatMap((node) => textOf(node) ?? []),
	]);
	return (
		names.has("RequestType") ||
		names.has("ClientRequestToken") ||
		names.has("ResponseURL") ||
		splitName(pathBelow(module).split(/[\\/]/u).slice(-2).join("/")).some((word) => ONCE.has(word))
	);
});

/** What a function is called that somebody invokes once: `migrate-handler.ts`, `wipe-lambda/index.mjs`. */
const ONCE: ReadonlySet<string> = new Set(
	"migrate migration migrations migrator bootstrap wipe seed seeder backfill".split(" "),
);
