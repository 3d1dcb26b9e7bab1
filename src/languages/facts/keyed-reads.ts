import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../text/span.ts";
import { groupBy } from "../../text/group-by.ts";
import { isEnvironment, readAt } from "../handler/environment/environment-reads.ts";
import { isExports } from "../program/exports.ts";
import { declaredName, isFunction } from "../program/function-node.ts";
import { isWritten } from "../program/is-written.ts";
import { spanOf } from "../program/node-edit.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";
import { textOf } from "../program/text-of.ts";
import { unwrap } from "../program/unwrap.ts";
import { lateWrites, topVariables, variableOf } from "../program/variable-of.ts";
import { unitsOf } from "./unit-facts.ts";

type Variable = NonNullable<ReturnType<typeof variableOf>>;

/** What is read of the environment by functions that are given the name of the variable. */
export interface KeyedReads {
	/** The names that callers give, where they do. */
	readonly reads: readonly { readonly name: string; readonly span: Span }[];
	/** The exported functions that read what they are given, with the place of that parameter. */
	readonly exported: readonly { readonly name: string; readonly place: number }[];
	/** A place where it is not known which variable is read; null if there is none. */
	readonly open: Span | null;
}

/** A function, by what it is called, and the place of its parameter. */
type Reader = readonly [variable: Variable, place: number];

/** What the module's own functions read that are given a name: `const get = (name) => process.env[name]`. */
export const keyedReadsIn = perModule((module): KeyedReads =>
	follow(
		keyedNodes(module).map(([, reader]) => reader),
		module,
	),
);

/** The same of a function of another module, by what it is called here. */
export function keyedReadsOf(local: string, place: number, module: SourceModule): KeyedReads {
	const variable = topVariables(module).find(({ name }) => name === local);
	return variable === undefined ? { reads: [], exported: [], open: null } : follow([[variable, place]], module);
}

/** True for the environment in `process.env[name]`, where a function of the module is given the name. */
export function isKeyed(node: TSESTree.Node, module: SourceModule): boolean {
	return keyedSet(module).has(node);
}

const keyedSet = perModule((module) => new Set(keyedNodes(module).map(([node]) => node)));

const keyedNodes = perModule((module): readonly (readonly [TSESTree.Node, Reader])[] =>
	nodesOf(module, "MemberExpression").flatMap((node) => {
		const reader =
			node.computed && !isWritten(node) && isEnvironment(node.object, module)
				? readerOf(node.property, module)
				: null;
		return reader === null ? [] : [[node.object, reader] as const];
	}),
);

/** The function whose parameter an expression is. */
function readerOf(given: TSESTree.Node, module: SourceModule): Reader | null {
	const node = unwrap(given);
	const parameter = node.type === "Identifier" ? variableOf(node, module) : null;
	const definition = parameter?.defs[0];
	const owner = definition?.node as TSESTree.Node | undefined;
	if (parameter === null || owner === undefined || !isFunction(owner) || lateWrites(parameter).length > 0) {
		return null;
	}
	const place = owner.params.findIndex((one) => one === (definition?.name as TSESTree.Node));
	const named = declaredName(owner);
	const variable = named === null ? null : variableOf(named, module);
	return place === -1 || variable === null ? null : [variable, place];
}

const usesOf = perModule((module) => groupBy(nodesOf(module, "Identifier"), (node) => variableOf(node, module)));

function follow(readers: readonly Reader[], module: SourceModule): KeyedReads {
	const reads: { name: string; span: Span }[] = [];
	const exported: { name: string; place: number }[] = [];
	let open: Span | null = null;
	const visited = new Map<Variable, Set<number>>();
	const waiting = [...readers];
	for (const [variable, place] of waiting) {
		const places = visited.get(variable) ?? new Set();
		visited.set(variable, places);
		if (places.has(place)) {
			continue;
		}
		places.add(place);
		for (const [name, of] of unitsOf(module).exports) {
			if (of === variable.name) {
				exported.push({ name, place });
			}
		}
		for (const node of usesOf(module).get(variable) ?? []) {
			const { parent } = node;
			if (declaredIn(module).has(node) || isExportOf(node)) {
				continue;
			}
			const argument =
				parent.type === "CallExpression" && parent.callee === node ? argumentAt(place, parent) : undefined;
			const name = argument === undefined ? null : textOf(argument);
			const next = argument === undefined ? null : readerOf(argument, module);
			if (name !== null) {
				if (readAt(parent, module) === undefined) {
					reads.push({ name, span: spanOf(parent) });
				}
			} else if (next === null) {
				open ??= spanOf(node);
			} else {
				waiting.push(next);
			}
		}
	}
	return { reads, exported, open };
}

/** The nodes that declare something at the top level. */
const declaredIn = perModule(
	(module) => new Set(topVariables(module).flatMap(({ identifiers }): readonly TSESTree.Node[] => identifiers)),
);

/** Undefined for one that a list may stand in front of. */
function argumentAt(place: number, call: TSESTree.CallExpression): TSESTree.CallExpressionArgument | undefined {
	const until = call.arguments.slice(0, place + 1);
	return until.some(({ type }) => type === "SpreadElement") ? undefined : until[place];
}

/** True where a name is exported, and not used: `export { get }`, `module.exports = { get }`, `exports.get = get`. */
function isExportOf(node: TSESTree.Identifier): boolean {
	const { parent } = node;
	switch (parent.type) {
		case "ExportSpecifier":
		case "ExportDefaultDeclaration":
			return true;
		case "Property":
			return (
				parent.value === node &&
				parent.parent.parent.type === "AssignmentExpression" &&
				isExports(parent.parent.parent.left)
			);
		case "AssignmentExpression":
			return parent.right === node && parent.left.type === "MemberExpression" && isExports(parent.left.object);
		default:
			return false;
	}
}
