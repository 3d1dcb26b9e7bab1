import {
	BACKSLASH,
	CLOSE,
	DOLLAR,
	LF,
	CR,
	MINUS,
	OPEN,
	PERCENT,
	QUOTE,
	Scanner,
	SPACE,
	TAB,
	TILDE,
} from "./scanner.ts";
import {
	EXPECTED_HEREDOC_NAME,
	EXPECTED_FOR_PART,
	UNCLOSED_DIRECTIVE,
	UNCLOSED_HEREDOC,
	UNCLOSED_HOLE,
	UNCLOSED_QUOTE,
	UNKNOWN_DIRECTIVE,
	UNKNOWN_ESCAPE,
} from "./sentences.ts";
import type { HclExpression, HclName, HclPart, HclTemplate, HclText } from "./syntax.ts";

/** A literal piece while its template is read. */
interface OpenText extends HclText {
	start: number;
	end: number;
	value: string;
}

/** What ends a list of parts. */
type Ending = "end" | "else" | "endif" | "endfor";

/** The template that is being read. */
interface OpenTemplate {
	readonly style: HclTemplate["style"];
	readonly start: number;
	readonly marker: string;
	/** Where the text of a heredoc ends; moves if a hole goes beyond it. */
	end: number;
	/** True right behind a `~}`, which trims the blanks that follow. */
	trims: boolean;
	/** What each line of a heredoc begins with; null for a hole. */
	readonly lines: (OpenText | null)[];
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
	["n", "\n"],
	["r", "\r"],
	["t", "\t"],
	['"', '"'],
	["\\", "\\"],
]);
const PLAIN = /[^"\\$%\r\n]*"/uy;
const UNICODE_ESCAPE = /u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})/uy;
const LEADING_BLANKS = /^\s*/u;
const LEADING_BLANKS_OF_LINE = /^[^\S\n]*\n?/u;

/** Reads quoted texts and heredocs. */
export abstract class TemplateReader extends Scanner {
	/** How many units were read in vain. */
	protected lost = 0;

	protected abstract readExpression(): HclExpression;

	/** The parts of the whole text, which is a template without quotes. */
	protected readBare(): readonly HclPart[] {
		return this.#readAll({
			style: "heredoc",
			start: 0,
			marker: "",
			end: this.length,
			trims: false,
			lines: [],
		});
	}

	/** `"…"`, from its first quote. */
	protected readQuoted(): HclTemplate {
		const start = this.at;
		this.at += 1;
		PLAIN.lastIndex = this.at;
		if (PLAIN.test(this.text)) {
			// As most are: a text without escapes and holes.
			const end = PLAIN.lastIndex - 1;
			this.at = end + 1;
			const value = this.text.slice(start + 1, end);
			const parts: readonly HclPart[] =
				value === "" ? [] : [{ type: "HclText", start: start + 1, end, value, isExact: true }];
			return {
				type: "HclTemplate",
				start,
				end: end + 1,
				style: "quoted",
				parts,
				inner: { start: start + 1, end },
			};
		}
		const parts = this.#readAll({ style: "quoted", start, marker: "", end: -1, trims: false, lines: [] });
		const end = this.at;
		this.at += 1;
		return { type: "HclTemplate", start, end: end + 1, style: "quoted", parts, inner: { start: start + 1, end } };
	}

	/** `<<NAME`, a line ending, lines, and a line with the name alone. */
	protected readHeredoc(): HclTemplate {
		const start = this.at;
		const isFlush = this.peekAt(start + 2) === MINUS;
		const style = isFlush ? "flush" : "heredoc";
		this.at += isFlush ? 3 : 2;
		const marker = this.readName()?.text;
		const lineEnd = this.text.indexOf("\n", this.at);
		if (marker === undefined || lineEnd === -1 || this.text.slice(this.at, lineEnd).trim() !== "") {
			this.fail(EXPECTED_HEREDOC_NAME, start);
			return { type: "HclTemplate", start, end: start, style, parts: [], inner: { start, end: start } };
		}
		this.at = lineEnd + 1;
		const open: OpenTemplate = {
			style,
			start,
			marker,
			end: this.endOfHeredoc(marker, this.at),
			trims: false,
			lines: [],
		};
		const parts = open.end === -1 ? [] : this.#readAll(open);
		if (open.end === -1) {
			this.fail(UNCLOSED_HEREDOC, start);
		}
		if (isFlush) {
			removeIndentation(open.lines);
		}
		const inner = { start: lineEnd + 1, end: open.end };
		if (this.brokenAt === -1) {
			this.at = this.text.indexOf(marker, open.end) + marker.length;
		}
		return { type: "HclTemplate", start, end: this.at, style, parts, inner };
	}

	/** The start of the first line from an offset on that has nothing but a marker; -1 if there is none. */
	protected endOfHeredoc(marker: string, from: number): number {
		for (let found = this.text.indexOf(marker, from); found !== -1; found = this.text.indexOf(marker, found + 1)) {
			let start = found;
			while (start > from && isBlank(this.peekAt(start - 1))) {
				start -= 1;
			}
			let end = found + marker.length;
			while (isBlank(this.peekAt(end))) {
				end += 1;
			}
			if ((start === from || this.peekAt(start - 1) === LF) && (end === this.length || this.peekAt(end) === LF)) {
				return start;
			}
		}
		this.lost += this.length - from;
		return -1;
	}

	#readAll(open: OpenTemplate): readonly HclPart[] {
		const wasMultiline = this.isMultiline;
		this.enter();
		const parts: HclPart[] = [];
		const ending = this.#readParts(open, parts);
		if (ending !== "end") {
			this.fail(UNKNOWN_DIRECTIVE);
		}
		this.leave();
		this.isMultiline = wasMultiline;
		return parts;
	}

	/** Reads parts up to the end of the template, or behind a directive that ends the list. */
	#readParts(open: OpenTemplate, parts: HclPart[]): Ending {
		for (;;) {
			if (open.style === "quoted") {
				this.#readQuotedText(open, parts);
			} else {
				this.#readLines(open, parts);
			}
			const start = this.at;
			const code = this.peek();
			if (this.brokenAt !== -1 || (code !== DOLLAR && code !== PERCENT) || this.#isAtEnd(open)) {
				return "end";
			}
			this.at += 2;
			this.#trimBefore(open, parts);
			this.isMultiline = true;
			this.skipBlanks();
			if (code === DOLLAR) {
				const expression = this.readExpression();
				this.#closeHole(open, start, UNCLOSED_HOLE);
				parts.push({ type: "HclHole", start, end: this.at, expression });
				continue;
			}
			const word = this.readName()?.text;
			this.skipBlanks();
			switch (word) {
				case "if":
					this.#readIf(open, parts, start);
					break;
				case "for":
					this.#readLoop(open, parts, start);
					break;
				case "else":
				case "endif":
				case "endfor":
					this.#closeHole(open, start, UNCLOSED_DIRECTIVE);
					return word;
				default:
					this.fail(UNKNOWN_DIRECTIVE, start);
			}
		}
	}

	#isAtEnd(open: OpenTemplate): boolean {
		return open.style !== "quoted" && this.at >= open.end;
	}

	#readIf(open: OpenTemplate, parts: HclPart[], start: number): void {
		const condition = this.readExpression();
		this.#closeHole(open, start, UNCLOSED_DIRECTIVE);
		const consequent: HclPart[] = [];
		this.enter();
		let ending = this.#readParts(open, consequent);
		let alternate: HclPart[] | null = null;
		if (ending === "else") {
			alternate = [];
			ending = this.#readParts(open, alternate);
		}
		this.leave();
		if (ending !== "endif") {
			this.fail(UNCLOSED_DIRECTIVE, start);
		}
		parts.push({ type: "HclIf", start, end: this.at, condition, consequent, alternate });
	}

	#readLoop(open: OpenTemplate, parts: HclPart[], start: number): void {
		const { key, value, collection } = this.readLoopHead(start);
		this.#closeHole(open, start, UNCLOSED_DIRECTIVE);
		const inner: HclPart[] = [];
		this.enter();
		if (this.#readParts(open, inner) !== "endfor") {
			this.fail(UNCLOSED_DIRECTIVE, start);
		}
		this.leave();
		parts.push({ type: "HclLoop", start, end: this.at, key, value, collection, parts: inner });
	}

	/** `key, value in collection`, behind the word `for`. */
	protected readLoopHead(start: number): {
		readonly key: HclName | null;
		readonly value: HclName;
		readonly collection: HclExpression;
	} {
		let value = this.#readLoopName(start);
		let key: HclName | null = null;
		this.skipBlanks();
		if (this.text[this.at] === ",") {
			this.at += 1;
			this.skipBlanks();
			key = value;
			value = this.#readLoopName(start);
			this.skipBlanks();
		}
		if (this.readName()?.text !== "in") {
			this.fail(EXPECTED_FOR_PART);
		}
		this.skipBlanks();
		return { key, value, collection: this.readExpression() };
	}

	#readLoopName(start: number): HclName {
		const name = this.readName();
		if (name === null) {
			this.fail(EXPECTED_FOR_PART);
			return { type: "HclName", start, end: start, text: "", isQuoted: false };
		}
		return name;
	}

	/** `}` or `~}`. */
	#closeHole(open: OpenTemplate, start: number, message: string): void {
		this.skipBlanks();
		open.trims = this.peek() === TILDE;
		if (open.trims) {
			this.at += 1;
		}
		if (this.peek() !== CLOSE) {
			this.fail(message, start);
			return;
		}
		this.at += 1;
		if (open.style !== "quoted" && this.at > open.end) {
			open.end = this.endOfHeredoc(open.marker, this.at);
			if (open.end === -1) {
				this.fail(UNCLOSED_HEREDOC, open.start);
			}
		}
	}

	/** `${~` trims the blanks before it. */
	#trimBefore(open: OpenTemplate, parts: HclPart[]): void {
		if (this.peek() !== TILDE) {
			return;
		}
		this.at += 1;
		const last = parts.at(-1) as OpenText | undefined;
		if (last?.type === "HclText") {
			const line = open.style === "quoted" ? 0 : last.value.lastIndexOf("\n") + 1;
			const trimmed = last.value.slice(0, line) + last.value.slice(line).trimEnd();
			last.end -= last.isExact ? last.value.length - trimmed.length : 0;
			last.value = trimmed;
		}
	}

	/** A piece of a quoted text, up to its end or `${` or `%{`. */
	#readQuotedText(open: OpenTemplate, parts: HclPart[]): void {
		const { text, length } = this;
		const start = this.at;
		let from = start;
		let decoded = "";
		let at = start;
		for (; at < length; at += 1) {
			const code = text.charCodeAt(at);
			if (code === QUOTE) {
				break;
			}
			if (code === BACKSLASH) {
				const { value, end } = this.#escapeAt(at);
				if (end === -1) {
					this.fail(UNKNOWN_ESCAPE, at);
					return;
				}
				decoded += text.slice(from, at) + value;
				from = end;
				at = end - 1;
			} else if (code === DOLLAR || code === PERCENT) {
				if (text.charCodeAt(at + 1) === OPEN) {
					break;
				}
				if (text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === OPEN) {
					decoded += text.slice(from, at);
					from = at + 1;
					at += 2;
				}
			} else if (code === LF || code === CR) {
				at = length;
			}
		}
		if (at >= length) {
			this.fail(UNCLOSED_QUOTE, open.start);
			return;
		}
		this.at = at;
		if (at > start) {
			pushText(open, parts, start, at, decoded + text.slice(from, at), from === start);
		}
		open.trims = false;
	}

	/** The escape at an offset, and where it ends; -1 if there is no such escape. */
	#escapeAt(offset: number): { readonly value: string; readonly end: number } {
		const simple = ESCAPES.get(this.text.charAt(offset + 1));
		if (simple !== undefined) {
			return { value: simple, end: offset + 2 };
		}
		UNICODE_ESCAPE.lastIndex = offset + 1;
		const [escape, short, long] = UNICODE_ESCAPE.exec(this.text) ?? [];
		const point = Number.parseInt(short ?? long ?? "", 16);
		return escape === undefined || point > 0x10_ff_ff
			? { value: "", end: -1 }
			: { value: String.fromCodePoint(point), end: offset + 1 + escape.length };
	}

	/** The lines of a heredoc, up to its end or `${` or `%{`. Each line of a flush heredoc is a piece of its own. */
	#readLines(open: OpenTemplate, parts: HclPart[]): void {
		const { text } = this;
		let isLineStart = this.at === 0 || text.charCodeAt(this.at - 1) === LF;
		while (this.at < open.end) {
			const start = this.at;
			const end = this.#endOfPiece(open, start);
			const raw = text.slice(start, end);
			const value = raw.includes("{") ? raw.replaceAll(/([$%])\1\{/gu, "$1{") : raw;
			if (isLineStart) {
				open.lines.push(null);
			}
			if (end > start) {
				const piece = pushText(open, parts, start, end, value, value.length === raw.length);
				if (isLineStart) {
					open.lines[open.lines.length - 1] = piece;
				}
			}
			open.trims = false;
			this.at = end;
			isLineStart = text.charCodeAt(end - 1) === LF;
			if (!isLineStart || end === start) {
				return;
			}
		}
	}

	/** Where a piece ends: before a hole, at the end of the text, and in a flush heredoc behind the line. */
	#endOfPiece(open: OpenTemplate, start: number): number {
		const { text } = this;
		for (let at = start; at < open.end; at += 1) {
			const code = text.charCodeAt(at);
			if (code === LF && open.style === "flush") {
				return at + 1;
			}
			if ((code === DOLLAR || code === PERCENT) && text.charCodeAt(at + 1) === OPEN) {
				if (at > start && text.charCodeAt(at - 1) === code) {
					continue;
				}
				return at;
			}
		}
		return open.end;
	}
}

function pushText(
	{ trims, style }: OpenTemplate,
	parts: HclPart[],
	start: number,
	end: number,
	value: string,
	isExact: boolean,
): OpenText {
	const piece: OpenText = { type: "HclText", start, end, value, isExact };
	if (trims) {
		const blanks = (style === "quoted" ? LEADING_BLANKS : LEADING_BLANKS_OF_LINE).exec(value)?.[0].length ?? 0;
		piece.start += isExact ? blanks : 0;
		piece.value = value.slice(blanks);
	}
	parts.push(piece);
	return piece;
}

/** Removes the indentation that all lines have in common; a line of blanks counts for none. */
function removeIndentation(lines: readonly (OpenText | null)[]): void {
	const counting = lines.filter((line) => line === null || line.value.trim() !== "" || !line.value.endsWith("\n"));
	const common = counting.reduce(
		(least, line) => Math.min(least, line === null ? 0 : indentationOf(line.value)),
		Number.POSITIVE_INFINITY,
	);
	for (const line of common > 0 ? counting : []) {
		if (line !== null) {
			line.start += common;
			line.value = line.value.slice(common);
		}
	}
}

function indentationOf(line: string): number {
	return line.length - line.trimStart().length;
}

function isBlank(code: number): boolean {
	return code === SPACE || code === TAB || code === CR;
}
