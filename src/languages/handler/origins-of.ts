import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { callsOf } from "./calls-of.ts";
import { isEnvironment } from "./environment/environment-reads.ts";
import type { FunctionNode } from "../program/function-node.ts";
import { Solver, type Ask } from "../../text/solver.ts";
import { fuelOf } from "../program/module-fuel.ts";
import { childrenOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";
import { valuesOf, variableOf } from "../program/variable-of.ts";
import { unwrap } from "../program/unwrap.ts";

/**
 * Where the parts of an expression come from: an environment variable, the text of the module (or what it imports), or
 * anything else.
 */
export type Origin = "environment" | "constant" | "other";

/** How deep one expression is read. */
const MAX_DEPTH = 24;

const BITS: Readonly<Record<Origin, number>> = { environment: 1, constant: 2, other: 4 };

/** Where the values of variables come from, as bits. */
const origins = perModule((module) => {
	const fuel = fuelOf(module, "where values come from");
	return {
		fuel,
		solver: new Solver<TSESLint.Scope.Variable, number>(
			0,
			fuel,
			(variable, ask) => new Reader(module, ask).ofVariable(variable),
			(before, more) => before | more,
		),
	};
});

/**
 * Where an expression comes from, through names, members, templates, the arguments of calls
 * (`Buffer.from(x, "base64")`) and
 * the parameters of the module's own functions, whose calls are looked up.
 */
export function originsOf(node: TSESTree.Node, module: SourceModule): ReadonlySet<Origin> {
	const { fuel, solver } = origins(module);
	const found =
		new Reader(module, (variable) => solver.solve(variable)).of(node, 0) | (fuel.isSpent ? BITS.other : 0);
	return new Set((Object.keys(BITS) as Origin[]).filter((origin) => (found & BITS[origin]) !== 0));
}

/** True where only the environment and the module itself decide what it is: the same in every invocation. */
export function isStatic(node: TSESTree.Node, module: SourceModule): boolean {
	return !originsOf(node, module).has("other");
}

class Reader {
	readonly #module: SourceModule;
	readonly #ask: Ask<TSESLint.Scope.Variable, number>;

	constructor(module: SourceModule, ask: Ask<TSESLint.Scope.Variable, number>) {
		this.#module = module;
		this.#ask = ask;
	}

	of(given: TSESTree.Node, depth: number): number {
		const node = unwrap(given);
		if (depth > MAX_DEPTH) {
			return BITS.other;
		}
		switch (node.type) {
			case "Literal":
				return BITS.constant;
			case "Identifier": {
				const variable = variableOf(node, this.#module);
				return variable === null ? 0 : this.#ask(variable); // A global: `Buffer`, `undefined`.
			}
			case "MemberExpression":
				return isEnvironment(node.object, this.#module)
					? BITS.environment
					: this.of(node.object, depth + 1) | (node.computed ? this.of(node.property, depth + 1) : 0);
			case "CallExpression":
			case "NewExpression":
				return this.#ofCall(node, depth);
			case "Property":
				return this.of(node.value, depth + 1);
			case "TemplateLiteral":
			case "BinaryExpression":
			case "LogicalExpression":
			case "ConditionalExpression":
			case "ArrayExpression":
			case "ObjectExpression":
			case "SpreadElement":
				return this.#all(childrenOf(node, this.#module.visitorKeys), depth + 1);
			case "TemplateElement":
			case "ArrowFunctionExpression": // What a conversion does with each character.
				return 0;
			default:
				return BITS.other;
		}
	}

	#all(nodes: readonly TSESTree.Node[], depth: number): number {
		let found = 0;
		for (const node of nodes) {
			found |= this.of(node, depth);
		}
		return found;
	}

	/**
	 * `Buffer.from(x)`, `x.trim()`, `fromBase64(x)`: what goes in is what comes out, unless the module's own function
	 * may do anything.
	 */
	#ofCall({ callee, arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression, depth: number): number {
		const called = unwrap(callee);
		const variable = called.type === "Identifier" ? variableOf(called, this.#module) : null;
		if (
			(called.type === "Identifier" && variable !== null && variable.defs[0]?.node.type !== "ImportSpecifier") ||
			(called.type !== "Identifier" && called.type !== "MemberExpression")
		) {
			return BITS.other;
		}
		return (
			(called.type === "MemberExpression" ? this.of(called.object, depth + 1) : 0) | this.#all(given, depth + 1)
		);
	}

	/** Where whatever a variable holds comes from. */
	ofVariable(variable: TSESLint.Scope.Variable): number {
		const [definition] = variable.defs;
		if (definition === undefined) {
			return 0;
		}
		const { node: by } = definition;
		switch (by.type) {
			case "ImportSpecifier":
			case "ImportDefaultSpecifier":
			case "ImportNamespaceSpecifier":
			case "TSImportEqualsDeclaration":
			case "TSEnumDeclaration":
				return BITS.constant;
			case "VariableDeclarator": {
				if (by.id.type !== "Identifier" && by.init !== null && isEnvironment(by.init, this.#module)) {
					return BITS.environment; // const { SECRET_ARN } = process.env
				}
				const values = by.id.type === "Identifier" ? valuesOf(variable) : by.init === null ? null : [by.init];
				return values === null ? BITS.other : this.#all(values, 0);
			}
			case "FunctionDeclaration":
			case "FunctionExpression":
			case "ArrowFunctionExpression":
				return this.#ofParameter(by, definition.name);
			default:
				return BITS.other;
		}
	}

	/** What a parameter is given wherever the module calls the function. */
	#ofParameter(by: FunctionNode, name: TSESTree.Node): number {
		const index = by.params.findIndex(
			(parameter) => parameter === name || (parameter.type === "AssignmentPattern" && parameter.left === name),
		);
		const pattern = by.params.findIndex(
			(parameter) =>
				parameter.type === "ObjectPattern" &&
				name.range[0] >= parameter.range[0] &&
				name.range[1] <= parameter.range[1],
		);
		const calls = callsOf(by, this.#module);
		if (calls.length === 0 || (index === -1 && pattern === -1)) {
			return BITS.other;
		}
		let found = 0;
		for (const { arguments: given } of calls) {
			const place = index === -1 ? pattern : index;
			const argument = given[place];
			found |=
				argument === undefined || given.slice(0, place + 1).some(({ type }) => type === "SpreadElement")
					? BITS.other
					: this.of(argument, 0);
		}
		return found;
	}
}
