import type { Value } from "../../../model/value.ts";
import type { HclAttribute } from "../parse/syntax.ts";
import { elementsOf } from "./elements.ts";
import { argumentOf, type Declaration } from "./module-table.ts";
import type { TerraformFile } from "./terraform-file.ts";
import { literal, mapOf, entry, numberOf, textOfScalar, truthOf } from "./values.ts";

/** One of several resources that a block makes. */
interface Instance {
	readonly key: Value;
	/** `each` or `count`, as expressions of the block see it. */
	readonly names: ReadonlyMap<string, Value>;
}

/** What `count` and `for_each` make of a block. */
export type Instances =
	| { readonly kind: "single" }
	| { readonly kind: "none" }
	| { readonly kind: "keys"; readonly each: readonly Instance[] }
	/** Their number is not known; there may be none. What an instance of another resource is, it is in any case. */
	| { readonly kind: "unknown"; readonly names: ReadonlyMap<string, Value> };

/** More instances than that are not told apart. */
const MAX_INSTANCES = 64;

/** Nothing is known of an instance. */
export const UNKNOWN: Instances = { kind: "unknown", names: new Map() };

/** Reads `count` and `for_each` of a block. */
export function instancesOf(
	declaration: Declaration,
	evaluate: (argument: HclAttribute, file: TerraformFile) => Value,
): Instances {
	const count = argumentOf(declaration, "count");
	if (count !== undefined) {
		return countOf(evaluate(count.node, count.file));
	}
	const each = argumentOf(declaration, "for_each");
	return each === undefined ? { kind: "single" } : eachOf(evaluate(each.node, each.file));
}

function countOf(value: Value): Instances {
	const truth = truthOf(value);
	const count = truth === undefined ? numberOf(value) : Number(truth);
	if (count === undefined || count > MAX_INSTANCES) {
		return UNKNOWN;
	}
	return count < 1
		? { kind: "none" }
		: {
				kind: "keys",
				each: Array.from({ length: Math.floor(count) }, (_, index): Instance => {
					const key = literal(value.span, index);
					return { key, names: new Map([["count", mapOf(value.span, [entry("index", key)])]]) };
				}),
			};
}

function eachOf(value: Value): Instances {
	// A set of texts: each item is its own key.
	const elements =
		value.kind === "list"
			? (elementsOf(value)?.map((element) => ({ key: element.value, value: element.value })) ?? null)
			: elementsOf(value);
	if (
		elements === null ||
		elements.length > MAX_INSTANCES ||
		elements.some(({ key }) => textOfScalar(key) === undefined)
	) {
		return UNKNOWN;
	}
	return elements.length === 0
		? { kind: "none" }
		: {
				kind: "keys",
				each: elements.map(({ key, value: item }): Instance => {
					const each = mapOf(value.span, [entry("key", key), entry("value", item)]);
					return { key, names: new Map([["each", each]]) };
				}),
			};
}
