import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

export type Node = TSESTree.Node;
export type Variable = TSESLint.Scope.Variable;
/** `f(…)`, `new F(…)`. */
export type Call = TSESTree.CallExpression | TSESTree.NewExpression;
