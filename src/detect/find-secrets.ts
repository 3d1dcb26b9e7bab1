import { detectSecret } from "./detect-secret.ts";
import type { Detection } from "./detection.ts";
import { classOfName } from "./name-kind.ts";
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
/** Of a longer line only the beginning is read. */
const LONGEST_LINE = 4096;

/**
 * Finds the secrets in a text that a machine runs or reads: a shell or PowerShell script, cloud-init, a configuration
 * file,
 * SQL. `${…}` in it stands for what only deploy time knows. In `code` of a programming language only texts in quotes
 * are
 * values, and a word is no password. Linear in the length of the text.
 *
 * Source of what a person writes there: the manuals of bash, curl, mysql, sshpass, chpasswd, redis-cli, docker,
 * htpasswd,
 * `net user`, `ConvertTo-SecureString`, and "User data and cloud-init" in the Amazon EC2 User Guide.
 */
export function findSecrets(text: string, kind: "script" | "code" = "script"): readonly FoundSecret[] {
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
		if (end - line.content < 6 || (key !== null && line.start >= key.start && line.end <= key.end)) {
			continue;
		}
		pushAll(found, findInLine(text, { ...line, end }, kind === "code"));
	}
	for (const [start, end] of kind === "code" ? [] : userPasswordsOf(text, lines)) {
		const detection = detectValue(text.slice(start, end), "password", true);
		if (detection !== null && !found.some((other) => start < other.end && other.start < end)) {
			found.push({ detection, name: "password", start, end });
		}
	}
	return found;
}

function findInLine(text: string, line: Line, isCode: boolean): readonly FoundSecret[] {
	const content = text.slice(line.content, line.end);
	const found: FoundSecret[] = [];
	const add = (range: Range, name: string, isTyped: boolean, isStrict = false): void => {
		const [start, end] = range;
		const value = text.slice(start, end);
		const detection = found.some((other) => start < other.end && other.start < end)
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
			const words = wordsOf(text, line);
			for (const [range, name] of argumentsOf(words)) {
				add(range, name, true);
			}
		}
		for (const match of isCode ? [] : content.matchAll(REGEXES.statement)) {
			const value = match[1] ?? "";
			const end = line.content + match.index + match[0].length;
			add([end - value.length, end], "password", true);
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
	return {
		id: "weak-password",
		label: "a password",
		confidence: "low",
		redacted: redact(value),
		start: 0,
		end: value.length,
	};
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
		if (separator !== ":" && separator !== "=" && separator !== ",") {
			continue;
		}
		const name = nameBefore(text, line.content, at);
		if (name === null || !separates(text, at, separator, name.quoted)) {
			continue;
		}
		const nameClass = classOfName(name.text);
		if (nameClass !== "password" && nameClass !== "secret") {
			continue;
		}
		// `echo Password: …` is prose, `password: …` at the line's beginning a file's line.
		const before = text.slice(line.content, name.start);
		const isInside = separator === ":" && !name.quoted && !REGEXES.lineStart.test(before);
		const isHeader = isInside && (text[name.start - 1] === '"' || text[name.start - 1] === "'");
		if (isInside && !isHeader && !(REGEXES.flowStart.test(before) && REGEXES.flowEnd.test(before))) {
			continue;
		}
		// `$PASSWORD","engine":…`: what ends there is no name of a pair.
		if (separator === "," && !`"'\`\\`.includes(text[name.start - 1] ?? " ")) {
			continue;
		}
		const range = valueAfter(text, at, line, separator);
		// `"Type":"Pass","Parameters":…`, a state machine: what follows is a key, and `Pass` the value before it.
		if (separator === "," && isBeforeColon(text, range[1])) {
			continue;
		}
		const end =
			isHeader || (separator === "=" && text[range[0] - 1] !== '"' && text[range[0] - 1] !== "'")
				? endOfWord(text, range)
				: range[1];
		// `{ user: app, password: dbPassword }`: a variable of some code.
		if (isInside && !isHeader && isCamelCase(text.slice(range[0], end))) {
			continue;
		}
		yield { range: [range[0], end], name: name.text, isStrict: isHeader };
		at = Math.max(at, end - 1);
	}
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
	let indent = -1;
	for (const line of lines) {
		const content = text.slice(line.content, Math.min(line.end, line.start + LONGEST_LINE));
		const depth = line.content - line.start;
		if (until === null) {
			until =
				content === "chpasswd:"
					? ""
					: ((content.includes("chpasswd") ? REGEXES.heredoc.exec(content)?.[1] : undefined) ?? null);
			indent = content === "chpasswd:" ? depth : -1;
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

interface Word {
	readonly text: string;
	readonly start: number;
	readonly end: number;
}

/** The words of a command line, without their quotes. */
function wordsOf(text: string, line: Line): readonly Word[] {
	const words: Word[] = [];
	for (let at = line.content; at < line.end;) {
		if (text[at] === " " || text[at] === "\t") {
			at += 1;
			continue;
		}
		const quote = text[at] === '"' || text[at] === "'" ? text[at] : undefined;
		let end = at + (quote === undefined ? 0 : 1);
		while (
			end < line.end &&
			(quote === undefined
				? text[end] !== " " && text[end] !== "\t" && text[end] !== ";" && text[end] !== "|"
				: text[end] !== quote)
		) {
			end += 1;
		}
		const start = quote === undefined ? at : at + 1;
		if (end > start) {
			words.push({ text: text.slice(start, end), start, end });
		}
		if (text[end] === "|" || text[end] === ";") {
			words.push({ text: text[end] ?? "", start: end, end: end + 1 });
		}
		at = Math.max(end + 1, at + 1);
	}
	return words;
}

/** What commands take for a password: the options and places of the tools that people call in user data. */
function* argumentsOf(words: readonly Word[]): Generator<readonly [Range, string]> {
	const has = (name: string): boolean => words.some((word) => word.text === name || word.text.endsWith(`/${name}`));
	const rangeOf = (word: Word): Range => [word.start, word.end];
	/** `user:password`: from the colon on. */
	const afterColon = (word: Word): Range | null => {
		const colon = word.text.indexOf(":");
		return colon <= 0 || word.text.includes("://") ? null : [word.start + colon + 1, word.end];
	};
	/** Commands that read a password from what is piped in. */
	const isPiped =
		has("kinit") || has("realm") || has("--stdin") || has("--password-stdin") || (has("sudo") && has("-S"));
	for (const [index, word] of words.entries()) {
		const next = words[index + 1];
		const windows = REGEXES.windowsPassword.exec(word.text)?.[1];
		if (windows !== undefined) {
			yield [[word.end - windows.length, word.end], "password"]; // vpncmd /password:secret
		}
		const option = REGEXES.option.exec(word.text)?.[1];
		if (
			next !== undefined &&
			option !== undefined &&
			!next.text.startsWith("-") &&
			next.text !== "|" &&
			next.text !== ";"
		) {
			const isPassword = classOfName(option) === "password" || classOfName(option) === "secret";
			if (isPassword && option.length > 2) {
				yield [rangeOf(next), option]; // --password value, -AdminPassword value
			} else if (option === "u" || option === "user" || option === "proxy-user") {
				const range = has("curl") || has("wget") || has("http") ? afterColon(next) : null;
				if (range !== null) {
					yield [range, "password"];
				}
			} else if (
				(option === "p" && (has("sshpass") || has("docker") || has("podman") || has("sqlcmd"))) ||
				(option === "P" && has("sqlcmd")) ||
				(option === "a" && has("redis-cli")) ||
				(option === "w" && (has("ldapadd") || has("ldapmodify") || has("ldapsearch")))
			) {
				if (!(has("docker") && !has("login"))) {
					yield [rangeOf(next), "password"];
				}
			}
		}
		if (
			REGEXES.gluedPassword.test(word.text) &&
			words.slice(0, index).some((before) => REGEXES.mysql.test(before.text))
		) {
			yield [inQuotes(word, 2), "password"]; // mysql -psecret, mysql -p"secret"
		}
		const lower = word.text.toLowerCase();
		if (next !== undefined) {
			if (lower.endsWith("convertto-securestring") && !next.text.startsWith("-")) {
				yield [rangeOf(next), "password"];
			} else if (
				lower === "-string" &&
				words.some((one) => one.text.toLowerCase().endsWith("convertto-securestring"))
			) {
				yield [rangeOf(next), "password"];
			} else if (lower === "set" && words[index - 1]?.text === "configure") {
				const value = words[index + 2];
				if (value !== undefined && classOfName(next.text) === "secret") {
					yield [rangeOf(value), next.text]; // aws configure set aws_secret_access_key …
				}
			} else if (lower === "user" && REGEXES.net.test(words[index - 1]?.text ?? "")) {
				const value = words[index + 2];
				if (value !== undefined && !value.text.startsWith("/") && value.text !== "*") {
					yield [rangeOf(value), "password"]; // net user Administrator secret
				}
			} else if (
				lower === "password" &&
				words.slice(0, index).some((before) => REGEXES.mysql.test(before.text)) &&
				!next.text.startsWith("-")
			) {
				yield [rangeOf(next), "password"]; // mysqladmin -u root password secret
			} else if (lower === "<<<" || (lower === "echo" && (has("chpasswd") || words[index + 2]?.text === "|"))) {
				const range = has("chpasswd") ? afterColon(next) : isPiped ? rangeOf(next) : null;
				if (range !== null) {
					yield [range, "password"]; // echo 'user:secret' | chpasswd, kinit admin <<< secret
				}
			}
		}
		if (
			word.text === "htpasswd" &&
			words.slice(index).some((one) => one.text.startsWith("-") && one.text.includes("b"))
		) {
			const last = words.at(-1);
			if (last !== undefined && words.length - index >= 4) {
				yield [rangeOf(last), "password"]; // htpasswd -bc file user secret
			}
		}
	}
}

/** The rest of a word from a place on, without the quotes around it. */
function inQuotes({ text, start, end }: Word, from: number): Range {
	const quote = text[from];
	const isQuoted = (quote === '"' || quote === "'") && text.endsWith(quote) && text.length > from + 1;
	return isQuoted ? [start + from + 1, end - 1] : [start + from, end];
}
