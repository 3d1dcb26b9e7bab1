import { pushAll } from "../text/push-all.ts";
import { MASK } from "../text/masked-text.ts";
import { classOfName, isSecretName } from "./name-kind.ts";
import { findTokens, mayHaveTokens } from "./providers.ts";
import { makeupOf, randomness } from "./randomness.ts";
import { REGEXES } from "./regexes.ts";
import { findJwt, findOraclePassword, findPrefixed, findSignature } from "./structures.ts";
import {
	findOrEnd,
	goesOn,
	isNameCharacter,
	linesOf,
	nameBefore,
	placesOf,
	separates,
	valueAfter,
	type Line,
	type Name,
	type Range,
} from "./text-pairs.ts";
import { isPath } from "./veto.ts";

/** What {@link redact} may show. */
export interface RedactOptions {
	/**
	 * True where the value begins with a vendor's fixed prefix: only then do its first four characters say nothing
	 * private.
	 */
	readonly provider?: boolean;
}

/**
 * Says which value was found without showing it: `AKIA… (20 characters)` for a vendor's token, `(9 characters)` for
 * everything else, since even four characters of a person's password are too many.
 */
export function redact(value: string, options: RedactOptions = {}): string {
	const size = value.length === 1 ? "(1 character)" : `(${String(value.length)} characters)`;
	return options.provider === true && value.length >= 16 ? `${value.slice(0, 4)}… ${size}` : size;
}

/**
 * Masks whatever in a text may be a secret: for code frames, diffs and error messages. It looks for vendors' tokens,
 * keys, passwords in URLs and headers anywhere, and for the value of every pair whose name is a secret's:
 * `name: value`, `"name": "value"`, `name=value`, `Name:` with `Value:` on a line nearby, a block or a list or a
 * `Default:` below the name.
 *
 * Rather masks too much than too little: a weak value, an example and an opaque base64 run are masked too; only what is
 * plainly a reference stays. A gutter (`> 12 | `) or a diff's sign before a line is understood.
 */
export function redactText(text: string): string {
	const ranges = [...tokenRanges(text)];
	addPairs(text, ranges);
	return mask(text, ranges);
}

/**
 * Masks in a name what no name is: a vendor's token, a key, a password in a URL. A long hash or an id may be part of a
 * name, and stays.
 */
export function redactName(name: string): string {
	if (name.length < 12 || !REGEXES.mayBeRedacted.test(name)) {
		return name;
	}
	const ranges: Range[] = findTokens(name).map(({ start, end }) => [start, end]);
	addUris(name, ranges);
	addKeys(name, ranges);
	const jwt = findJwt(name);
	return mask(name, jwt === null ? ranges : [...ranges, [jwt.start, jwt.end]]);
}

/**
 * Masks in a path what is surely a secret: the same as in a label, in each part of it. A word that only looks drawn stays:
 * folders and files are called by hashes and ids, and an editor has to find them.
 */
export function redactPath(path: string): string {
	return path.replaceAll(/[^/]+/gu, (part) => redactLabel(part, true));
}

/**
 * Masks in a label that a file gives (the key of a map, an address, a value of a few words) the same as in a name, the
 * value of a pair (`password=…`), a vendor's token behind another word, and what is in quotes behind a colon: where the
 * author forgot a quote, YAML's key is whole pairs.
 *
 * @param isSpelled true where the text may be ours (`"SSEAlgorithm": "aws:kms"`) or is a path: what is in quotes is shown
 */
export function redactLabel(label: string, isSpelled = false): string {
	return redactName(
		mask(label, [
			...(label.includes("=") || label.includes(":") ? [...pairRanges(label), ...headerRanges(label)] : []),
			...(isSpelled ? [] : quotedValues(label)),
			...joinedTokens(label),
		]),
	);
}

/** `'…'` behind a name or a tag of YAML: `T: '…'`, `T: !Sub '…'`. */
function quotedValues(label: string): readonly Range[] {
	return [...label.matchAll(/(?::|![\w:]{0,40}) {1,4}(?:'[^']{4,}'|"[^"]{4,}")/gu)].map(
		({ 0: whole, index }): Range => [index + whole.search(/['"]/u) + 1, index + whole.length - 1],
	);
}

/** How long a label is at most that is searched for tokens behind a word. */
const LONGEST_PART = 512;

/** Vendors' tokens behind another word: `backup-ghp_….yaml`. What is drawn from one case alone may be a digest. */
function joinedTokens(part: string): readonly Range[] {
	const ranges: Range[] = [];
	if (part.length > LONGEST_PART || !mayHaveTokens(part)) {
		return ranges;
	}
	for (let at = 1; at < part.length; at++) {
		const token = REGEXES.joint.test(part.charAt(at - 1)) ? findTokens(part.slice(at))[0] : undefined;
		if (token?.start === 0 && token.isPrefixed && REGEXES.bothCases.test(token.body)) {
			ranges.push([at, at + token.end]);
		}
	}
	return ranges;
}

/**
 * Where a text holds what shows by its form alone that it may let in: vendors' tokens, keys, passwords of URLs,
 * headers, random runs.
 */
export function tokenRanges(text: string): readonly Range[] {
	const ranges: Range[] = findTokens(text).map(({ start, end }) => [start, end]);
	addTokens(text, ranges);
	addUris(text, ranges);
	addKeys(text, ranges);
	for (const structure of [findOraclePassword(text, false), findSignature(text)]) {
		if (structure !== null) {
			ranges.push([structure.start, structure.end]);
		}
	}
	for (const { 0: whole, 1: value = "", index } of text.matchAll(REGEXES.driverName)) {
		const start = index + whole.lastIndexOf(`:${value}@`) + 1;
		ranges.push([start, start + value.length]);
	}
	pushAll(ranges, headerRanges(text));
	return ranges;
}

/** What stands behind the scheme of an `Authorization` header. */
function headerRanges(text: string): readonly Range[] {
	return [...text.matchAll(REGEXES.headers)].flatMap((match): readonly Range[] => {
		const value = match[1] ?? "";
		const end = match.index + match[0].length;
		return value.length >= 8 && REGEXES.digit.test(value) ? [[end - value.length, end]] : [];
	});
}

/**
 * The values of a text's pairs whose name is surely a secret's; {@link redactText} hides those of `key:` and `auth:` as
 * well.
 */
export function pairRanges(text: string): readonly Range[] {
	const ranges: Range[] = [];
	addPairs(text, ranges, isSecretName);
	return ranges;
}

/** A text with a mask in place of each of the ranges, in any order. */
export function mask(text: string, ranges: readonly Range[]): string {
	let out = "";
	let done = 0;
	for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
		if (end <= done) {
			continue;
		}
		if (start >= done) {
			out += text.slice(done, start) + MASK;
		}
		done = end; // What overlaps the mask before it is part of it.
	}
	return out + text.slice(done);
}

/** JSON Web Tokens, long base64 runs, `prefix_RANDOM`: by runs of the characters that tokens are made of. */
function addTokens(text: string, ranges: Range[]): void {
	for (const [index, end] of runsIn(text)) {
		if (end - index > LONGEST_RUN) {
			ranges.push([index, end]);
			continue;
		}
		const run = text.slice(index, end);
		const json = run.startsWith("eyJ")
			? 0
			: run.indexOf("/eyJ") + 1 || run.indexOf("=eyJ") + 1 || run.indexOf("neyJ") + 1 || -1;
		if (json >= 0 && run.length - json >= 24) {
			ranges.push([index + json, index + run.length]);
			continue;
		}
		for (const part of run.matchAll(REGEXES.opaque)) {
			if (part[0].length < 32) {
				continue;
			}
			const makeup = makeupOf(part[0]);
			if (
				!isPath(part[0]) &&
				!REGEXES.logicalId.test(part[0]) &&
				(makeup.digits > 0 || part[0].length >= 60) &&
				makeup.kinds > 1 &&
				randomness(part[0], makeup) > 0.3 &&
				!isInArn(text, index)
			) {
				ranges.push([index + part.index, index + part.index + part[0].length]);
			}
		}
		if (findPrefixed(run) !== null) {
			ranges.push([index, index + run.length]);
		}
	}
}

/** The characters of tokens, by their codes. */
const TOKEN_CODES = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=._-") {
	TOKEN_CODES[character.charCodeAt(0)] = 1;
}
const SHORTEST_RUN = 24;
/** A longer run is data, hidden whole: an expression that matches megabytes ends the stack of the engine. */
const LONGEST_RUN = 262_144;

/** Runs of what tokens are made of, as long as one may be. */
function* runsIn(text: string): Generator<Range> {
	let start = 0;
	for (let at = 0; at <= text.length; at++) {
		const code = at < text.length ? text.charCodeAt(at) : 0;
		if (code > 127 || TOKEN_CODES[code] === 0) {
			if (at - start >= SHORTEST_RUN) {
				yield [start, at];
			}
			start = at + 1;
		}
	}
}

/** An ARN may end in a long random id; it is a name. */
function isInArn(text: string, at: number): boolean {
	let from = at;
	while (at - from < 200 && text.charCodeAt(from - 1) > 32 && text[from - 1] !== '"' && text[from - 1] !== "'") {
		from--;
	}
	return text.startsWith("arn:", from);
}

function addUris(text: string, ranges: Range[]): void {
	// A text that is one word may have quotes in it; elsewhere they are around it.
	const isWord = text.length <= LONGEST_PART && REGEXES.oneWord.test(text);
	for (const at of placesOf(text, "://")) {
		const isBare = !isWord && followsBlank(text, at);
		let end = at + 3;
		let sign = -1;
		while (
			end - at < 4096 &&
			text.charCodeAt(end) > 32 &&
			!endsUri(text, end, isWord, isBare) &&
			!text.startsWith("://", end)
		) {
			sign = text[end] === "@" ? end : sign;
			end++;
		}
		const colon = text.indexOf(":", at + 3);
		// A `/` before the `@`: a path that holds one, or a password that ought to be encoded. Masked all the same.
		if (colon !== -1 && colon < sign - 1 && !isHole(text.slice(colon + 1, sign))) {
			ranges.push([colon + 1, sign]);
		} else if (colon === -1 || colon > sign) {
			addLoneUser(text, at, sign, ranges);
		}
	}
}

/** `https://…@o1.ingest.sentry.io/1`: a token in the place of a user. `git@` and `ec2-user@` are names. */
function addLoneUser(text: string, at: number, sign: number, ranges: Range[]): void {
	const user = text.slice(at + 3, Math.max(at + 3, sign));
	if (
		user.length >= SHORTEST_USER &&
		REGEXES.digit.test(user) &&
		!REGEXES.behindUser.test(user) &&
		REGEXES.webScheme.test(text.slice(Math.max(0, at - 5), at))
	) {
		ranges.push([at + 3, sign]);
	}
}

/** A shorter user is a name with a number behind it. */
const SHORTEST_USER = 6;

/** `# mysql://root:it's@host/db`, `url=https://…`: no quote opens the URI. */
function followsBlank(text: string, at: number): boolean {
	let start = at;
	while (start > 0 && at - start < LONGEST_SCHEME && isSchemeCharacter(text.charCodeAt(start - 1))) {
		start--;
	}
	return start > 0 && (text.charCodeAt(start - 1) <= 32 || text[start - 1] === "=");
}

/** Whether a URI ends before a character. A quote in a bare one is part of it where more of the URI follows. */
function endsUri(text: string, at: number, isWord: boolean, isBare: boolean): boolean {
	const character = text.charAt(at);
	return isQuote(character) ? !isWord && !(isBare && goesOn(text[at + 1])) : "<>".includes(character);
}

const LONGEST_SCHEME = 64;

function isSchemeCharacter(code: number): boolean {
	return code === 43 || (code !== 95 && isNameCharacter(code));
}

function isQuote(character: string): boolean {
	return character === '"' || character === "'" || character === "`";
}

function isHole(value: string): boolean {
	return (
		(value.startsWith("${") && value.indexOf("}") === value.length - 1) ||
		(value.startsWith("{{") && value.indexOf("}}") === value.length - 2) ||
		value.startsWith(MASK)
	);
}

/** The bodies of private keys: of those that begin here, and the last lines of those that only end here. */
function addKeys(text: string, ranges: Range[]): void {
	let done = 0;
	for (const match of text.matchAll(REGEXES.privateKeys)) {
		if (match.index < done) {
			continue; // Inside a body that nothing closed before.
		}
		const from = match.index + match[0].length;
		done = findOrEnd(text, "-----END", from);
		addRuns(text, from, done, ranges);
	}
	let before = -1;
	for (const end of placesOf(text, "-----END ")) {
		const body = text.slice(before + 1, end);
		if (!body.includes("-----BEGIN ")) {
			const last = body.split("\n").slice(-2).join("\n");
			addRuns(text, end - last.length, end, ranges);
		}
		before = end;
	}
}

function addRuns(text: string, from: number, to: number, ranges: Range[]): void {
	for (const match of text.slice(from, to).matchAll(REGEXES.keyRuns)) {
		if (match[0].length >= 4) {
			ranges.push([from + match.index, from + match.index + match[0].length]);
		}
	}
}

/** Keys of a map whose value is the name of the pair, and those whose value is its value. */
const NAMING = new Set(["name", "key", "optionname", "parameterkey", "parametername", "variable", "id", "field"]);
const VALUING = new Set([
	"value",
	"parametervalue",
	"default",
	"defaultvalue",
	"stringvalue",
	"secretstring",
	"plaintext",
	"content",
	"searchstring",
	"headervalue",
	"attributevalue",
]);
/** How many lines a name and its value, or a parameter and its `Default:`, may be apart. */
const NEAR = 6;

function addPairs(text: string, ranges: Range[], holdsSecret: (name: string) => boolean = mayHoldSecret): void {
	addElements(text, ranges, holdsSecret);
	addInserted(text, ranges, holdsSecret);
	const lines = linesOf(text);
	const paired = new PairedNames(text, ranges, holdsSecret);
	addPgpass(text, lines, ranges);
	for (const [index, line] of lines.entries()) {
		let harmless = 0;
		for (let at = line.start; at < line.end; at++) {
			const separator = text[at];
			if (!isSeparator(separator)) {
				continue;
			}
			const name = nameBefore(text, line.start, at);
			if (name === null || !separates(text, at, separator, name.quoted)) {
				continue;
			}
			const isSecret = holdsSecret(name.text);
			const part = separator === "," ? null : partOfPair(name.text);
			if (!isSecret && part === null) {
				continue;
			}
			if (harmless > MOST) {
				ranges.push([at + 1, line.end]); // A line that nobody wrote: masked whole, in linear time.
				break;
			}
			const range = isWholeLine(text, line, name, separator)
				? valueAfter(text, at, line, ":")
				: withinQuotes(text, name, valueAfter(text, at, line, separator));
			const value = text.slice(range[0], range[1]);
			if (part === "value") {
				paired.addValue(index, range);
			} else if (part === "name") {
				paired.addName(index, value);
			}
			if (isSecret && opensBlock(value)) {
				paired.named = index;
				addBlock(text, lines, index, name.start, value !== "", ranges);
			} else if (isSecret && addValue(value, range, ranges, separator)) {
				if (separator === "=") {
					addNextLines(text, lines, index, ranges);
				}
				at = Math.max(at, range[1] - 1);
				continue;
			}
			harmless++;
		}
	}
}

/** `"X-Token: $TOKEN" https://…`: what a quote before the name opens ends with it. */
function withinQuotes(text: string, { start: name, quoted }: Name, [start, end]: Range): Range {
	const quote = text[name - 1];
	const isOpen = !quoted && (quote === '"' || quote === "'") && text[start - 1] !== quote;
	const close = isOpen ? text.indexOf(quote, start) : -1;
	return close < start || close >= end || goesOn(text[close + 1]) ? [start, end] : [start, close];
}

function isSeparator(character: string | undefined): character is ":" | "=" | "," {
	return character === ":" || character === "=" || character === ",";
}

/** `password:`, `password: |` */
function opensBlock(value: string): boolean {
	return value === "" || REGEXES.blockIndicator.test(value);
}

/** What a key of a map says of a pair that is written in two: `Name: DB_PASSWORD`, `Value: …`. */
function partOfPair(key: string): "name" | "value" | null {
	const lower = key.toLowerCase();
	return VALUING.has(lower) ? "value" : NAMING.has(lower) ? "name" : null;
}

/** Names and values that stand on lines of their own. */
class PairedNames {
	readonly #text: string;
	readonly #ranges: Range[];
	readonly #holdsSecret: (name: string) => boolean;
	/** The line where a secret's name was last said as a value (`Name: DB_PASSWORD`), or stood over a block. */
	named = -NEAR - 1;
	/** Values that may still be named. */
	#values: { readonly line: number; readonly range: Range }[] = [];

	constructor(text: string, ranges: Range[], holdsSecret: (name: string) => boolean) {
		this.#text = text;
		this.#ranges = ranges;
		this.#holdsSecret = holdsSecret;
	}

	addValue(line: number, range: Range): void {
		if (line - this.named <= NEAR) {
			addValue(this.#text.slice(range[0], range[1]), range, this.#ranges);
		} else {
			this.#values.push({ line, range });
		}
	}

	addName(line: number, name: string): void {
		if (name.length <= 128 && this.#holdsSecret(name)) {
			this.named = line;
			for (const before of this.#values) {
				// `Value:` before its `Name:`: only in the lines right above.
				if (line - before.line <= 2) {
					addValue(this.#text.slice(...before.range), before.range, this.#ranges);
				}
			}
		}
		this.#values = this.#values.filter((before) => line - before.line < 2);
	}
}

/** `host:5432:orders:app:secret`, a line of `.pgpass`. */
function addPgpass(text: string, lines: readonly Line[], ranges: Range[]): void {
	for (const { content, end } of lines) {
		const head = REGEXES.pgpass.exec(text.slice(content, Math.min(end, content + LONGEST_VALUE)))?.[0].length ?? 0;
		if (head > 0) {
			ranges.push([content + head, end]);
		}
	}
}

/** `<password>correct horse</password>` */
function addElements(text: string, ranges: Range[], holdsSecret: (name: string) => boolean): void {
	if (!text.includes("</")) {
		return;
	}
	for (const match of text.matchAll(REGEXES.elements)) {
		const [whole, name = "", value = ""] = match;
		if (holdsSecret(name)) {
			const end = match.index + whole.length;
			addValue(value, [end - value.length, end], ranges);
		}
	}
}

/** `INSERT INTO users (name, password) VALUES ('ann', '…')`: the values of those columns, by their places. */
function addInserted(text: string, ranges: Range[], holdsSecret: (name: string) => boolean): void {
	for (const { 0: whole, 1: columns = "", 2: values = "", index } of text.matchAll(REGEXES.inserted)) {
		const names = columns.split(",").map((name) => name.replaceAll(REGEXES.columnMarks, ""));
		const from = index + whole.length - values.length;
		for (const [place, [start, end]] of itemsOf(values).entries()) {
			if (holdsSecret(names[place] ?? "") && start < end) {
				addValue(values.slice(start, end), [from + start, from + end], ranges);
			}
		}
	}
}

/** The texts in quotes of a list of SQL; empty in the places of other items. */
function itemsOf(list: string): readonly Range[] {
	const items: Range[] = [];
	let item: Range = [0, 0];
	for (let at = 0; at < list.length; at++) {
		const sign = list[at];
		if (sign === "," || sign === undefined) {
			items.push(item);
			item = [0, 0];
		} else if (sign === "'" || sign === '"') {
			const end = findOrEnd(list, sign, at + 1);
			item = [at + 1, list[end - 1] === "\\" ? end - 1 : end];
			at = end;
		}
	}
	return [...items, item];
}

/** `DB_PASSWORD=correct horse`, as a file of settings has it. */
function isWholeLine(text: string, line: Line, name: Name, separator: string): boolean {
	return (
		separator === "=" &&
		name.start - line.content <= LONGEST_HEAD &&
		REGEXES.assigned.test(text.slice(line.content, name.start)) &&
		!REGEXES.continues.test(text.slice(name.start, line.end))
	);
}

/** `//registry.npmjs.org/:`, before the name of a setting. */
const LONGEST_HEAD = 100;

const LONGEST_VALUE = 512;

/** How many pairs of one line are looked at that turn out harmless. */
const MOST = 200;

function mayHoldSecret(name: string): boolean {
	const found = classOfName(name);
	return found !== "none" && found !== "pointer";
}

function addValue(value: string, range: Range, ranges: Range[], separator = ":"): boolean {
	// `password={…`: no YAML, so the bracket opens nothing.
	const isOpening = separator === "=" && (value.startsWith("{") || value.startsWith("["));
	const isSecret = value !== "" && ((isOpening && !isHole(value)) || !isHarmless(value));
	if (isSecret) {
		ranges.push(range);
	}
	return isSecret;
}

/** What may stand in clear under a secret's name: a tag, a reference, a switch, a path, a place for a value. */
function isHarmless(value: string): boolean {
	if (value.includes("@")) {
		return false;
	}
	return (
		REGEXES.harmless.test(value) ||
		isHole(value) ||
		REGEXES.pointer.test(value) ||
		REGEXES.url.test(value) ||
		REGEXES.keyword.test(value) ||
		(isPath(value) && value.startsWith("/"))
	);
}

/** The further lines of a value in a file of settings, which nothing opens or closes: `DB_PASSWORD=ab12`, `cd34`. */
function addNextLines(text: string, lines: readonly Line[], index: number, ranges: Range[]): void {
	for (const line of lines.slice(index + 1, index + 1 + NEAR)) {
		if (!REGEXES.loneWord.test(text.slice(line.start, Math.min(line.end, line.start + LONGEST_HEAD)))) {
			return;
		}
		ranges.push([line.start, line.end]);
	}
}

/**
 * What stands below a secret's name, indented further: a block's text, the items of a list, a text on a line of its
 * own.
 */
function addBlock(
	text: string,
	lines: readonly Line[],
	index: number,
	column: number,
	isText: boolean,
	ranges: Range[],
): void {
	const head = lines[index];
	if (head === undefined) {
		return;
	}
	const indent = Math.min(head.content, column) - head.start;
	for (let i = index + 1; i < lines.length; i++) {
		const line = lines[i];
		if (
			line === undefined ||
			(line.content < line.end &&
				line.content - line.start <= indent &&
				!(text[line.content] === "-" && text[line.content + 1] === " " && line.content - line.start === indent))
		) {
			return;
		}
		const isItem = text[line.content] === "-" && text[line.content + 1] === " ";
		const start = isItem ? line.content + 2 : line.content;
		const value = text.slice(start, line.end);
		if (start < line.end && text[line.content] !== "^" && (isText || !REGEXES.pair.test(value))) {
			addValue(value, [start, line.end], ranges);
		}
	}
}
