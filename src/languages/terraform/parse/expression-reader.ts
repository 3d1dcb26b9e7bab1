import { CollectionReader } from "./collection-reader.ts";
import { LEVELS, operatorAt } from "./operators.ts";
import { COLON, DOT, LESS, MINUS, OPEN, QUOTE, STAR } from "./scanner.ts";
import { EXPECTED_COLON, EXPECTED_EXPRESSION, EXPECTED_NAME, UNCLOSED_BRACKET } from "./sentences.ts";
import type { HclExpression, HclName, HclOperator, HclStep } from "./syntax.ts";

const QUESTION = 63;
const BANG = 33;
const OPEN_CALL = 40;
const CLOSE_CALL = 41;
const OPEN_INDEX = 91;
const CLOSE_INDEX = 93;

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/uy;
const INDEX = /\d+/uy;

/** Reads expressions. */
export abstract class ExpressionReader extends CollectionReader {
	protected readExpression(): HclExpression {
		this.enter();
		const condition = this.#readOperation(1);
		this.skipBlanks();
		let node = condition;
		if (this.peek() === QUESTION) {
			this.at += 1;
			this.skipBlanks();
			const consequent = this.readExpression();
			this.skipBlanks();
			if (this.peek() !== COLON) {
				this.fail(EXPECTED_COLON);
			}
			this.at += 1;
			this.skipBlanks();
			const alternate = this.readExpression();
			node = {
				type: "HclConditional",
				start: condition.start,
				end: alternate.end,
				condition,
				consequent,
				alternate,
			};
		}
		this.leave();
		return node;
	}

	/** Operands with operators that bind at least as strongly as a level. */
	#readOperation(minimum: number): HclExpression {
		let left = this.#readTerm();
		for (let next = this.#nextOperator(minimum); next !== null; next = this.#nextOperator(minimum)) {
			const level = LEVELS[next];
			const operands = [left];
			const operators: HclOperator[] = [];
			for (
				let operator: HclOperator | null = next;
				operator !== null && LEVELS[operator] === level;
				operator = this.#nextOperator(level)
			) {
				this.at += operator.length;
				this.skipBlanks();
				operators.push(operator);
				operands.push(this.#readOperation(level + 1));
			}
			left = {
				type: "HclBinary",
				start: left.start,
				end: operands.at(-1)?.end ?? left.end,
				operands,
				operators,
			};
		}
		return left;
	}

	#nextOperator(minimum: number): HclOperator | null {
		this.skipBlanks();
		const operator = operatorAt(this.text, this.at);
		return operator === null || LEVELS[operator] < minimum ? null : operator;
	}

	#readTerm(): HclExpression {
		const code = this.peek();
		if (code === BANG || code === MINUS) {
			const start = this.at;
			this.at += 1;
			this.enter();
			this.skipBlanks();
			const operand = this.#readTerm();
			this.leave();
			return { type: "HclUnary", start, end: operand.end, operator: code === BANG ? "!" : "-", operand };
		}
		return this.#readSteps(this.#readPrimary(code));
	}

	#readPrimary(code: number): HclExpression {
		const start = this.at;
		switch (code) {
			case QUOTE:
				return this.readQuoted();
			case OPEN_INDEX:
				return this.readTuple();
			case OPEN:
				return this.readObject();
			case OPEN_CALL:
				return this.#readParentheses();
			case LESS:
				if (this.peekAt(start + 1) === LESS) {
					return this.readHeredoc();
				}
		}
		if (isDigit(code)) {
			NUMBER.lastIndex = start;
			const [digits = ""] = NUMBER.exec(this.text) ?? [];
			this.at += digits.length;
			return { type: "HclLiteral", start, end: this.at, value: Number(digits) };
		}
		const name = this.readName();
		if (name === null) {
			this.fail(EXPECTED_EXPRESSION);
			return { type: "HclInvalid", start, end: start };
		}
		return this.#readNamed(name);
	}

	/** A keyword, a call or a variable. */
	#readNamed(name: HclName): HclExpression {
		const { start, end, text } = name;
		if (this.peek() === COLON && this.peekAt(end + 1) === COLON && this.isNameAt(end + 2)) {
			while (this.peek() === COLON && this.peekAt(this.at + 1) === COLON && this.isNameAt(this.at + 2)) {
				this.at += 2;
				this.readName();
			}
			return this.#readCall({ ...name, end: this.at, text: this.text.slice(start, this.at) });
		}
		switch (text) {
			case "true":
			case "false":
				return { type: "HclLiteral", start, end, value: text === "true" };
			case "null":
				return { type: "HclLiteral", start, end, value: null };
			default:
		}
		this.skipBlanks();
		if (this.peek() === OPEN_CALL) {
			return this.#readCall(name);
		}
		return { type: "HclVariable", start, end, name: text };
	}

	#readCall(name: HclName): HclExpression {
		const wasMultiline = this.isMultiline;
		this.skipBlanks();
		const open = this.at;
		if (this.peek() !== OPEN_CALL) {
			this.fail(EXPECTED_EXPRESSION);
		}
		this.at += 1;
		this.isMultiline = true;
		const given: HclExpression[] = [];
		const isExpanded = this.readItems(CLOSE_CALL, open, given);
		this.isMultiline = wasMultiline;
		return { type: "HclCall", start: name.start, end: this.at, name, arguments: given, isExpanded };
	}

	#readParentheses(): HclExpression {
		const start = this.at;
		const wasMultiline = this.isMultiline;
		this.at += 1;
		this.isMultiline = true;
		this.skipBlanks();
		const expression = this.readExpression();
		this.skipBlanks();
		if (this.peek() !== CLOSE_CALL) {
			this.fail(UNCLOSED_BRACKET, start);
		}
		this.at += 1;
		this.isMultiline = wasMultiline;
		return { type: "HclParentheses", start, end: this.at, expression };
	}

	/** What is behind an expression: `.name`, `[0]`, `[*]`. */
	#readSteps(root: HclExpression): HclExpression {
		const steps: HclStep[] = [];
		for (;;) {
			this.skipBlanks();
			const code = this.peek();
			if (code === DOT && this.peekAt(this.at + 1) !== DOT) {
				steps.push(this.#readDot());
			} else if (code === OPEN_INDEX) {
				steps.push(this.#readIndex());
			} else {
				break;
			}
		}
		const last = steps.at(-1);
		return last === undefined ? root : { type: "HclTraversal", start: root.start, end: last.end, root, steps };
	}

	#readDot(): HclStep {
		const start = this.at;
		this.at += 1;
		this.skipBlanks();
		if (this.peek() === STAR) {
			this.at += 1;
			return { type: "HclSplatStep", start, end: this.at, isFull: false };
		}
		INDEX.lastIndex = this.at;
		const [digits = ""] = isDigit(this.peek()) ? (INDEX.exec(this.text) ?? []) : [];
		if (digits !== "") {
			const from = this.at;
			this.at += digits.length;
			const key = { type: "HclLiteral", start: from, end: this.at, value: Number(digits) } as const;
			return { type: "HclIndexStep", start, end: this.at, key };
		}
		const name = this.readName();
		if (name === null) {
			this.fail(EXPECTED_NAME);
		}
		return { type: "HclAttributeStep", start, end: this.at, name: name?.text ?? "" };
	}

	#readIndex(): HclStep {
		const start = this.at;
		const wasMultiline = this.isMultiline;
		this.at += 1;
		this.isMultiline = true;
		this.skipBlanks();
		const isSplat = this.peek() === STAR;
		let key: HclExpression | null = null;
		if (isSplat) {
			this.at += 1;
		} else {
			key = this.readExpression();
		}
		this.skipBlanks();
		if (this.peek() !== CLOSE_INDEX) {
			this.fail(UNCLOSED_BRACKET, start);
		}
		this.at += 1;
		this.isMultiline = wasMultiline;
		return key === null
			? { type: "HclSplatStep", start, end: this.at, isFull: true }
			: { type: "HclIndexStep", start, end: this.at, key };
	}
}

function isDigit(code: number): boolean {
	return code >= 48 && code <= 57;
}
