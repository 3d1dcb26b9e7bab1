import { templateOf, type JsonString } from "./json-string.ts";
import { BACKSLASH, CLOSE, COLON, CR, LF, OPEN, QUOTE, Scanner, SPACE, TAB } from "./scanner.ts";
import {
	EXPECTED_COMMA,
	JSON_COLON,
	JSON_COMMENT,
	JSON_CONTROL,
	JSON_ESCAPE,
	JSON_KEY,
	JSON_OBJECT,
	JSON_REST,
	JSON_TRAILING_COMMA,
	JSON_VALUE,
	UNCLOSED_BRACKET,
	UNCLOSED_QUOTE,
} from "./sentences.ts";
import type { HclExpression, HclObject, HclObjectItem, HclTemplate } from "./syntax.ts";

const COMMA = 44;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const FIRST_PRINTABLE = 32;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/uy;
const WORDS = new Map<string, boolean | null>([
	["true", true],
	["false", false],
	["null", null],
]);
const WORD = /[a-z]+/uy;
const ESCAPES = new Map([
	['"', '"'],
	["\\", "\\"],
	["/", "/"],
	["b", "\b"],
	["f", "\f"],
	["n", "\n"],
	["r", "\r"],
	["t", "\t"],
]);
const CODE = /[\dA-Fa-f]{4}/uy;

/**
 * Reads strict JSON as expressions. What was read before an error is kept.
 *
 * Source: RFC 8259.
 */
export class JsonReader extends Scanner {
	/** The strings with escapes, by the template that each became; others are as they are written. */
	readonly #escaped = new WeakMap<HclTemplate, JsonString>();

	/** The string that became a template. */
	stringOf(template: HclTemplate): JsonString {
		const { start, end } = template;
		return this.#escaped.get(template) ?? { start, end, value: this.text.slice(start + 1, end - 1), offsets: null };
	}

	/** The text of a string; empty for any other value. */
	textOf(value: HclExpression | undefined): string {
		return value?.type === "HclTemplate" ? this.stringOf(value).value : "";
	}

	/** The object of the file; null if the text is none. */
	read(): HclObject | null {
		this.#skip();
		if (this.peek() !== OPEN) {
			this.fail(JSON_OBJECT);
			return null;
		}
		const object = this.#readObject();
		this.#skip();
		if (this.at < this.length) {
			this.fail(JSON_REST);
		}
		return object;
	}

	#skip(): void {
		for (let code = this.peek(); code === SPACE || code === LF || code === CR || code === TAB; code = this.peek()) {
			this.at += 1;
		}
		if (this.text.startsWith("//", this.at) || this.text.startsWith("/*", this.at) || this.text[this.at] === "#") {
			this.fail(JSON_COMMENT);
		}
	}

	#readValue(): HclExpression {
		const start = this.at;
		switch (this.peek()) {
			case OPEN:
				return this.#readObject();
			case OPEN_LIST:
				return this.#readList();
			case QUOTE:
				return this.#readTemplate();
			default:
		}
		const word = this.#match(WORD);
		if (word !== "" && WORDS.has(word)) {
			this.at += word.length;
			return { type: "HclLiteral", start, end: this.at, value: WORDS.get(word) ?? null };
		}
		const digits = this.#match(NUMBER);
		this.at += digits.length;
		if (digits === "") {
			this.fail(JSON_VALUE, start);
			return { type: "HclInvalid", start, end: start };
		}
		return { type: "HclLiteral", start, end: this.at, value: Number(digits) };
	}

	#match(pattern: RegExp): string {
		pattern.lastIndex = this.at;
		return pattern.exec(this.text)?.[0] ?? "";
	}

	#readList(): HclExpression {
		const start = this.at;
		const items: HclExpression[] = [];
		this.#readAll(start, CLOSE_LIST, () => items.push(this.#readValue()));
		return { type: "HclTuple", start, end: Math.min(this.at, this.length), items };
	}

	#readObject(): HclObject {
		const start = this.at;
		const items: HclObjectItem[] = [];
		this.#readAll(start, CLOSE, () => {
			if (this.peek() !== QUOTE) {
				this.fail(JSON_KEY);
				return;
			}
			const key = this.#readTemplate();
			this.#skip();
			if (this.peek() !== COLON) {
				this.fail(JSON_COLON);
				return;
			}
			this.at += 1;
			this.#skip();
			const value = this.#readValue();
			const name = this.stringOf(key).value;
			items.push({ type: "HclObjectItem", start: key.start, end: value.end, key, name, value });
		});
		return { type: "HclObject", start, end: Math.min(this.at, this.length), items };
	}

	/** What stands between brackets, with commas between it. */
	#readAll(start: number, closing: number, readOne: () => void): void {
		this.enter();
		this.at += 1;
		this.#skip();
		while (this.peek() !== closing) {
			if (this.peek() === -1) {
				this.fail(UNCLOSED_BRACKET, start);
				break;
			}
			readOne();
			this.#skip();
			if (this.peek() === COMMA) {
				const comma = this.at;
				this.at += 1;
				this.#skip();
				if (this.peek() === closing) {
					this.fail(JSON_TRAILING_COMMA, comma);
				}
			} else if (this.peek() !== closing) {
				this.fail(this.peek() === -1 ? UNCLOSED_BRACKET : EXPECTED_COMMA, this.peek() === -1 ? start : this.at);
			}
		}
		this.at += 1;
		this.leave();
	}

	#readTemplate(): HclTemplate {
		const string = this.#readString();
		const template = templateOf(string, this.errors);
		if (string.offsets !== null || string.end === string.start) {
			this.#escaped.set(template, string); // One that could not be read is empty.
		}
		return template;
	}

	#readString(): JsonString {
		const { text, length } = this;
		const start = this.at;
		let value = "";
		let offsets: number[] | null = null;
		let at = start + 1;
		let from = at;
		const take = (end: number): void => {
			value += text.slice(from, end);
			for (let unit = from; offsets !== null && unit < end; unit += 1) {
				offsets.push(unit);
			}
		};
		for (; at < length; at += 1) {
			const code = text.charCodeAt(at);
			if (code === QUOTE) {
				break;
			}
			if (code === LF || code === CR) {
				at = length;
			} else if (code < FIRST_PRINTABLE) {
				this.fail(JSON_CONTROL, at);
				return { start, end: start, value: "", offsets: null };
			} else if (code === BACKSLASH) {
				offsets ??= Array.from({ length: at - start - 1 }, (_, index) => start + 1 + index);
				if (from > start + 1 || value !== "") {
					take(at);
				} else {
					value = text.slice(from, at);
				}
				const escape = this.#escapeAt(at);
				if (escape === null) {
					this.fail(JSON_ESCAPE, at);
					return { start, end: start, value: "", offsets: null };
				}
				value += escape.value;
				offsets.push(at);
				at = escape.end - 1;
				from = escape.end;
			}
		}
		if (at >= length) {
			this.fail(UNCLOSED_QUOTE, start);
			return { start, end: start, value: "", offsets: null };
		}
		take(at);
		offsets?.push(at);
		this.at = at + 1;
		return { start, end: at + 1, value, offsets };
	}

	#escapeAt(offset: number): { readonly value: string; readonly end: number } | null {
		const letter = this.text.charAt(offset + 1);
		const simple = ESCAPES.get(letter);
		if (simple !== undefined) {
			return { value: simple, end: offset + 2 };
		}
		CODE.lastIndex = offset + 2;
		const [digits] = letter === "u" ? (CODE.exec(this.text) ?? []) : [];
		return digits === undefined
			? null
			: { value: String.fromCharCode(Number.parseInt(digits, 16)), end: offset + 6 };
	}
}
