import { isAtEdge } from "./at-edge.ts";
import { groupBy } from "../text/group-by.ts";
import type { Span } from "../text/span.ts";
import { variablesOf, type Variable } from "./environment.ts";
import type { Resource, Stack } from "./resource.ts";

/**
 * Variables that several functions without a key take from one text: a SAM `Globals` block, an anchor, a constant of a
 * CDK app.
 */
interface SharedBlock {
	readonly place: Span;
	/** All variables of the functions that share it. */
	readonly variables: readonly Variable[];
}

const TAKERS = new WeakMap<Stack, ReadonlyMap<number, readonly Resource[]>>();

/** The functions without a key, by the positions of their variables. */
function takersOf(stack: Stack): ReadonlyMap<number, readonly Resource[]> {
	let takers = TAKERS.get(stack);
	if (takers === undefined) {
		const places = stack
			.find("AWS::Lambda::Function")
			.filter(mayTakeKey)
			.flatMap((fn) => variablesOf(fn).map(({ nameSpan }) => ({ fn, place: nameSpan.start })));
		takers = new Map(
			[...groupBy(places, ({ place }) => place)].map(([place, same]) => [place, same.map(({ fn }) => fn)]),
		);
		TAKERS.set(stack, takers);
	}
	return takers;
}

/** True for a function of the author that has no key and can have one. */
function mayTakeKey(fn: Resource): boolean {
	const key = fn.get("KmsKeyArn");
	return key.kind === "absent" && !key.explicit && fn.generated === null && !isAtEdge(fn);
}

/** The first variable that another function without a key takes from the same text; null if each has its own. */
export function sharedBy(fn: Resource): SharedBlock | null {
	const takers = takersOf(fn.stack);
	const first = variablesOf(fn).find(
		({ nameSpan, when }) =>
			when.length === 0 && takers.get(nameSpan.start)?.some(({ head }) => head.start !== fn.head.start) === true,
	);
	if (first === undefined) {
		return null;
	}
	const blocks = BLOCKS.get(fn.stack) ?? new Map<number, SharedBlock>();
	BLOCKS.set(fn.stack, blocks);
	let block = blocks.get(first.nameSpan.start);
	if (block === undefined) {
		// A variable that several functions take from one text counts once.
		const byPlace = new Map<string, Variable>();
		for (const variable of (takers.get(first.nameSpan.start) ?? []).flatMap(variablesOf)) {
			const key = `${String(variable.nameSpan.start)} ${variable.when.join("\n")}`;
			byPlace.set(key, byPlace.get(key) ?? variable);
		}
		block = { place: first.nameSpan, variables: [...byPlace.values()] };
		blocks.set(first.nameSpan.start, block);
	}
	return block;
}

const BLOCKS = new WeakMap<Stack, Map<number, SharedBlock>>();
