import type { Parameter } from "../../model/value.ts";
import type { TemplateMapping, TemplateNode } from "./parse/ast.ts";
import type { Fuel } from "../../text/fuel.ts";
import { findPair, followAliases, intrinsicOf } from "./parse/intrinsic.ts";

/** What is assumed on one branch: conditions by name, parameters by value. Never changed, only extended. */
export interface Assumptions {
	readonly conditions: ReadonlyMap<string, boolean>;
	readonly parameters: ReadonlyMap<string, string>;
	/** What a parameter is not: the other side of an `Fn::Equals` that does not hold. */
	readonly excluded: ReadonlyMap<string, ReadonlySet<string>>;
}

export const NOTHING_ASSUMED: Assumptions = { conditions: new Map(), parameters: new Map(), excluded: new Map() };

/** Assumptions in the making. */
interface Growing {
	readonly conditions: Map<string, boolean>;
	readonly parameters: Map<string, string>;
	readonly excluded: Map<string, Set<string>>;
}

/**
 * How deep conditions may refer to others; CloudFormation's own limit is not documented, real templates stay below ten.
 */
const MAX_DEPTH = 32;

/**
 * The condition that CDK adds for the encryption of every stream: the two Regions that did not support it then. It is
 * false elsewhere, and the author did not write the branch. Source: `aws-cdk-lib/aws-kinesis/lib/stream.ts`.
 */
const UNSUPPORTED_REGIONS = "AwsCdkKinesisEncryptedStreamsUnsupportedRegions";

/**
 * Decides the conditions of a template as far as its text allows: constants, `--parameter-overrides`, `AllowedValues`,
 * and the assumptions of a branch. A parameter default decides nothing, because any other value can be passed.
 */
export class Conditions {
	readonly #definitions: TemplateMapping | undefined;
	readonly #parameters: ReadonlyMap<string, Parameter>;
	readonly #fuel: Fuel;
	/** Earlier decisions, by their assumptions. */
	readonly #decided = new WeakMap<Assumptions, Map<string, boolean | undefined>>();
	readonly #extended = new WeakMap<Assumptions, Map<string, Assumptions>>();

	constructor(definitions: TemplateMapping | undefined, parameters: ReadonlyMap<string, Parameter>, fuel: Fuel) {
		this.#definitions = definitions;
		this.#parameters = parameters;
		this.#fuel = fuel;
	}

	/** True or false if the text decides it, undefined if both are possible. */
	decide(name: string, assumed: Assumptions): boolean | undefined {
		return this.#decideName(name, assumed, 0);
	}

	/** What follows if `name` is `value`. */
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
		if (!this.#fuel.spend(assumed.conditions.size + assumed.parameters.size + assumed.excluded.size)) {
			return assumed;
		}
		const growing: Growing = {
			conditions: new Map(assumed.conditions),
			parameters: new Map(assumed.parameters),
			excluded: new Map([...assumed.excluded].map(([parameter, texts]) => [parameter, new Set(texts)])),
		};
		this.#spread(name, value, growing, 0);
		return growing;
	}

	#definition(name: string): TemplateNode | undefined {
		return findPair(this.#definitions, name)?.value;
	}

	#spread(name: string, value: boolean, growing: Growing, depth: number): void {
		if (growing.conditions.has(name) || depth > MAX_DEPTH) {
			return;
		}
		growing.conditions.set(name, value);
		const definition = this.#definition(name);
		if (definition !== undefined) {
			this.#spreadNode(definition, value, growing, depth + 1);
		}
	}

	#spreadNode(node: TemplateNode, value: boolean, growing: Growing, depth: number): void {
		const call = intrinsicOf(followAliases(node) ?? node);
		if (call === null || depth > MAX_DEPTH || !this.#fuel.spend()) {
			return;
		}
		const items = argumentsOf(call.argument);
		switch (call.name) {
			case "Condition": {
				const name = argumentText(call.argument);
				if (name !== undefined) {
					this.#spread(name, value, growing, depth + 1);
				}
				return;
			}
			case "Not": {
				const first = items[0];
				if (first !== undefined) {
					this.#spreadNode(first, !value, growing, depth + 1);
				}
				return;
			}
			case "And":
			case "Or":
				// Only the case that determines every member: an And that is true, an Or that is false.
				if (value === (call.name === "And")) {
					for (const item of items) {
						this.#spreadNode(item, value, growing, depth + 1);
					}
				}
				return;
			case "Equals":
				this.#spreadEquals(items, value, growing);
				return;
			default:
		}
	}

	/** If `!Equals [!Ref Stage, prod]` is true, the parameter has that value; if false, it has another. */
	#spreadEquals(
		[left, right]: readonly TemplateNode[],
		value: boolean,
		{ parameters, excluded }: Pick<Growing, "parameters" | "excluded">,
	): void {
		if (left === undefined || right === undefined) {
			return;
		}
		for (const [side, other] of [
			[left, right],
			[right, left],
		] as const) {
			const name = referenceOf(side);
			const text = argumentText(other);
			if (name !== undefined && text !== undefined && this.#parameters.has(name)) {
				if (value) {
					parameters.set(name, text);
				} else {
					excluded.set(name, (excluded.get(name) ?? new Set()).add(text));
				}
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
			decided.set(name, undefined); // During the decision: a cycle decides nothing.
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
				const name = argumentText(call.argument);
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

	/** Every text that the node can have, or undefined if any is possible. */
	#possible(node: TemplateNode, assumed: Assumptions): readonly string[] | undefined {
		const text = argumentText(node);
		if (text !== undefined) {
			return [text];
		}
		const name = referenceOf(node);
		return name === undefined ? undefined : this.possibleTexts(name, assumed);
	}

	/** Every text that the parameter can have, or undefined if any is possible. */
	possibleTexts(name: string, assumed: Assumptions): readonly string[] | undefined {
		const parameter = this.#parameters.get(name);
		if (parameter === undefined) {
			return undefined;
		}
		if (parameter.overridden && parameter.default !== null) {
			return [parameter.default.text];
		}
		const known = assumed.parameters.get(name);
		if (known !== undefined) {
			return [known];
		}
		const excluded = assumed.excluded.get(name);
		return excluded === undefined
			? (parameter.allowed ?? undefined)
			: parameter.allowed?.filter((text) => !excluded.has(text));
	}

	/** False where the branch rules out that the parameter has this text. */
	mayBe(name: string, text: string, assumed: Assumptions): boolean {
		return this.possibleTexts(name, assumed)?.includes(text) ?? assumed.excluded.get(name)?.has(text) !== true;
	}
}

function argumentsOf(node: TemplateNode): readonly TemplateNode[] {
	const list = followAliases(node);
	return list?.type === "TemplateSequence" ? list.items : [];
}

function argumentText(node: TemplateNode): string | undefined {
	const scalar = followAliases(node);
	// The argument of a short tag is the tagged node itself: `!Condition IsProd`.
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
