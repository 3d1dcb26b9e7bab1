import type { TSESTree } from "@typescript-eslint/utils";
import { nodesOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import { referencesOf } from "../program/references-of.ts";
import type { SourceModule } from "../program/source-module.ts";
import { classAround } from "../program/around.ts";
import { memberKey } from "../program/name-of-key.ts";
import type { FunctionNode } from "../program/function-node.ts";

/** The places where the module itself calls one of its functions by name, or one of its methods on `this`. */
export function callsOf(by: FunctionNode, module: SourceModule): readonly TSESTree.CallExpression[] {
	const named = referencesOf(by, module).flatMap((identifier) =>
		identifier.parent.type === "CallExpression" && identifier.parent.callee === identifier
			? [identifier.parent]
			: [],
	);
	const { parent } = by;
	if (parent.type !== "MethodDefinition" && parent.type !== "PropertyDefinition") {
		return named;
	}
	return methodCalls(module).get(parent.parent)?.get(memberKey(parent.key, parent.computed)) ?? [];
}

/** The calls on `this`, by the class around them and the name. */
const methodCalls = perModule((module) => {
	const found = new Map<TSESTree.Node, Map<string | null, TSESTree.CallExpression[]>>();
	for (const call of nodesOf(module, "CallExpression")) {
		const { callee } = call;
		const body =
			callee.type === "MemberExpression" && callee.object.type === "ThisExpression"
				? (classAround(callee)?.body ?? null)
				: null;
		if (callee.type !== "MemberExpression" || body === null) {
			continue;
		}
		const byName = found.get(body) ?? new Map<string | null, TSESTree.CallExpression[]>();
		found.set(body, byName);
		const name = memberKey(callee.property, callee.computed);
		const same = byName.get(name);
		if (same === undefined) {
			byName.set(name, [call]);
		} else {
			same.push(call);
		}
	}
	return found;
});
