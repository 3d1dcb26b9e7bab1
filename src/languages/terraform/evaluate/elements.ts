import type { Value } from "../../../model/value.ts";
import { literal } from "./values.ts";

/** An item of a collection, with its key or its place. */
export interface Element {
	readonly key: Value;
	readonly value: Value;
}

/** The items of a list or a map; null if they are not all known. */
export function elementsOf(value: Value): readonly Element[] | null {
	if (value.kind === "list") {
		return value.open ? null : value.items.map((item, index) => ({ key: literal(item.span, index), value: item }));
	}
	if (value.kind === "map") {
		return value.open
			? null
			: sorted(value.entries).map(({ key, keySpan, value: item }) => ({
					key: literal(keySpan, key),
					value: item,
				}));
	}
	return null;
}

/** Entries in the order in which Terraform goes through them. */
function sorted<T extends { readonly key: string }>(entries: readonly T[]): readonly T[] {
	return [...entries].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
