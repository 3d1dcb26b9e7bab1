import type { Confidence, Detection } from "./detection.ts";
import { behindPrefix } from "./providers.ts";
import { makeupOf, randomness } from "./randomness.ts";
import { REGEXES } from "./regexes.ts";
import { endInConnection, findOrEnd, isNameCharacter, placesOf } from "./text-pairs.ts";
import { isPlaceholder } from "./veto.ts";

/** Something that shows by its form that it lets in, wherever it stands. */
export type Structure = Omit<Detection, "redacted">;

/** How far a token, a userinfo or a pair is followed. */
const REACH = 4096;

/**
 * Finds a private key: in PEM, in PEM with `\n` spelt out, or a PEM whole in base64.
 * `-----BEGIN ENCRYPTED PRIVATE KEY-----` is left alone: it opens nothing without its pass phrase.
 * `complete` asks for a body that is not elided.
 */
export function findPrivateKey(text: string, complete: boolean): Structure | null {
	return findPem(text, complete) ?? findPutty(text) ?? findEncodedPem(text);
}

function findPem(text: string, complete: boolean): Structure | null {
	const match = text.includes("-----BEGIN ") ? REGEXES.privateKey.exec(text) : null;
	if (match === null || match[0].includes("ENCRYPTED")) {
		return null;
	}
	const from = match.index + match[0].length;
	const end = findOrEnd(text, "-----END", from);
	const body = text.slice(from, Math.min(end, from + 16_384));
	if (REGEXES.encryptedKey.test(body)) {
		return null;
	}
	const { letters, distinct } = count(body);
	const isWhole = letters >= 60 && distinct >= 20 && !body.includes("...");
	if (!isWhole && (complete || letters < 12 || distinct < 8 || isInstruction(body))) {
		return null;
	}
	return {
		id: "pem-private-key",
		label: "a private key",
		confidence: isWhole ? "certain" : "medium",
		start: match.index,
		end: endOfLabel(text, end),
	};
}

/** `Your private key here`, between the lines of a PEM: what a person is to put there. */
function isInstruction(body: string): boolean {
	return isPlaceholder(body.replaceAll("\\n", " ").trim());
}

function findPutty(text: string): Structure | null {
	const start = text.indexOf("PuTTY-User-Key-File-");
	if (start === -1 || !text.includes("Private-Lines:", start) || !text.includes("Encryption: none", start)) {
		return null;
	}
	return { id: "putty-private-key", label: "a private key", confidence: "certain", start, end: text.length };
}

function findEncodedPem(text: string): Structure | null {
	const start = text.indexOf("LS0tLS1CRUdJTi");
	const head = start === -1 ? null : decode(text.slice(start, start + 80));
	if (head === null || !head.includes("PRIVATE KEY") || head.includes("ENCRYPTED")) {
		return null;
	}
	return {
		id: "base64-private-key",
		label: "a private key in base64",
		confidence: "certain",
		start,
		end: endOfRun(text, start),
	};
}

function endOfLabel(text: string, end: number): number {
	const close = text.indexOf("-----", end + 8);
	return close === -1 || close - end > 60 ? end : close + 5;
}

function endOfRun(text: string, from: number): number {
	let end = from;
	while (end < text.length && isBase64(text.charCodeAt(end))) {
		end++;
	}
	return end;
}

function isBase64(code: number): boolean {
	return (
		(code >= 97 && code <= 122) ||
		(code >= 47 && code <= 57) ||
		(code >= 65 && code <= 90) ||
		code === 43 ||
		code === 61
	);
}

/** How many base64 characters a PEM body has, and how many different ones; the n of `\n` spelt out does not count. */
function count(body: string): { readonly letters: number; readonly distinct: number } {
	const seen = new Set<number>();
	let letters = 0;
	for (let i = 0; i < body.length; i++) {
		const code = body.charCodeAt(i);
		if (code === 92) {
			i++;
		} else if (isBase64(code)) {
			letters++;
			seen.add(code);
		}
	}
	return { letters, distinct: seen.size };
}

/** Decodes base64 or base64url to Latin-1 text; null where it is not base64. */
export function decode(text: string): string | null {
	return REGEXES.base64.test(text) ? Buffer.from(text, "base64").toString("latin1") : null;
}

/**
 * Finds a JSON Web Token: three parts, a header with an algorithm other than none, a payload that is an object.
 * Supabase's `anon` role is public by design; what has run out is worth little.
 * Source: RFC 7519, section 3.1.
 */
export function findJwt(text: string): Structure | null {
	for (let at = text.indexOf("eyJ"); at !== -1; at = text.indexOf("eyJ", at + 3)) {
		if (isInsideToken(text, at)) {
			continue;
		}
		const { end, dots } = tokenFrom(text, at);
		const token = dots === 2 ? judgeJwt(text, at, end) : null;
		if (token !== null) {
			return token;
		}
		at = end - 3;
	}
	return null;
}

function isInsideToken(text: string, at: number): boolean {
	return (
		at > 0 &&
		isNameCharacter(text.charCodeAt(at - 1)) &&
		text.charCodeAt(at - 1) !== DOT &&
		!(text[at - 1] === "n" && text[at - 2] === "\\")
	);
}

const DOT = 46;

/** How far the characters of a token reach, and how many dots are among them. */
function tokenFrom(text: string, at: number): { readonly end: number; readonly dots: number } {
	let end = at;
	let dots = 0;
	while (end < text.length && end - at < REACH && isNameCharacter(text.charCodeAt(end))) {
		dots += text.charCodeAt(end) === DOT ? 1 : 0;
		end++;
	}
	return { end, dots };
}

/** 2020-01-01: a token that ran out before this code was written can let nobody in, and asking a clock is not pure. */
const LONG_AGO = 1_577_836_800;

function judgeJwt(text: string, start: number, end: number): Structure | null {
	const [header = "", payload = "", signature = ""] = text.slice(start, end).split(".");
	const head = parse(header);
	const body = parse(payload);
	if (head === null || body === null || signature.length < 16 || body["role"] === "anon") {
		return null;
	}
	if (typeof head["alg"] !== "string" || head["alg"] === "none") {
		return null;
	}
	if (body["sub"] === "1234567890" || body["name"] === "John Doe") {
		return { id: "jwt-sample", label: "the JSON Web Token of every tutorial", confidence: "low", start, end };
	}
	const expires = body["exp"];
	const confidence = typeof expires === "number" && expires < LONG_AGO ? "low" : "high";
	return { id: "jwt", label: "a JSON Web Token", confidence, start, end };
}

function parse(part: string): Readonly<Record<string, unknown>> | null {
	const text = decode(part);
	if (text === null) {
		return null;
	}
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: null;
	} catch {
		return null; // A part that is no JSON is no part of a token.
	}
}

const WEAK_PASSWORDS = new Set(
	"password passwd pass pw pwd secret root admin postgres mysql user username guest test demo foo bar example default mypassword changeme letmein p passw0rd password1 password123 secretpassword mysecretpassword".split(
		" ",
	),
);

const EVERY_USER = new Set(["user", "username", "USER", "USERNAME"]);
const EVERY_PASSWORD = new Set(["pass", "password", "PASS", "PASSWORD", "pwd"]);

/** Finds the password of `scheme://user:password@host`. Spans the password alone. */
export function findUriPassword(text: string, inSource: boolean): Structure | null {
	for (const at of placesOf(text, "://")) {
		const authority = authorityAt(text, at);
		if (authority === null || isHolder(authority.password)) {
			continue;
		}
		// As an example inside of prose or code.
		const isExample = inSource && isEveryone(authority) && (at > 16 || text.length > 200);
		const confidence = isExample ? null : confidenceInPassword(authority, inSource);
		if (confidence !== null) {
			const { start, end } = authority;
			return { id: "uri-password", label: "a password in a URL", confidence, start, end };
		}
	}
	return null;
}

/** Finds the password of `jdbc:oracle:thin:user/password@host`. Spans the password alone. */
export function findOraclePassword(text: string, inSource: boolean): Structure | null {
	const match = text.includes("jdbc:") ? REGEXES.oracle.exec(text) : null;
	if (match === null) {
		return null;
	}
	const [whole, user = "", password = "", host = ""] = match;
	const start = match.index + whole.indexOf("/") + 1;
	const end = start + password.length;
	const confidence = isHolder(password) ? null : confidenceInPassword({ user, password, host, start, end }, inSource);
	return confidence === null ? null : { id: "uri-password", label: "a password in a URL", confidence, start, end };
}

/**
 * Finds the signature of a URL that lets in whoever has it: 32 bytes of a HMAC in base64 under `sig`. Source: "Create a
 * service SAS" of Azure Storage; the URLs of Power Automate's workflows have the same form.
 */
export function findSignature(text: string): Structure | null {
	const match = text.includes("sig=") ? REGEXES.querySignature.exec(text) : null;
	const [whole = "", value = ""] = match ?? [];
	const signature = decodePercent(value);
	if (match === null || !REGEXES.hmac.test(signature) || randomness(signature) < 0.3) {
		return null;
	}
	const end = match.index + whole.length;
	return {
		id: "shared-access-signature",
		label: "a shared access signature",
		confidence: "high",
		start: end - value.length,
		end,
	};
}

/** Finds `user:password` in base64, where the name says that it lets in: `auth`, `_auth`, `authorization`. */
export function findBasic(text: string): Structure | null {
	const decoded = text.length >= 12 ? decode(text) : null;
	return decoded !== null && isUserAndPassword(decoded)
		? { id: "basic-header", label: "a user name and password", confidence: "high", start: 0, end: text.length }
		: null;
}

/** Where the password of `user:password` stands, which a program turns into base64; null for a text of another form. */
export function passwordBehindUser(text: string): number | null {
	const user = REGEXES.userColon.exec(text)?.[0];
	return user === undefined || text.startsWith("//", user.length) ? null : user.length;
}

/** `app:secret`, printable, the password no placeholder. */
function isUserAndPassword(text: string): boolean {
	return REGEXES.basic.test(text) && !isPlaceholder(text.slice(text.indexOf(":") + 1));
}

/** What stands between the `//` of a URL and its path. The password is as it is written, from `start` to `end`. */
interface Authority {
	readonly user: string;
	readonly password: string;
	readonly host: string;
	readonly start: number;
	readonly end: number;
}

/** The authority behind a `://`; null where it has no password. */
function authorityAt(text: string, at: number): Authority | null {
	const from = at + 3;
	let end = from;
	let sign = -1;
	while (end < text.length && end - from < REACH && !isAuthorityEnd(text.charCodeAt(end))) {
		if (text.charCodeAt(end) === 64) {
			sign = end;
		}
		end++;
	}
	const colon = text.indexOf(":", from);
	if (colon === -1 || colon >= sign - 1 || text.charCodeAt(at - 1) <= 47) {
		return null;
	}
	return {
		user: text.slice(from, colon),
		password: text.slice(colon + 1, sign),
		host: hostOf(text.slice(sign + 1, end)),
		start: colon + 1,
		end: sign,
	};
}

/** `$PASSWORD`, `{{password}}`, `%s`: what holds the place of a password. */
function isHolder(raw: string): boolean {
	return (
		raw.startsWith("$") ||
		["${", "$(", "{{"].some((sign) => raw.includes(sign)) ||
		raw.startsWith("{") ||
		raw.startsWith("%(") ||
		raw === "%s" ||
		isPlaceholder(raw)
	);
}

/** `user:password` */
function isEveryone({ user, password }: Authority): boolean {
	return EVERY_USER.has(user) && EVERY_PASSWORD.has(decodePercent(password));
}

/** Null for `postgres://user:password@localhost/db`, as in every manual. */
function confidenceInPassword(authority: Authority, inSource: boolean): Confidence | null {
	const password = decodePercent(authority.password);
	const isLocal = authority.host === "" || REGEXES.localHost.test(authority.host);
	const isWeak = WEAK_PASSWORDS.has(password.toLowerCase()) || password === authority.user;
	if (!isLocal) {
		return isWeak ? "medium" : "high";
	}
	if ((isWeak && inSource) || isEveryone(authority)) {
		return null;
	}
	return isWeak ? "low" : "medium";
}

/** White space, quotes, `/ ? # < > \` end the authority of a URI. */
function isAuthorityEnd(code: number): boolean {
	return (
		code <= 32 ||
		code === 47 ||
		code === 63 ||
		code === 35 ||
		code === 34 ||
		code === 39 ||
		code === 60 ||
		code === 62 ||
		code === 92 ||
		code === 96
	);
}

function hostOf(authority: string): string {
	const port = authority.lastIndexOf(":");
	return port > 0 && authority.indexOf("]") < port ? authority.slice(0, port) : authority;
}

/** Decodes a part of a URL; gives it back as it is where it is no such part. */
export function decodePercent(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text; // A % that stands for itself.
	}
}

/** A pair inside a value: of a query (`?sig=…`), of a connection string (`;Password=…`). */
export interface Pair {
	readonly name: string;
	readonly value: string;
	readonly start: number;
	readonly end: number;
}

/** Takes a query or a connection string apart. Names are looked for at most 64 characters before their `=`. */
export function* pairsOf(text: string): Generator<Pair> {
	for (let at = text.indexOf("="); at !== -1; at = text.indexOf("=", at + 1)) {
		let from = at;
		while (from > 0 && at - from < 64 && isNameCharacter(text.charCodeAt(from - 1))) {
			from--;
		}
		const before = from === 0 ? 59 : text.charCodeAt(from - 1);
		if (from === at || (before !== 59 && before !== 63 && before !== 38 && before !== 32)) {
			continue;
		}
		let end = at + 1;
		while (end < text.length && end - at < REACH && !isPairEnd(text.charCodeAt(end))) {
			end++;
		}
		end = before === 59 ? (endInConnection(text, at, text.length) ?? end) : end;
		yield { name: text.slice(from, at), value: text.slice(at + 1, end), start: at + 1, end };
		at = end - 1;
	}
}

function isPairEnd(code: number): boolean {
	return code <= 32 || code === 59 || code === 38 || code === 35 || code === 34 || code === 39;
}

/** Finds the credential of a header's value: `Basic dXNlcjpwYXNz`, `Bearer 8f3c…`. */
export function findHeader(text: string): Structure | null {
	const match = text.length > REACH ? null : REGEXES.header.exec(text);
	const [, scheme = "", rest = ""] = match ?? [];
	if (match === null || isPlaceholder(rest) || REGEXES.cutOff.test(rest)) {
		return null;
	}
	const start = text.length - rest.length;
	if (scheme.toLowerCase() === "basic") {
		const decoded = decode(rest);
		return decoded !== null && rest.length >= 8 && isUserAndPassword(decoded)
			? { id: "basic-header", label: "a user name and password", confidence: "high", start, end: text.length }
			: null;
	}
	return rest.length >= 16 && randomness(rest) > 0.5
		? { id: "bearer-header", label: "a bearer token", confidence: "high", start, end: text.length }
		: null;
}

/**
 * Finds a token of a form nobody has told us of: `acme_live_9Xk2…`, wordy parts and a long random end, or a vendor's
 * prefix before an end of another length than its tokens have had so far.
 */
export function findPrefixed(text: string): Structure | null {
	const tail = REGEXES.prefixed.exec(text)?.[1] ?? longTail(behindPrefix(text));
	if (tail === null || REGEXES.resourceId.test(text)) {
		return null;
	}
	const makeup = makeupOf(tail);
	const isRandom =
		makeup.digits >= 2 &&
		makeup.lower > 0 &&
		(makeup.upper > 0 || tail.length >= 24) &&
		randomness(tail, makeup) > 0.9;
	return isRandom
		? { id: "prefixed-token", label: "a token", confidence: "medium", start: 0, end: text.length }
		: null;
}

/** The last part of what follows a vendor's prefix, as long as that of an unknown one. */
function longTail(rest: string | null): string | null {
	const tail = rest?.split(REGEXES.tailEnd).at(-1) ?? "";
	return tail.length >= 20 ? tail : null;
}
