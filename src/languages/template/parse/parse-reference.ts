import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import type { Document, Node, Scalar } from "yaml";
import type { ParseProblem, ScalarStyle, TemplateNode } from "./ast.ts";
import { AliasNode, MappingNode, PairNode, ScalarNode, SequenceNode, tagName } from "./nodes.ts";
import { endOfBlock, skipBlank, trimEnd } from "./parse-events.ts";
import {
	CYCLE,
	FURTHER_DOCUMENT,
	sentenceOfReference,
	UNCLOSED_BRACKET,
	UNCLOSED_QUOTE,
	UNKNOWN_ANCHOR,
} from "./parse-sentences.ts";

/** The result of the reference parser: as much of the tree as possible, with every problem. */
export interface ReferenceResult {
	readonly body: TemplateNode | null;
	readonly problems: readonly ParseProblem[];
}

/** Loaded with the first invalid template: most runs have none, and loading it would slow every start. */
let loaded: typeof Yaml | undefined;

function yaml(): typeof Yaml {
	return (loaded ??= createRequire(import.meta.url)("yaml") as typeof Yaml);
}

const STYLES: Readonly<Record<string, ScalarStyle>> = {
	PLAIN: "plain",
	QUOTE_SINGLE: "single",
	QUOTE_DOUBLE: "double",
	BLOCK_LITERAL: "literal",
	BLOCK_FOLDED: "folded",
};

/**
 * Reads YAML, JSON included, with the `yaml` package: the oracle of the tests, and the source of error messages.
 * Recursive: a text that is both invalid and deeply nested can exhaust the stack (`RangeError`).
 */
export function readReference(text: string): ReferenceResult {
	// The `yaml` package does not treat a lone CR as a line ending. An LF in its place keeps every offset.
	const source = text.includes("\r") ? text.replace(/\r(?!\n)/gu, "\n") : text;
	const documents = yaml().parseAllDocuments(source, {
		strict: false,
		uniqueKeys: false,
		logLevel: "silent",
		prettyErrors: false,
		schema: "failsafe",
	});
	const list: readonly Document[] = Array.isArray(documents) ? documents : [];
	const reader = new Reader(source);
	let body: TemplateNode | null = null;
	const further: ParseProblem[] = [];
	for (const document of list) {
		const contents = document.contents as Node | null;
		const node = contents === null ? null : reader.read(contents, 0);
		if (node === null || (node.type === "TemplateScalar" && node.value === "" && node.style === "plain")) {
			continue;
		}
		if (body === null) {
			body = node;
		} else if (further.length === 0) {
			further.push({ message: FURTHER_DOCUMENT, offset: node.start, tolerated: false });
		}
	}
	const broken = list.flatMap((document) =>
		document.errors.map((error) => reader.problemOf(sentenceOfReference(error.code, error.message), error.pos[0])),
	);
	return { body, problems: firstOfEach([...broken, ...reader.problems, ...further]) };
}

/** In order, one per position. */
function firstOfEach(problems: readonly ParseProblem[]): readonly ParseProblem[] {
	const sorted = [...problems].sort((a, b) => a.offset - b.offset);
	return sorted.filter((problem, index) => problem.offset !== sorted[index - 1]?.offset);
}

/** Longer than any tag and anchor with the comments between them. */
const MAX_PROPERTIES = 2000;

class Reader {
	readonly problems: ParseProblem[] = [];
	readonly #text: string;
	readonly #anchors = new Map<string, TemplateNode>();
	readonly #open = new Set<TemplateNode>();
	readonly #yaml = yaml();
	/** The start of unclosed quotes and brackets, by where the parser gave up on them. */
	readonly #unclosed = new Map<number, number>();

	constructor(text: string) {
		this.#text = text;
	}

	/** Authors look for the opening character, not for where the closing one is missing. */
	problemOf(message: string, offset: number): ParseProblem {
		const moves = message === UNCLOSED_QUOTE || message === UNCLOSED_BRACKET;
		const at = (moves ? this.#unclosed.get(offset) : undefined) ?? offset;
		return { message, offset: Math.min(at, this.#text.length), tolerated: false };
	}

	read(node: Node, before: number): TemplateNode {
		const inner = this.#innerOf(node, before);
		const valueEnd = node.range?.[1] ?? inner;
		if (this.#yaml.isAlias(node)) {
			return this.#readAlias(node.source, inner, valueEnd);
		}
		const start = hasProperties(node) ? this.#startBefore(inner, before) : inner;
		const tag = node.tag === undefined ? null : tagIn(this.#text.slice(start, inner));
		if (this.#yaml.isScalar(node)) {
			const scalar = this.#readScalar(node, start, inner, valueEnd, tag);
			this.#anchor(node.anchor, scalar);
			return scalar;
		}
		const flow = (node as { readonly flow?: boolean }).flow === true;
		const collection = this.#yaml.isSeq(node)
			? new SequenceNode(start, inner, flow, tag)
			: new MappingNode(start, inner, flow, tag);
		this.#anchor(node.anchor, collection);
		this.#open.add(collection);
		const last = this.#readItems(node, collection);
		this.#open.delete(collection);
		// `[a: b]` contains a flow mapping without brackets.
		const hasBracket = collection.type === "TemplateSequence" || /[{[]/u.test(this.#text[inner] ?? "");
		collection.end = flow && hasBracket ? valueEnd : last;
		this.#note(inner, collection.end);
		return collection;
	}

	#readAlias(source: string, start: number, end: number): AliasNode {
		const target = this.#anchors.get(source) ?? null;
		const open = target !== null && this.#open.has(target);
		if (target === null || open) {
			this.problems.push({ message: open ? CYCLE : UNKNOWN_ANCHOR, offset: start, tolerated: false });
		}
		return new AliasNode(start, end, source, open ? null : target);
	}

	/** Reads the items of a collection into it, and returns where the last one ends. */
	#readItems(node: Node, collection: SequenceNode | MappingNode): number {
		const { flow, inner } = collection;
		let last = inner + (flow ? 1 : 0);
		if (collection.type === "TemplateSequence") {
			for (const item of this.#yaml.isSeq(node) ? node.items : []) {
				const read = this.#yaml.isPair(item)
					? this.#readPairAlone(item as never, last)
					: this.#readItem(item as Node, last, flow);
				collection.items.push(read);
				last = read.end;
			}
			return last;
		}
		for (const pair of this.#yaml.isMap(node) ? node.items : []) {
			const read = this.#readPair(
				pair as { readonly key: Node | null; readonly value: Node | null },
				last,
				!flow,
			);
			collection.pairs.push(read);
			last = read.end;
		}
		return last;
	}

	#readPair(
		pair: { readonly key: Node | null; readonly value: Node | null },
		before: number,
		isBlock = false,
	): PairNode {
		const given =
			pair.key === null || this.#isEmpty(pair.key) ? this.#emptyKey(before) : this.read(pair.key, before);
		const key = isBlock ? this.#onItsLine(given, before) : given;
		return new PairNode(
			key,
			pair.value === null || this.#isEmpty(pair.value)
				? this.#emptyAfter(":", key.end)
				: this.read(pair.value, key.end),
		);
	}

	/**
	 * `DB_PASSWORD=…` on the line before `KEY: value`: without a colon, the parser takes it for a part of the key. It is
	 * none, and no name to show.
	 */
	#onItsLine(key: TemplateNode, before: number): TemplateNode {
		const written = this.#text.slice(key.start, key.end);
		const line = written.slice(written.lastIndexOf("\n") + 1).trimStart();
		const start = key.end - line.length;
		return key.type !== "TemplateScalar" ||
			key.style !== "plain" ||
			start <= key.inner ||
			this.#text.slice(before, key.start).trimEnd().endsWith("?")
			? key
			: new ScalarNode(start, key.end, start, "plain", null, line);
	}

	#readItem(item: Node, before: number, flow: boolean): TemplateNode {
		return !flow && this.#isEmpty(item) ? this.#emptyAfter("-", before) : this.read(item, before);
	}

	/** True for a node without text, tag and anchor. */
	#isEmpty(node: Node): boolean {
		return (
			this.#yaml.isScalar(node) &&
			node.range?.[0] === node.range?.[1] &&
			(node.source ?? "") === "" &&
			!hasProperties(node)
		);
	}

	/**
	 * Where the text of a node begins: for an indented mapping, where its first key begins, including tag and anchor.
	 */
	#innerOf(node: Node, before: number): number {
		const inner = node.range?.[0] ?? before;
		const first =
			this.#yaml.isMap(node) && node.flow !== true ? (node.items[0]?.key as Node | null | undefined) : null;
		const key = first?.range?.[0];
		if (first === null || first === undefined || key === undefined || key > inner) {
			return inner; // `? a`: it begins at the question mark.
		}
		return hasProperties(first) ? this.#startBefore(key, before) : key;
	}

	/** `[a: b]`: a mapping of one pair. */
	#readPairAlone(pair: { readonly key: Node | null; readonly value: Node | null }, before: number): MappingNode {
		const read = this.#readPair(pair, before);
		const mapping = new MappingNode(read.start, read.start, true, null);
		mapping.pairs.push(read);
		mapping.end = read.end;
		return mapping;
	}

	/** An empty node: right after the colon or dash, if there is one. */
	#emptyAfter(sign: ":" | "-", before: number): ScalarNode {
		const next = skipBlank(this.#text, before);
		return emptyAt(this.#text[next] === sign ? next + 1 : before);
	}

	/** An empty key: after the question mark, otherwise before the colon. */
	#emptyKey(before: number): ScalarNode {
		const next = skipBlank(this.#text, before, true);
		return emptyAt(this.#text[next] === "?" ? next + 1 : next);
	}

	#readScalar(node: Scalar, start: number, inner: number, valueEnd: number, tag: string | null): ScalarNode {
		const style = STYLES[node.type ?? "PLAIN"] ?? "plain";
		const value = node.source ?? String(node.value ?? "");
		if (value === "" && style === "plain") {
			// After a tag, the empty text starts at the end of the tag.
			const at = tag === null && node.anchor === undefined ? inner : trimEnd(this.#text, inner);
			return new ScalarNode(Math.min(start, at), at, at, "plain", tag, "");
		}
		const end =
			style === "literal" || style === "folded"
				? endOfBlock(this.#text, Math.max(valueEnd, inner + 1))
				: valueEnd;
		this.#note(inner, end);
		return new ScalarNode(start, end, inner, style, tag, value);
	}

	/** Where the tag and the anchor of a node begin, after the node before it. */
	#startBefore(inner: number, before: number): number {
		const from = Math.max(before, inner - MAX_PROPERTIES);
		const found = /(?:[!&][^\s,[\]{}]*(?:[ \t]|#[^\r\n]*[\r\n]|[\r\n])*){1,2}$/u.exec(
			this.#text.slice(from, inner),
		);
		return found === null ? inner : from + found.index;
	}

	/** Records a quote or bracket that is not closed. */
	#note(inner: number, end: number): void {
		const closing = CLOSING[this.#text[inner] ?? ""];
		if (closing !== undefined && (end - inner < 2 || this.#text[end - 1] !== closing) && !this.#unclosed.has(end)) {
			this.#unclosed.set(end, inner);
		}
	}

	#anchor(name: string | undefined, node: TemplateNode): void {
		if (name !== undefined) {
			this.#anchors.set(name, node);
		}
	}
}

const CLOSING: Readonly<Record<string, string>> = { "{": "}", "[": "]", '"': '"', "'": "'" };

function emptyAt(offset: number): ScalarNode {
	return new ScalarNode(offset, offset, offset, "plain", null, "");
}

function hasProperties(node: { readonly tag?: string | undefined; readonly anchor?: string | undefined }): boolean {
	return node.tag !== undefined || node.anchor !== undefined;
}

/** The tag as written before a node; an anchor and comments may be there too. */
function tagIn(properties: string): string {
	return tagName(
		/(?:^|\s)(!(?:<[^<>]*>|[^\s,[\]{}]*))/u.exec(properties.replace(/(?<=\s)#[^\r\n]*/gu, ""))?.[1] ?? "",
	);
}
