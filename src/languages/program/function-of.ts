import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, type FunctionNode } from "./function-node.ts";
import type { SourceModule } from "./source-module.ts";
import { unwrap } from "./unwrap.ts";
import { definitionOf, lateWrites, variableOf } from "./variable-of.ts";

/**
 * The function of the module that a name always stands for: `function sign() {}`, `const sign = () => {}`; null where
 * it may be another, or comes from elsewhere.
 */
export function functionOf(name: TSESTree.Identifier, module: SourceModule): FunctionNode | null {
	const variable = variableOf(name, module);
	const definition = variable === null ? null : definitionOf(variable);
	if (variable === null || definition === null || lateWrites(variable).length > 0) {
		return null;
	}
	const { type, node } = definition;
	const value =
		type === "Variable" && node.type === "VariableDeclarator" && node.id.type === "Identifier" ? node.init : node;
	const given = value === null || (type !== "Variable" && type !== "FunctionName") ? null : unwrap(value);
	return given !== null && isFunction(given) ? given : null;
}
