import type { TSESTree } from "@typescript-eslint/utils";
import { isRuntimeVariable, isSetByLambda } from "../../model/runtime-variables.ts";
import { SpanIndex } from "../../text/span-index.ts";
import { environmentReads } from "../handler/environment/environment-reads.ts";
import { isFunction, type FunctionNode } from "../program/function-node.ts";
import { nameOfCallee } from "../program/name-of-key.ts";
import { spanOf } from "../program/node-edit.ts";
import { perModule } from "../program/per-module.ts";
import type { SourceModule } from "../program/source-module.ts";
import { unwrap } from "../program/unwrap.ts";
import { valuesOf, variableOf } from "../program/variable-of.ts";

/** A text that Lambda sets, or an object: it is there, and nothing more is known of it. */
const SOMETHING = Symbol("something");
type Possible = string | number | boolean | null | undefined | typeof SOMETHING;

/** What an expression of a condition may come to. */
interface Outcome {
	readonly values: readonly Possible[];
	/** True if a variable has a part in it that the configuration of the function may set. */
	readonly asks: boolean;
	/** True if such a variable decides which of the values it is. */
	readonly isOpen: boolean;
}

const ANYTHING: Outcome = { values: [SOMETHING, undefined], asks: false, isOpen: false };
const ASKED: Outcome = { values: [SOMETHING, undefined], asks: true, isOpen: true };

/** What bundlers write for `NODE_ENV`, which Lambda does not set. */
const OF_BUNDLERS = [undefined, "production", "development"];

/** How deep a condition is read, and how many values of a part are told apart. */
const MAX_DEPTH = 8;
const MAX_VALUES = 8;

/** What is known of the variables of one function, with what follows from it for the code of its modules. */
export class KnownEnvironment {
	readonly #valuesOf: ((name: string) => readonly string[] | "unset" | null) | null;
	/** Whether nodes, and functions, are code that the environment switches on; false for a function that is being asked. */
	readonly nodes = new WeakMap<TSESTree.Node, boolean>();
	readonly functions = new WeakMap<FunctionNode, boolean>();
	/** What becomes of variables of the program. */
	readonly needs = new WeakMap<object, "required" | "optional" | "unknown" | "thrown">();

	/** @param valuesOf what a variable may be set to; null for any value, or where nothing at all is known */
	constructor(valuesOf: ((name: string) => readonly string[] | "unset" | null) | null) {
		this.#valuesOf = valuesOf;
	}

	/**
	 * False if the environment says, or may say, that a condition does not have this outcome; what depends on other things
	 * is taken to happen.
	 *
	 * @param expected null for a condition with other outcomes than true and false
	 */
	allows(test: TSESTree.Node, expected: boolean | null, module: SourceModule): boolean {
		const { values, asks, isOpen } = this.#read(test, module, 0);
		return expected === null ? !asks : !isOpen && values.some((value) => Boolean(value) === expected);
	}

	/** What a variable may be, where a configuration need not set it. */
	#variable(name: string): Outcome {
		if (isSetByLambda(name)) {
			return { values: [SOMETHING], asks: false, isOpen: false };
		}
		const set = this.#valuesOf?.(name) ?? null;
		// What another variable's name is not set to may be set elsewhere: somebody asks for it.
		const values =
			set !== "unset" ? set : !isRuntimeVariable(name) ? null : name === "NODE_ENV" ? OF_BUNDLERS : [undefined];
		return values === null ? ASKED : { values, asks: true, isOpen: values.length > 1 };
	}

	#read(given: TSESTree.Node, module: SourceModule, depth: number): Outcome {
		const node = unwrap(given);
		if (depth > MAX_DEPTH) {
			return ANYTHING;
		}
		const name = readsOf(module).byNode.get(node);
		if (name !== undefined) {
			return this.#variable(name);
		}
		const read = (inner: TSESTree.Node): Outcome => this.#read(inner, module, depth + 1);
		switch (node.type) {
			case "Literal":
				return {
					values: [
						typeof node.value === "object" && node.value !== null ? SOMETHING : (node.value as Possible),
					],
					asks: false,
					isOpen: false,
				};
			case "Identifier":
				return this.#ofName(node, module, read);
			case "UnaryExpression":
				return node.operator === "!" ? not(read(node.argument)) : parts([read(node.argument)]);
			case "LogicalExpression":
				return joined(node.operator, read(node.left), read(node.right));
			case "BinaryExpression":
				return compared(node, read, module);
			case "MemberExpression":
				return parts([read(node.object)]);
			case "CallExpression": {
				const [first] = node.arguments;
				return nameOfCallee(node.callee) === "Boolean" && first !== undefined
					? not(not(read(first)))
					: parts([node.callee, ...node.arguments].map(read));
			}
			default:
				return readsOf(module).index.meets(spanOf(node)) && !isFunction(node) ? ASKED : ANYTHING;
		}
	}

	#ofName(node: TSESTree.Identifier, module: SourceModule, read: (inner: TSESTree.Node) => Outcome): Outcome {
		const variable = variableOf(node, module);
		if (variable === null) {
			return node.name === "undefined" ? { ...ANYTHING, values: [undefined] } : ANYTHING;
		}
		const name = readsOf(module).byVariable.get(variable);
		if (name !== undefined) {
			return this.#variable(name);
		}
		const all = valuesOf(variable) ?? [];
		const [value] = all;
		return value !== undefined && all.length === 1 ? read(value) : parts(all.map(read));
	}
}

/** Nothing is known of the variables of a module. */
export const UNKNOWN_ENVIRONMENT = new KnownEnvironment(null);

/** The variables that a module reads where their values are used, without those that Lambda sets. */
const readsOf = perModule((module) => {
	const reads = environmentReads(module).filter(({ shape }) => shape !== "schema");
	return {
		byNode: new Map(reads.flatMap(({ shape, node, name }) => (shape === "expression" ? [[node, name]] : []))),
		byVariable: new Map(
			reads.flatMap(({ variable, name }) => (variable === null ? [] : [[variable as object, name] as const])),
		),
		index: new SpanIndex(
			environmentReads(module).flatMap(({ name, node }) => (isSetByLambda(name) ? [] : [spanOf(node)])),
		),
	};
});

/** What is made of parts in a way that is not followed. */
function parts(outcomes: readonly Outcome[]): Outcome {
	return outcomes.some(({ asks }) => asks) ? ASKED : ANYTHING;
}

function settled(values: readonly Possible[], asks: boolean, isOpen: boolean): Outcome {
	const distinct = [...new Set(values)];
	return distinct.length > MAX_VALUES
		? { ...ASKED, asks, isOpen }
		: { values: distinct, asks, isOpen: isOpen && distinct.length > 1 };
}

function not({ values, asks, isOpen }: Outcome): Outcome {
	return settled(
		values.map((value) => !isTruthy(value)),
		asks,
		isOpen,
	);
}

function isTruthy(value: Possible): boolean {
	return Boolean(value);
}

function joined(operator: "&&" | "||" | "??", left: Outcome, right: Outcome): Outcome {
	const goesOn = (value: Possible): boolean =>
		operator === "&&"
			? isTruthy(value)
			: operator === "||"
				? !isTruthy(value)
				: value === undefined || value === null;
	const kept = left.values.filter((value) => !goesOn(value));
	return kept.length === left.values.length
		? left
		: settled(
				[...kept, ...right.values],
				left.asks || right.asks,
				(left.isOpen && kept.length > 0) || right.isOpen,
			);
}

/** `process.env.STAGE === "prod"`. What an event says decides `event.stage === process.env.STAGE`. */
function compared(
	{ left, operator, right }: TSESTree.BinaryExpression,
	read: (inner: TSESTree.Node) => Outcome,
	module: SourceModule,
): Outcome {
	const [a, b] = [read(left), read(right)];
	if (!/^[!=]==?$/u.test(operator)) {
		return parts([a, b]);
	}
	const values = a.values.flatMap((one) => b.values.flatMap((other) => areEqual(one, other, operator.length === 2)));
	return settled(
		operator.startsWith("!") ? values.map((value) => !value) : values,
		a.asks || b.asks,
		(a.isOpen && isFixed(right, b, module)) || (b.isOpen && isFixed(left, a, module)),
	);
}

function areEqual(one: Possible, other: Possible, isLoose: boolean): readonly boolean[] {
	if (one === SOMETHING || other === SOMETHING) {
		return isTruthy(one) && isTruthy(other) ? [true, false] : [false];
	}
	return [isLoose && (one ?? null) === null ? (other ?? null) === null : one === other];
}

/** True for what is the same in each call: a literal, a constant, `Stage.Prod`, another variable of the environment. */
function isFixed(given: TSESTree.Node, { values, asks }: Outcome, module: SourceModule): boolean {
	let node = unwrap(given);
	while (node.type === "MemberExpression") {
		node = unwrap(node.object);
	}
	const variable = node.type === "Identifier" ? variableOf(node, module) : null;
	return (
		asks ||
		(values.length === 1 && values[0] !== SOMETHING) ||
		variable?.scope.block.type === "Program" ||
		node.type === "TemplateLiteral"
	);
}
