import type { TSESTree } from "@typescript-eslint/utils";
import { type ClassNode, isClass } from "./class-node.ts";
import type { SourceModule } from "./source-module.ts";
import { definitionOf, followNames, variableOf } from "./variable-of.ts";

/** The class of this file that an expression stands for, through names that are given once; null where it is none. */
export function classOf(expression: TSESTree.Node, module: SourceModule): ClassNode | null {
	const node = followNames(expression, module);
	if (isClass(node)) {
		return node;
	}
	const variable = node.type === "Identifier" ? variableOf(node, module) : null;
	const definition = variable === null ? null : definitionOf(variable);
	return definition?.type === "ClassName" && isClass(definition.node) ? definition.node : null;
}
