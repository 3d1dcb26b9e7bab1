import type { TSESTree } from "@typescript-eslint/utils";
import { declaredName, type FunctionNode } from "./function-node.ts";
import type { SourceModule } from "./source-module.ts";
import { variableOf } from "./variable-of.ts";

/** Where the name of a function is used; empty where it has none. */
export function referencesOf(by: FunctionNode, module: SourceModule): readonly TSESTree.Identifier[] {
	const name = declaredName(by);
	const variable = name === null ? null : variableOf(name, module);
	return (variable?.references ?? []).flatMap(({ identifier, init }) =>
		init !== true && identifier.type === "Identifier" ? [identifier] : [],
	);
}
