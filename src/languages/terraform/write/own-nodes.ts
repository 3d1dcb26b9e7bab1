import { childrenOf } from "../parse/children-of.ts";
import type { HclBlock, HclBody, HclExpression, HclItem, HclNode } from "../parse/syntax.ts";
import type { Span } from "../../../text/span.ts";
import type { TerraformFile } from "../evaluate/terraform-file.ts";

/** The nodes of a file, found by their places. */
export class OwnNodes {
	readonly #byPlace = new Map<number, HclNode>();
	readonly #around = new Map<HclNode, HclNode>();

	constructor({ tree }: TerraformFile) {
		const open: HclNode[] = [tree.body];
		for (let node = open.pop(); node !== undefined; node = open.pop()) {
			// The outermost of several at one place is an attribute's value as a whole.
			const place = placeOf(node);
			if (!this.#byPlace.has(place) && node.type !== "HclBody" && node.type !== "HclText") {
				this.#byPlace.set(place, node);
			}
			for (const child of childrenOf(node)) {
				this.#around.set(child, node);
				open.push(child);
			}
		}
	}

	/** The node at a place. */
	at(start: number, end: number): HclNode | undefined {
		return this.#byPlace.get(placeOf({ start, end }));
	}

	has(node: HclNode): boolean {
		return this.#around.has(node);
	}

	/** What a node is directly in. */
	around(node: HclNode): HclNode | undefined {
		return this.#around.get(node);
	}

	/** The block of a module that a block is in, or is, and the blocks on the way, by their names. */
	wayTo(block: HclBlock): { readonly outermost: HclBlock; readonly names: readonly string[] } {
		const names: string[] = [];
		let current = block;
		for (let node = this.#around.get(block); node !== undefined; node = this.#around.get(node)) {
			if (node.type === "HclBlock") {
				if (current.keyword.text !== "content") {
					names.unshift(typeOfBlock(current));
				}
				current = node;
			}
		}
		return { outermost: current, names };
	}
}

/** The type of a nested block; of a `dynamic` one, of those that it makes. */
function typeOfBlock({ keyword, labels }: HclBlock): string {
	return keyword.text === "dynamic" ? (labels[0]?.text ?? "") : keyword.text;
}

/** The blocks of a type in a body, and whether something else makes or gives more of them. */
export function blocksOf(
	items: readonly HclItem[],
	name: string,
): { readonly blocks: readonly HclBlock[]; readonly isOpen: boolean } {
	const blocks = items.flatMap((item) => (item.type === "HclBlock" && item.keyword.text === name ? [item] : []));
	const isOpen = items.some((item) =>
		item.type === "HclBlock"
			? item.keyword.text === "dynamic" && item.labels[0]?.text === name
			: item.name.text === name,
	);
	return { blocks, isOpen };
}

/** The argument of a name in a body. */
export function attributeIn({ items }: HclBody, name: string): Extract<HclItem, { type: "HclAttribute" }> | undefined {
	for (const item of items) {
		if (item.type === "HclAttribute" && item.name.text === name) {
			return item;
		}
	}
	return undefined;
}

/** True for an expression whose value is written in place. */
export function isPlain(node: HclExpression): boolean {
	return (
		node.type === "HclLiteral" ||
		(node.type === "HclTemplate" && node.parts.every(({ type }) => type === "HclText"))
	);
}

/** Start and end as one number: a file has less than 2²⁶ characters. */
function placeOf({ start, end }: Span): number {
	return start * 2 ** 26 + end;
}
