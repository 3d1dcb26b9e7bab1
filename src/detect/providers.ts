import { Answers } from "../text/answers.ts";
import type { Confidence } from "./detection.ts";
import { PROVIDERS, type ProviderRow } from "./formats/provider-table.ts";
import { isWordy } from "./randomness.ts";
import { REGEXES } from "./regexes.ts";
import { placesOf } from "./text-pairs.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The six characters that end a GitHub or npm token whose other 30 are `body`. */
export function checksumOf(body: string): string {
	let rest = process.getBuiltinModule("node:zlib").crc32(body);
	let text = "";
	for (let i = 0; i < 6; i++) {
		text = BASE62.charAt(rest % 62) + text;
		rest = Math.floor(rest / 62);
	}
	return text;
}

const ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The characters of each alphabet that a format may name. */
export const CHARACTERS = {
	hex: "0123456789abcdef",
	"mixed-hex": "0123456789abcdefABCDEF",
	upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
	alnum: ALNUM,
	"lower-alnum": "abcdefghijklmnopqrstuvwxyz0123456789",
	base64url: `${ALNUM}-_`,
	base64: `${ALNUM}+/=`,
	digits: "0123456789",
	path: `${ALNUM}/-_`,
	dotted: `${ALNUM}-_.`,
	dashed: `${ALNUM}-`,
	tilde: `${ALNUM}-_.~`,
	percent: `${ALNUM}%`,
	encoded: `${ALNUM}%+/=-_.`,
} as const;

/** The characters a part of a token is drawn from. */
export type Alphabet = keyof typeof CHARACTERS;

/** A part of a format: fixed text, or a number of characters of an alphabet. */
export type Part = string | { readonly alphabet: Alphabet; readonly min: number; readonly max: number };

/** Takes a format apart: `SG.<base64url:22>.<base64url:43>`. */
export function partsOf(format: string): readonly Part[] {
	const parts: Part[] = [];
	let done = 0;
	for (const match of format.matchAll(REGEXES.drawnPart)) {
		const [whole, alphabet = "", min = "", max = min] = match;
		if (match.index > done) {
			parts.push(format.slice(done, match.index));
		}
		parts.push({ alphabet: alphabet as Alphabet, min: Number(min), max: Number(max) });
		done = match.index + whole.length;
	}
	return done < format.length ? [...parts, format.slice(done)] : parts;
}

function bitsOf(alphabet: Alphabet): Uint8Array {
	const bits = new Uint8Array(128);
	for (const character of CHARACTERS[alphabet]) {
		bits[character.charCodeAt(0)] = 1;
	}
	return bits;
}

const BITS = Object.fromEntries(Object.keys(CHARACTERS).map((name) => [name, bitsOf(name as Alphabet)])) as Record<
	Alphabet,
	Uint8Array
>;
const WORD = BITS.alnum;

interface Run {
	readonly bits: Uint8Array;
	readonly min: number;
	readonly max: number;
}

/** A row, compiled: what may stand before its fixed text, and what follows it. */
interface Compiled {
	readonly row: ProviderRow;
	readonly prefix: string;
	readonly before: Run | null;
	readonly after: readonly (string | Run)[];
	/** Where the fixed text is a plain word, it must not end a longer one: the `live_` of `pk_live_…`. */
	readonly isPlain: boolean;
	/** A shorter text holds no such token. */
	readonly shortest: number;
}

const runOf = (part: Part | undefined): Run | null =>
	part === undefined || typeof part === "string" ? null : { bits: BITS[part.alphabet], min: part.min, max: part.max };

function compile(row: ProviderRow): Compiled {
	const parts = partsOf(row.format);
	const at = parts.findIndex((part) => typeof part === "string");
	const prefix = parts[at] as string;
	return {
		row,
		prefix,
		before: runOf(parts[at - 1]),
		after: parts.slice(at + 1).map((part) => (typeof part === "string" ? part : (runOf(part) as Run))),
		isPlain: REGEXES.plainPrefix.test(prefix),
		shortest: parts.map((part) => (typeof part === "string" ? part.length : part.min)).reduce((a, b) => a + b),
	};
}

/** Rows by the first two characters of their fixed text, longest first. */
const INDEX = new Map<number, Compiled[]>();
/** The numbers of {@link INDEX}: nearly all places of a text begin with another. */
const STARTS = new Uint8Array(128 * 128);
/** Rows that are looked for by their fixed text, wherever it stands. */
const MARKED: Compiled[] = [];
/** A shorter text holds no token of any row. */
let shortest = Number.POSITIVE_INFINITY;
for (const compiled of PROVIDERS.map(compile)) {
	shortest = Math.min(shortest, compiled.shortest);
	if (compiled.before !== null || compiled.row.anywhere === true) {
		MARKED.push(compiled);
	} else {
		const key = pairAt(compiled.prefix, 0);
		STARTS[key] = 1;
		INDEX.set(
			key,
			[...(INDEX.get(key) ?? []), compiled].sort((a, b) => b.prefix.length - a.prefix.length),
		);
	}
}
function pairAt(text: string, at: number): number {
	return (text.charCodeAt(at) << 7) + text.charCodeAt(at + 1);
}

/** What a row found, and where. */
export interface Token {
	readonly id: string;
	readonly label: string;
	readonly confidence: Confidence;
	readonly start: number;
	readonly end: number;
	/** The text after the fixed part: what a placeholder would spell out. */
	readonly body: string;
	/** True where its first four characters are everybody's. */
	readonly isPrefixed: boolean;
	/** True where the fixed text is a word like any other. */
	readonly isPlain: boolean;
}

/**
 * Finds tokens of known formats, in order. A token starts and ends where no letter or digit adjoins. Each start is
 * looked at once per row of its first characters and at most the row's length far: linear in the length of the text.
 */
export function findTokens(text: string): readonly Token[] {
	return mayHaveTokens(text) ? asked.of(text, () => readTokens(text)) : NO_TOKENS;
}

/** False for a text of plain words, in which {@link findTokens} finds nothing: most names and sentences. */
export function mayHaveTokens(text: string): boolean {
	return text.length >= shortest && REGEXES.tokenRun.test(text);
}

/** Several detectors ask the same of one text, in turn. */
const asked = new Answers<readonly Token[]>({ most: 1, longest: 4096 });

function readTokens(text: string): readonly Token[] {
	let found: Token[] | null = null;
	for (let i = 0; i < text.length; i++) {
		if (STARTS[pairAt(text, i)] !== 1) {
			continue;
		}
		const token = isWord(text, i - 1) && !isEscaped(text, i - 1) ? null : matchAny(text, i);
		if (token !== null) {
			(found ??= []).push(token);
			i = token.end - 1;
		}
	}
	for (let index = 0; index < MARKED.length; index += 1) {
		const compiled = MARKED[index] as Compiled;
		if (text.length < compiled.shortest || !text.includes(compiled.prefix)) {
			continue;
		}
		for (const at of placesOf(text, compiled.prefix)) {
			const token = match(text, at, compiled);
			if (token !== null) {
				(found ??= []).push(token);
			}
		}
	}
	return found ?? NO_TOKENS;
}

const NO_TOKENS: readonly Token[] = [];

/** In `"\nAKIA…"` the n belongs to the backslash. */
function isEscaped(text: string, at: number): boolean {
	return text[at] === "n" && text[at - 1] === "\\";
}

function matchAny(text: string, at: number): Token | null {
	for (const compiled of INDEX.get(pairAt(text, at)) ?? []) {
		if (text.startsWith(compiled.prefix, at)) {
			const token = match(text, at, compiled);
			if (token !== null) {
				return token;
			}
		}
	}
	return null;
}

function match(text: string, at: number, compiled: Compiled): Token | null {
	const { row, prefix, before, after, isPlain } = compiled;
	const start = startOf(text, at, before);
	if (start === null || !mayStart(text, start, row)) {
		return null;
	}
	const from = at + prefix.length;
	const end = endOf(text, from, after);
	if (end === null || isWord(text, end)) {
		return null;
	}
	const body = text.slice(start, at) + text.slice(from, end);
	if (row.marker !== undefined && !body.includes(row.marker)) {
		return null;
	}
	if (row.check === "snowflake" && !isSnowflake(text.slice(start, at))) {
		return null;
	}
	const confidence = confidenceOf(row, body);
	// What has the right checksum is no end of a name, whatever it is joined to.
	if (isPlain && endsName(text, start) && !(row.check === "crc32-base62" && confidence === "certain")) {
		return null;
	}
	return {
		id: row.id,
		label: row.label,
		confidence,
		start,
		end,
		body,
		isPrefixed: before === null && prefix.length >= 4,
		isPlain,
	};
}

/** Where a token starts whose prefix is at `at`; null where too few or too many characters stand before it. */
function startOf(text: string, at: number, before: Run | null): number | null {
	if (before === null) {
		return at;
	}
	const length = lengthOf(before, text, at - 1, -1);
	return length === null ? null : at - length;
}

/** Not inside a longer word, a longer name or a longer base64. */
function mayStart(text: string, start: number, row: ProviderRow): boolean {
	const isInside = row.anywhere !== true && isWord(text, start - 1) && !isEscaped(text, start - 1);
	return !isInside && !isInData(text, start);
}

/** True behind the `v-` of `v-key-…` and the `${Stage}-` of `${Stage}-key-…`. In `-key-…`, nothing is joined. */
function endsName(text: string, start: number): boolean {
	let at = start - 1;
	while (isJoint(text.charCodeAt(at))) {
		at--;
	}
	return at < start - 1 && (isWord(text, at) || text[at] === "}");
}

/** Where the parts behind a prefix end; null where they do not follow. */
function endOf(text: string, from: number, parts: Compiled["after"]): number | null {
	let end = from;
	for (const part of parts) {
		if (typeof part === "string") {
			if (!text.startsWith(part, end)) {
				return null;
			}
			end += part.length;
			continue;
		}
		const length = lengthOf(part, text, end, 1);
		if (length === null) {
			return null;
		}
		end += length;
	}
	return end;
}

/** A number as long as the ids of Discord are, in base64. */
function isSnowflake(encoded: string): boolean {
	return REGEXES.snowflake.test(Buffer.from(encoded, "base64url").toString("latin1"));
}

function confidenceOf(row: Compiled["row"], body: string): Token["confidence"] {
	if (row.check !== "crc32-base62" || body.length !== 36) {
		return row.confidence;
	}
	return checksumOf(body.slice(0, 30)) === body.slice(30) ? "certain" : "medium";
}

/** `-`, `_` and `.`: what joins the words of a longer name. */
function isJoint(code: number): boolean {
	return code === 45 || code === 95 || code === 46;
}

/** In the middle of base64, behind one of its `/` or `+`, anything may come up. */
function isInData(text: string, start: number): boolean {
	const code = text.charCodeAt(start - 1);
	return (code === 47 || code === 43) && REGEXES.inData.test(text.slice(Math.max(0, start - 24), start));
}

/** As many characters of a part as stand from a place on; null where they are too few or too many. */
function lengthOf({ bits, min, max }: Run, text: string, from: number, step: 1 | -1): number | null {
	let length = 0;
	while (length <= max && bits[text.charCodeAt(from + step * length)] === 1) {
		length++;
	}
	return length < min || length > max ? null : length;
}

function isWord(text: string, at: number): boolean {
	return WORD[text.charCodeAt(at)] === 1;
}

/**
 * What follows a vendor's own prefix at the beginning of a text, whatever its length and its characters; null where the
 * text has none, or one that any word may have.
 */
export function behindPrefix(text: string): string | null {
	return behind(text, (prefix) => !isWordy(prefix));
}

/** The same, also behind a prefix that reads like a word, but for the shortest: `sk_test_`, `whsec_`; not `key-`. */
export function behindAnyPrefix(text: string): string | null {
	return behind(text, (prefix) => !isWordy(prefix) || prefix.length > 5);
}

function behind(text: string, counts: (prefix: string) => boolean): string | null {
	const known = (INDEX.get(pairAt(text, 0)) ?? []).find(
		({ prefix }) => REGEXES.ownPrefix.test(prefix) && counts(prefix) && text.startsWith(prefix),
	);
	return known === undefined ? null : text.slice(known.prefix.length);
}

const IDS: ReadonlySet<string> = new Set(PROVIDERS.map(({ id }) => id));

/** True for what was found by a vendor's own format. */
export function isVendorToken({ id }: { readonly id: string }): boolean {
	return IDS.has(id);
}
