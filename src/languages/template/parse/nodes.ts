import type {
	ScalarStyle,
	TemplateAlias,
	TemplateMapping,
	TemplateNode,
	TemplatePair,
	TemplateScalar,
	TemplateSequence,
} from "./ast.ts";

// Classes instead of literals: each has one hidden class, and `range`, which only ESLint reads, costs nothing until
// then.

class CollectionNode {
	readonly start: number;
	end: number;
	readonly inner: number;
	readonly flow: boolean;
	readonly tag: string | null;

	constructor(start: number, inner: number, flow: boolean, tag: string | null) {
		this.start = start;
		this.end = inner;
		this.inner = inner;
		this.flow = flow;
		this.tag = tag;
	}

	get range(): readonly [number, number] {
		return [this.start, this.end];
	}
}

export class MappingNode extends CollectionNode implements TemplateMapping {
	readonly type = "TemplateMapping";
	readonly pairs: PairNode[];

	/** @param pairs those that are known already; made at once, a list takes no more room than it has items */
	constructor(start: number, inner: number, flow: boolean, tag: string | null, pairs: PairNode[] = []) {
		super(start, inner, flow, tag);
		this.pairs = pairs;
	}
}

export class SequenceNode extends CollectionNode implements TemplateSequence {
	readonly type = "TemplateSequence";
	readonly items: TemplateNode[];

	constructor(start: number, inner: number, flow: boolean, tag: string | null, items: TemplateNode[] = []) {
		super(start, inner, flow, tag);
		this.items = items;
	}
}

export class PairNode implements TemplatePair {
	readonly type = "TemplatePair";
	readonly key: TemplateNode;
	readonly value: TemplateNode;

	constructor(key: TemplateNode, value: TemplateNode) {
		this.key = key;
		this.value = value;
	}

	get start(): number {
		return this.key.start;
	}

	get end(): number {
		return Math.max(this.key.end, this.value.end);
	}

	get range(): readonly [number, number] {
		return [this.start, this.end];
	}
}

export class ScalarNode implements TemplateScalar {
	readonly type = "TemplateScalar";
	readonly start: number;
	readonly end: number;
	readonly inner: number;
	readonly style: ScalarStyle;
	readonly tag: string | null;
	readonly value: string;

	constructor(start: number, end: number, inner: number, style: ScalarStyle, tag: string | null, value: string) {
		this.start = start;
		this.end = end;
		this.inner = inner;
		this.style = style;
		this.tag = tag;
		this.value = value;
	}

	get range(): readonly [number, number] {
		return [this.start, this.end];
	}
}

export class AliasNode implements TemplateAlias {
	readonly type = "TemplateAlias";
	readonly start: number;
	readonly end: number;
	readonly name: string;
	readonly target: TemplateNode | null;

	constructor(start: number, end: number, name: string, target: TemplateNode | null) {
		this.start = start;
		this.end = end;
		this.name = name;
		this.target = target;
	}

	get range(): readonly [number, number] {
		return [this.start, this.end];
	}
}

/** `!Sub` is `Sub`; `!!str`, a standard type of YAML, is `!str`. */
export function tagName(raw: string): string {
	return raw.startsWith("!") ? raw.slice(1) : raw;
}
