import { CHOMPING_MODE, EVENT_ID, getScalarValue, SCALAR_STYLE } from "js-yaml";
import type { ScalarStyle, TemplateNode } from "./ast.ts";
import { MappingNode, PairNode, ScalarNode, SequenceNode } from "./nodes.ts";
import { endOfBlock } from "./parse-events.ts";

// Whatever is not plain below this line is left to the parser that reads all of YAML.

/** Tabs, carriage returns, control characters, surrogates, byte order marks. */
const UNUSUAL = /[^\n\x20-\x7E\xA0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]/u;

/** A word of a plain scalar: `:` ends it only before a space, `#` begins a comment only after one. */
const PLAIN =
	/(?:[^ \n:,[\]{}#&*!|>'"%@`?-]|[:-](?=[^ \n]))(?:[^ \n:]|:(?=[^ \n]))*(?: +(?:[^ \n:#]|:(?=[^ \n]))(?:[^ \n:]|:(?=[^ \n]))*)*/uy;
/** The same on a further line, where any character may be the first. */
const FURTHER =
	/(?:[^ \n:#]|:(?=[^ \n]))(?:[^ \n:]|:(?=[^ \n]))*(?: +(?:[^ \n:#]|:(?=[^ \n]))(?:[^ \n:]|:(?=[^ \n]))*)*/uy;
/** The same between brackets, where brackets and commas end it too. */
const PLAIN_IN_FLOW =
	/(?:[^ \n:,[\]{}#&*!|>'"%@`?-]|[:-](?=[^ \n,[\]{}]))(?:[^ \n:,[\]{}]|:(?=[^ \n,[\]{}]))*(?: +(?:[^ \n:#,[\]{}]|:(?=[^ \n,[\]{}]))(?:[^ \n:,[\]{}]|:(?=[^ \n,[\]{}]))*)*/uy;
const TAG = /!!?[A-Za-z][A-Za-z0-9]*(?:::[A-Za-z0-9]+)*(?=[ \n])/uy;
const DOUBLE_QUOTED = /"(?:[^"\\]|\\(?:[0abtnvfre "/\\N_LP\n]|x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}))*"/y;
const SINGLE_QUOTED = /'(?:[^']|'')*'/y;
/** The first character of a line that is not blank, and what is left of it. */
const LINE = /\n( *)(?=[^ \n])/gu;
const BLOCK_HEADER = /[|>]([+-]?) *\n/uy;

const LF = 10;
const SPACE = 32;
const BANG = 33;
const QUOTE = 34;
const HASH = 35;
const APOSTROPHE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const GREATER = 62;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_MAP = 123;
const BAR = 124;
const CLOSE_MAP = 125;

/** The column of a further line of what has one line. */
const ONE_LINE = Infinity;

/**
 * Longer texts are left to the other parser, which has no limit: a pattern that repeats a group keeps a place to return to
 * for each character, and throws a RangeError where that list is full.
 */
const LONGEST = 2_097_152;

/** Deeper texts are left to the other parser, which says how deep they are. */
const DEEPEST = 60;

/**
 * Reads the part of YAML that templates are written in, JSON included, straight into the tree, without the list of events
 * and its second pass: block and flow collections, scalars of each style, short tags and comments.
 *
 * @returns undefined for a text with anything else (anchors, keys with `?`, tabs, carriage
 *   returns) or with an error: the caller reads it in another way. `parse-differential.test.ts` compares the two
 */
export function readUsual(text: string): TemplateNode | undefined {
	return text.length > LONGEST || UNUSUAL.test(text) ? undefined : (new UsualReader(text).read() ?? undefined);
}

/** A tag before a node. */
interface Tag {
	readonly name: string;
	readonly start: number;
}

/** Each method that reads a node gives null where it gives up. */
class UsualReader {
	readonly #text: string;
	#at = 0;
	#lineStart = 0;
	/** The column of the first character of the line; -1 at the end of the text. */
	#indent = 0;
	#depth = 0;
	/** The parts of the collections that are open, one behind the other. */
	readonly #pairs: PairNode[] = [];
	readonly #items: TemplateNode[] = [];

	constructor(text: string) {
		this.#text = text;
	}

	read(): TemplateNode | null {
		this.#seek(0);
		if (this.#indent === 0 && this.#text.startsWith("---\n", this.#at)) {
			this.#seek(this.#at + 4);
		}
		// A further document, or the end of this one.
		if (
			this.#indent !== 0 ||
			this.#text.startsWith("---", this.#at) ||
			this.#text.startsWith("...", this.#at) ||
			this.#text.includes("\n---", this.#at) ||
			this.#text.includes("\n...", this.#at)
		) {
			return null;
		}
		const node = this.#node(-1);
		// A text alone is no template, and nothing where it is empty.
		return this.#isAtEnd() && !(node instanceof ScalarNode) ? node : null;
	}

	#isAtEnd(): boolean {
		return this.#indent === -1;
	}

	/** Goes to the first character that is not in a comment, from the start of a line on. */
	#seek(start: number): void {
		const text = this.#text;
		for (let line = start; line < text.length;) {
			let at = line;
			while (text.charCodeAt(at) === SPACE) {
				at += 1;
			}
			const code = text.charCodeAt(at);
			if (code === LF) {
				line = at + 1;
			} else if (code === HASH) {
				const end = text.indexOf("\n", at);
				line = end === -1 ? text.length : end + 1;
			} else if (at < text.length) {
				this.#lineStart = line;
				this.#indent = at - line;
				this.#at = at;
				return;
			} else {
				break;
			}
		}
		this.#at = text.length;
		this.#indent = -1;
	}

	/** Goes to the next line with text; false where something else than a comment is left on this one. */
	#endLine(): boolean {
		const text = this.#text;
		let at = this.#at;
		while (text.charCodeAt(at) === SPACE) {
			at += 1;
		}
		const code = text.charCodeAt(at);
		if (code === LF) {
			this.#seek(at + 1);
		} else if (code === HASH && at > this.#at) {
			const end = text.indexOf("\n", at);
			this.#seek(end === -1 ? text.length : end + 1);
		} else if (at >= text.length) {
			this.#seek(text.length);
		} else {
			return false;
		}
		return true;
	}

	/** True for a dash that begins an item. */
	#isItem(): boolean {
		const next = this.#text.charCodeAt(this.#at + 1);
		return this.#text.charCodeAt(this.#at) === DASH && (next === SPACE || next === LF || Number.isNaN(next));
	}

	/** Goes to the colon between a key and its value; false, where there is none. */
	#isAfterKey(): boolean {
		const from = this.#at;
		this.#skipSpaces();
		const next = this.#text.charCodeAt(this.#at + 1);
		if (this.#text.charCodeAt(this.#at) === COLON && (next === SPACE || next === LF || Number.isNaN(next))) {
			return true;
		}
		this.#at = from;
		return false;
	}

	/** A node that begins a line, or follows the dash of an item; afterwards the next line begins. */
	#node(parent: number, tag: Tag | null = null): TemplateNode | null {
		const code = this.#text.charCodeAt(this.#at);
		const column = this.#at - this.#lineStart;
		if (this.#isItem()) {
			return this.#list(column, tag);
		}
		if (code === QUOTE || code === APOSTROPHE) {
			const line = this.#lineStart;
			const scalar = this.#quoted(code, null, parent + 1);
			return scalar === null
				? null
				: this.#isAfterKey()
					? this.#text.slice(line, this.#at).includes("\n")
						? null // A key has one line.
						: this.#map(column, scalar, tag)
					: this.#ended(tag === null ? scalar : tagged(scalar, tag));
		}
		const from = this.#at;
		const end = endOf(PLAIN, this.#text, from);
		if (end !== -1) {
			this.#at = end;
			if (this.#isAfterKey()) {
				return this.#map(column, plain(this.#text, from, end, null), tag);
			}
			this.#at = from;
		}
		return end === -1 ? this.#inline(parent, tag, false) : this.#plain(parent + 1, tag, end);
	}

	/**
	 * A scalar or a flow collection, which ends its line; afterwards the next line begins.
	 *
	 * @param isValue true on the line of a key, for its value
	 */
	#inline(parent: number, tag: Tag | null, isValue: boolean): TemplateNode | null {
		const code = this.#text.charCodeAt(this.#at);
		switch (code) {
			case QUOTE:
			case APOSTROPHE:
				return this.#ended(this.#quoted(code, tag, parent + 1));
			case OPEN_LIST:
			case OPEN_MAP:
				return this.#ended(this.#flow(parent + 1, tag));
			case BAR:
			case GREATER:
				return this.#block(parent + 1, tag);
			case BANG:
				return tag === null ? this.#tagged(parent, isValue) : null;
			default:
				return this.#plain(parent + 1, tag, endOf(PLAIN, this.#text, this.#at));
		}
	}

	#ended(node: TemplateNode | null): TemplateNode | null {
		return node !== null && this.#endLine() ? node : null;
	}

	/** @param isValue true on the line of a key, for its value: the items of a list may begin in the column of the key */
	#tagged(parent: number, isValue: boolean): TemplateNode | null {
		const start = this.#at;
		const isAlone = start - this.#lineStart === this.#indent;
		const end = endOf(TAG, this.#text, start);
		if (end === -1) {
			return null;
		}
		const tag: Tag = { name: this.#text.slice(start + 1, end), start };
		this.#at = end;
		if (!this.#endLine()) {
			this.#skipSpaces();
			return this.#inline(parent, tag, isValue);
		}
		if (this.#indent > parent) {
			return this.#text.charCodeAt(this.#at) === BANG ? null : this.#node(parent, tag);
		}
		if (isAlone) {
			return null; // On a line of its own, above what does not belong to it.
		}
		return isValue && this.#indent === parent && this.#isItem()
			? this.#list(parent, tag)
			: plain(this.#text, end, end, tag);
	}

	#skipSpaces(): void {
		while (this.#text.charCodeAt(this.#at) === SPACE) {
			this.#at += 1;
		}
	}

	#list(column: number, tag: Tag | null): TemplateNode | null {
		if (this.#depth >= DEEPEST) {
			return null;
		}
		this.#depth += 1;
		const start = this.#at;
		const from = this.#items.length;
		let end: number;
		do {
			this.#at += 1;
			const after = this.#at;
			let item: TemplateNode | null;
			if (!this.#endLine()) {
				this.#skipSpaces();
				item = this.#text.charCodeAt(this.#at) === BANG ? this.#tagged(column, false) : this.#node(column);
			} else {
				item = this.#indent > column ? this.#node(column) : plain(this.#text, after, after, null);
			}
			if (item === null) {
				return null;
			}
			this.#items.push(item);
			end = item.end;
		} while (this.#indent === column && this.#isItem());
		this.#depth -= 1;
		const node = new SequenceNode(
			tag?.start ?? start,
			start,
			false,
			tag?.name ?? null,
			takeFrom(this.#items, from),
		);
		node.end = end;
		return this.#indent > column ? null : node;
	}

	/** @param first its first key, which has been read */
	#map(column: number, first: ScalarNode, tag: Tag | null): TemplateNode | null {
		if (this.#depth >= DEEPEST) {
			return null;
		}
		this.#depth += 1;
		const from = this.#pairs.length;
		let end = first.end;
		for (let key: ScalarNode | null = first; ; key = this.#key()) {
			const value: TemplateNode | null = key === null ? null : this.#value(column);
			if (key === null || value === null) {
				return null;
			}
			this.#pairs.push(new PairNode(key, value));
			end = value.end;
			if (this.#indent !== column) {
				break;
			}
		}
		this.#depth -= 1;
		const node = new MappingNode(
			tag?.start ?? first.start,
			first.start,
			false,
			tag?.name ?? null,
			takeFrom(this.#pairs, from),
		);
		node.end = end;
		return this.#indent > column ? null : node;
	}

	#key(): ScalarNode | null {
		const from = this.#at;
		const code = this.#text.charCodeAt(from);
		if (code === QUOTE || code === APOSTROPHE) {
			const key = this.#quoted(code, null, ONE_LINE);
			return key !== null && this.#isAfterKey() ? key : null;
		}
		const end = endOf(PLAIN, this.#text, from);
		if (end === -1) {
			return null;
		}
		this.#at = end;
		return this.#isAfterKey() ? plain(this.#text, from, end, null) : null;
	}

	/** What follows the colon of a key in that column. */
	#value(column: number): TemplateNode | null {
		this.#at += 1;
		const after = this.#at;
		if (!this.#endLine()) {
			this.#skipSpaces();
			return this.#inline(column, null, true);
		}
		// The items of a list may begin in the column of its key.
		return this.#indent > column
			? this.#text.charCodeAt(this.#at) === BANG
				? this.#tagged(column, false)
				: this.#node(column)
			: this.#indent === column && this.#isItem()
				? this.#list(column, null)
				: plain(this.#text, after, after, null);
	}

	/**
	 * @param least the column that a further line of it begins in at least
	 * @param first where its first line ends; -1 where it has none
	 */
	#plain(least: number, tag: Tag | null, first: number): TemplateNode | null {
		const text = this.#text;
		const from = this.#at;
		let end = first;
		let isLong = false;
		for (;;) {
			this.#at = end;
			if (end === -1 || !this.#endLine()) {
				return null; // `a: b: c`
			}
			// Behind a comment nothing goes on: only blank lines and comments were passed.
			if (this.#indent < least || text.slice(end, this.#lineStart).includes("#")) {
				break;
			}
			end = endOf(FURTHER, text, this.#at);
			isLong = true;
		}
		const value = isLong ? getScalarValue(text, event(from, end, SCALAR_STYLE.PLAIN)) : text.slice(from, end);
		return new ScalarNode(tag?.start ?? from, end, from, "plain", tag?.name ?? null, value);
	}

	/**
	 * A text in quotes; afterwards comes what follows its closing quote.
	 *
	 * @param least the column that a further line of it begins in at least
	 */
	#quoted(quote: typeof QUOTE | typeof APOSTROPHE, tag: Tag | null, least: number): ScalarNode | null {
		const text = this.#text;
		const start = this.#at;
		const isDouble = quote === QUOTE;
		let end = text.indexOf(isDouble ? '"' : "'", start + 1);
		if (end === -1) {
			return null;
		}
		let value = text.slice(start + 1, end);
		if (isDouble ? value.includes("\\") : text.charCodeAt(end + 1) === APOSTROPHE) {
			end = endOf(isDouble ? DOUBLE_QUOTED : SINGLE_QUOTED, text, start) - 1;
			value = "";
		} else if (value.includes("\n")) {
			value = "";
		}
		if (value === "" && end > start + 1) {
			if (!isIndented(text.slice(start, end + 1), least)) {
				return null;
			}
			value = getScalarValue(
				text,
				event(start + 1, end, isDouble ? SCALAR_STYLE.DOUBLE_QUOTED : SCALAR_STYLE.SINGLE_QUOTED),
			);
		}
		this.#at = end + 1;
		const style = isDouble ? "double" : "single";
		return new ScalarNode(tag?.start ?? start, end + 1, start, style, tag?.name ?? null, value);
	}

	/** A text over several lines behind `|` or `>`; afterwards the next line begins. */
	#block(least: number, tag: Tag | null): TemplateNode | null {
		const text = this.#text;
		const start = this.#at;
		BLOCK_HEADER.lastIndex = start;
		const header = BLOCK_HEADER.exec(text);
		const lines = header === null ? null : linesOfBlock(text, start + header[0].length, least);
		if (lines === null) {
			return null;
		}
		const { from, end, indent } = lines;
		const isLiteral = text.charCodeAt(start) === BAR;
		const style = isLiteral ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.FOLDED_BLOCK;
		const value = getScalarValue(text, { ...event(from, end, style), chomping: chompingOf(header?.[1]), indent });
		this.#seek(end);
		const name: ScalarStyle = isLiteral ? "literal" : "folded";
		return new ScalarNode(tag?.start ?? start, endOfBlock(text, end), start, name, tag?.name ?? null, value);
	}

	/** Between brackets, goes to what comes next and gives its code; -1 where a line begins left of the least column. */
	#next(least: number): number {
		const text = this.#text;
		let line = -1;
		for (let at = this.#at; ; at += 1) {
			const code = text.charCodeAt(at);
			if (code === LF) {
				line = at + 1;
			} else if (code === HASH) {
				const before = text.charCodeAt(at - 1);
				const end = before === SPACE || before === LF ? text.indexOf("\n", at) : -1;
				if (end === -1) {
					return -1;
				}
				at = end - 1;
			} else if (code !== SPACE) {
				if (line !== -1 && at - line < least) {
					return -1;
				}
				this.#at = at;
				return code;
			}
		}
	}

	/** Goes to a colon on the same line, between brackets; false, where there is none. */
	#isColonNext(): boolean {
		this.#skipSpaces();
		return this.#text.charCodeAt(this.#at) === COLON;
	}

	/** A collection in brackets; afterwards comes what follows the closing one. */
	#flow(least: number, tag: Tag | null): TemplateNode | null {
		if (this.#depth >= DEEPEST) {
			return null;
		}
		this.#depth += 1;
		const start = this.#at;
		const isList = this.#text.charCodeAt(start) === OPEN_LIST;
		const [items, pairs] = [this.#items.length, this.#pairs.length];
		const closing = isList ? CLOSE_LIST : CLOSE_MAP;
		this.#at += 1;
		for (let code = this.#next(least); code !== closing; code = this.#next(least)) {
			const isRead = isList ? this.#flowItem(code, least) : this.#flowPair(code, least);
			const after = isRead ? this.#next(least) : -1;
			if (after === COMMA) {
				this.#at += 1;
			} else if (after !== closing) {
				return null;
			}
		}
		this.#at += 1;
		this.#depth -= 1;
		const [outer, name] = [tag?.start ?? start, tag?.name ?? null];
		const node = isList
			? new SequenceNode(outer, start, true, name, takeFrom(this.#items, items))
			: new MappingNode(outer, start, true, name, takeFrom(this.#pairs, pairs));
		node.end = this.#at;
		return node;
	}

	#flowItem(code: number, least: number): boolean {
		const from = this.#at;
		const item = this.#inFlow(code, least);
		if (item === null) {
			return false;
		}
		if (!this.#isColonNext()) {
			this.#items.push(item);
			return true;
		}
		// `[Fn::GetAZs: here]`: a map without brackets, whose key is on one line.
		if (!(item instanceof ScalarNode) || item.tag !== null || this.#text.slice(from, this.#at).includes("\n")) {
			return false;
		}
		this.#at += 1;
		const value = this.#inFlow(this.#next(least), least);
		if (value === null) {
			return false;
		}
		const map = new MappingNode(item.start, item.start, true, null, [new PairNode(item, value)]);
		map.end = value.end;
		this.#items.push(map);
		return true;
	}

	#flowPair(code: number, least: number): boolean {
		const key =
			code === QUOTE || code === APOSTROPHE ? this.#quoted(code, null, ONE_LINE) : this.#plainInFlow(null);
		// Behind a line ending, it depends on the kind of key what follows a colon: `a\n:b` is one word.
		if (key === null || !this.#isColonNext()) {
			return false;
		}
		this.#at += 1;
		const value = this.#inFlow(this.#next(least), least);
		if (value === null) {
			return false;
		}
		this.#pairs.push(new PairNode(key, value));
		return true;
	}

	#inFlow(code: number, least: number, tag: Tag | null = null): TemplateNode | null {
		switch (code) {
			case QUOTE:
			case APOSTROPHE:
				return this.#quoted(code, tag, least);
			case OPEN_LIST:
			case OPEN_MAP:
				return this.#flow(least, tag);
			case BANG: {
				const start = this.#at;
				const end = tag === null ? endOf(TAG, this.#text, start) : -1;
				if (end === -1) {
					return null;
				}
				this.#at = end;
				this.#skipSpaces();
				return this.#inFlow(this.#text.charCodeAt(this.#at), least, {
					name: this.#text.slice(start + 1, end),
					start,
				});
			}
			default:
				return this.#plainInFlow(tag);
		}
	}

	#plainInFlow(tag: Tag | null): ScalarNode | null {
		const from = this.#at;
		const end = endOf(PLAIN_IN_FLOW, this.#text, from);
		this.#at = end;
		return end === -1 ? null : plain(this.#text, from, end, tag);
	}
}

/** The lines of a text behind `|` or `>`. */
interface BlockLines {
	readonly from: number;
	/** One past the line ending of the last one. */
	readonly end: number;
	readonly indent: number;
}

/**
 * @param least the column that the first line with text begins in at least
 * @returns null where there is no such line, or a wider blank line before it
 */
function linesOfBlock(text: string, from: number, least: number): BlockLines | null {
	let indent = -1;
	/** The widest of the blank lines before the text. */
	let widest = 0;
	let end = from;
	while (end < text.length) {
		let at = end;
		while (text.charCodeAt(at) === SPACE) {
			at += 1;
		}
		const column = at - end;
		if (at >= text.length) {
			end = column > indent ? at : end;
			break;
		}
		const isBlank = text.charCodeAt(at) === LF;
		if (indent === -1 && isBlank) {
			widest = Math.max(widest, column);
		} else if (indent === -1) {
			if (column < least || column < widest) {
				return null;
			}
			indent = column;
		} else if (!isBlank && column < indent) {
			break;
		}
		const next = text.indexOf("\n", at);
		end = next === -1 ? text.length : next + 1;
	}
	return indent === -1 ? null : { from, end, indent };
}

function chompingOf(sign: string | undefined) {
	return sign === "-" ? CHOMPING_MODE.STRIP : sign === "+" ? CHOMPING_MODE.KEEP : CHOMPING_MODE.CLIP;
}

/** Where the match of a sticky expression ends; -1 where it does not match. */
function endOf(pattern: RegExp, text: string, from: number): number {
	pattern.lastIndex = from;
	return pattern.test(text) ? pattern.lastIndex : -1;
}

function plain(text: string, start: number, end: number, tag: Tag | null): ScalarNode {
	return new ScalarNode(tag?.start ?? start, end, start, "plain", tag?.name ?? null, text.slice(start, end));
}

/** False where a further line of a text begins left of a column. */
function isIndented(text: string, least: number): boolean {
	for (const [, margin = ""] of text.matchAll(LINE)) {
		if (margin.length < least) {
			return false;
		}
	}
	return true;
}

/** Takes the last parts off a list, as one of their own. */
function takeFrom<T>(parts: T[], from: number): T[] {
	const taken = parts.slice(from);
	parts.length = from;
	return taken;
}

function tagged(node: ScalarNode, tag: Tag): ScalarNode {
	return new ScalarNode(tag.start, node.end, node.inner, node.style, tag.name, node.value);
}

/** The event that `js-yaml` decodes a scalar from. */
function event(valueStart: number, valueEnd: number, style: (typeof SCALAR_STYLE)[keyof typeof SCALAR_STYLE]) {
	return {
		type: EVENT_ID.SCALAR,
		valueStart,
		valueEnd,
		anchorStart: -1,
		anchorEnd: -1,
		tagStart: -1,
		tagEnd: -1,
		style,
		chomping: CHOMPING_MODE.CLIP,
		indent: -1,
		fast: false,
	};
}
