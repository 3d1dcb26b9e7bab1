/** What a nested bracket costs beside an operator in a chain: a native parser's stack grows about so much faster. */
const BRACKET = 5;

const SPACE = /(?:[^\S\n]|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*(?:\/\/[^\n]*)?/uy;
/** Names and numbers; beyond ASCII, any sign: an operator is not among them. */
const WORD = /[A-Za-z_$#@\u0080-\uFFFF][\w$\u0080-\uFFFF]*|\.?\d[\w.]*/y;
const BLANK = /\s*/uy;
const CLOSING = /<\/[^>]*>?/uy;
const STRING = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/uy;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/uy;
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[^]|\$(?!\{))*/uy;

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
	/** Operators since the last place at which nothing is nested. */
	chain: number;
}

/**
 * Says how deep a program is nested, from above and in one pass: brackets, and operators that follow each other without
 * an end.
 * A parser in native code cannot be stopped when it runs out of stack, so what is too deep must not reach it.
 *
 * @returns a measure: five for each bracket, one for each operator, at the deepest place
 */
export function measureNesting(text: string, jsx: boolean): number {
	const levels: Level[] = [{ opening: "", head: "", chain: 0 }];
	let sum = 0;
	let most = 0;
	/** The word or the sign before; empty at the start. */
	let before = "";
	let headBefore = "";
	const top = (): Level => levels.at(-1) as Level;
	const push = (opening: string): void => {
		levels.push({ opening, head: before, chain: 0 });
		sum += BRACKET;
		most = Math.max(most, sum);
	};
	const pop = (): Level => {
		const level = levels.length > 1 ? (levels.pop() as Level) : top();
		sum -= level.chain + (level === levels[0] ? 0 : BRACKET);
		if (level === levels[0]) {
			level.chain = 0;
		}
		return level;
	};
	const link = (): void => {
		top().chain += 1;
		sum += 1;
		most = Math.max(most, sum);
	};
	const rest = (): void => {
		sum -= top().chain;
		top().chain = 0;
	};
	/** True where an operand is expected: a slash begins a regular expression, a `<` an element. */
	const wantsOperand = (): boolean =>
		before === "" ||
		GOES_ON.has(before) ||
		(/^[^\w$)\]"'`#@]$/u.test(before) && before !== "}") ||
		before === "}" ||
		(before === ")" && HEADS.has(headBefore));
	const match = (pattern: RegExp, from: number): string => {
		pattern.lastIndex = from;
		return pattern.exec(text)?.[0] ?? "";
	};
	const readTemplate = (from: number): number => {
		const end = from + match(TEMPLATE_TEXT, from).length;
		if (text.startsWith("${", end)) {
			push("${");
			before = "{";
			return end + 2;
		}
		before = "`";
		return end + 1;
	};
	for (let at = 0; at < text.length;) {
		const blank = match(SPACE, at);
		at += blank.length;
		const sign = text[at] ?? "";
		if (sign === "\n") {
			const goesOn = GOES_ON.has(before) || /^[^\w$)\]}"'`#@;,]$/u.test(before);
			at += match(BLANK, at).length;
			// A line that ends in no operator and is followed by none is a statement of its own.
			if (
				!goesOn &&
				/[\w$"'`@#{[]/u.test(text[at] ?? "") &&
				!CARRIES_ON.has(match(WORD, at)) &&
				!HEADS.has(headBefore)
			) {
				rest();
			}
			continue;
		}
		const word = match(WORD, at);
		if (word !== "") {
			if (before === "}" && !CARRIES_ON.has(word)) {
				rest();
			}
			if (GOES_ON.has(word)) {
				link();
			}
			before = word;
			at += word.length;
			continue;
		}
		const literal =
			sign === '"' || sign === "'" ? match(STRING, at) : sign === "/" && wantsOperand() ? match(REGEX, at) : "";
		if (literal !== "") {
			before = '"';
			at += literal.length;
			continue;
		}
		switch (sign) {
			case "`":
				at = readTemplate(at + 1);
				break;
			case "(":
			case "[":
			case "{":
				if (before === "}" && sign === "{") {
					rest();
				}
				push(sign);
				before = sign;
				at += 1;
				break;
			case ")":
			case "]":
			case "}": {
				while (levels.length > 1 && top().opening === "<") {
					pop();
				}
				const { opening, head } = pop();
				headBefore = head;
				before = sign;
				at = opening === "${" && sign === "}" ? readTemplate(at + 1) : at + 1;
				break;
			}
			case ";":
			case ",":
				rest();
				before = sign;
				at += 1;
				break;
			case "<":
				if (jsx && text[at + 1] === "/") {
					if (top().opening === "<") {
						pop();
					}
					at += match(CLOSING, at).length;
					before = "}";
				} else if (jsx && wantsOperand() && /[\w$>]/u.test(text[at + 1] ?? "")) {
					push("<");
					before = sign;
					at += 1;
				} else {
					link();
					before = sign;
					at += 1;
				}
				break;
			case "/":
				if (jsx && text[at + 1] === ">" && top().opening === "<") {
					pop();
					before = "}";
					at += 2;
					break;
				}
				link();
				before = sign;
				at += 1;
				break;
			case ".":
				before = sign; // `a.b.c` is a chain that the parser reads in a loop.
				at += 1;
				break;
			default:
				if (sign !== "") {
					link();
					before = sign;
				}
				at += 1;
		}
	}
	return most;
}

/** So few characters cannot exhaust a parser's stack. */
const SURELY_FLAT = 1500;

/**
 * See {@link measureNesting}. Programs of people stay below 200; the stack of the parsers, and of what reads their
 * trees, ends beyond 3,000.
 */
const MAX_NESTING = 1000;

/**
 * True where a program must not reach a parser, nor what walks over its tree: not all that they do at the end of the
 * stack can be caught.
 */
export function isNestedTooDeeply(text: string, jsx: boolean): boolean {
	return text.length > SURELY_FLAT && measureNesting(text, jsx) > MAX_NESTING;
}
