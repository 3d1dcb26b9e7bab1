import { argumentsOf } from "./command-arguments.ts";
import { detectSecret } from "./detect-secret.ts";
import type { Detection } from "./detection.ts";
import { generic } from "./generic-detection.ts";
import { classOfName, isSecretName } from "./name-kind.ts";
import { redact } from "./redact.ts";
import { REGEXES } from "./regexes.ts";
import { findPrivateKey } from "./structures.ts";
import { linesOf, nameBefore, separates, valueAfter, type Line, type Range } from "./text-pairs.ts";
import { isCamelCase, isPlaceholder, isReference } from "./veto.ts";
import { pushAll } from "../text/push-all.ts";

/** A secret somewhere in a text. */
export interface FoundSecret {
	readonly detection: Detection;
	/** The variable, key or option that holds it; null where the value speaks for itself. */
	readonly name: string | null;
	/** Where it stands in the text, UTF-16 units. */
	readonly start: number;
	readonly end: number;
}

/** More lines than the user data of an instance (16 KB) or a document (64 KB) can have. */
const MOST_LINES = 20_000;
/** `pw=1234`; in a shorter line stands no secret. */
const SHORTEST_LINE = 7;
/** Of a longer line only the beginning is read. */
const LONGEST_LINE = 4096;

/**
 * Finds the secrets in a text that a machine runs or reads: a shell or PowerShell script, cloud-init, a configuration
 * file, SQL. `${…}` in it stands for what only deploy time knows. In `code` of a programming language only texts in
 * quotes are values, and a word is no password. Linear in the length of the text.
 *
 * Source of what a person writes there: the manuals of bash, curl, mysql, sshpass, chpasswd, redis-cli, docker,
 * htpasswd, `net user`, `ConvertTo-SecureString`, and "User data and cloud-init" in the Amazon EC2 User Guide.
 */
export function findSecrets(text: string, kind?: "code"): readonly FoundSecret[] {
	const found: FoundSecret[] = [];
	const key = findPrivateKey(text, false);
	if (key !== null) {
		found.push({
			detection: { ...key, redacted: redact(text.slice(key.start, key.end)) },
			name: null,
			start: key.start,
			end: key.end,
		});
	}
	const lines = linesOf(text).slice(0, MOST_LINES);
	for (const line of lines) {
		const end = Math.min(line.end, line.start + LONGEST_LINE);
		if (end - line.content < SHORTEST_LINE || (key !== null && line.start >= key.start && line.end <= key.end)) {
			continue;
		}
		pushAll(found, findInLine(text, { ...line, end }, kind === "code"));
	}
	for (const [start, end] of kind === "code" ? [] : userPasswordsOf(text, lines)) {
		const detection = detectValue(text.slice(start, end), "password", true);
		if (detection !== null && !isFound(found, start, end)) {
			found.push({ detection, name: "password", start, end });
		}
	}
	return found;
}

/** Whether a part of a range was found before. */
function isFound(found: readonly FoundSecret[], start: number, end: number): boolean {
	return found.some((other) => start < other.end && other.start < end);
}

function findInLine(text: string, line: Line, isCode: boolean): readonly FoundSecret[] {
	const content = text.slice(line.content, line.end);
	const found: FoundSecret[] = [];
	const add = (range: Range, name: string, isTyped: boolean, isStrict = false): void => {
		const [start, end] = range;
		const value = text.slice(start, end);
		const detection = isFound(found, start, end)
			? null
			: isStrict
				? detectSecret(value, { name, kind: "source" })
				: detectValue(value, name, isTyped);
		if (detection !== null) {
			found.push({ detection, name, start, end });
		}
	};
	// `# Password: ask Bob` is prose; a vendor's token is a token in a comment too.
	if (!REGEXES.comment.test(content)) {
		for (const { range, name, isStrict } of assignmentsOf(text, line)) {
			if (!isCode || text[range[0] - 1] === '"' || text[range[0] - 1] === "'" || text[range[0] - 1] === "`") {
				add(range, name, false, isStrict || isCode);
			}
		}
		if (!isCode && REGEXES.command.test(content)) {
			for (const [range, name] of argumentsOf(text, line)) {
				add(range, name, true);
			}
		}
		for (const match of isCode ? [] : content.matchAll(REGEXES.statement)) {
			const value = match[1] ?? "";
			const end = line.content + match.index + match[0].length;
			add([end - value.length, endOfStatement(text, line, end - value.length, end)], "password", true);
		}
		for (const match of content.matchAll(REGEXES.element)) {
			const [whole, name = "", value = ""] = match;
			const end = line.content + match.index + whole.length;
			add([end - value.length, end], name, false);
		}
	}
	if (found.length === 0) {
		const detection = detectSecret(content, { kind: isCode ? "source" : "environment" });
		if (detection !== null) {
			found.push({
				detection,
				name: null,
				start: line.content + detection.start,
				end: line.content + detection.end,
			});
		}
	}
	return found;
}

/** `IDENTIFIED BY 'correct horse'`: what a quote opens ends where it is closed. */
function endOfStatement(text: string, line: Line, start: number, end: number): number {
	const quote = text[start - 1];
	const close = isQuote(quote) ? text.slice(0, line.end).indexOf(quote ?? "", end) : -1;
	return close === -1 ? end : text[close - 1] === "\\" ? close - 1 : close;
}

/** A value in a secret's place. `isTyped`: a command takes it for a password, so that any word is one. */
function detectValue(value: string, name: string, isTyped: boolean): Detection | null {
	if (value.length < 4 || isReference(value) || REGEXES.shellHole.test(value)) {
		return null;
	}
	const detection =
		detectSecret(value, { name, kind: "environment" }) ??
		(classOfName(name) === "password" ? detectSecret(value, { name, kind: "template" }) : null);
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
		if (`'"\`|)<>,`.includes(text[at] ?? "")) {
			return at;
		}
	}
	return end;
}
