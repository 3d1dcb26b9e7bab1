import type { TemplateMapping, TemplateNode, TemplatePair, TemplateScalar } from "./ast.ts";

/** A call of an intrinsic function in either spelling: `!Sub x`, `{ "Fn::Sub": x }`. */
export interface Intrinsic {
	/** Without its prefix: `Sub`, `Ref`, `GetAtt`. */
	readonly name: string;
	/** The argument. For a short tag it is the tagged node itself, read without its tag. */
	readonly argument: TemplateNode;
	readonly short: boolean;
	readonly node: TemplateNode;
}

/** Short tags of CloudFormation and SAM whose long form has no `Fn::`. */
const BARE = new Set(["Ref", "Condition"]);

/** Recognizes an intrinsic function; null for anything else, unknown tags included. */
export function intrinsicOf(node: TemplateNode): Intrinsic | null {
	if (node.type === "TemplateAlias") {
		return null;
	}
	if (node.tag !== null) {
		return node.tag.startsWith("!") ? null : { name: node.tag, argument: node, short: true, node };
	}
	if (node.type !== "TemplateMapping" || node.pairs.length !== 1) {
		return null;
	}
	const pair = node.pairs[0];
	if (pair?.key.type !== "TemplateScalar") {
		return null;
	}
	const key = pair.key.value;
	if (isLoopKey(key)) {
		return null; // A loop adds entries to the map around it, also where it is the only pair there.
	}
	if (key.startsWith("Fn::")) {
		return { name: key.slice(4), argument: pair.value, short: false, node };
	}
	return BARE.has(key) ? { name: key, argument: pair.value, short: false, node } : null;
}

/** `Fn::ForEach::Topics`: what it makes are pairs of the map in which it stands. */
export function isLoopKey(key: string): boolean {
	return key.startsWith("Fn::ForEach::");
}

/** Follows aliases to their node; null for a broken or circular alias. */
export function followAliases(node: TemplateNode): Exclude<TemplateNode, { type: "TemplateAlias" }> | null {
	let current: TemplateNode | null = node;
	for (let hops = 0; current !== null && hops < 16; hops += 1) {
		if (current.type !== "TemplateAlias") {
			return current;
		}
		current = current.target;
	}
	return null;
}

/** The number of pairs from which an index is worthwhile. */
const MANY = 16;

interface PairIndex {
	readonly count: number;
	readonly byKey: ReadonlyMap<string, TemplatePair>;
}

const INDEXES = new WeakMap<TemplateMapping, PairIndex>();

function indexOf(node: TemplateMapping): ReadonlyMap<string, TemplatePair> {
	let index = INDEXES.get(node);
	// During parsing, a mapping still grows.
	if (index?.count !== node.pairs.length) {
		const byKey = new Map<string, TemplatePair>();
		for (const pair of node.pairs) {
			if (pair.key.type === "TemplateScalar") {
				byKey.set(pair.key.value, pair);
			}
		}
		index = { count: node.pairs.length, byKey };
		INDEXES.set(node, index);
	}
	return index.byKey;
}

/** The pair with that key; the last one if there are several, as in CloudFormation. */
export function findPair(node: TemplateNode | null | undefined, key: string): TemplatePair | undefined {
	if (node?.type !== "TemplateMapping") {
		return undefined;
	}
	if (node.pairs.length > MANY) {
		return indexOf(node).get(key);
	}
	for (let index = node.pairs.length - 1; index >= 0; index -= 1) {
		const pair = node.pairs[index];
		if (pair?.key.type === "TemplateScalar" && pair.key.value === key) {
			return pair;
		}
	}
	return undefined;
}

/** The mapping at `key`, aliases followed. */
export function findMapping(node: TemplateNode | null | undefined, key: string): TemplateMapping | undefined {
	const pair = findPair(node, key);
	const value = pair === undefined ? null : followAliases(pair.value);
	return value?.type === "TemplateMapping" ? value : undefined;
}

/** The scalar at `key`, untagged, aliases followed. */
export function findScalar(node: TemplateNode | null | undefined, key: string): TemplateScalar | undefined {
	const pair = findPair(node, key);
	const value = pair === undefined ? null : followAliases(pair.value);
	return value?.type === "TemplateScalar" && value.tag === null ? value : undefined;
}
