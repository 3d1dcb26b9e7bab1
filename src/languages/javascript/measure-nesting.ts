/** What a nested bracket costs beside an operator in a chain: a native parser's stack grows about so much faster. */
const BRACKET = 5;

/** What a call in a chain of calls costs. */
const CALL = 0.5;

/** What a step in a chain of steps costs, `a.b[0]`: parsers read it in a loop, but its tree is as deep. */
const STEP = 0.2;

const SPACE = /(?:[^\S\n]|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*(?:\/\/[^\n]*)?/uy;
/** Names and numbers; beyond ASCII, any sign: an operator is not among them. */
const WORD = /[A-Za-z_$#@\u0080-\uFFFF][\w$\u0080-\uFFFF]*|\.?\d[\w.]*/y;
const BLANK = /\s*/uy;
const CLOSING = /<\/[^>]*>?/uy;
/** A run of plain characters is one step: with a step for each, a text of megabytes exhausts the engine's stack. */
const STRING = /"[^"\\\n]*(?:\\[^][^"\\\n]*)*"|'[^'\\\n]*(?:\\[^][^'\\\n]*)*'/uy;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/uy;
const TEMPLATE_TEXT = /[^`\\$]*(?:(?:\\[^]|\$(?!\{))[^`\\$]*)*/uy;

/** Words after which an expression or a statement goes on, so that what follows is nested in what stands before. */
const GOES_ON: ReadonlySet<string> = new Set(
	"if else for while do with return new typeof await void delete yield throw in of instanceof as is satisfies keyof extends infer asserts unique readonly case default async function class try catch finally import export".split(
		" ",
	),
);

/** Words that carry on what a closed block ended. */
const CARRIES_ON: ReadonlySet<string> = new Set([
	"else",
	"catch",
	"finally",
	"while",
	"in",
	"of",
	"instanceof",
	"as",
	"satisfies",
	"extends",
	"is",
]);

/** Words whose parentheses are followed by a statement, so that a slash after them begins a regular expression. */
const HEADS: ReadonlySet<string> = new Set(["if", "while", "for", "with"]);

interface Level {
	readonly opening: string;
	/** The word before a parenthesis. */
	readonly head: string;
	/** True inside of an element, behind its opening tag: what stands there is prose. */
	isProse: boolean;
	/** Operators since the last place at which nothing is nested. */
	chain: number;
}

/**
 * Says how deep a program is nested, from above and in one pass: brackets, and operators that follow each other without
 * an end. A parser in native code cannot be stopped when it runs out of stack, so what is too deep must not reach it.
 *
 * @returns a measure: five for each bracket, one for each operator, at the deepest place
 */
export function measureNesting(text: string, jsx: boolean): number {
	return new NestingMeter(text, jsx).measure().most;
}

interface Deepest {
	readonly most: number;
	/** Where it is. */
	readonly at: number;
	/**
	 * How many brackets and elements are opened, where some of them may stand in what was taken for a text: without a
	 * parser, prose cannot be told from a program for sure.
	 */
	readonly doubtful: number;
}

/** Where a program is nested most deeply. */
export function deepestPlace(text: string): number {
	return new NestingMeter(text, true).measure().at;
}

class NestingMeter {
	readonly #text: string;
	readonly #jsx: boolean;
	readonly #levels: Level[] = [{ opening: "", head: "", isProse: false, chain: 0 }];
	#at = 0;
	#sum = 0;
	#most = 0;
	#mostAt = 0;
	#isDoubtful = false;
	/** The word or the sign before; empty at the start. */
	#before = "";
	#headBefore = "";

	constructor(text: string, jsx: boolean) {
		this.#text = text;
		this.#jsx = jsx;
	}

	measure(): Deepest {
		while (this.#at < this.#text.length) {
			const space = this.#match(SPACE);
			this.#doubt(space.includes("/"));
			this.#at += space.length;
			if (!this.#readLineEnd() && !this.#readWord() && !this.#readLiteral()) {
				this.#readSign(this.#text[this.#at] ?? "");
			}
		}
		return {
			most: this.#most,
			at: this.#mostAt,
			doubtful: this.#isDoubtful ? this.#text.length - this.#text.replaceAll(OPENING, "").length : 0,
		};
	}

	#deepen(by: number): void {
		this.#sum += by;
		if (this.#sum > this.#most) {
			this.#most = this.#sum;
			this.#mostAt = this.#at;
		}
	}

	/** Notes that what was taken for a comment, a text or an end may be prose. */
	#doubt(is: boolean): void {
		this.#isDoubtful ||= is && this.#top.isProse;
	}

	get #top(): Level {
		return this.#levels.at(-1) as Level;
	}

	#match(pattern: RegExp): string {
		pattern.lastIndex = this.#at;
		return pattern.exec(this.#text)?.[0] ?? "";
	}

	#push(opening: string): void {
		this.#levels.push({ opening, head: this.#before, isProse: false, chain: 0 });
		this.#deepen(BRACKET);
	}

	#pop(): Level {
		const level = this.#levels.length > 1 ? (this.#levels.pop() as Level) : this.#top;
		const isOutermost = level === this.#levels[0];
		this.#sum -= level.chain + (isOutermost ? 0 : BRACKET);
		if (isOutermost) {
			level.chain = 0;
		}
		return level;
	}

	/** An operator: what follows is nested in what stands before. */
	#link(by = 1): void {
		this.#top.chain += by;
		this.#deepen(by);
	}

	/** Here nothing is nested any more. */
	#rest(): void {
		this.#sum -= this.#top.chain;
		this.#top.chain = 0;
	}

	/** True where an operand is expected: a slash begins a regular expression, a `<` an element. */
	get #wantsOperand(): boolean {
		return (
			this.#before === "" ||
			this.#before === "}" ||
			GOES_ON.has(this.#before) ||
			/^[^\w$)\]"'`#@]$/u.test(this.#before) ||
			(this.#before === ")" && HEADS.has(this.#headBefore))
		);
	}

	#readLineEnd(): boolean {
		if (this.#text[this.#at] !== "\n") {
			return false;
		}
		const goesOn = GOES_ON.has(this.#before) || /^[^\w$)\]}"'`#@;,]$/u.test(this.#before);
		this.#at += this.#match(BLANK).length;
		// A line that ends in no operator and is followed by none is a statement of its own.
		if (
			!goesOn &&
			/[\w$"'@#{]/u.test(this.#text[this.#at] ?? "") &&
			!CARRIES_ON.has(this.#match(WORD)) &&
			!HEADS.has(this.#headBefore)
		) {
			this.#rest();
		}
		return true;
	}

	#readWord(): boolean {
		const word = this.#match(WORD);
		if (word === "") {
			return false;
		}
		if (this.#before === "}" && !CARRIES_ON.has(word)) {
			this.#rest();
		}
		if (GOES_ON.has(word)) {
			this.#link();
		}
		this.#pass(word, word.length);
		return true;
	}

	/** A string or a regular expression. */
	#readLiteral(): boolean {
		const sign = this.#text[this.#at];
		const isString = sign === '"' || sign === "'";
		const literal = isString ? this.#match(STRING) : sign === "/" && this.#wantsOperand ? this.#match(REGEX) : "";
		this.#doubt(literal !== "");
		this.#pass(literal === "" ? this.#before : '"', literal.length);
		return literal !== "";
	}

	#pass(before: string, length: number): void {
		this.#before = before;
		this.#at += length;
	}

	#readSign(sign: string): void {
		switch (sign) {
			case "`":
				this.#doubt(true);
				this.#step();
				this.#readTemplate();
				return;
			case "(":
			case "[":
				this.#step();
				this.#push(sign);
				break;
			case "{":
				if (this.#before === "}") {
					this.#rest();
				}
				this.#push(sign);
				break;
			case ")":
			case "]":
			case "}":
				this.#readClosing(sign);
				return;
			case ";":
			case ",":
				this.#rest();
				break;
			case "<":
			case "/":
				if (this.#readElement(sign)) {
					return;
				}
				this.#link();
				break;
			case ".": // `a.b.c` is a chain that the parser reads in a loop; so is `a.b().c()`, but its tree is deep.
				this.#link(this.#before === ")" ? CALL : STEP);
				break;
			case "":
				break;
			case ">":
				this.#link();
				this.#top.isProse ||= this.#top.opening === "<";
				break;
			default:
				this.#link();
		}
		this.#pass(sign === "" ? this.#before : sign, 1);
	}

	/** What follows an operand reads it: `a[0]`, `a()()`, a tag before a template. */
	#step(): void {
		if (!this.#wantsOperand) {
			this.#link(STEP);
		}
	}

	#readClosing(sign: string): void {
		this.#doubt(true);
		while (this.#levels.length > 1 && this.#top.opening === "<") {
			this.#pop();
		}
		const { opening, head } = this.#pop();
		this.#headBefore = head;
		if (opening === "${" && sign === "}") {
			this.#readTemplate();
		} else {
			this.#pass(sign, 1);
		}
	}

	/** From a backtick, or the end of a hole, to the next hole or the end. */
	#readTemplate(): void {
		this.#at += 1;
		this.#at += this.#match(TEMPLATE_TEXT).length;
		if (this.#text.startsWith("${", this.#at)) {
			this.#push("${");
			this.#pass("{", 2);
		} else {
			this.#pass("`", 1);
		}
	}

	/** The tags of JSX: `<a>`, `</a>` and `/>`; false where the sign is an operator. */
	#readElement(sign: "<" | "/"): boolean {
		const next = this.#text[this.#at + 1] ?? "";
		if (!this.#jsx) {
			return false;
		}
		if (sign === "/") {
			if (next !== ">" || this.#top.opening !== "<") {
				return false;
			}
			this.#doubt(true);
			this.#pop();
			this.#pass("}", 2);
			return true;
		}
		if (next === "/") {
			if (this.#top.opening === "<") {
				this.#pop();
			}
			this.#pass("}", this.#match(CLOSING).length);
			return true;
		}
		if (!this.#wantsOperand || !/[\w$>]/u.test(next)) {
			return false;
		}
		this.#push("<");
		this.#pass(sign, 1);
		return true;
	}
}

const OPENING = /[([{<]/gu;

/**
 * No less than {@link measureNesting} of a text, whatever stands in texts and comments of it: for most programs that is
 * answer enough, and it takes a fraction of the time.
 */
export function mostNesting(text: string): number {
	let sum = 0;
	let isInWord = false;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		const isSmall = code >= 97 && code <= 122;
		const wasInWord = isInWord;
		isInWord = isSmall || isOfWord(code);
		if (isInWord) {
			sum += isSmall && !wasInWord ? 1 : 0; // One of `GOES_ON`, maybe.
		} else if (code > 32) {
			sum += isOpening(code) ? BRACKET + 1 : 1;
		}
	}
	return sum;
}

function isOfWord(code: number): boolean {
	return (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
}

/** `(`, `[`, `{`, `<`, and the end of `${`. */
function isOpening(code: number): boolean {
	return code === 40 || code === 91 || code === 123 || code === 60;
}

/** Elements alone end a parser's stack beyond 20,000. */
const DOUBTFUL_NESTING = 10_000;

/** So few characters cannot exhaust a parser's stack. */
const SURELY_FLAT = 1500;

/**
 * See {@link measureNesting}. Programs of people stay below 200; the stack of the parsers, and of what reads their
 * trees, ends beyond 3,000. What is twice as deep needs twice the stack: a thread that was given more than the 4 MB of
 * any takes more.
 */
function maxNesting(): number {
	const { stackSizeMb = 0 } = process.getBuiltinModule("node:worker_threads").resourceLimits;
	return LEAST_NESTING * Math.max(1, stackSizeMb / 4);
}

const LEAST_NESTING = 1000;
let known: number | undefined;

/**
 * True where a program must not reach a parser, nor what walks over its tree: not all that they do at the end of the
 * stack can be caught.
 */
export function isNestedTooDeeply(text: string, jsx: boolean): boolean {
	if (text.length <= SURELY_FLAT || mostNesting(text) <= LEAST_NESTING) {
		return false;
	}
	known ??= maxNesting();
	// Such a thread is one in a process of its own, which a text may end.
	const isExpendable = known > LEAST_NESTING;
	const { most, doubtful } = new NestingMeter(text, jsx).measure();
	return most > known || (!isExpendable && doubtful * BRACKET > DOUBTFUL_NESTING);
}
