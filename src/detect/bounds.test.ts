import { expect, test } from "vitest";
import { drawFrom, fakeSecret } from "../testing/fake-secret.ts";
import { commentRanges } from "../languages/ranges/comment-ranges.ts";
import { passwordsAmong } from "./command-arguments.ts";
import { detectAtSink } from "./detect-at-sink.ts";
import { detectSecret } from "./detect-secret.ts";
import { findSecrets } from "./find-secrets.ts";
import { classOfName } from "./name-kind.ts";
import { hiddenRanges } from "../languages/ranges/hidden-ranges.ts";
import { isPhrase } from "./phrase.ts";
import { quotedRanges } from "../languages/ranges/quoted-ranges.ts";
import { isWordy, makeupOf, randomness, REGULAR } from "./randomness.ts";
import { redact, redactName, redactPath, redactText, tokenRanges } from "./redact.ts";
import { findHeader, findJwt, findUriPassword, pairsOf } from "./structures.ts";
import { endInConnection, linesOf, nameBefore, separates, valueAfter } from "./text-pairs.ts";
import { isIdentifier, isMemberPath, isPlaceholder, isSlug } from "./veto.ts";

// How long, how many and how far apart: each bound of the detector at its value and beside it.

const some = drawFrom("bounds");
const MIXED = "bcdfghkmqrtvwxzBCDFGHKMQRTVWXZ23456789";
const DRAWN = some(MIXED, 400);
const HEX = "c3f8a1d97b2";
const PASSWORD = some(MIXED, 12);
const TOKEN = fakeSecret("github-personal-token");
/** Nothing in it says that it is no end of a name. */
const JOINED = fakeSecret("render-key");

const blanks = (count: number): string => " ".repeat(count);
const encoded = (text: string): string => Buffer.from(text).toString("base64");

/** JSON in JSON, so many times, with a password inside. */
function nested(depth: number): string {
	let text = JSON.stringify({ password: PASSWORD });
	for (let level = 1; level < depth; level++) {
		text = JSON.stringify({ a: text });
	}
	return text;
}

const isMasked = (text: string, secret = PASSWORD): boolean => !redactText(text).includes(secret);
const found = (text: string): number => findSecrets(text).length;

type Row = readonly [what: string, bound: number, holds: (count: number) => boolean];

const AT_MOST: readonly Row[] = [
	// Names and their pairs.
	["characters of a name", 128, (n) => nameBefore(`${"a".repeat(n)}=`, 0, n)?.text.length === n],
	["blanks behind a name", 8, (n) => nameBefore(`a${blanks(n)}=`, 0, n + 1) !== null],
	["quotes behind a name", 12, (n) => nameBefore(`a${'"'.repeat(n)}=`, 0, n + 1) !== null],
	["blanks behind a comma", 7, (n) => separates(`"a",${blanks(n)}"b"`, 3, ",", true)],
	["characters of a name in a connection", 64, (n) => endInConnection(`;${"a".repeat(n)}=b`, n + 1, n + 3) !== null],
	[
		"characters of a value in a connection",
		511,
		(n) => endInConnection(`a=${"b".repeat(n)};c=d`, 1, n + 6) === n + 2,
	],
	[
		"characters since a map opened",
		1998,
		(n) => {
			const text = `{${blanks(n)}a: b, c: d`;
			const [line] = linesOf(text);
			return line !== undefined && valueAfter(text, n + 2, line, ":")[1] === n + 5;
		},
	],
	["characters of a name that is judged", 200, (n) => classOfName(`${"-".repeat(n - 8)}password`) === "password"],
	["characters of a word that is taken apart", 40, (n) => classOfName(`${"x".repeat(n - 8)}password`) === "password"],
	["characters of a name in a query", 64, (n) => [...pairsOf(`?${"a".repeat(n)}=b`)].length === 1],
	["characters of a value in a query", 4095, (n) => [...pairsOf(`?a=${"b".repeat(n)}`)][0]?.value.length === n],

	// What is no secret.
	["characters of a placeholder", 80, (n) => isPlaceholder(`changeme${"-".repeat(n - 8)}`)],
	["characters of an identifier", 120, (n) => isIdentifier(`key${"-".repeat(n - 6)}key`)],
	["characters of a short part with digits", 4, (n) => isSlug(`orders-2${"b".repeat(n - 1)}`, 2)],
	["characters of a short part of an identifier", 3, (n) => isIdentifier(`orders-2${"b".repeat(n - 1)}`)],
	["digits behind a word of an identifier", 2, (n) => isIdentifier(`orders-table${"7".repeat(n)}`)],
	["characters of a short member", 4, (n) => isMemberPath(`orders.${"xqzwv".slice(0, n)}`)],
	["words of a phrase", 8, (n) => isPhrase("horse ".repeat(n).trim(), 2)],
	["characters of a phrase", 160, (n) => isPhrase(`horse ${"b".repeat(n - 6)}`, 2)],
	["letters of a short word", 3, (n) => isWordy("xqzv".slice(0, n))],
	["letters of a block that repeats itself", 8, (n) => randomness("qbkzgxmdf".slice(0, n).repeat(4)) === REGULAR],
	[
		"letters of a step",
		2,
		(n) => randomness(String.fromCharCode(...[0, 1, 2, 3, 4, 5].map((i) => 97 + i * n))) === REGULAR,
	],
	[
		"letters of a step back",
		2,
		(n) => randomness(String.fromCharCode(...[0, 1, 2, 3, 4, 5].map((i) => 122 - i * n))) === REGULAR,
	],

	// What is read.
	[
		"characters of a text that is read whole",
		65_536,
		(n) =>
			detectSecret(`${"x ".repeat(16_374)}${TOKEN.padEnd(n - 32_748)}.`.slice(0, n - 1).concat("."), {
				kind: "source",
			}) !== null,
	],
	["levels of JSON", 6, (n) => detectSecret(nested(n), { kind: "environment" }) !== null],
	[
		"characters of JSON",
		20_480,
		(n) => {
			const text = JSON.stringify({ a: "", password: PASSWORD });
			return detectSecret(text.replace('""', `"${blanks(n - text.length)}"`), { kind: "environment" }) !== null;
		},
	],
	[
		"values of JSON",
		1997,
		(n) =>
			detectSecret(JSON.stringify({ password: [...new Array<number>(n).fill(1), PASSWORD] }), {
				kind: "environment",
			}) !== null,
	],
	[
		"times that base64 is undone",
		2,
		(n) => {
			let text = TOKEN.padEnd(42);
			for (let time = 0; time < n; time++) {
				text = encoded(text);
			}
			return detectSecret(text, { kind: "source" }) !== null;
		},
	],
	[
		"characters of a value that its name judges",
		4096,
		(n) => detectSecret(DRAWN.repeat(11).slice(0, n), { name: "API_TOKEN", kind: "environment" }) !== null,
	],
	[
		"characters of a key at a sink",
		400,
		(n) => detectAtSink(DRAWN.padEnd(n, "q").slice(0, n), "signing-key") !== null,
	],
	["lines", 20_000, (n) => found(`${"\n".repeat(n - 1)}DB_PASSWORD=${PASSWORD}`) === 1],
	[
		"characters of a line",
		4096,
		(n) => findSecrets(`${"x".repeat(n - 13 - PASSWORD.length)} DB_PASSWORD=${PASSWORD}`)[0]?.end === n,
	],
	[
		"characters of a JSON Web Token",
		4096,
		(n) => findJwt(`${fakeSecret("jwt")}${"a".repeat(5000)}`.slice(0, n))?.end === n,
	],
	[
		"characters of base64, in fours",
		5120,
		(n) => detectSecret(encoded(TOKEN.padEnd(n * 3)), { kind: "source" }) !== null,
	],
	["characters of a header", 4096, (n) => findHeader(`Bearer ${DRAWN.repeat(11)}`.slice(0, n)) !== null],
	[
		"characters of a URL up to its host",
		4095,
		(n) => findUriPassword(`https://app:${DRAWN.repeat(11).slice(0, n - 4)}@db.shop.io`, false) !== null,
	],
	[
		"characters before an example of a URL",
		13,
		(n) => findUriPassword(`${blanks(n)}abc://user:pass@db.shop.io`, true) !== null,
	],
	[
		"characters around an example of a URL",
		200,
		(n) => findUriPassword("abc://user:pass@db.shop.io ".padEnd(n), true) !== null,
	],

	["letters that count up", 4, (n) => randomness("abcdefg".slice(0, n).padEnd(4, "q")) !== REGULAR],

	// What is masked.
	["characters of a URL", 4090, (n) => isMasked(`x a://b:${PASSWORD.padEnd(n, "x")}@d y`)],
	["characters of a run that is read", 262_144, (n) => tokenRanges("a".repeat(n)).length === 0],
	[
		"arguments in a list",
		200,
		(n) => passwordsAmong(["app", "--password", PASSWORD, ...new Array<string>(n - 3).fill("x")]).length > 0,
	],
	["characters of a scheme", 64, (n) => isMasked(`# ${"a".repeat(n)}://b:it's${PASSWORD}@d`, PASSWORD)],
	[
		"characters of a part of a path",
		512,
		(n) => !redactPath(`${"x".repeat(n - JOINED.length - 1)}-${JOINED}`).includes(JOINED),
	],
	[
		"characters of an ARN before its id",
		200,
		(n) => tokenRanges(`arn:${"x:".repeat(97)}${"y".repeat(n - 199)}:${some(MIXED, 40)}`).length === 0,
	],
	[
		"characters of a name in a value",
		128,
		(n) => isMasked(`Name: ${"x.".repeat(58)}${"y".repeat(n - 125)}.PASSWORD\nValue: ${PASSWORD}`),
	],
	[
		"lines between a name and its value",
		5,
		(n) => isMasked(`Name: DB_PASSWORD\n${"x\n".repeat(n)}Value: ${PASSWORD}`),
	],
	[
		"lines between a value and its name",
		1,
		(n) => isMasked(`Value: ${PASSWORD}\n${"x\n".repeat(n)}Name: DB_PASSWORD`),
	],
	[
		"characters of a line with words",
		400,
		(n) => hiddenRanges(`${["Sommer", "2024!"].join("")} ${"x ".repeat(200)}`.slice(0, n), "free").length > 0,
	],
	["harmless pairs of a line", 201, (n) => redactText(`${"password=$A;".repeat(n)}orders`).endsWith("orders")],
	["characters from a name to its text", 160, (n) => quotedRanges(`password${blanks(n - 8)}"a1 b2 c3"`).length > 0],
	[
		"characters of comments that are read together",
		16_384,
		(n) =>
			commentRanges(`# the password is${blanks(n - 18 - PASSWORD.length)}\n${PASSWORD}`, [
				{ start: 0, end: n - 1 - PASSWORD.length },
				{ start: n - PASSWORD.length, end: n },
			]).length > 0,
	],
];

const AT_LEAST: readonly Row[] = [
	[
		"characters of a number in base 16",
		12,
		(n) => randomness(HEX, { ...makeupOf(HEX), length: n }) !== randomness(HEX),
	],
	["characters of a run", 24, (n) => tokenRanges(`x eyJ${DRAWN.slice(0, n - 3)} y`).length > 0],
	["characters of JSON in base64", 24, (n) => tokenRanges(`x abcdef/eyJ${DRAWN.slice(0, n - 3)} y`).length > 0],
	["characters of a line with a secret", 7, (n) => found(`pw=${"kq7z".slice(0, n - 3)}`) > 0],
	["characters of a block that comes twice", 8, (n) => randomness("qbkzqbkz".slice(0, n)) === REGULAR],
	["characters of what may be random", 4, (n) => randomness("xq7z".slice(0, n)) !== REGULAR],
	[
		"different characters of what is random",
		8,
		(n) => randomness(Array.from(DRAWN.slice(0, 64), (one) => MIXED[MIXED.indexOf(one) % n]).join("")) !== REGULAR,
	],
	[
		"characters of a token that is shown",
		16,
		(n) => redact(DRAWN.slice(0, n), { provider: true }).startsWith(DRAWN.slice(0, 4)),
	],
	["characters of a name that is masked", 12, (n) => redactName(`://app:${"x".repeat(n - 9)}@b`).includes("*")],
	[
		"characters of a header that is masked",
		8,
		(n) => tokenRanges(`bearer ${DRAWN.replaceAll(/\D/gu, "7").slice(0, n)}`).length > 0,
	],
	["characters of a key at a sink", 4, (n) => detectAtSink(DRAWN.slice(0, n), "signing-key") !== null],
	["letters of one kind that stand for a value", 3, (n) => isPlaceholder(`${"z".repeat(n)}-foo`)],
];

test.each(AT_MOST)("%s: at most %i", (_what, bound, holds) => {
	expect([holds(bound), holds(bound + 1)]).toEqual([true, false]);
});

test.each(AT_LEAST)("%s: at least %i", (_what, bound, holds) => {
	expect([holds(bound), holds(bound - 1)]).toEqual([true, false]);
});
