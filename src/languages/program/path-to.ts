import type { TSESTree } from "@typescript-eslint/utils";
import { memberKey } from "./name-of-key.ts";

/** Which part of a value a pattern gives to one of its names. */
interface PatternPath {
	/** From the outside in: `["a", "b"]` for `x` in `{ a: { b: x } }`; `[]` for a pattern that is the name itself. */
	readonly names: readonly string[];
	/** True where a default stands on the way: `{ a = 1 }`. That of the whole pattern (`x = {}`) counts as well. */
	readonly hasDefault: boolean;
}

/**
 * The names that lead to a variable inside a pattern, read from the variable up; null where a rest or a computed name
 * stands in the way, or a list.
 *
 * @param lists true to follow lists too, by the number of the item: `["0"]` for `x` in `[x]`
 */
export function pathTo(pattern: TSESTree.Node, name: TSESTree.Node, lists = false): PatternPath | null {
	const names: string[] = [];
	let hasDefault = false;
	for (let node = name; node !== pattern;) {
		const { parent } = node;
		if (parent?.type === "AssignmentPattern" && parent.left === node) {
			hasDefault = true;
			node = parent;
			continue;
		}
		const key =
			parent?.type === "Property" && parent.value === node && parent.parent.type === "ObjectPattern"
				? memberKey(parent.key, parent.computed)
				: parent?.type === "ArrayPattern" && lists
					? numberIn(parent, node)
					: null;
		if (parent === undefined || parent === null || key === null) {
			return null;
		}
		names.push(key);
		node = parent.type === "ArrayPattern" ? parent : (parent.parent as TSESTree.ObjectPattern);
	}
	return { names: names.reverse(), hasDefault };
}

function numberIn({ elements }: TSESTree.ArrayPattern, node: TSESTree.Node): string | null {
	const index = elements.findIndex((element) => element === node);
	return index === -1 ? null : String(index);
}
