import { CLOSE, COLON, DOT, EQUALS, LF, MORE } from "./scanner.ts";
import {
	EXPECTED_COMMA,
	EXPECTED_FOR_PART,
	EXPECTED_ITEM_EQUALS,
	EXPECTED_SEPARATOR,
	UNCLOSED_BRACKET,
} from "./sentences.ts";
import type { HclExpression, HclFor, HclObject, HclObjectItem, HclTuple } from "./syntax.ts";
import { TemplateReader } from "./template-reader.ts";

const COMMA = 44;
const CLOSE_TUPLE = 93;
const CLOSE_CALL = 41;

const FOR = /for(?=[\s/#])(?!\s{0,99}[=:,\]}])/uy;

/** Reads what stands in brackets: lists, maps, `for`, arguments. */
export abstract class CollectionReader extends TemplateReader {
	/** True at the beginning of a line that cannot be inside brackets. */
	protected abstract isAtSurelyOutside(): boolean;

	/** `[…]`, from its bracket. */
	protected readTuple(): HclTuple | HclFor {
		const start = this.at;
		const wasMultiline = this.isMultiline;
		this.at += 1;
		this.isMultiline = true;
		this.skipBlanks();
		let node: HclTuple | HclFor;
		if (this.#isAtFor()) {
			node = this.#readFor(start, CLOSE_TUPLE);
		} else {
			const items: HclExpression[] = [];
			this.readItems(CLOSE_TUPLE, start, items);
			node = { type: "HclTuple", start, end: this.at, items };
		}
		this.isMultiline = wasMultiline;
		return node;
	}

	/** Expressions with commas between them, and the bracket that ends them. True if `...` is behind the last one. */
	protected readItems(closing: number, start: number, items: HclExpression[]): boolean {
		let isExpanded = false;
		for (;;) {
			this.skipBlanks();
			if (this.peek() === closing) {
				this.at += 1;
				return isExpanded;
			}
			if (this.#isAtForeignEnd() || this.isAtSurelyOutside()) {
				this.fail(UNCLOSED_BRACKET, start);
				return false;
			}
			items.push(this.readExpression());
			this.skipBlanks();
			if (this.#isAtEllipsis()) {
				isExpanded = true;
				this.at += 3;
				this.skipBlanks();
			}
			const code = this.peek();
			if (code === COMMA && !isExpanded) {
				this.at += 1;
			} else if (code !== closing) {
				const isEnd = this.#isAtForeignEnd();
				this.fail(isEnd ? UNCLOSED_BRACKET : EXPECTED_COMMA, isEnd ? start : this.at);
			}
		}
	}

	/** True at the end of the text, and at a bracket that closes another one. */
	#isAtForeignEnd(): boolean {
		const code = this.peek();
		return code === -1 || code === CLOSE || code === CLOSE_TUPLE || code === CLOSE_CALL;
	}

	/** `{…}`, from its bracket. */
	protected readObject(): HclObject | HclFor {
		const start = this.at;
		const wasMultiline = this.isMultiline;
		this.at += 1;
		this.isMultiline = true;
		this.skipBlanks();
		let node: HclObject | HclFor;
		if (this.#isAtFor()) {
			node = this.#readFor(start, CLOSE);
		} else {
			this.isMultiline = false;
			const items: HclObjectItem[] = [];
			this.#readObjectItems(start, items);
			node = { type: "HclObject", start, end: this.at, items };
		}
		this.isMultiline = wasMultiline;
		return node;
	}

	#readObjectItems(start: number, items: HclObjectItem[]): void {
		for (;;) {
			this.skipBlanks();
			const code = this.peek();
			if (code === LF) {
				this.at += 1;
				continue;
			}
			if (code === CLOSE) {
				this.at += 1;
				return;
			}
			if (this.#isAtForeignEnd() || this.isAtSurelyOutside()) {
				this.fail(UNCLOSED_BRACKET, start);
				return;
			}
			const key = this.readExpression();
			this.skipBlanks();
			const sign = this.peek();
			if ((sign !== EQUALS && sign !== COLON) || this.peekAt(this.at + 1) === EQUALS) {
				this.fail(EXPECTED_ITEM_EQUALS);
			}
			this.at += 1;
			this.skipBlanks();
			const value = this.readExpression();
			items.push({
				type: "HclObjectItem",
				start: key.start,
				end: value.end,
				key,
				name: staticName(this.text, key),
				value,
			});
			this.skipBlanks();
			const separator = this.peek();
			if (separator === COMMA) {
				this.at += 1;
			} else if (separator !== LF && separator !== CLOSE) {
				const isEnd = this.#isAtForeignEnd();
				this.fail(isEnd ? UNCLOSED_BRACKET : EXPECTED_SEPARATOR, isEnd ? start : this.at);
			}
		}
	}

	/** The word `for`, unless it is a key. */
	#isAtFor(): boolean {
		FOR.lastIndex = this.at;
		return FOR.test(this.text);
	}

	#readFor(start: number, closing: number): HclFor {
		this.at += 3;
		this.skipBlanks();
		const { key, value, collection } = this.readLoopHead(start);
		this.skipBlanks();
		this.#expect(COLON);
		let result = this.readExpression();
		let keyResult: HclExpression | null = null;
		this.skipBlanks();
		if (closing === CLOSE) {
			this.#expect(EQUALS);
			this.#expect(MORE);
			keyResult = result;
			result = this.readExpression();
			this.skipBlanks();
		}
		const isGrouped = this.#isAtEllipsis();
		if (isGrouped) {
			this.at += 3;
			this.skipBlanks();
		}
		let condition: HclExpression | null = null;
		if (this.peek() !== closing) {
			if (this.readName()?.text !== "if") {
				this.fail(
					this.peek() === -1 ? UNCLOSED_BRACKET : EXPECTED_FOR_PART,
					this.peek() === -1 ? start : this.at,
				);
			}
			this.skipBlanks();
			condition = this.readExpression();
			this.skipBlanks();
		}
		if (this.peek() !== closing) {
			this.fail(UNCLOSED_BRACKET, start);
		}
		this.at += 1;
		return {
			type: "HclFor",
			start,
			end: this.at,
			key,
			value,
			collection,
			keyResult,
			result,
			isGrouped,
			condition,
		};
	}

	#expect(code: number): void {
		if (this.peek() !== code) {
			this.fail(EXPECTED_FOR_PART);
			return;
		}
		this.at += 1;
		if (code !== EQUALS) {
			this.skipBlanks();
		}
	}

	#isAtEllipsis(): boolean {
		return this.peek() === DOT && this.text.startsWith("...", this.at);
	}
}

function staticName(text: string, key: HclExpression): string | null {
	switch (key.type) {
		case "HclVariable":
			return key.name;
		case "HclTemplate":
			return key.parts.every((part) => part.type === "HclText")
				? key.parts.map((part) => part.value).join("")
				: null;
		case "HclLiteral":
			return text.slice(key.start, key.end);
		default:
			return null;
	}
}
