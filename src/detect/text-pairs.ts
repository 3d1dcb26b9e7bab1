import { REGEXES } from "./regexes.ts";

/** From and to, UTF-16 units. */
export type Range = readonly [start: number, end: number];

/** A line of a text, of a code frame or of a diff. */
export interface Line {
	readonly start: number;
	readonly end: number;
	/** Where the text of the line begins after a gutter, a diff's sign and indentation. */
	readonly content: number;
}

/** Where a part of a text stands next, or where the text ends. */
export function findOrEnd(text: string, part: string, from: number): number {
	const at = text.indexOf(part, from);
	return at === -1 ? text.length : at;
}

/** Where a part of a text stands, one place after the other. */
export function* placesOf(text: string, part: string): Generator<number> {
	for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) {
		yield at;
	}
}

/** The lines of a text. */
export function linesOf(text: string): readonly Line[] {
	const lines: Line[] = [];
	for (let start = 0; start <= text.length;) {
		const end = findOrEnd(text, "\n", start);
		const gutter = REGEXES.gutter.exec(text.slice(start, end))?.[0].length ?? 0;
		let content = start + gutter;
		while (isBlank(text[content])) {
			content++;
		}
		lines.push({ start, end: text[end - 1] === "\r" ? end - 1 : end, content });
		start = end + 1;
	}
	return lines;
}

/** The name of a pair. */
export interface Name {
	readonly text: string;
	readonly start: number;
	readonly quoted: boolean;
}

/** The name before a separator: at most 128 characters, in quotes or not, also `["name"]`. */
export function nameBefore(text: string, from: number, at: number): Name | null {
	let end = at;
	while (at - end < 8 && isOneOf(" \t]?", text[end - 1])) {
		end--;
	}
	const behind = end;
	while (at - end < 12 && isOneOf(QUOTES, text[end - 1])) {
		end--;
	}
	let start = end;
	while (start > from && end - start < 128 && isNameCharacter(text.charCodeAt(start - 1))) {
		start--;
	}
	return start === end ? null : { text: text.slice(start, end), start, quoted: end < behind };
}

/** `DB_PASSWORD`, `x-api-key`, `db.password` */
export function isNameCharacter(code: number): boolean {
	return (
		(code >= 97 && code <= 122) ||
		(code >= 65 && code <= 90) ||
		(code >= 48 && code <= 57) ||
		code === 95 ||
		code === 45 ||
		code === 46
	);
}

/** `a: b`, `"a":"b"`, `a=b` are pairs; `arn:aws:…:secret:db`, `a == b` and `f(a, b)` are not. */
export function separates(text: string, at: number, separator: string, quoted: boolean): boolean {
	const next = text[at + 1];
	switch (separator) {
		case ":":
			return quoted || isOneOf(" \t\r\n\"'`", next);
		case "=":
			return next !== "=" && next !== ">" && text[at - 1] !== "=" && text[at - 1] !== "!";
		default: {
			let start = at + 1;
			while (text[start] === " " && start - at < 8) {
				start++;
			}
			return quoted && isOneOf(QUOTES, text[start]);
		}
	}
}

/** The value after a separator, on its line and without its quotes. */
export function valueAfter(text: string, at: number, line: Line, separator: string): Range {
	let start = at + 1;
	while (isBlank(text[start])) {
		start++;
	}
	while (text[start] === "\\") {
		start++;
	}
	if (separator === ":" && beginsMap(text, start)) {
		return [start, start];
	}
	const quote = text[start];
	if (quote === '"' || quote === "'" || quote === "`") {
		return [start + 1, endOfQuoted(text, start, line, quote)];
	}
	const inConnection = separator === "=" ? endInConnection(text, at, line.end) : null;
	if (inConnection !== null) {
		return [start, Math.max(start, inConnection)];
	}
	const isFlow = separator === ":" && text.slice(Math.max(line.start, at - 2000), at).includes("{");
	let end = start;
	while (end < line.end && !endsPlain(text, end, separator, isFlow)) {
		end++;
	}
	while (end > start && isBlank(text[end - 1])) {
		end--;
	}
	return [start, end];
}

/** `"Pass":{"Type":"Pass"}`: the value is a map, whose pairs are read on their own. */
function beginsMap(text: string, at: number): boolean {
	let next = at + 1;
	while (text[at] === "{" && (isBlank(text[next]) || text[next] === "\\")) {
		next++;
	}
	return text[at] === "{" && text[next] === '"';
}

/**
 * Where the value of a pair of a connection string ends, whose blanks are part of it: `;Password=correct horse;`. Null
 * for a pair of another kind: in a shell's line a blank ends the value.
 *
 * @param at the `=` of the pair
 * @param to where the text ends
 */
export function endInConnection(text: string, at: number, to: number): number | null {
	let name = at;
	while (at - name < LONGEST_NAME && isNameCharacter(text.charCodeAt(name - 1))) {
		name--;
	}
	let end = at + 1;
	while (end < to && end - at < LONGEST_VALUE && !endsConnected(text, at, end)) {
		end++;
	}
	const isClosed = text[end] === ";" && REGEXES.nextPair.test(text.slice(end));
	if (!isClosed && text[name - 1] !== ";") {
		return null;
	}
	while (isBlank(text[end - 1])) {
		end--;
	}
	return end;
}

const LONGEST_NAME = 64;
const LONGEST_VALUE = 512;

/** Whether the value of a pair of a connection string, whose `=` is at `sign`, ends before a character. */
function endsConnected(text: string, sign: number, at: number): boolean {
	const character = text.charAt(at);
	const isClosing = character === '"' || character === "'";
	return ";\n\r".includes(character) || (isClosing && (at === sign + 1 || !goesOn(text[at + 1])));
}

/** Whether a word goes on behind a quote in it, as no list, sentence, call or further operand does. */
export function goesOn(character: string | undefined): boolean {
	return character !== undefined && character > " " && !",:;)]}.+<>|&\\".includes(character);
}

/** What opens a text, or stands before what does. */
const QUOTES = "\"'`\\";

function isOneOf(characters: string, character: string | undefined): boolean {
	return character !== undefined && characters.includes(character);
}

function isBlank(character: string | undefined): boolean {
	return character === " " || character === "\t";
}

/** Where a value ends whose quote opens at `start`. */
function endOfQuoted(text: string, start: number, line: Line, quote: string): number {
	// `\"value\"`: JSON in a string. The quote that closes is escaped like the one that opened.
	if (text[start - 1] === "\\") {
		return Math.min(line.end, findOrEnd(text, `\\${quote}`, start));
	}
	let end = start + 1;
	while (end < line.end && (text[end] !== quote || text[end - 1] === "\\" || isDoubled(text, start, end))) {
		end += isDoubled(text, start, end) ? 2 : 1;
	}
	return Math.min(end, line.end);
}

/** `'it''s'` of SQL and YAML, `"a""b"` of a connection string: two quotes stand for one. */
function isDoubled(text: string, start: number, at: number): boolean {
	return at > start + 1 && text[at] === text[start] && text[at + 1] === text[at];
}

/** Whether a value without quotes ends before a character. */
function endsPlain(text: string, at: number, separator: string, isFlow: boolean): boolean {
	const character = text.charAt(at);
	return (
		(isFlow && (character === "," || character === "}")) ||
		(character === "#" && text[at - 1] === " ") ||
		(separator === "=" && (" ;&".includes(character) || (character === '"' && !goesOn(text[at + 1]))))
	);
}
