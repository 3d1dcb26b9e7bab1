import type { Span } from "../../../text/span.ts";
import type { Declaration } from "../evaluate/module-table.ts";
import type { Placed, TerraformFile } from "../evaluate/terraform-file.ts";
import { headOf, literalText } from "../evaluate/module-table.ts";
import type { HclBlock, HclBody, HclExpression, HclFile, HclItem } from "../parse/syntax.ts";

/** What leads from a resource to one of its values: `["environment", 0, "variables", "TOKEN"]`. */
type Path = readonly (string | number)[];

/** A value of a plan, by its resource and the way to it. */
interface PlanPlace {
	readonly block: HclBlock;
	readonly address: string;
	readonly path: Path;
}

/** A place in a file of a module. */
export interface ModulePlace extends Span {
	readonly file: TerraformFile;
}

/** The values of a plan, by where they are in its text. */
export class PlanPlaces {
	/** In the order of the text. */
	readonly #blocks: readonly HclBlock[];
	/** What is known of a resource only after the run, which another part of the plan has; by where it begins. */
	#outside: ReadonlyMap<number, PlanPlace> | undefined;

	constructor(plan: HclFile) {
		this.#blocks = plan.body.items
			.filter((item): item is HclBlock => item.type === "HclBlock" && item.address !== undefined)
			.sort((a, b) => a.start - b.start);
	}

	/** The resource and the path that a place in the plan belongs to; null for what is of no resource. */
	at(span: Span): PlanPlace | null {
		let [low, high] = [0, this.#blocks.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			[low, high] = (this.#blocks[middle]?.start ?? 0) <= span.start ? [middle + 1, high] : [low, middle];
		}
		const block = this.#blocks[low - 1];
		if (block !== undefined && covers(block, span)) {
			return { block, address: block.address ?? "", path: pathTo(block, span) };
		}
		this.#outside ??= outsideOf(this.#blocks);
		return this.#outside.get(span.start) ?? null;
	}

	/** Where a module writes a value; the resource itself where it is not one block or argument that does. */
	write(
		{ block, items, file }: Declaration,
		{ block: planned, path }: Pick<PlanPlace, "block" | "path">,
	): ModulePlace {
		let found: ModulePlace = { ...headOf(block), file };
		let inside: readonly Placed[] = items;
		for (let at = 0; at < path.length; at += 1) {
			const named = itemsNamed(inside, String(path[at]));
			const argument = named.find(({ node }) => node.type === "HclAttribute");
			if (argument?.node.type === "HclAttribute") {
				return { ...innerOf(argument.node.value, path.slice(at + 1)), file: argument.file };
			}
			const isRepeated = typeof path[at + 1] === "number";
			const value = valueAt(planned, path.slice(0, at + (isRepeated ? 2 : 1)));
			const [one, ...others] =
				named.length === 1 ? named : named.filter((each) => isLike(bodyOf(each.node), value));
			if (one?.node.type !== "HclBlock" || others.length > 0) {
				break;
			}
			found = { start: one.node.keyword.start, end: one.node.keyword.end, file: one.file };
			inside = bodyOf(one.node).items.map((node) => ({ node, file: one.file }));
			at += isRepeated ? 1 : 0;
		}
		return found;
	}
}

function covers({ start, end }: Span, inner: Span): boolean {
	return start <= inner.start && end >= inner.end;
}

/** What leads from a resource to the innermost value around a place; empty for its head. */
function pathTo({ body }: HclBlock, span: Span): Path {
	const attribute = body.items.find((item) => item.type === "HclAttribute" && covers(item, span));
	if (attribute?.type !== "HclAttribute") {
		return [];
	}
	const path: (string | number)[] = [attribute.name.text];
	let value: HclExpression | undefined = attribute.value;
	while (value !== undefined) {
		if (value.type === "HclTuple") {
			const index = value.items.findIndex((item) => covers(item, span));
			value = value.items[index];
			if (value !== undefined) {
				path.push(index);
			}
		} else if (value.type === "HclObject") {
			const item = value.items.find((one) => covers(one, span));
			value = item?.value;
			if (item !== undefined) {
				path.push(item.name ?? "");
			}
		} else {
			value = undefined;
		}
	}
	return path;
}

/** The value at a path of a resource. */
function valueAt({ body }: HclBlock, [first, ...rest]: Path): HclExpression | undefined {
	const attribute = body.items.find((item) => item.type === "HclAttribute" && item.name.text === first);
	return rest.reduce<HclExpression | undefined>(
		(value, step) =>
			value?.type === "HclTuple" && typeof step === "number"
				? value.items[step]
				: value?.type === "HclObject"
					? value.items.find(({ name }) => name === step)?.value
					: undefined,
		attribute?.type === "HclAttribute" ? attribute.value : undefined,
	);
}

/** The parts of resources that are written outside of them, by where they begin. */
function outsideOf(blocks: readonly HclBlock[]): ReadonlyMap<number, PlanPlace> {
	const places = new Map<number, PlanPlace>();
	for (const block of blocks) {
		const address = block.address ?? "";
		const open: { readonly value: HclExpression; readonly path: Path }[] = [];
		const add = (item: Span, value: HclExpression, path: Path): void => {
			if (!covers(block, item)) {
				places.set(item.start, { block, address, path });
			}
			open.push({ value, path });
		};
		for (const item of block.body.items) {
			if (item.type === "HclAttribute") {
				add(item, item.value, [item.name.text]);
			}
		}
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			const { value, path } = next;
			if (!covers(block, value)) {
				places.set(value.start, { block, address, path });
			}
			if (value.type === "HclTuple") {
				value.items.forEach((item, index) => open.push({ value: item, path: [...path, index] }));
			} else if (value.type === "HclObject") {
				value.items.forEach((item) => add(item, item.value, [...path, item.name ?? ""]));
			}
		}
	}
	return places;
}

/** The argument or the blocks of a name, those that `dynamic` repeats included. */
function itemsNamed(items: readonly Placed[], name: string): readonly Placed[] {
	return items.filter(({ node }) =>
		node.type === "HclAttribute"
			? node.name.text === name
			: node.keyword.text === name || (node.keyword.text === "dynamic" && node.labels[0]?.text === name),
	);
}

/** What is in a block; of a `dynamic` one, in each block that it makes. */
function bodyOf(node: HclItem): HclBody {
	if (node.type === "HclAttribute") {
		return { type: "HclBody", start: node.start, end: node.end, items: [] };
	}
	const content = node.body.items.find((item) => item.type === "HclBlock" && item.keyword.text === "content");
	return node.keyword.text === "dynamic" && content?.type === "HclBlock" ? content.body : node.body;
}

/** False if a block writes another value than the plan has. */
function isLike({ items }: HclBody, planned: HclExpression | undefined): boolean {
	return (
		planned?.type === "HclObject" &&
		items.every((item) => {
			const other =
				item.type === "HclAttribute" ? planned.items.find(({ name }) => name === item.name.text) : undefined;
			return item.type !== "HclAttribute" || other === undefined || isSame(item.value, other.value);
		})
	);
}

/** False if a value that is written out is another one than the plan has. */
function isSame(written: HclExpression, planned: HclExpression): boolean {
	if (written.type === "HclTuple" && planned.type === "HclTuple") {
		return (
			written.items.length === planned.items.length &&
			written.items.every((item, index) => {
				const other = planned.items[index];
				return other === undefined || isSame(item, other);
			})
		);
	}
	const [one, other] = [scalarOf(written), scalarOf(planned)];
	return one === undefined || other === undefined || one === other;
}

/** A value that is written out; undefined for any other. */
function scalarOf(value: HclExpression): string | undefined {
	return value.type === "HclLiteral" ? String(value.value) : (literalText(value) ?? undefined);
}

/** A value inside another one, as far as it is written out. */
function innerOf(value: HclExpression, path: Path): Span {
	const [step, ...rest] = path;
	if (step === undefined) {
		return value;
	}
	if (value.type === "HclTuple" && typeof step === "number") {
		const item = value.items[step];
		return item === undefined ? value : innerOf(item, rest);
	}
	if (value.type === "HclObject") {
		// In JSON a block that stands alone is no list.
		const item = typeof step === "number" ? undefined : value.items.find(({ name }) => name === step);
		return typeof step === "number" ? innerOf(value, rest) : item === undefined ? value : innerOf(item.value, rest);
	}
	return value;
}
