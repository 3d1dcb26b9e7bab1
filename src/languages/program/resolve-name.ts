import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { SourceModule } from "./source-module.ts";

const RESOLVED = new WeakMap<SourceModule, ReadonlyMap<object, TSESLint.Scope.Variable>>();

/** The variable that a name in an expression stands for; null for a global that nobody declared. */
export function resolveName(
	node: TSESTree.Identifier | TSESTree.JSXIdentifier,
	module: SourceModule,
): TSESLint.Scope.Variable | null {
	let known = RESOLVED.get(module);
	if (known === undefined) {
		const found = new Map<object, TSESLint.Scope.Variable>();
		for (const scope of module.scopes.scopes) {
			for (const { identifier, resolved } of scope.references) {
				if (resolved !== null) {
					found.set(identifier, resolved);
				}
			}
		}
		known = found;
		RESOLVED.set(module, known);
	}
	return known.get(node) ?? null;
}
