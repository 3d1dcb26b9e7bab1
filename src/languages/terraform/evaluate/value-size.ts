import type { Value } from "../../../model/value.ts";

/** Characters of a text that count as one part. */
const CHARACTERS = 64;

const SIZES = new WeakMap<Value, number>();

/**
 * How many parts a value has when it is written out. Names share values: `[local.a, local.a]`, again and again, has a
 * million of them in twenty lines.
 */
export function sizeOf(value: Value): number {
	if (
		value.kind === "literal" ||
		value.kind === "reference" ||
		value.kind === "absent" ||
		value.kind === "unresolved"
	) {
		return 1 + sizeOfParts(value); // Nothing to remember.
	}
	let size = SIZES.get(value);
	if (size === undefined) {
		size = 1 + sizeOfParts(value);
		SIZES.set(value, size);
	}
	return size;
}

function sizeOfParts(value: Value): number {
	switch (value.kind) {
		case "map":
			return value.entries.reduce((sum, entry) => sum + sizeOf(entry.value), 0);
		case "list":
			return value.items.reduce((sum, item) => sum + sizeOf(item), 0);
		case "branches":
			return value.branches.reduce((sum, branch) => sum + sizeOf(branch.value), 0);
		case "text":
			return value.parts.reduce(
				(sum, part) => sum + (typeof part === "string" ? part.length / CHARACTERS : sizeOf(part)),
				0,
			);
		case "literal":
			return value.text.length / CHARACTERS;
		case "absent":
		case "reference":
		case "unresolved":
			return 0;
		default:
			return value satisfies never;
	}
}
