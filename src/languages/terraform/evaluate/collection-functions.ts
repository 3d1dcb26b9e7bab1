import type { Entry, ListValue, MapValue, Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import { elementsOf } from "./elements.ts";
import type { TerraformFunction } from "./terraform-function.ts";
import {
	absent,
	entry,
	failed,
	findEntry,
	listOf,
	literal,
	mapOf,
	numberOf,
	scalarOf,
	textOfScalar,
	truthOf,
	unresolved,
} from "./values.ts";
import { wording } from "../../../text/wording.ts";

const NOT_KNOWN = "it depends on a value that is not known";

/** Functions of lists and maps. What is not known of an operand leaves the result open. */
export const COLLECTION_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
	merge: (given, span) => merge(given, span),
	concat: (given, span) => concat(given, span),
	flatten: ([value], span) => flatten(value, span),
	compact: ([value], span) =>
		value?.kind === "list"
			? { ...value, items: value.items.filter((item) => !isEmpty(item)) }
			: unresolved(span, NOT_KNOWN),
	distinct: ([value], span) =>
		value?.kind === "list" ? { ...value, items: distinct(value.items) } : unresolved(span, NOT_KNOWN),
	toset: ([value], span) =>
		value?.kind === "list" ? { ...value, items: distinct(value.items) } : (value ?? unresolved(span, NOT_KNOWN)),
	tolist: ([value], span) => value ?? unresolved(span, NOT_KNOWN),
	tomap: ([value], span) => value ?? unresolved(span, NOT_KNOWN),
	sort: ([value], span) => {
		const texts = value?.kind === "list" && !value.open ? value.items.map(textOfScalar) : [undefined];
		return value?.kind === "list" && !texts.includes(undefined)
			? {
					...value,
					items: [...value.items].sort((a, b) =>
						(textOfScalar(a) ?? "") < (textOfScalar(b) ?? "") ? -1 : 1,
					),
				}
			: unresolved(span, NOT_KNOWN);
	},
	reverse: ([value], span) =>
		value?.kind === "list" && !value.open
			? { ...value, items: [...value.items].reverse() }
			: unresolved(span, NOT_KNOWN),
	setunion: (given, span) => {
		const list = concat(given, span);
		return list.kind === "list" ? { ...list, items: distinct(list.items) } : list;
	},
	setsubtract: ([one, other], span) => selected(one, other, span, (isThere) => !isThere),
	setintersection: ([one, other], span) => selected(one, other, span, (isThere) => isThere),
	setproduct: (given, span) => product(given, span),
	lookup: ([map, key, fallback], span) => lookup(map, key, fallback, span),
	element: ([list, index], span) => element(list, index, span),
	one: ([list], span) =>
		list?.kind !== "list"
			? (list ?? unresolved(span, NOT_KNOWN))
			: (list.items[0] ?? (list.open ? unresolved(span, NOT_KNOWN) : absent(span))),
	keys: ([map], span) => {
		const elements = map?.kind === "map" ? elementsOf(map) : null;
		return elements === null
			? unresolved(span, NOT_KNOWN)
			: listOf(
					span,
					elements.map(({ key }) => key),
				);
	},
	values: ([map], span) => {
		const elements = map?.kind === "map" ? elementsOf(map) : null;
		return elements === null
			? unresolved(span, NOT_KNOWN)
			: listOf(
					span,
					elements.map(({ value }) => value),
				);
	},
	zipmap: ([keys, values], span) => zip(keys, values, span),
	length: ([value], span) => {
		switch (value?.kind) {
			case "list":
				return value.open ? unresolved(span, NOT_KNOWN) : literal(span, value.items.length);
			case "map":
				return value.open
					? unresolved(span, NOT_KNOWN)
					: literal(span, new Set(value.entries.map(({ key }) => key)).size);
			default: {
				const text = value === undefined ? undefined : textOfScalar(value);
				return text === undefined ? unresolved(span, NOT_KNOWN) : literal(span, text.length);
			}
		}
	},
	contains: ([list, value], span) => contains(list, value, span),
	coalesce: (given, span) => coalesce(given, span),
	coalescelist: (given, span) => {
		for (const list of given) {
			if (list.kind !== "list" || list.open) {
				return unresolved(span, NOT_KNOWN);
			}
			if (list.items.length > 0) {
				return list;
			}
		}
		return listOf(span, []);
	},
	slice: ([list, from, to], span) => {
		const [start, end] = [numberIn(from), numberIn(to)];
		return list?.kind === "list" && !list.open && start !== undefined && end !== undefined
			? { ...list, items: list.items.slice(start, end) }
			: unresolved(span, NOT_KNOWN);
	},
	range: (given, span) => range(given.map(numberOf), span),
	alltrue: ([list], span) => combine(list, true, span),
	anytrue: ([list], span) => combine(list, false, span),
};

function merge(given: readonly Value[], span: Span): Value {
	const entries = new Map<string, Entry>();
	let open = false;
	let origin: unknown = null;
	for (const value of given) {
		if (value.kind === "absent") {
			continue;
		}
		if (value.kind !== "map") {
			open = true;
			// What is not known may replace what stands before it.
			for (const [key, known] of entries) {
				entries.set(key, { ...known, value: unresolved(known.value.span, NOT_KNOWN) });
			}
			continue;
		}
		if (value.open) {
			open = true;
		}
		origin = value.origin;
		for (const one of value.entries) {
			entries.set(one.key, one);
		}
	}
	return mapOf(span, [...entries.values()], open, given.length === 1 ? origin : null);
}

/** The items of a set by whether they are in another one too: both are known, item by item. */
function selected(
	one: Value | undefined,
	other: Value | undefined,
	span: Span,
	isKept: (isThere: boolean) => boolean,
): Value {
	if (one?.kind !== "list" || other?.kind !== "list" || one.open || other.open) {
		return unresolved(span, NOT_KNOWN);
	}
	const texts = [...one.items, ...other.items].map(textOfScalar);
	const others = new Set(other.items.map(textOfScalar));
	return texts.includes(undefined)
		? unresolved(span, NOT_KNOWN)
		: { ...one, items: distinct(one.items).filter((item) => isKept(others.has(textOfScalar(item)))) };
}

/** More combinations than that are not made. */
const MAX_PRODUCT = 1024;

function product(given: readonly Value[], span: Span): Value {
	let rows: readonly (readonly Value[])[] = [[]];
	for (const value of given) {
		if (value.kind !== "list" || value.open || rows.length * value.items.length > MAX_PRODUCT) {
			return unresolved(span, NOT_KNOWN);
		}
		rows = rows.flatMap((row) => value.items.map((item) => [...row, item]));
	}
	return given.length < 2
		? unresolved(span, NOT_KNOWN)
		: listOf(
				span,
				rows.map((row) => listOf(span, row)),
			);
}

function concat(given: readonly Value[], span: Span): Value {
	return listOf(
		span,
		given.flatMap((value) => (value.kind === "list" ? value.items : [])),
		given.some((value) => value.kind !== "list" || value.open),
	);
}

function flatten(value: Value | undefined, span: Span): Value {
	if (value?.kind !== "list") {
		return unresolved(span, NOT_KNOWN);
	}
	const items: Value[] = [];
	let { open } = value;
	const open_: Value[] = [...value.items].reverse();
	for (let item = open_.pop(); item !== undefined; item = open_.pop()) {
		if (item.kind === "list") {
			open ||= item.open;
			for (let index = item.items.length - 1; index >= 0; index -= 1) {
				const inner = item.items[index];
				if (inner !== undefined) {
					open_.push(inner);
				}
			}
		} else if (item.kind === "unresolved" || item.kind === "branches") {
			open = true;
		} else {
			items.push(item);
		}
	}
	return { ...value, items, open };
}

function isEmpty(value: Value): boolean {
	const scalar = scalarOf(value);
	return scalar === null || scalar === "";
}

function distinct(items: readonly Value[]): readonly Value[] {
	const seen = new Set<unknown>();
	return items.filter((item) => {
		const scalar = scalarOf(item);
		if (scalar === undefined) {
			return true;
		}
		const isNew = !seen.has(scalar);
		seen.add(scalar);
		return isNew;
	});
}

function lookup(map: Value | undefined, key: Value | undefined, fallback: Value | undefined, span: Span): Value {
	const text = key === undefined ? undefined : textOfScalar(key);
	if (map?.kind !== "map" || text === undefined) {
		return unresolved(span, NOT_KNOWN);
	}
	return (
		findEntry(map, text)?.value ??
		(map.open
			? unresolved(span, NOT_KNOWN)
			: (fallback ?? failed(span, wording("there is no key '{{text}}'", { text }))))
	);
}

function element(list: Value | undefined, index: Value | undefined, span: Span): Value {
	const number = numberIn(index);
	if (list?.kind !== "list" || number === undefined) {
		return unresolved(span, NOT_KNOWN);
	}
	const { items, open } = list;
	if (open) {
		return items[number] ?? unresolved(span, NOT_KNOWN);
	}
	return items.length === 0
		? failed(span, "the list is empty")
		: (items[((number % items.length) + items.length) % items.length] ?? unresolved(span, NOT_KNOWN));
}

function numberIn(value: Value | undefined): number | undefined {
	return value === undefined ? undefined : numberOf(value);
}

function zip(keys: Value | undefined, values: Value | undefined, span: Span): Value {
	const names = keys?.kind === "list" && !keys.open ? keys.items.map(textOfScalar) : [undefined];
	if (values?.kind !== "list" || values.open || names.includes(undefined)) {
		return unresolved(span, NOT_KNOWN);
	}
	return mapOf(
		span,
		names.flatMap((name, index) => {
			const value = values.items[index];
			return name === undefined || value === undefined ? [] : [entry(name, value)];
		}),
	);
}

function contains(list: ListValue | MapValue | Value | undefined, value: Value | undefined, span: Span): Value {
	const wanted = value === undefined ? undefined : scalarOf(value);
	if (list?.kind !== "list" || wanted === undefined) {
		return unresolved(span, NOT_KNOWN);
	}
	const items = list.items.map(scalarOf);
	return items.includes(wanted)
		? literal(span, true)
		: list.open || items.includes(undefined)
			? unresolved(span, NOT_KNOWN)
			: literal(span, false);
}

/** The first value that is neither `null` nor empty. */
function coalesce(given: readonly Value[], span: Span): Value {
	for (const value of given) {
		const scalar = scalarOf(value);
		if (scalar === null || scalar === "") {
			continue;
		}
		return scalar === undefined && (value.kind === "unresolved" || value.kind === "branches")
			? unresolved(span, NOT_KNOWN)
			: value;
	}
	return failed(span, "every value of `coalesce` is empty");
}

/** The longest list that `range` makes. */
const MAX_RANGE = 256;

function range(given: readonly (number | undefined)[], span: Span): Value {
	const [first, second, third = 1] = given;
	const [start, end, step] = second === undefined ? [0, first, 1] : [first, second, third];
	const count = start === undefined || end === undefined ? NaN : Math.ceil((end - start) / step);
	return given.includes(undefined) || start === undefined || !(count <= MAX_RANGE)
		? unresolved(span, NOT_KNOWN)
		: listOf(
				span,
				Array.from({ length: Math.max(0, count) }, (_, index) => literal(span, start + index * step)),
			);
}

/** @param all true for `alltrue` */
function combine(list: Value | undefined, all: boolean, span: Span): Value {
	const truths =
		list?.kind === "list" ? [...list.items.map(truthOf), ...(list.open ? [undefined] : [])] : [undefined];
	return truths.includes(!all)
		? literal(span, !all)
		: truths.includes(undefined)
			? unresolved(span, NOT_KNOWN)
			: literal(span, all);
}
