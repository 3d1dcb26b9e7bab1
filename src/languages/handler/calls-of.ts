import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionNode } from "./evidence.ts";
import { ancestorsOf, nodesOf } from "./nodes-of.ts";
import type { SourceModule } from "./source-module.ts";
import { nameOfKey, variableOf } from "./variable-of.ts";

/** The places where the module itself calls one of its functions by name, or one of its methods on `this`. */
export function callsOf(by: FunctionNode, module: SourceModule): readonly TSESTree.CallExpression[] {
	const named = referencesOf(by, module).flatMap((identifier) => (identifier.parent.type === "CallExpression" && identifier.parent.callee === identifier ? [identifier.parent] : []));
	const { parent } = by;
	if (parent.type !== "MethodDefinition" && parent.type !== "PropertyDefinition") {
		return named;
	}
	const name = nameOfKey(parent.key, parent.computed);
	return nodesOf(module, "CallExpression").filter(
		({ callee }) => callee.type === "MemberExpression" && callee.object.type === "ThisExpression" && nameOfKey(callee.property, callee.computed) === name && [...ancestorsOf(callee)].find(({ type }) => type === "ClassBody") === parent.parent,
	);
}

/** Where the name of a function is used; empty where it has none. */
export function referencesOf(by: FunctionNode, module: SourceModule): readonly TSESTree.Identifier[] {
	const name = by.type === "FunctionDeclaration" ? by.id : by.parent.type === "VariableDeclarator" && by.parent.id.type === "Identifier" ? by.parent.id : null;
	const variable = name === null ? null : variableOf(name, module);
	return (variable?.references ?? []).flatMap(({ identifier, init }) => (init !== true && identifier.type === "Identifier" ? [identifier] : []));
}
