import type { Entry, MapValue, Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import type { HclBlock, HclName } from "../parse/syntax.ts";
import { elementsOf } from "./elements.ts";
import type { Evaluation, Scope } from "./evaluation.ts";
import { placed } from "./module-table.ts";
import type { Placed } from "./terraform-file.ts";
import { entry, listOf, mapOf, unresolved } from "./values.ts";

const NONE: ReadonlySet<string> = new Set();

/** More blocks than that of one `dynamic` are not made. */
const MAX_BLOCKS = 64;

/** What a map of a body keeps, for edits: its items, each with its file. */
interface BodyOrigin {
	readonly items: readonly Placed[];
	/** The block; null for an object of an argument. */
	readonly block: HclBlock | null;
}

/**
 * The arguments of a body as a map, its blocks as lists of maps under the name of their type. What `dynamic` makes is
 * there as if it were written, as far as it is known.
 *
 * @param skipped names of arguments and blocks that are no part of it
 */
export function evaluateBody(
	{ items, block, span }: { readonly items: readonly Placed[]; readonly block: HclBlock | null; readonly span: Span },
	scope: Omit<Scope, "file">,
	evaluation: Evaluation,
	skipped: ReadonlySet<string> = NONE,
): MapValue {
	const entries: Entry[] = [];
	let blocks: Map<string, { readonly name: Entry; readonly items: Value[] }> | undefined; // Most bodies have none.
	const addBlocks = (name: HclName, whole: HclBlock, inner: Scope, made: readonly Value[]): void => {
		blocks ??= new Map();
		const known = blocks.get(name.text);
		if (known === undefined) {
			const first: Entry = {
				key: name.text,
				keySpan: evaluation.spanOf(name, inner),
				value: unresolved(span, ""),
				span: evaluation.spanOf(whole, inner),
			};
			blocks.set(name.text, { name: first, items: [...made] });
		} else {
			for (const item of made) {
				known.items.push(item);
			}
		}
	};
	const { module, names } = scope;
	let last: Scope | undefined;
	for (const { node, file } of items) {
		// The same for all of a block, unless another file overrides it.
		const inner: Scope = last?.file === file ? last : { module, file, names };
		last = inner;
		if (node.type === "HclAttribute") {
			if (!skipped.has(node.name.text)) {
				entries.push({
					key: node.name.text,
					keySpan: evaluation.spanOf(node.name, inner),
					value: evaluation.evaluate(node.value, inner),
					span: evaluation.spanOf(node, inner),
				});
			}
			continue;
		}
		const [label] = node.labels;
		if (node.keyword.text === "dynamic" && label !== undefined) {
			addBlocks(label, node, inner, evaluateDynamic(node, label.text, inner, evaluation));
		} else if (!skipped.has(node.keyword.text)) {
			addBlocks(node.keyword, node, inner, [evaluateBlock(node, inner, evaluation)]);
		}
	}
	for (const { name, items: made } of blocks?.values() ?? []) {
		entries.push({ ...name, value: listOf(name.span, made) });
	}
	return mapOf(span, entries, false, { items, block } satisfies BodyOrigin);
}

function evaluateBlock(block: HclBlock, scope: Scope, evaluation: Evaluation): MapValue {
	return evaluateBody(
		{ items: placed(block.body, scope.file), block, span: evaluation.spanOf(block, scope) },
		scope,
		evaluation,
	);
}

/** `dynamic "rule" { for_each = …, content { … } }`: the blocks that it makes. */
function evaluateDynamic(block: HclBlock, name: string, scope: Scope, evaluation: Evaluation): readonly Value[] {
	const argument = (wanted: string) =>
		block.body.items.find((item) => item.type === "HclAttribute" && item.name.text === wanted);
	const [each, iterator] = [argument("for_each"), argument("iterator")];
	const content = block.body.items.find((item) => item.type === "HclBlock" && item.keyword.text === "content");
	const span = evaluation.spanOf(block, scope);
	if (each?.type !== "HclAttribute" || content?.type !== "HclBlock") {
		return [unresolved(span, "the `dynamic` block is not complete")];
	}
	const called =
		iterator?.type === "HclAttribute" && iterator.value.type === "HclVariable" ? iterator.value.name : name;
	const make = (key: Value, value: Value): MapValue => {
		const names = new Map(scope.names).set(called, mapOf(span, [entry("key", key), entry("value", value)]));
		return evaluateBlock(content, { ...scope, names }, evaluation);
	};
	const why = "what the block is made for is not known";
	const absent: Value = { kind: "absent", span, explicit: false };
	const text = evaluation.textOf(each.value, scope);
	const when = (is: boolean) => ({ of: "expression", text, asks: "presence", is }) as const;
	const blocksOf = (collection: Value): readonly Value[] => {
		const elements = elementsOf(collection);
		if (elements !== null && elements.length <= MAX_BLOCKS) {
			return elements.map(({ key, value }) => make(key, value));
		}
		if (collection.kind === "branches") {
			// `var.enabled ? [1] : []`: the condition decides, not what it chooses from.
			const ways = collection.branches.map((branch) => ({ when: branch.when, blocks: blocksOf(branch.value) }));
			const [most = []] = ways.map(({ blocks }) => blocks).sort((one, other) => other.length - one.length);
			return most.map((_, index) => ({
				kind: "branches",
				span,
				branches: ways.map(({ when: way, blocks }) => ({ when: way, value: blocks[index] ?? absent })),
			}));
		}
		return [
			{
				kind: "branches",
				span,
				branches: [
					{ when: when(true), value: make(unresolved(span, why), unresolved(span, why)) },
					{ when: when(false), value: absent },
				],
			},
		];
	};
	return blocksOf(evaluation.evaluate(each.value, scope));
}
