import { literalOf, type Entry, type Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import { JsonReader } from "../parse/json-reader.ts";
import type { HclExpression } from "../parse/syntax.ts";
import { joinParts, piecesOf, type Part, type Piece } from "./templates.ts";
import { absent, entry, listOf, literal, mapOf, unresolved } from "./values.ts";

/** How deep and how long a JSON text is read. */
const MAX_DEPTH = 64;
const MAX_LENGTH = 200_000;

/** A value that fills in a text, by its place in a list of them: two characters of no text around a number. */
const HOLE = /\uE000(\d+)\uE001/u;

/** Around a list, because the reader takes objects. */
const PREFIX = '{"":';

/**
 * A JSON text as the value that it means, with what is not known of it filled in; null if it is no JSON, or not known at
 * all. What is written as it is has its own place in the text, everything else the place of the whole.
 */
export function parseJsonText(value: Value): Value | null {
	const pieces = piecesOf(value) ?? plainPieces(value);
	const source = new JsonSource(pieces);
	const isList = /^\s*\[/u.test(source.text);
	if (
		source.text.length > MAX_LENGTH ||
		(!isList && !/^\s*\{/u.test(source.text)) ||
		pieces.some((piece) => "text" in piece && piece.text.includes("\uE000"))
	) {
		return null;
	}
	try {
		JSON.parse(source.text);
	} catch {
		return null;
	}
	const reader = new JsonReader(isList ? `${PREFIX}${source.text}}` : source.text);
	const object = reader.read();
	const root = isList ? object?.items[0]?.value : object;
	const shift = isList ? PREFIX.length : 0;
	return root === undefined || root === null ? null : new Conversion(value, source, reader, shift).valueOf(root, 0);
}

function plainPieces(value: Value): readonly Piece[] {
	const known = literalOf(value);
	return value.kind === "text"
		? value.parts.map((part) => (typeof part === "string" ? { text: part, start: null } : { value: part }))
		: known === null
			? []
			: [{ text: known.text, start: null }];
}

/** A stretch of the JSON that is written as it is. */
interface Stretch {
	readonly from: number;
	readonly to: number;
	/** Where it is written. */
	readonly start: number;
}

/** The JSON of a text: holes have names, in quotes where they stand for a whole value. */
class JsonSource {
	readonly text: string;
	readonly holes: Value[] = [];
	readonly #stretches: Stretch[] = [];

	constructor(pieces: readonly Piece[]) {
		const out: string[] = [];
		let length = 0;
		let isInside = false;
		const add = (text: string, start: number | null): void => {
			if (start !== null && text !== "") {
				this.#stretches.push({ from: length, to: length + text.length, start });
			}
			out.push(text);
			length += text.length;
		};
		for (const piece of pieces) {
			if ("value" in piece) {
				this.holes.push(piece.value);
				const name = `\uE000${String(this.holes.length - 1)}\uE001`;
				add(isInside ? name : `"${name}"`, null);
				continue;
			}
			const { text, start } = piece;
			let begun = 0;
			for (let at = 0; at < text.length; at += 1) {
				const letter = text[at];
				if (letter === '"') {
					isInside = !isInside;
				} else if (isInside && letter === "\\") {
					at += 1;
				} else if (isInside && letter === "\n") {
					// A line break inside a text, which JSON does not take.
					add(text.slice(begun, at), start === null ? null : start + begun);
					add("\\n", null);
					begun = at + 1;
				}
			}
			add(text.slice(begun), start === null ? null : start + begun);
		}
		this.text = out.join("");
	}

	/** Where a part of the JSON is written; null if not all of it is written as it is, in one place. */
	placeOf(from: number, to: number): Span | null {
		const stretch = this.#stretches.find((one) => one.from <= from && to <= one.to);
		return stretch === undefined
			? null
			: { start: stretch.start + from - stretch.from, end: stretch.start + to - stretch.from };
	}
}

/** Makes values of what the reader has read. */
class Conversion {
	readonly #whole: Value;
	readonly #source: JsonSource;
	readonly #reader: JsonReader;
	readonly #shift: number;

	constructor(whole: Value, source: JsonSource, reader: JsonReader, shift: number) {
		this.#whole = whole;
		this.#source = source;
		this.#reader = reader;
		this.#shift = shift;
	}

	valueOf(node: HclExpression, depth: number): Value {
		const span = this.#spanOf(node);
		if (depth > MAX_DEPTH) {
			return unresolved(span, "it is nested too deeply");
		}
		switch (node.type) {
			case "HclTuple":
				return listOf(
					span,
					node.items.map((item) => this.valueOf(item, depth + 1)),
				);
			case "HclObject":
				return mapOf(
					span,
					node.items.map((item): Entry => {
						const inner = this.valueOf(item.value, depth + 1);
						return entry(item.name ?? "", inner, this.#spanOf(item.key), this.#spanOf(item));
					}),
				);
			case "HclTemplate":
				return this.#textOf(this.#reader.stringOf(node).value, span);
			case "HclLiteral":
				return node.value === null ? absent(span) : this.#literal(node.value, span);
			default:
				return unresolved(span, "it cannot be read");
		}
	}

	#textOf(text: string, span: Span): Value {
		const pieces = text.split(HOLE);
		if (pieces.length === 1) {
			return this.#literal(text, span);
		}
		const parts = pieces.map((piece, index): Part =>
			index % 2 === 0 ? piece : (this.#source.holes[Number(piece)] ?? ""),
		);
		const [before, hole, after, more] = parts;
		return before === "" && after === "" && more === undefined && typeof hole === "object"
			? hole
			: joinParts(
					span,
					parts.filter((part) => part !== ""),
				);
	}

	/** A literal that comes from where its text comes from. */
	#literal(value: string | number | boolean, span: Span): Value {
		return literal(span, value, literalOf(this.#whole)?.via ?? null);
	}

	#spanOf({ start, end }: { readonly start: number; readonly end: number }): Span {
		return this.#source.placeOf(start - this.#shift, end - this.#shift) ?? this.#whole.span;
	}
}
