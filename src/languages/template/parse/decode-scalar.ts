import type { TemplateScalar } from "./ast.ts";

/** The text of a scalar, with the range in the file for each of its UTF-16 units. */
export interface DecodedScalar {
	readonly value: string;
	/** Where each unit begins in the file. */
	readonly starts: readonly number[];
	/** Where each unit ends: after an escape, after a line ending but before the indentation that follows it. */
	readonly ends: readonly number[];
	/** The indentation of each line of a block; empty for the other styles. */
	readonly indent: string;
}

/** Units in the order of the text. */
class DecodedText {
	readonly starts: number[] = [];
	readonly ends: number[] = [];
	value = "";

	push(units: string, start: number, end: number): void {
		this.value += units;
		for (let unit = 0; unit < units.length; unit += 1) {
			this.starts.push(start);
			this.ends.push(end);
		}
	}

	/** Text without escapes. */
	copy(text: string, start: number, end: number): void {
		for (let at = start; at < end; at += 1) {
			this.push(text.charAt(at), at, at + 1);
		}
	}
}

/**
 * Decodes a scalar again by the rules of YAML, recording the position of each unit. Null if the result differs from
 * what the parser read, so that no position is a guess.
 */
export function decodeScalar(text: string, node: TemplateScalar): DecodedScalar | null {
	switch (node.style) {
		case "literal":
		case "folded":
			return decodeBlock(text, node);
		case "double":
			return checked(node, decodeFlow(text, node.inner + 1, node.end - 1, readDouble), "");
		case "single":
			return checked(node, decodeFlow(text, node.inner + 1, node.end - 1, readSingle), "");
		case "plain":
			return checked(node, decodeFlow(text, node.inner, node.end, readPlain), "");
		default:
			return node.style satisfies never;
	}
}

function checked(node: TemplateScalar, built: DecodedText | null, indent: string): DecodedScalar | null {
	if (built === null || !built.value.startsWith(node.value)) {
		return null;
	}
	const { length } = node.value;
	return { value: node.value, starts: built.starts.slice(0, length), ends: built.ends.slice(0, length), indent };
}

/** Where a line ends, and where the next begins. */
function lineEnd(text: string, from: number): LineEnd {
	let end = from;
	while (end < text.length && text[end] !== "\n" && text[end] !== "\r") {
		end += 1;
	}
	return { end, next: end >= text.length ? end : text[end] === "\r" && text[end + 1] === "\n" ? end + 2 : end + 1 };
}

/** The widest indentation that is tried. */
const MAX_INDENT = 200;

function decodeBlock(text: string, node: TemplateScalar): DecodedScalar | null {
	const first = lineEnd(text, node.inner).next;
	let widest = 0;
	for (let at = first; at < text.length;) {
		const { end, next } = lineEnd(text, at);
		const margin = /^ */u.exec(text.slice(at, end))?.[0].length ?? 0;
		if (at + margin < end) {
			widest = Math.min(margin, MAX_INDENT);
			break;
		}
		if (next === at) {
			break;
		}
		at = next;
	}
	// If an indicator says less (`|2`), the text itself begins with spaces.
	for (let indent = widest; indent >= 0; indent -= 1) {
		const decoded = checked(node, readLines(text, node, first, indent), " ".repeat(indent));
		if (decoded !== null) {
			return decoded;
		}
	}
	return null;
}

interface LineEnd {
	readonly end: number;
	readonly next: number;
}

function readLines(text: string, node: TemplateScalar, first: number, indent: number): DecodedText {
	const built = new DecodedText();
	const push = ({ end, next }: LineEnd): void => built.push("\n", end, next);
	/** The line ending of the last line with text, and those of the blank lines after it. */
	let leading: LineEnd | null = null;
	let blanks: LineEnd[] = [];
	let wasMore = false;
	for (let line = lineEnd(text, first), at = first; at < text.length; at = line.next, line = lineEnd(text, at)) {
		const start = at + Math.min(/^ */u.exec(text.slice(at, line.end))?.[0].length ?? 0, indent);
		if (start >= line.end) {
			blanks.push(line);
			continue;
		}
		if (at > node.end) {
			break; // What comes after the block.
		}
		const isMore = text[start] === " " || text[start] === "\t";
		if (leading !== null && (node.style === "literal" || wasMore || isMore)) {
			push(leading);
		} else if (leading !== null && blanks.length === 0) {
			built.push(" ", leading.end, leading.next);
		} else if (leading !== null) {
			const { end } = leading; // It adds nothing: it belongs to the first blank line.
			blanks = blanks.map((line, index) => (index === 0 ? { end, next: line.next } : line));
		}
		blanks.forEach(push);
		blanks = [];
		wasMore = isMore;
		built.copy(text, start, line.end);
		leading = line;
	}
	if (leading !== null) {
		push(leading);
	}
	blanks.forEach(push);
	return built;
}

/** Reads one unit of a style at `at` and returns where the next one is; null if the style has no such unit. */
type ReadUnit = (text: string, at: number, end: number, built: DecodedText) => number | null;

/** What a line ending inside of a scalar begins with. */
const BLANK = /[ \t\r\n]/u;

function decodeFlow(text: string, start: number, end: number, readUnit: ReadUnit): DecodedText | null {
	const built = new DecodedText();
	for (let at = start; at < end;) {
		if (BLANK.test(text.charAt(at)) && /^[ \t]*(?:\r\n|\n|\r)/u.test(text.slice(at, Math.min(end, at + 4096)))) {
			at = fold(text, at, end, built);
			continue;
		}
		const next = readUnit(text, at, end, built);
		if (next === null) {
			return null;
		}
		at = next;
	}
	return built;
}

/**
 * A line ending inside a flow scalar is a space, and each empty line after it a line ending; spaces on both sides are
 * dropped.
 */
function fold(text: string, from: number, end: number, built: DecodedText): number {
	const breaks: LineEnd[] = [];
	let at = from;
	for (;;) {
		const margin = /^[ \t]*/u.exec(text.slice(at, end))?.[0].length ?? 0;
		const line = lineEnd(text, at + margin);
		if (line.end !== at + margin || line.end >= end) {
			at += margin;
			break;
		}
		breaks.push(line);
		at = line.next;
	}
	const [first, ...more] = breaks;
	if (first !== undefined && more.length === 0) {
		built.push(" ", first.end, first.next);
	}
	for (const [index, line] of more.entries()) {
		// The first line ending adds nothing: it belongs to the second.
		built.push("\n", index === 0 && first !== undefined ? first.end : line.end, line.next);
	}
	return Math.min(at, end);
}

function readPlain(text: string, at: number, _end: number, built: DecodedText): number {
	built.copy(text, at, at + 1);
	return at + 1;
}

function readSingle(text: string, at: number, _end: number, built: DecodedText): number {
	const length = text[at] === "'" ? 2 : 1;
	built.push(text.charAt(at), at, at + length);
	return at + length;
}

const ESCAPES: Readonly<Record<string, string>> = {
	"0": "\0",
	a: "\x07",
	b: "\b",
	t: "\t",
	"\t": "\t",
	n: "\n",
	v: "\v",
	f: "\f",
	r: "\r",
	e: "\x1B",
	" ": " ",
	'"': '"',
	"/": "/",
	"\\": "\\",
	N: "\x85",
	_: "\xA0",
	L: "\u2028",
	P: "\u2029",
};
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function readDouble(text: string, at: number, end: number, built: DecodedText): number | null {
	if (text[at] !== "\\") {
		built.copy(text, at, at + 1);
		return at + 1;
	}
	const letter = text.charAt(at + 1);
	const digits = DIGITS[letter];
	if (digits !== undefined) {
		const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
		if (Number.isNaN(code) || code > 0x10ffff) {
			return null;
		}
		built.push(String.fromCodePoint(code), at, at + 2 + digits);
		return at + 2 + digits;
	}
	if (letter === "\n" || letter === "\r") {
		// An escaped line break: neither the line ending nor the indentation of the next line belongs to the text.
		const { next } = lineEnd(text, at + 1);
		return Math.min(end, next + (/^[ \t]*/u.exec(text.slice(next, end))?.[0].length ?? 0));
	}
	const unit = ESCAPES[letter];
	if (unit === undefined) {
		return null;
	}
	built.push(unit, at, at + 2);
	return at + 2;
}
