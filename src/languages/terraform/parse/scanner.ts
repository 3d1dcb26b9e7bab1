import { TOO_DEEP, UNCLOSED_COMMENT } from "./sentences.ts";
import type { HclComment, HclName, HclProblem } from "./syntax.ts";

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const DOLLAR = 36;
export const PERCENT = 37;
export const STAR = 42;
export const MINUS = 45;
export const DOT = 46;
export const SLASH = 47;
export const COLON = 58;
export const LESS = 60;
export const EQUALS = 61;
export const MORE = 62;
export const BACKSLASH = 92;
export const OPEN = 123;
export const CLOSE = 125;
export const TILDE = 126;

/** An error for each of so many items; what follows is read without further ones. */
export const MAX_PROBLEMS = 100;
/** How deep brackets, templates, operators and conditions may be nested inside each other. */
const MAX_DEPTH = 200;

const NAME_REST = /[\p{ID_Continue}-]*/uy;
const NAME_START = /\p{ID_Start}/u;

/** 1 for a character of a name, 2 for one that may begin it. */
const NAMING = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
	const sign = String.fromCharCode(code);
	NAMING[code] = /[A-Za-z_]/u.test(sign) ? 2 : /[\d-]/u.test(sign) ? 1 : 0;
}

/**
 * A position in a text, and what was found before it. After an error the position is the end of the text, so that
 * everything that is open ends by itself; whoever reads items then resumes behind the broken one.
 */
export class Scanner {
	readonly text: string;
	readonly length: number;
	readonly errors: HclProblem[] = [];
	readonly comments: HclComment[] = [];
	protected at = 0;
	/** True inside brackets, where a new line is a blank. */
	protected isMultiline = false;
	protected depth = 0;
	/** Where a comment begins that is not closed: no later one is. */
	#openFrom = Number.POSITIVE_INFINITY;
	/** Where the item that is being read turned out to be broken; -1 while it is whole. */
	protected brokenAt = -1;

	constructor(text: string) {
		this.text = text;
		this.length = text.length;
	}

	/** The UTF-16 unit at the position; -1 at the end. */
	protected peek(): number {
		return this.at < this.length ? this.text.charCodeAt(this.at) : -1;
	}

	protected peekAt(offset: number): number {
		return offset < this.length ? this.text.charCodeAt(offset) : -1;
	}

	/** Records an error of this item, unless it has one, and gives the item up. */
	protected fail(message: string, offset = this.at): void {
		if (this.brokenAt === -1) {
			this.brokenAt = this.at;
			this.report(message, offset);
		}
		this.at = this.length;
	}

	protected report(message: string, offset: number): void {
		if (this.errors.length < MAX_PROBLEMS) {
			this.errors.push({ message, offset: Math.min(offset, this.length) });
		}
	}

	/** Goes one level deeper; fails where that is too deep. Every call needs a {@link leave}. */
	protected enter(): void {
		this.depth += 1;
		if (this.depth > MAX_DEPTH) {
			this.fail(TOO_DEEP);
		}
	}

	protected leave(): void {
		this.depth -= 1;
	}

	/** Skips blanks and comments, and new lines where they do not count. */
	protected skipBlanks(): void {
		for (;;) {
			const code = this.peek();
			if (code === SPACE || code === TAB || code === CR || (code === LF && this.isMultiline)) {
				this.at += 1;
			} else if ((code !== HASH && code !== SLASH) || !this.#isAtComment()) {
				return;
			} else if (!this.readComment()) {
				this.fail(UNCLOSED_COMMENT);
				return;
			}
		}
	}

	#isAtComment(): boolean {
		const next = this.peekAt(this.at + 1);
		return this.peek() === HASH || next === SLASH || next === STAR;
	}

	/** Goes behind the comment at the position; false if there is none, or it is not closed. */
	protected readComment(): boolean {
		const code = this.peek();
		const next = this.peekAt(this.at + 1);
		if (code === SLASH && next === STAR) {
			return this.#blockComment();
		}
		if (code === HASH || (code === SLASH && next === SLASH)) {
			this.#lineComment(code === HASH ? 1 : 2);
			return true;
		}
		return false;
	}

	#lineComment(mark: 1 | 2): void {
		const start = this.at;
		const end = this.endOfLine(start);
		this.comments.push({
			type: "HclComment",
			start,
			end,
			value: this.text.slice(start + mark, end),
			mark,
			isBlock: false,
		});
		this.at = end;
	}

	#blockComment(): boolean {
		const start = this.at;
		const closing = start >= this.#openFrom ? -1 : this.text.indexOf("*/", start + 2);
		if (closing === -1) {
			this.#openFrom = Math.min(this.#openFrom, start);
			return false;
		}
		this.at = closing + 2;
		this.comments.push({
			type: "HclComment",
			start,
			end: this.at,
			value: this.text.slice(start + 2, closing),
			mark: 2,
			isBlock: true,
		});
		return true;
	}

	/** Forgets the comments from an offset on, which are read again. */
	protected forgetComments(from: number): void {
		while ((this.comments.at(-1)?.start ?? -1) >= from) {
			this.comments.pop();
		}
	}

	/** The end of the line of an offset, without its line ending. */
	protected endOfLine(offset: number): number {
		const found = this.text.indexOf("\n", offset);
		const end = found === -1 ? this.length : found;
		return end > offset && this.text.charCodeAt(end - 1) === CR ? end - 1 : end;
	}

	/** True if a name begins at an offset. */
	protected isNameAt(offset: number): boolean {
		const code = this.peekAt(offset);
		return code < 128
			? code >= 0 && NAMING[code] === 2
			: NAME_START.test(String.fromCodePoint(this.text.codePointAt(offset) ?? 0));
	}

	/** The name at the position, which moves behind it; null, and an error, if there is none. */
	protected readName(): HclName | null {
		const start = this.at;
		if (!this.isNameAt(start)) {
			return null;
		}
		let end = start;
		while (end < this.length && (NAMING[this.text.charCodeAt(end)] ?? 0) > 0) {
			end += 1;
		}
		if (this.peekAt(end) > 127) {
			NAME_REST.lastIndex = end;
			end += NAME_REST.exec(this.text)?.[0].length ?? 0;
		}
		this.at = end;
		return { type: "HclName", start, end, text: this.text.slice(start, end), isQuoted: false };
	}
}
