import type { Confidence, Detection } from "./detection.ts";
import { beginsLikeToken } from "./providers.ts";
import { makeupOf, randomness } from "./randomness.ts";
import { REGEXES } from "./regexes.ts";
import { isPlaceholder } from "./veto.ts";

/** Something that shows by its form that it lets in, wherever it stands. */
export type Structure = Omit<Detection, "redacted">;

/** How far a token, a userinfo or a pair is followed. */
const REACH = 4096;

/**
 * Finds a private key: in PEM, in PEM with `\n` spelt out, or a PEM whole in base64.
 * `-----BEGIN ENCRYPTED PRIVATE KEY-----`
 * is left alone: it opens nothing without its pass phrase. `complete` asks for a body that is not elided.
 */
export function findPrivateKey(text: string, complete: boolean): Structure | null {
	const begin = text.indexOf("-----BEGIN ");
	if (begin >= 0) {
		const match = REGEXES.privateKey.exec(text);
		if (match !== null && !match[0].includes("ENCRYPTED")) {
			const from = match.index + match[0].length;
			const end = text.indexOf("-----END", from);
			const body = text.slice(from, Math.min(end < 0 ? text.length : end, from + 16_384));
			if (!REGEXES.encryptedKey.test(body)) {
				const { letters, distinct } = count(body);
				const isWhole = letters >= 60 && distinct >= 20 && !body.includes("...");
				if (isWhole || (!complete && letters >= 12 && distinct >= 8)) {
					return {
						id: "pem-private-key",
						label: "a private key",
						confidence: isWhole ? "certain" : "medium",
						start: match.index,
						end: end < 0 ? text.length : Math.min(text.length, endOfLabel(text, end)),
					};
				}
			}
		}
	}
	const putty = text.indexOf("PuTTY-User-Key-File-");
	if (putty >= 0 && text.includes("Private-Lines:", putty) && text.includes("Encryption: none", putty)) {
		return {
			id: "putty-private-key",
			label: "a private key",
			confidence: "certain",
			start: putty,
			end: text.length,
		};
	}
	const encoded = text.indexOf("LS0tLS1CRUdJTi");
	if (encoded >= 0) {
		const head = decode(text.slice(encoded, encoded + 80));
		if (head !== null && head.includes("PRIVATE KEY") && !head.includes("ENCRYPTED")) {
			return {
				id: "base64-private-key",
				label: "a private key in base64",
				confidence: "certain",
				start: encoded,
				end: endOfRun(text, encoded),
			};
		}
	}
	return null;
}

function endOfLabel(text: string, end: number): number {
	const close = text.indexOf("-----", end + 8);
	return close < 0 || close - end > 60 ? end : close + 5;
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
 * Supabase's
 * `anon` role is public by design; what has run out is worth little.
 * Source: RFC 7519, section 3.1.
 */
export function findJwt(text: string): Structure | null {
	for (let at = text.indexOf("eyJ"); at >= 0; at = text.indexOf("eyJ", at + 3)) {
		if (
			at > 0 &&
			isTokenCharacter(text.charCodeAt(at - 1)) &&
			text.charCodeAt(at - 1) !== 46 &&
			!(text[at - 1] === "n" && text[at - 2] === "\\")
		) {
			continue;
		}
		let end = at;
		let dots = 0;
		while (end < text.length && end - at < REACH && isTokenCharacter(text.charCodeAt(end))) {
			dots += text.charCodeAt(end) === 46 ? 1 : 0;
			end++;
		}
		if (dots !== 2) {
			at = Math.max(at, end - 3);
			continue;
		}
		const [header = "", payload = "", signature = ""] = text.slice(at, end).split(".");
		const head = parse(header);
		const body = parse(payload);
		if (
			head === null ||
			body === null ||
			signature.length < 16 ||
			typeof head["alg"] !== "string" ||
			head["alg"] === "none" ||
			body["role"] === "anon"
		) {
			at = end - 3;
			continue;
		}
		const isSample = body["sub"] === "1234567890" || body["name"] === "John Doe";
		const expires = body["exp"];
		// 2020-01-01: a token that ran out before this code was written can let nobody in, and asking a clock is not
		// pure.
		const confidence: Confidence =
			isSample || (typeof expires === "number" && expires < 1_577_836_800) ? "low" : "high";
		return {
			id: isSample ? "jwt-sample" : "jwt",
			label: isSample ? "the JSON Web Token of every tutorial" : "a JSON Web Token",
			confidence,
			start: at,
			end,
		};
	}
	return null;
}

function isTokenCharacter(code: number): boolean {
	return (
		(code >= 97 && code <= 122) ||
		(code >= 48 && code <= 57) ||
		(code >= 65 && code <= 90) ||
		code === 45 ||
		code === 95 ||
		code === 46
	);
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
	for (let at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
		const from = at + 3;
		let end = from;
		let sign = -1;
		while (end < text.length && end - from < REACH && !isAuthorityEnd(text.charCodeAt(end))) {
			if (text.charCodeAt(end) === 64) {
				sign = end;
			}
			end++;
		}
		const colon = sign < 0 ? -1 : text.indexOf(":", from);
		if (colon < 0 || colon >= sign - 1 || text.charCodeAt(at - 1) <= 47) {
			continue;
		}
		const user = text.slice(from, colon);
		const raw = text.slice(colon + 1, sign);
		const host = hostOf(text.slice(sign + 1, end));
		if (raw.includes("$") && (raw.startsWith("$") || raw.includes("${") || raw.includes("$("))) {
			continue;
		}
		const password = decodePercent(raw);
		if (raw.includes("{{") || raw.startsWith("{") || raw.startsWith("%(") || raw === "%s" || isPlaceholder(raw)) {
			continue;
		}
		if (inSource && EVERY_USER.has(user) && EVERY_PASSWORD.has(password) && (at > 16 || text.length > 200)) {
			continue; // As an example inside of prose or code.
		}
		const isLocal = host === "" || REGEXES.localHost.test(host);
		const isWeak = WEAK_PASSWORDS.has(password.toLowerCase()) || password === user;
		if (isLocal && ((isWeak && inSource) || (EVERY_USER.has(user) && EVERY_PASSWORD.has(password)))) {
			continue; // postgres://user:password@localhost/db, as in every manual.
		}
		const confidence: Confidence = isWeak ? (isLocal ? "low" : "medium") : isLocal ? "medium" : "high";
		return { id: "uri-password", label: "a password in a URL", confidence, start: colon + 1, end: sign };
	}
	return null;
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
	for (let at = text.indexOf("="); at >= 0; at = text.indexOf("=", at + 1)) {
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
		yield { name: text.slice(from, at), value: text.slice(at + 1, end), start: at + 1, end };
		at = end - 1;
	}
}

function isNameCharacter(code: number): boolean {
	return (
		(code >= 97 && code <= 122) ||
		(code >= 48 && code <= 57) ||
		(code >= 65 && code <= 90) ||
		code === 45 ||
		code === 95 ||
		code === 46
	);
}

function isPairEnd(code: number): boolean {
	return code <= 32 || code === 59 || code === 38 || code === 35 || code === 34 || code === 39;
}

/** Finds the credential of a header's value: `Basic dXNlcjpwYXNz`, `Bearer 8f3c…`. */
export function findHeader(text: string): Structure | null {
	const match = text.length > REACH ? null : REGEXES.header.exec(text);
	const [, scheme = "", rest = ""] = match ?? [];
	if (match === null || isPlaceholder(rest)) {
		return null;
	}
	const start = text.length - rest.length;
	if (scheme.toLowerCase() === "basic") {
		const decoded = decode(rest);
		return decoded !== null &&
			rest.length >= 8 &&
			REGEXES.basic.test(decoded) &&
			!isPlaceholder(decoded.slice(decoded.indexOf(":") + 1))
			? { id: "basic-header", label: "a user name and password", confidence: "high", start, end: text.length }
			: null;
	}
	return rest.length >= 16 && randomness(rest) > 0.5
		? { id: "bearer-header", label: "a bearer token", confidence: "high", start, end: text.length }
		: null;
}

/** Finds a token of a form nobody has told us of: `acme_live_9Xk2…`, wordy parts and a long random end. */
export function findPrefixed(text: string): Structure | null {
	const tail = REGEXES.prefixed.exec(text)?.[1];
	if (tail === undefined || REGEXES.resourceId.test(text) || beginsLikeToken(text)) {
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
