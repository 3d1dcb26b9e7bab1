import { argumentsOf } from "./command-arguments.ts";
import type { Context, Detection } from "./detection.ts";
import { generic } from "./generic-detection.ts";
import { classOfName, isSecretName } from "./name-kind.ts";
import { redact } from "./redact.ts";
import { REGEXES } from "./regexes.ts";
import { possibleIn, type Possible } from "./plain-texts.ts";
import { findHeader, findPrivateKey } from "./structures.ts";
import { linesOf, nameBefore, separates, valueAfter, type Line, type Range } from "./text-pairs.ts";
import { isCamelCase, isPlaceholder, isReference } from "./veto.ts";
import { pushAll } from "../text/push-all.ts";

/** A secret somewhere in a text. */
export interface SecretInText {
	readonly detection: Detection;
	/** The variable, key or option that holds it; null where the value speaks for itself. */
	readonly name: string | null;
	/** Where it stands in the text, UTF-16 units. */
	readonly start: number;
	readonly end: number;
}

/** How a text is read. */
export interface Asked {
	/** Says what a value is under its name. */
	readonly judge: (value: string, context: Context) => Detection | null;
	/**
	 * In `code` of a programming language only texts in quotes are values, and a word is no password. A `literal` of a
	 * program may be prose. Null for what a machine runs or reads.
	 */
	readonly kind: "code" | "literal" | null;
	/** True where the text was asked before as a whole, for what its form alone shows. */
	readonly isKnown?: boolean;
}

/** More lines than the user data of an instance (16 KB) or a document (64 KB) can have. */
const MOST_LINES = 20_000;
/** `pw=1234`; in a shorter line stands no secret. */
const SHORTEST_LINE = 7;
/** Of a longer line only the beginning is read. */
const LONGEST_LINE = 4096;

/** The secrets in a text, see {@link Asked}. Linear in its length. */
export function secretsInText(text: string, asked: Asked): readonly SecretInText[] {
	const isCode = asked.kind === "code";
	const found: SecretInText[] = [];
	const key = asked.isKnown === true ? null : findPrivateKey(text, false);
	if (key !== null) {
		found.push({
			detection: { ...key, redacted: redact(text.slice(key.start, key.end)) },
			name: null,
			start: key.start,
			end: key.end,
		});
	}
	const possible = possibleIn(text);
	const lines = linesOf(text).slice(0, MOST_LINES);
	for (const line of lines) {
		const end = Math.min(line.end, line.start + LONGEST_LINE);
		if (end - line.content < SHORTEST_LINE || (key !== null && line.start >= key.start && line.end <= key.end)) {
			continue;
		}
		pushAll(found, findInLine(text, { ...line, end }, asked, possible));
	}
	for (const [start, end] of isCode ? [] : userPasswordsOf(text, lines)) {
		const detection = judgeValue(text.slice(start, end), "password", true, asked);
		if (detection !== null && !isFound(found, start, end)) {
			found.push({ detection, name: "password", start, end });
		}
	}
	return found;
}

/** Whether a part of a range was found before. */
function isFound(found: readonly SecretInText[], start: number, end: number): boolean {
	return found.some((other) => start < other.end && other.start < end);
}

function findInLine(text: string, line: Line, asked: Asked, possible: Possible): readonly SecretInText[] {
	const { judge, kind } = asked;
	const content = text.slice(line.content, line.end);
	const found: SecretInText[] = [];
	for (const { range, name, isTyped, isStrict } of placesIn(text, line, content, kind === "code", possible)) {
		const [start, end] = range;
		const value = text.slice(start, end);
		const detection = isFound(found, start, end)
			? null
			: isStrict
				? judge(value, { name, kind: "source" })
				: judgeValue(value, name, isTyped, asked);
		if (detection !== null) {
			found.push({ detection, name, start, end });
		}
	}
	for (const header of possible.headers ? headersIn(text, line) : []) {
		if (!isFound(found, header.start, header.end)) {
			found.push(header);
		}
	}
	if (found.length === 0 && asked.isKnown !== true) {
		const detection = judge(content, { kind: kind === "code" ? "source" : "environment" });
		if (detection !== null) {
			const [start, end] = [line.content + detection.start, line.content + detection.end];
			found.push({ detection, name: null, start, end });
		}
	}
	return found;
}

/** A value in a line, and the name it goes by. */
interface Place {
	readonly range: Range;
	readonly name: string;
	/** A command takes it for a password, so that any word is one. */
	readonly isTyped: boolean;
	/** `"X-Api-Key: …"`, which prose in quotes looks like too. */
	readonly isStrict: boolean;
}

function* placesIn(text: string, line: Line, content: string, isCode: boolean, possible: Possible): Generator<Place> {
	// `# Password: ask Bob` is prose; a vendor's token is a token in a comment too.
	if (!REGEXES.comment.test(content)) {
		for (const { range, name, isStrict } of assignmentsOf(text, line)) {
			if (!isCode || OPENING_QUOTES.has(text[range[0] - 1])) {
				yield { range, name, isTyped: false, isStrict: isStrict || isCode };
			}
		}
		if (!isCode && (possible.commands || possible.statements)) {
			yield* typedIn(text, line, content);
		}
		for (const match of possible.elements ? content.matchAll(REGEXES.element) : []) {
			const [whole, name = "", value = ""] = match;
			const end = line.content + match.index + whole.length;
			yield { range: [end - value.length, end], name, isTyped: false, isStrict: false };
		}
	}
	if (!isCode && possible.logins) {
		yield* formsIn(text, line, content);
	}
}

const OPENING_QUOTES: ReadonlySet<string | undefined> = new Set(['"', "'", "`"]);

/** What commands and statements take for a password. */
function* typedIn(text: string, line: Line, content: string): Generator<Place> {
	if (REGEXES.command.test(content)) {
		for (const [range, name] of argumentsOf(text, line)) {
			yield { range, name, isTyped: true, isStrict: false };
		}
	}
	for (const match of content.matchAll(REGEXES.statement)) {
		const value = match[1] ?? "";
		const end = line.content + match.index + match[0].length;
		const start = end - value.length;
		if (
			!isQuote(text[start - 1]) &&
			text[start - 1] !== "`" &&
			isSentence(match[0], content.slice(0, match.index))
		) {
			continue;
		}
		yield {
			range: [start, endOfStatement(text, line, start, end)],
			name: "password",
			isTyped: true,
			isStrict: false,
		};
	}
}

/** `the document identified by its hash`: without a quote, SQL says before it whom it is about. */
function isSentence(statement: string, before: string): boolean {
	return /^identified/iu.test(statement) && !REGEXES.accountStatement.test(before.slice(-200));
}

/** `IDENTIFIED BY 'it''s correct'`: what a quote opens ends where it is closed. */
function endOfStatement(text: string, line: Line, start: number, end: number): number {
	const quote = text[start - 1];
	if (!isQuote(quote)) {
		return end;
	}
	let close = end;
	while (close < line.end && (text[close] !== quote || text[close + 1] === quote)) {
		close += text[close] === quote ? 2 : 1; // Two quotes stand for one.
	}
	return close >= line.end ? end : text[close - 1] === "\\" ? close - 1 : close;
}

/** What is a secret by the form of what stands before it: an entry of `.netrc`, a line of `.pgpass`. */
function* formsIn(text: string, line: Line, content: string): Generator<Place> {
	const netrc = REGEXES.netrc.exec(content) ?? (text.includes("machine ") ? REGEXES.netrcLine.exec(content) : null);
	const pgpass = REGEXES.pgpassEntry.exec(content);
	for (const match of [netrc, pgpass]) {
		if (match !== null) {
			const end = line.content + match.index + match[0].length;
			const start = end - (match[1] ?? "").length;
			yield { range: [start, end], name: "password", isTyped: match === netrc, isStrict: false };
		}
	}
}

/** `Authorization: Bearer …` in a command, in the headers of a request; also with `%20` for the blank. */
function* headersIn(text: string, line: Line): Generator<SecretInText> {
	for (const match of text.slice(line.content, line.end).matchAll(REGEXES.headerInText)) {
		const [whole, scheme = "", value = ""] = match;
		const header = findHeader(`${scheme} ${value}`);
		if (header !== null) {
			const end = line.content + match.index + whole.length;
			const start = end - value.length;
			yield { detection: { ...header, redacted: redact(value) }, name: "authorization", start, end };
		}
	}
}

/** A value in a secret's place. `isTyped`: a command takes it for a password, so that any word is one. */
function judgeValue(value: string, name: string, isTyped: boolean, { judge, kind }: Asked): Detection | null {
	if (value.length < 4 || isReference(value) || REGEXES.shellHole.test(value)) {
		return null;
	}
	if (kind === "literal") {
		return REGEXES.callStart.test(value) ? null : judge(value, { name, kind: "source" });
	}
	const detection =
		judge(value, { name, kind: "environment" }) ??
		(classOfName(name) === "password" ? judge(value, { name, kind: "template" }) : null);
	if (detection !== null || !isTyped || isPlaceholder(value)) {
		return detection;
	}
	return generic(value, "low", "a password", "weak-password");
}

interface Assignment {
	readonly range: Range;
	readonly name: string;
	/** `"X-Api-Key: …"`, which prose in quotes looks like too. */
	readonly isStrict: boolean;
}

/**
 * `export NAME=value`, `NAME: value` and `"NAME": "value"` of a file, `"NAME: value"` of a header,
 * `define('NAME', 'value')`.
 */
function* assignmentsOf(text: string, line: Line): Generator<Assignment> {
	for (let at = line.content; at < line.end; at += 1) {
		const separator = text[at];
		if (separator === ":" || separator === "=" || separator === ",") {
			const assignment = assignmentAt(text, line, at, separator);
			if (assignment !== null) {
				yield assignment;
				at = Math.max(at, assignment.range[1] - 1);
			}
		}
	}
}

function assignmentAt(text: string, line: Line, at: number, separator: ":" | "=" | ","): Assignment | null {
	const name = nameBefore(text, line.content, at);
	if (name === null || !separates(text, at, separator, name.quoted) || !isSecretName(name.text)) {
		return null;
	}
	// `echo Password: …` is prose, `password: …` at the line's beginning a file's line.
	const before = text.slice(line.content, name.start);
	const isInside = separator === ":" && !name.quoted && !REGEXES.lineStart.test(before);
	const isHeader = isInside && isQuote(text[name.start - 1]);
	// `{ user: app, password: … }`
	const isFlow = isInside && !isHeader;
	if (isFlow && !(REGEXES.flowStart.test(before) && REGEXES.flowEnd.test(before))) {
		return null;
	}
	const range = valueAfter(text, at, line, separator);
	if (isExpression(text, separator, range)) {
		return null;
	}
	if (separator === "," && !isArgumentPair(text, name.start, range[1])) {
		return null;
	}
	const isWord = isHeader || (separator === "=" && !isQuote(text[range[0] - 1]));
	const end = isWord ? endOfWord(text, range) : range[1];
	// `{ user: app, password: dbPassword }`: a variable of some code.
	if (isFlow && isCamelCase(text.slice(range[0], end))) {
		return null;
	}
	return { range: [range[0], end], name: name.text, isStrict: isHeader };
}

/**
 * True for a value without quotes that a line of Python, JavaScript or the like computes: `password = body['password']`,
 * `MasterUserPassword=master_password,`. A shell would take its brackets for something else.
 */
function isExpression(text: string, separator: ":" | "=" | ",", [start, end]: Range): boolean {
	if (isQuote(text[start - 1]) || separator === ",") {
		return false;
	}
	if (separator === ":") {
		return REGEXES.call.test(text.slice(start, end));
	}
	const word = text.slice(start, endOfWord(text, [start, end]));
	const next = text[start + word.length];
	return (
		(REGEXES.codeStart.test(word) && next !== undefined && `'"\`)],`.includes(next)) ||
		(REGEXES.variable.test(word) && (next === "," || next === ")") && isSecretName(word))
	);
}

/** `define('NAME', 'value')` */
function isArgumentPair(text: string, start: number, end: number): boolean {
	return (
		// `$PASSWORD","engine":…`: what ends there is no name of a pair.
		`"'\`\\`.includes(text[start - 1] ?? " ") &&
		// `"Type":"Pass","Parameters":…`, a state machine: what follows is a key, and `Pass` the value before it.
		!isBeforeColon(text, end)
	);
}

function isQuote(character: string | undefined): boolean {
	return character === '"' || character === "'";
}

/** Whether a quoted text that ends here is the key of a pair. */
function isBeforeColon(text: string, end: number): boolean {
	let at = end;
	while (at - end < 12 && `"'\`\\ `.includes(text[at] ?? ":")) {
		at += 1;
	}
	return text[at] === ":";
}

/** `root:secret` in the `chpasswd` list of cloud-init, and in what a shell hands to the command `chpasswd`. */
function* userPasswordsOf(text: string, lines: readonly Line[]): Generator<Range> {
	/** The word that ends a here-document; empty inside a map of cloud-init, null outside of both. */
	let until: string | null = null;
	let indent = Number.NEGATIVE_INFINITY;
	for (const line of lines) {
		const content = text.slice(line.content, Math.min(line.end, line.start + LONGEST_LINE));
		const depth = line.content - line.start;
		if (until === null) {
			until =
				content === "chpasswd:"
					? ""
					: ((content.includes("chpasswd") ? REGEXES.heredoc.exec(content)?.[1] : undefined) ?? null);
			indent = content === "chpasswd:" ? depth : Number.NEGATIVE_INFINITY;
			continue;
		}
		if (content !== "" && (content === until || depth <= indent)) {
			until = null;
			continue;
		}
		const password = REGEXES.userPassword.exec(content)?.[1];
		if (password !== undefined && !REGEXES.generated.test(password)) {
			const start = line.content + content.lastIndexOf(password);
			yield [start, start + password.length];
		}
	}
}

/** An unquoted value of the shell ends before `'`, `|`, `)`, `,` and the like. */
function endOfWord(text: string, [start, end]: Range): number {
	for (let at = start; at < end; at += 1) {
		if (`'"\`|)<>,`.includes(text.charAt(at))) {
			return text[at - 1] === "\\" ? at - 1 : at;
		}
	}
	return end;
}
