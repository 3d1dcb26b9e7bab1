import type { ParseProblem } from "./ast.ts";
import { MAX_PROBLEMS, parseTemplate, type ParseResult } from "./parse-template.ts";
import { UNCLOSED_QUOTE } from "./parse-sentences.ts";

const COMMENT = "JSON has no comments; use `Metadata`.";
const TRAILING_COMMA = "JSON allows no comma before a closing bracket.";
const SINGLE_QUOTE = "JSON needs double quotes.";
const UNQUOTED = "JSON needs this in double quotes.";
const NO_NUMBER = "This is not a JSON number.";
const CONTROL = "JSON needs an escape for a control character in a string, such as `\\t`.";
const UNKNOWN_ESCAPE = "This is not a JSON escape.";
const NO_JSON = "This is not valid JSON.";

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
const WORD = /[^\s,:[\]{}"'#]+/uy;
const BLANK = /[ \t\r\n]*/uy;
const STRING = /"(?:[^"\\\n\r]|\\.)*"?/uy;
const SINGLE_QUOTED = /'[^'\n\r]*'?/uy;
const COMMENTS = /\/\/[^\n\r]*|#[^\n\r]*|\/\*[^]*?(?:\*\/|$)/uy;
/** U+0000 to U+001F: JSON takes those behind the ASCII characters as they are. */
const ESCAPED_CONTROL = /[^\P{Cc}\u007F-\u009F]/u;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})?/gu;

/** A text without its comments, and the parts that are not JSON. */
interface ScannedJson {
	/** The text with spaces in place of comments. */
	readonly bare: string;
	readonly problems: readonly ParseProblem[];
}

/**
 * Parses a `.json` file: errors of `JSON.parse` are reported with their position, and as much as possible is still
 * read. Never throws.
 */
export function parseJson(text: string): ParseResult {
	const refused = refusal(text);
	if (refused === null) {
		return parseTemplate(text, "json");
	}
	const { bare, problems } = scan(text);
	const parsed = parseTemplate(bare, "json");
	const further = (parsed.ok ? parsed.file.errors : parsed.errors).filter(
		({ offset, tolerated }) => !tolerated && !problems.some((problem) => problem.offset === offset),
	);
	const found = [...problems, ...further].sort((a, b) => a.offset - b.offset);
	const errors = (found.length > 0 ? found : [{ message: NO_JSON, offset: refused, tolerated: false }]).slice(
		0,
		MAX_PROBLEMS,
	);
	return { ok: false, errors, file: parsed.file === null ? null : { ...parsed.file, end: text.length, errors } };
}

/** Parses JSON with comments, which some hosts accept: a comment is never read as a key. */
export function parseJsonWithComments(text: string): ParseResult {
	return parseTemplate(refusal(text) === null ? text : scan(text).bare, "json");
}

/** Where `JSON.parse` fails; null if it accepts the text, or the text is too deep to try. */
function refusal(text: string): number | null {
	try {
		JSON.parse(text);
		return null;
	} catch (error) {
		return error instanceof SyntaxError
			? Math.min(Number(/position (\d+)/u.exec(error.message)?.[1] ?? text.length), text.length)
			: null;
	}
}

/** Scans the text character by character, in one pass. */
function scan(text: string): ScannedJson {
	const problems: ParseProblem[] = [];
	const parts: string[] = [];
	const say = (message: string, offset: number): void => {
		if (problems.length < MAX_PROBLEMS) {
			problems.push({ message, offset, tolerated: false });
		}
	};
	const match = (pattern: RegExp, from: number): string => {
		pattern.lastIndex = from;
		return pattern.exec(text)?.[0] ?? "";
	};
	/** The position of the last comma, if only spaces and comments follow it. */
	let comma = -1;
	for (let at = 0; at < text.length;) {
		const blank = match(BLANK, at);
		const comment = match(COMMENTS, at + blank.length);
		parts.push(blank, comment.replaceAll(/[^\r\n]/gu, " "));
		if (comment !== "") {
			say(COMMENT, at + blank.length);
			at += blank.length + comment.length;
			continue;
		}
		at += blank.length;
		const sign = text[at] ?? "";
		let token = sign;
		if (sign === '"') {
			token = match(STRING, at);
			sayOfString(token, at, say);
		} else if (sign === "'") {
			token = match(SINGLE_QUOTED, at);
			say(SINGLE_QUOTE, at);
		} else if ((sign === "}" || sign === "]") && comma !== -1) {
			say(TRAILING_COMMA, comma);
		} else if (!"{}[]:,".includes(sign)) {
			token = match(WORD, at) || sign;
			if (!NUMBER.test(token) && !["true", "false", "null"].includes(token)) {
				say(/^[-+.]?\d/u.test(token) ? NO_NUMBER : UNQUOTED, at);
			}
		}
		comma = sign === "," ? at : -1;
		parts.push(token);
		at += token.length;
	}
	return { bare: parts.join(""), problems };
}

function sayOfString(token: string, start: number, say: (message: string, offset: number) => void): void {
	if (token.length === 1 || !token.endsWith('"')) {
		say(UNCLOSED_QUOTE, start);
		return;
	}
	const control = token.search(ESCAPED_CONTROL);
	if (control !== -1) {
		say(CONTROL, start + control);
	}
	for (const { 0: escape, index } of token.slice(0, -1).matchAll(ESCAPE)) {
		if (escape.length === 1) {
			say(UNKNOWN_ESCAPE, start + index);
			return;
		}
	}
}
