import { ExpressionReader } from "./expression-reader.ts";
import { CLOSE, CR, EQUALS, HASH, LF, OPEN, QUOTE, SLASH, SPACE, TAB } from "./scanner.ts";
import {
	EXPECTED_EQUALS,
	EXPECTED_ITEM,
	EXPECTED_LINE_END,
	HOLE_IN_LABEL,
	MISSING_BRACE,
	STRAY_BRACE,
	TOO_BROKEN,
	TOO_DEEP,
	UNCLOSED_BLOCK,
} from "./sentences.ts";
import type { HclBlock, HclBody, HclExpression, HclFile, HclItem, HclName } from "./syntax.ts";

/** How deep blocks may be nested; the deepest of the provider's schemas have ten levels. */
const MAX_BLOCKS = 100;

/** A line that begins a block of a module: nothing else that is nested in braces looks so at the margin. */
const OUTERMOST =
	/(?:(?:resource|data|ephemeral|action)\s{1,9}"?[\w-]+"?\s{1,9}"?[\w-]+"?|(?:module|variable|output|provider|check|run)\s{1,9}"?[\w-]+"?|locals|terraform|moved|import|removed)\s{0,9}\{/uy;
/** What begins an item: `name =`, `name {`, `name "label"`. */
const ITEM = /[\p{ID_Start}_][\p{ID_Continue}-]*[ \t]*(?:=(?![=>])|[{"])/uy;
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t\r]*\n/uy;
/** A quoted text, up to the end of its line if it is not closed. */
const QUOTED = /"(?:[^"\\\n]|\\[^\n])*(?:"|\\|$)?/uy;

/** Reads a file: its attributes and blocks, the broken ones as far as they go. */
export class BodyReader extends ExpressionReader {
	/** True if a block is not closed at the end of the text. */
	isUnclosed = false;
	readonly #heedsMargin: boolean;
	#blocks = 0;

	/**
	 * @param heedsMargin whether what begins a block of a module at the margin ends all that is open: for a text in which
	 * a bracket is missing
	 */
	constructor(text: string, heedsMargin: boolean) {
		super(text);
		this.#heedsMargin = heedsMargin;
	}

	read(): HclFile {
		const items = this.#readItems(-1);
		return {
			type: "HclFile",
			start: 0,
			end: this.length,
			format: "hcl",
			body: { type: "HclBody", start: 0, end: this.length, items },
			comments: this.comments,
			errors: this.errors,
		};
	}

	protected isAtSurelyOutside(): boolean {
		if (!this.#heedsMargin || this.peekAt(this.at - 1) !== LF) {
			return false;
		}
		OUTERMOST.lastIndex = this.at;
		return OUTERMOST.test(this.text);
	}

	/**
	 * Items up to the brace that closes them, which is not consumed, or to the end.
	 *
	 * @param open where the brace is that opens them; -1 for a file
	 */
	#readItems(open: number): readonly HclItem[] {
		const items: HclItem[] = [];
		for (;;) {
			this.skipBlanks();
			this.#recover(this.at);
			const code = this.peek();
			if (code === LF) {
				this.at += 1;
			} else if (code === -1) {
				if (open !== -1) {
					this.isUnclosed = true;
					this.report(UNCLOSED_BLOCK, open);
				}
				return items;
			} else if (code === CLOSE) {
				if (open !== -1) {
					return items;
				}
				this.report(STRAY_BRACE, this.at);
				this.at += 1;
			} else if (open !== -1 && this.isAtSurelyOutside()) {
				this.report(UNCLOSED_BLOCK, open);
				return items;
			} else {
				this.#readItem(items);
			}
		}
	}

	#readItem(items: HclItem[]): void {
		const start = this.at;
		const name = this.readName();
		if (name === null) {
			this.fail(EXPECTED_ITEM);
		} else {
			this.skipBlanks();
			const equals = this.at;
			if (this.peek() === EQUALS && this.peekAt(equals + 1) !== EQUALS) {
				this.at += 1;
				this.skipBlanks();
				const value = this.readExpression();
				this.#endItem();
				const isBroken = this.brokenAt !== -1;
				this.#recover(start);
				const read: HclExpression = isBroken
					? { type: "HclInvalid", start: equals + 1, end: this.#endOfText(equals + 1) }
					: value;
				items.push({ type: "HclAttribute", start, end: read.end, name, equals, value: read });
				return;
			}
			this.#readBlock(name, items);
		}
		this.#recover(start);
	}

	#readBlock(keyword: HclName, items: HclItem[]): void {
		const labels: HclName[] = [];
		let label = this.#readLabel();
		for (; label !== null; label = this.#readLabel()) {
			labels.push(label);
			this.skipBlanks();
		}
		const open = this.#openBlock(keyword, labels);
		if (open === -1) {
			return;
		}
		this.#blocks += 1;
		if (this.#blocks > MAX_BLOCKS) {
			this.fail(TOO_DEEP, open);
			this.#blocks -= 1;
			return;
		}
		const inside = this.at;
		const nested = this.#readItems(open);
		this.#blocks -= 1;
		items.push(this.#closeBlock(keyword, labels, open, inside, nested));
	}

	#closeBlock(
		keyword: HclName,
		labels: readonly HclName[],
		open: number,
		inside: number,
		items: readonly HclItem[],
	): HclBlock {
		const close = this.peek() === CLOSE ? this.at : -1;
		const bodyEnd = close === -1 ? this.#trimEnd(inside, this.at) : close;
		const end = close === -1 ? bodyEnd : close + 1;
		if (close !== -1) {
			this.at = end;
			this.#endItem();
			// What stands behind it is an item of its own, if anything.
			this.#recover(end);
		}
		const body: HclBody = { type: "HclBody", start: inside, end: bodyEnd, items };
		return { type: "HclBlock", start: keyword.start, end, keyword, labels, open, body, close };
	}

	#readLabel(): HclName | null {
		if (this.peek() !== QUOTE) {
			return this.readName();
		}
		const { start, end, parts } = this.readQuoted();
		if (!parts.every((part) => part.type === "HclText")) {
			this.fail(HOLE_IN_LABEL, start);
		}
		const text = parts.map((part) => (part.type === "HclText" ? part.value : "")).join("");
		return this.brokenAt === -1 ? { type: "HclName", start, end, text, isQuoted: true } : null;
	}

	/** Goes behind the brace of a block, whose offset it gives; -1 if this is no block. */
	#openBlock({ start, end }: HclName, labels: readonly HclName[]): number {
		if (this.brokenAt === -1 && this.peek() === OPEN) {
			this.at += 1;
			return this.at - 1;
		}
		const head = labels.at(-1)?.end ?? end;
		const lineEnd = this.endOfLine(head);
		const last = this.#trimEnd(head, lineEnd) - 1;
		if (this.brokenAt === -1 && this.at >= lineEnd) {
			if (this.#indentation(lineEnd + 1) > this.#indentation(start)) {
				this.report(MISSING_BRACE, last + 1);
				this.at = last + 1;
				this.forgetComments(this.at);
				return last;
			}
		}
		this.fail(EXPECTED_EQUALS);
		if (this.peekAt(last) === OPEN && (labels.length > 0 || this.#indentation(start) === 0)) {
			this.brokenAt = -1;
			this.at = last + 1;
			this.forgetComments(this.at);
			return last;
		}
		return -1;
	}

	/** Checks that nothing else is on the line of an item. */
	#endItem(): void {
		this.skipBlanks();
		const code = this.peek();
		if (code !== LF && code !== CLOSE && code !== -1) {
			this.fail(EXPECTED_LINE_END);
		}
	}

	/** Goes to the end of a broken item that begins at an offset. */
	#recover(start: number): void {
		if (this.brokenAt === -1) {
			return;
		}
		const from = this.brokenAt;
		this.brokenAt = -1;
		this.forgetComments(start);
		this.at = this.#endOfBroken(start);
		this.lost += Math.max(0, from - this.at);
		if (this.lost > 4 * this.length + 10_000) {
			this.report(TOO_BROKEN, this.at);
			this.at = this.length;
		}
	}

	/**
	 * Where a broken item ends: at a line ending with no bracket open, or before a line that is not indented as much, or
	 * as much and begins an item; before a brace that closes what is around it.
	 */
	#endOfBroken(start: number): number {
		const { text, length } = this;
		const indentation = this.#indentation(start);
		let open = 0;
		let at = start;
		while (at < length) {
			const code = text.charCodeAt(at);
			switch (code) {
				case LF:
					if (open <= 0 || this.#isOutside(at + 1, indentation)) {
						return at;
					}
					at += 1;
					break;
				case QUOTE:
					at = this.#behind(QUOTED, at);
					break;
				case HASH:
				case SLASH:
					this.at = at;
					at = this.readComment() ? this.at : at + 1;
					break;
				case 60:
					at = this.#behindHeredoc(at);
					break;
				case OPEN:
				case 40:
				case 91:
					open += 1;
					at += 1;
					break;
				case CLOSE:
				case 41:
				case 93:
					if (open <= 0 && code === CLOSE && at > start) {
						return at;
					}
					open -= 1;
					at += 1;
					break;
				default:
					at += 1;
			}
		}
		return length;
	}

	#behind(pattern: RegExp, at: number): number {
		pattern.lastIndex = at;
		return at + Math.max(1, pattern.exec(this.text)?.[0].length ?? 1);
	}

	#behindHeredoc(at: number): number {
		HEREDOC.lastIndex = at;
		const [opening, marker] = HEREDOC.exec(this.text) ?? [];
		if (opening === undefined || marker === undefined) {
			return at + 1;
		}
		const end = this.endOfHeredoc(marker, at + opening.length);
		return end === -1 ? at + opening.length - 1 : this.text.indexOf(marker, end) + marker.length;
	}

	/** True if the line at an offset cannot belong to an item of an indentation. */
	#isOutside(line: number, indentation: number): boolean {
		const own = this.#indentation(line);
		const first = this.peekAt(line + own);
		if (first === LF || first === CR || first === -1 || own > indentation) {
			return false;
		}
		ITEM.lastIndex = line + own;
		return own < indentation || ITEM.test(this.text);
	}

	/** How many blanks the line of an offset begins with. */
	#indentation(offset: number): number {
		const start = offset <= 0 ? 0 : this.text.lastIndexOf("\n", offset - 1) + 1;
		let end = start;
		while (this.peekAt(end) === SPACE || this.peekAt(end) === TAB) {
			end += 1;
		}
		return end - start;
	}

	#endOfText(start: number): number {
		return this.#trimEnd(start, this.at);
	}

	#trimEnd(start: number, end: number): number {
		let at = Math.max(start, Math.min(end, this.length));
		while (at > start && /\s/u.test(this.text.charAt(at - 1))) {
			at -= 1;
		}
		return at;
	}
}
