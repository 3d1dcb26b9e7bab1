import {
	literalOf,
	type AbsentValue,
	type Entry,
	type ListValue,
	type LiteralValue,
	type MapValue,
	type ReferenceValue,
	type UnresolvedValue,
	type Value,
	type Via,
} from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import type { Words } from "../../../text/wording.ts";

/** A value that Terraform knows by itself. */
export type Scalar = string | number | boolean | null;

export function literal(span: Span, value: string | number | boolean, via: Via | null = null): LiteralValue {
	return { kind: "literal", span, value, text: String(value), via };
}

/** `null`, or nothing at all if not `explicit`. */
export function absent(span: Span, explicit = true): AbsentValue {
	return { kind: "absent", span, explicit };
}

export function unresolved(span: Span, why: Words): UnresolvedValue {
	return { kind: "unresolved", span, why };
}

export function listOf(span: Span, items: readonly Value[], open = false, origin: unknown = null): ListValue {
	return { kind: "list", span, items, open, origin };
}

export function mapOf(span: Span, entries: readonly Entry[], open = false, origin: unknown = null): MapValue {
	return { kind: "map", span, entries, open, origin };
}

export function entry(key: string, value: Value, keySpan: Span = value.span, span: Span = keySpan): Entry {
	return { key, keySpan, value, span };
}

/** The value of a scalar; undefined for what is not known, and for anything else. */
export function scalarOf(value: Value): Scalar | undefined {
	return value.kind === "absent" ? null : literalOf(value)?.value;
}

/** The text of a scalar that has one: numbers and switches are texts where one is expected. */
export function textOfScalar(value: Value): string | undefined {
	const scalar = scalarOf(value);
	return scalar === undefined || scalar === null ? undefined : (literalOf(value)?.text ?? String(scalar));
}

/** A switch, also as a text; undefined if it is not known. */
export function truthOf(value: Value): boolean | undefined {
	const scalar = scalarOf(value);
	return scalar === true || scalar === "true" ? true : scalar === false || scalar === "false" ? false : undefined;
}

/** A number, also as a text; undefined if it is not known. */
export function numberOf(value: Value): number | undefined {
	const scalar = scalarOf(value);
	const number = typeof scalar === "string" && scalar.trim() !== "" ? Number(scalar) : scalar;
	return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** The value of an expression that fails. A copy of it is unresolved as any other. */
class FailedValue implements UnresolvedValue {
	readonly kind = "unresolved";
	readonly span: Span;
	readonly why: Words;

	constructor(span: Span, why: Words) {
		this.span = span;
		this.why = why;
	}
}

/** The value of an expression that fails: a key that a known map does not have. `try` and `can` tell it apart. */
export function failed(span: Span, why: Words): UnresolvedValue {
	return new FailedValue(span, why);
}

export function isFailed(value: Value): boolean {
	return value instanceof FailedValue;
}

/** A resource as a whole. A copy of it is what its `Ref` gives. */
class WholeResource implements ReferenceValue {
	readonly kind = "reference";
	readonly span: Span;
	readonly to: ReferenceValue["to"];

	constructor(span: Span, to: ReferenceValue["to"]) {
		this.span = span;
		this.to = to;
	}
}

/** A resource as an object with all its attributes. */
export function wholeResource(span: Span, id: string): ReferenceValue {
	return new WholeResource(span, { of: "resource", id, attribute: null });
}

/** True for a resource as a whole, of which an attribute may be taken. */
export function isWhole(value: Value): boolean {
	return value instanceof WholeResource;
}

/**
 * A value as it is where a name stands for it: what is reported about it is reported there, and a literal knows where it
 * is written. Maps and lists keep their places, in which their entries are edited.
 *
 * @param noun what the author calls what the name names: "local"
 */
export function named(value: Value, span: Span, name: string, noun: string): Value {
	switch (value.kind) {
		case "literal":
			return {
				kind: "literal",
				span,
				value: value.value,
				text: value.text,
				via: value.via ?? { kind: "mapping", name, span: value.span, noun },
			};
		case "absent":
			return { ...value, span, explicit: true };
		case "reference":
			return value instanceof WholeResource ? new WholeResource(span, value.to) : { ...value, span };
		case "unresolved":
			return isFailed(value) ? failed(span, value.why) : { ...value, span };
		case "branches":
			return {
				...value,
				span,
				branches: value.branches.map((branch) => ({ ...branch, value: named(branch.value, span, name, noun) })),
			};
		case "map":
		case "list":
		case "text":
			return value;
		default:
			return value satisfies never;
	}
}

/** The address of the block behind the one of an instance: `aws_sqs_queue.q["orders"]` is of `aws_sqs_queue.q`. */
export function addressOfBlock(id: string): string {
	return id.endsWith("]") ? id.slice(0, id.lastIndexOf("[")) : id;
}

/** The last entry of a key. */
export function findEntry({ entries }: MapValue, key: string): Entry | undefined {
	return entries.findLast((one) => one.key === key);
}
