import type { Parameter } from "../../model/value.ts";
import type { TemplateMapping, TemplateNode } from "./ast.ts";
import type { Fuel } from "../../text/fuel.ts";
import { findPair, followAliases, intrinsicOf } from "./intrinsic.ts";

/** What is taken for granted on one branch: conditions by name, parameters by value. Never changed, only extended. */
export interface Assumptions {
	readonly conditions: ReadonlyMap<string, boolean>;
	readonly parameters: ReadonlyMap<string, string>;
}

export const NOTHING_ASSUMED: Assumptions = { conditions: new Map(), parameters: new Map() };

/**
 * How deep a condition may refer to others; CloudFormation's own limit is not documented, real templates stay below
 * ten.
 */
const MAX_DEPTH = 32;

/**
 * The condition that CDK puts around the encryption of every stream: the two regions that had none when it was written.
 * Elsewhere it is false, and nobody wrote the branch. Source: `aws-cdk-lib/aws-kinesis/lib/stream.ts`.
 */
const UNSUPPORTED_REGIONS = "AwsCdkKinesisEncryptedStreamsUnsupportedRegions";

/**
 * Decides the conditions of a template as far as its text does: constants, `--parameter-overrides`, `AllowedValues`,
 * and what a branch takes for granted. A parameter's default decides nothing, because any other value may be given.
 */
export class Conditions {
	readonly #definitions: TemplateMapping | undefined;
	readonly #parameters: ReadonlyMap<string, Parameter>;
	readonly #fuel: Fuel;
	/** What was decided, by what was taken for granted. */
	readonly #decided = new WeakMap<Assumptions, Map<string, boolean | undefined>>();
	readonly #extended = new WeakMap<Assumptions, Map<string, Assumptions>>();

	constructor(definitions: TemplateMapping | undefined, parameters: ReadonlyMap<string, Parameter>, fuel: Fuel) {
		this.#definitions = definitions;
		this.#parameters = parameters;
		this.#fuel = fuel;
	}

	/** True or false where the text decides it, undefined where both can come. */
	decide(name: string, assumed: Assumptions): boolean | undefined {
		return this.#decideName(name, assumed, 0);
	}

	/** What else holds where `name` is `value`. */
	assume(name: string, value: boolean, assumed: Assumptions): Assumptions {
		const extended = this.#extended.get(assumed) ?? new Map<string, Assumptions>();
		this.#extended.set(assumed, extended);
		const key = `${String(value)} ${name}`;
		let more = extended.get(key);
		if (more === undefined) {
			more = this.#extend(name, value, assumed);
			extended.set(key, more);
		}
		return more;
	}

	#extend(name: string, value: boolean, assumed: Assumptions): Assumptions {
		if (!this.#fuel.spend(assumed.conditions.size + assumed.parameters.size)) {
			return assumed;
		}
		const conditions = new Map(assumed.conditions);
		const parameters = new Map(assumed.parameters);
		this.#spread(name, value, conditions, parameters, 0);
		return { conditions, parameters };
	}

	#definition(name: string): TemplateNode | undefined {
		return findPair(this.#definitions, name)?.value;
	}

	#spread(
		name: string,
		value: boolean,
		conditions: Map<string, boolean>,
		parameters: Map<string, string>,
		depth: number,
	): void {
		if (conditions.has(name) || depth > MAX_DEPTH) {
			return;
		}
		conditions.set(name, value);
		const definition = this.#definition(name);
		if (definition !== undefined) {
			this.#spreadNode(definition, value, conditions, parameters, depth + 1);
		}
	}

	#spreadNode(
		node: TemplateNode,
		value: boolean,
		conditions: Map<string, boolean>,
		parameters: Map<string, string>,
		depth: number,
	): void {
		const call = intrinsicOf(followAliases(node) ?? node);
		if (call === null || depth > MAX_DEPTH || !this.#fuel.spend()) {
			return;
		}
		const items = argumentsOf(call.argument);
		switch (call.name) {
			case "Condition": {
				const name = textOf(call.argument);
				if (name !== undefined) {
					this.#spread(name, value, conditions, parameters, depth + 1);
				}
				return;
			}
			case "Not": {
				const first = items[0];
				if (first !== undefined) {
					this.#spreadNode(first, !value, conditions, parameters, depth + 1);
				}
				return;
			}
			case "And":
			case "Or":
				// Only the side that binds every member: all of an And that holds, none of an Or that does not.
				if (value === (call.name === "And")) {
					for (const item of items) {
						this.#spreadNode(item, value, conditions, parameters, depth + 1);
					}
				}
				return;
			case "Equals":
				if (value) {
					this.#spreadEquals(items, parameters);
				}
				return;
			default:
		}
	}

	/** `!Equals [!Ref Stage, prod]` that holds gives the parameter its value. */
	#spreadEquals([left, right]: readonly TemplateNode[], parameters: Map<string, string>): void {
		if (left === undefined || right === undefined) {
			return;
		}
		for (const [side, other] of [
			[left, right],
			[right, left],
		] as const) {
			const name = referenceOf(side);
			const text = textOf(other);
			if (name !== undefined && text !== undefined && this.#parameters.has(name)) {
				parameters.set(name, text);
			}
		}
	}

	#decideName(name: string, assumed: Assumptions, depth: number): boolean | undefined {
		const known = assumed.conditions.get(name);
		if (known !== undefined || depth > MAX_DEPTH) {
			return known;
		}
		const decided = this.#decided.get(assumed) ?? new Map<string, boolean | undefined>();
		this.#decided.set(assumed, decided);
		if (!decided.has(name)) {
			decided.set(name, undefined); // While it is decided: a circle decides nothing.
			const definition = this.#definition(name);
			decided.set(
				name,
				definition === undefined
					? undefined
					: name === UNSUPPORTED_REGIONS
						? false
						: this.#decideNode(definition, assumed, depth + 1),
			);
		}
		return decided.get(name);
	}

	#decideNode(node: TemplateNode, assumed: Assumptions, depth: number): boolean | undefined {
		const call = intrinsicOf(followAliases(node) ?? node);
		if (call === null || depth > MAX_DEPTH || !this.#fuel.spend()) {
			return undefined;
		}
		const items = argumentsOf(call.argument);
		switch (call.name) {
			case "Condition": {
				const name = textOf(call.argument);
				return name === undefined ? undefined : this.#decideName(name, assumed, depth + 1);
			}
			case "Not": {
				const inner = items[0] === undefined ? undefined : this.#decideNode(items[0], assumed, depth + 1);
				return inner === undefined ? undefined : !inner;
			}
			case "And":
			case "Or": {
				const deciding = call.name === "Or";
				const answers = items.map((item) => this.#decideNode(item, assumed, depth + 1));
				if (answers.includes(deciding)) {
					return deciding;
				}
				return answers.includes(undefined) ? undefined : !deciding;
			}
			case "Equals":
				return this.#decideEquals(items, assumed);
			default:
				return undefined;
		}
	}

	#decideEquals(items: readonly TemplateNode[], assumed: Assumptions): boolean | undefined {
		const [left, right] = items.slice(0, 2).map((item) => this.#possible(item, assumed));
		if (left === undefined || right === undefined || !this.#fuel.spend(left.length + right.length)) {
			return undefined;
		}
		if (!left.some((text) => right.includes(text))) {
			return false;
		}
		return left.length === 1 && right.length === 1 ? true : undefined;
	}

	/** Every text the node can stand for, or undefined where any can come. */
	#possible(node: TemplateNode, assumed: Assumptions): readonly string[] | undefined {
		const text = textOf(node);
		if (text !== undefined) {
			return [text];
		}
		const name = referenceOf(node);
		return name === undefined ? undefined : this.possibleTexts(name, assumed);
	}

	/** Every text that the parameter can have, or undefined where any can come. */
	possibleTexts(name: string, assumed: Assumptions): readonly string[] | undefined {
		const parameter = this.#parameters.get(name);
		if (parameter === undefined) {
			return undefined;
		}
		if (parameter.overridden && parameter.default !== null) {
			return [parameter.default.text];
		}
		const known = assumed.parameters.get(name);
		return known === undefined ? (parameter.allowed ?? undefined) : [known];
	}
}

function argumentsOf(node: TemplateNode): readonly TemplateNode[] {
	const list = followAliases(node);
	return list?.type === "TemplateSequence" ? list.items : [];
}

function textOf(node: TemplateNode): string | undefined {
	const scalar = followAliases(node);
	// A short tag's argument is the tagged node itself: `!Condition IsProd`.
	return scalar?.type === "TemplateScalar" && (scalar.tag === null || scalar.tag === "Condition")
		? scalar.value
		: undefined;
}

function referenceOf(node: TemplateNode): string | undefined {
	const call = intrinsicOf(followAliases(node) ?? node);
	if (call?.name !== "Ref") {
		return undefined;
	}
	const argument = followAliases(call.argument);
	return argument?.type === "TemplateScalar" ? argument.value : undefined;
}
