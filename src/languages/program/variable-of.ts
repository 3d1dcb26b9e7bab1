import type { TSESTree } from "@typescript-eslint/utils";
import type { Variable } from "./node.ts";
import type { SourceModule } from "./source-module.ts";
import { unwrap } from "./unwrap.ts";
import { perModule } from "./per-module.ts";

/** Variables by each identifier that means them. */
const VARIABLES = new WeakMap<TSESTree.Program, ReadonlyMap<TSESTree.Node, Variable>>();

/**
 * What an identifier means in its scope; null for a global that nobody declares, and for a name that is no variable
 * (`a.name`).
 */
export function variableOf(identifier: TSESTree.Node, module: SourceModule): Variable | null {
	let variables = VARIABLES.get(module.ast);
	if (variables === undefined) {
		variables = readVariables(module);
		VARIABLES.set(module.ast, variables);
	}
	return variables.get(identifier) ?? null;
}

function readVariables({ scopes: { scopes } }: SourceModule): ReadonlyMap<TSESTree.Node, Variable> {
	const found = new Map<TSESTree.Node, Variable>();
	const [outermost] = scopes;
	for (const scope of scopes) {
		for (const variable of scope.variables) {
			for (const identifier of variable.identifiers) {
				found.set(identifier, variable);
			}
		}
		for (const { identifier, resolved } of scope.references) {
			// `var` and functions of a script resolve at run time alone, as scope managers see it.
			const variable = resolved ?? outermost?.set.get(String(identifier.name));
			if (variable !== undefined && variable.defs.length > 0) {
				found.set(identifier, variable);
			}
		}
	}
	return found;
}

/** The variables of a module's top level, also those of a script, which are global: imports and what it declares. */
export const topVariables: (module: SourceModule) => readonly Variable[] = perModule(({ scopes }) =>
	scopes.scopes.filter(({ block }) => block.type === "Program").flatMap(({ variables }) => variables),
);

/**
 * Every expression that a plain variable is given, its initial value first; null where the module does not say all of
 * them (a parameter, a pattern, a loop).
 */
export function valuesOf(variable: Variable): readonly TSESTree.Expression[] | null {
	let values = VALUES.get(variable);
	if (values === undefined) {
		values = readValues(variable);
		VALUES.set(variable, values);
	}
	return values;
}

/** Values by variable: each of its uses asks for them. */
const VALUES = new WeakMap<Variable, readonly TSESTree.Expression[] | null>();

function readValues(variable: Variable): readonly TSESTree.Expression[] | null {
	const [definition] = variable.defs;
	if (
		variable.defs.length !== 1 ||
		definition?.node.type !== "VariableDeclarator" ||
		definition.node.id.type !== "Identifier"
	) {
		return null;
	}
	const { parent } = definition.node.parent;
	if (
		(parent.type === "ForOfStatement" || parent.type === "ForInStatement") &&
		parent.left === definition.node.parent
	) {
		return null;
	}
	const values: TSESTree.Expression[] = [];
	for (const reference of variable.references) {
		if (!reference.isWrite()) {
			continue;
		}
		const { parent: write } = reference.identifier;
		const plain =
			write.type === "VariableDeclarator" ||
			(write.type === "AssignmentExpression" &&
				write.left === reference.identifier &&
				["=", "??=", "||="].includes(write.operator));
		if (!plain || reference.writeExpr === null || reference.writeExpr === undefined) {
			return null;
		}
		values.push(reference.writeExpr as TSESTree.Expression);
	}
	return values;
}

/** The one declaration of a variable; null where there are several, or none. The signatures of overloads are none. */
export function definitionOf({ defs }: Variable): Definition | null {
	const [first, second] = defs.length > 1 ? defs.filter(({ node }) => node.type !== "TSDeclareFunction") : defs;
	return first === undefined || second !== undefined ? null : (first as Definition);
}

/** A declaration, by what declares: `ImportBinding`, `Variable`, `Parameter`, `FunctionName`, `ClassName`, …. */
export interface Definition {
	readonly type: string;
	readonly node: TSESTree.Node;
	readonly name: TSESTree.Node;
	readonly parent?: TSESTree.Node | null;
}

const LATE_WRITES = new WeakMap<Variable, Variable["references"]>();

/** Where a variable is set after its declaration. Each read of it asks, and it has as many references as reads. */
export function lateWrites(variable: Variable): Variable["references"] {
	let writes = LATE_WRITES.get(variable);
	if (writes === undefined) {
		writes = variable.references.filter((reference) => reference.isWrite() && reference.init !== true);
		LATE_WRITES.set(variable, writes);
	}
	return writes;
}

/** The one expression that a variable ever holds; null where there are several, or where the module does not say. */
export function onlyValueOf(variable: Variable): TSESTree.Expression | null {
	const values = valuesOf(variable);
	return values?.length === 1 ? (values[0] ?? null) : null;
}

/** How far a chain of names is followed. */
const MAX_STEPS = 8;

/**
 * What an expression is, read through names that are given once. The expression itself where the module does not say.
 */
export function followNames(node: TSESTree.Node, module: SourceModule): TSESTree.Node {
	let current = unwrap(node);
	for (let step = 0; step < MAX_STEPS && current.type === "Identifier"; step += 1) {
		const variable = variableOf(current, module);
		const value = variable === null ? null : onlyValueOf(variable);
		if (value === null) {
			return current;
		}
		current = unwrap(value);
	}
	return current;
}
