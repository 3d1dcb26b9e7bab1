import type { TSESTree } from "@typescript-eslint/utils";
import { findContexts } from "./find-context.ts";
import { nameOfFunction } from "./find-context.ts";
import type { AnyFunction, Backend, Program } from "./lookup.ts";
import { REASONS, refuse, type Refusal } from "./refusal.ts";
import { walk } from "./walk.ts";

/** How the functions of a program are called, by the last name of what is called. */
export interface Calls {
	/** Called where nobody waits: `init();`, `void init()`, `init().catch(log)`. */
	readonly unawaited: ReadonlySet<string>;
	/** Called while the module loads. */
	readonly loading: ReadonlySet<string>;
}

export function findCalls({ ast }: Program): Calls {
	const unawaited = new Set<string>();
	const loading = new Set<string>();
	for (const node of walk(ast)) {
		const name = node.type === "CallExpression" ? lastName(node.callee) : null;
		if (name === null) {
			continue;
		}
		if (isStatement(node)) {
			unawaited.add(name);
		}
		if (findContexts(node)[0]?.kind === "module") {
			loading.add(name);
		}
	}
	return { unawaited, loading };
}

/** Who calls back without waiting for what comes back. */
const CALLBACKS = new Set(["forEach", "filter", "some", "every", "find", "findIndex", "findLast", "sort", "toSorted", "setTimeout", "setInterval", "setImmediate", "nextTick", "queueMicrotask", "on", "once", "addListener", "addEventListener", "replace", "replaceAll"]);

/** Why an async function may not wait longer than it does: somebody counts on what it does at once. */
export function refuseWait(node: AnyFunction, calls: Calls, backend: Backend): Refusal | null {
	const { parent } = node;
	if (parent.type === "CallExpression" && parent.callee === node) {
		return isStatement(parent) || (backend === "extension" && findContexts(parent)[0]?.kind === "module") ? refuse(REASONS.immediate()) : null;
	}
	if ((parent.type === "CallExpression" || parent.type === "NewExpression") && parent.arguments.includes(node as TSESTree.Expression)) {
		const callee = lastName(parent.callee);
		return callee !== null && CALLBACKS.has(callee) ? refuse(REASONS.callback(callee)) : null;
	}
	const name = nameOfFunction(node);
	if (name === null) {
		return null;
	}
	if (calls.unawaited.has(name)) {
		return refuse(REASONS.unawaited(name));
	}
	return backend === "extension" && calls.loading.has(name) ? refuse(REASONS.extension()) : null;
}

/** True where a call is a statement of its own, whatever is done with errors: `f()`, `void f()`, `f().catch(g)`. */
function isStatement(call: TSESTree.Node): boolean {
	let node = call;
	for (;;) {
		const { parent } = node as { readonly parent: TSESTree.Node };
		switch (parent.type) {
			case "ExpressionStatement":
				return true;
			case "UnaryExpression":
			case "ChainExpression":
				node = parent;
				break;
			case "MemberExpression":
				if (parent.parent.type !== "CallExpression" || parent.computed || !/^(?:then|catch|finally)$/u.test(lastName(parent) ?? "")) {
					return false;
				}
				node = parent.parent;
				break;
			default:
				return false;
		}
	}
}

function lastName(callee: TSESTree.Node): string | null {
	switch (callee.type) {
		case "Identifier":
			return callee.name;
		case "MemberExpression":
			return !callee.computed && callee.property.type === "Identifier" ? callee.property.name : null;
		case "TSNonNullExpression":
		case "ChainExpression":
			return lastName(callee.expression);
		default:
			return null;
	}
}
