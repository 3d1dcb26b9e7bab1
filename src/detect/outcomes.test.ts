import { join } from "node:path";
import { expect, test } from "vitest";
import { recordedLines } from "../testing/recorded-table.ts";
import type { Context } from "./detection.ts";
import { detectSecret } from "./detect-secret.ts";
import { isDrawn, isPasswordLike } from "./password-like.ts";
import { redactText } from "./redact.ts";

// How long a value of each make must be to count under each name, in each place: recorded in `fixtures/outcomes`, so
// that a threshold that moves is seen.

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** As many characters, the same each time, drawn from an alphabet. */
function drawn(alphabet: string, length: number): string {
	let state = 7;
	return Array.from({ length }, () => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		return alphabet[(state >>> 16) % alphabet.length] ?? "";
	}).join("");
}

const MAKES: Readonly<Record<string, (length: number) => string>> = {
	digits: (length) => drawn("0123456789", length),
	hex: (length) => drawn("0123456789abcdef", length),
	lower: (length) => drawn(LETTERS, length),
	"lower and digits": (length) => drawn(`${LETTERS}0123456789`, length),
	"both cases": (length) => drawn(`${LETTERS}${LETTERS.toUpperCase()}`, length),
	alphanumeric: (length) => drawn(`${LETTERS}${LETTERS.toUpperCase()}0123456789`, length),
	base64: (length) => drawn(`${LETTERS}${LETTERS.toUpperCase()}0123456789+/`, length),
	signs: (length) => drawn(`${LETTERS}${LETTERS.toUpperCase()}0123456789!#%&*`, length),
	words: (length) => "orders-table-of-the-shop-".repeat(4).slice(0, length),
	"words and a number": (length) => `${"shop".repeat(20).slice(0, length)}42`,
	"one letter": (length) => "a".repeat(length),
	"a bearer's header": (length) => `Bearer ${drawn(`${LETTERS}${LETTERS.toUpperCase()}0123456789`, length)}`,
	"a user's header": (length) => `Basic ${Buffer.from(`u:${drawn(LETTERS, length)}`).toString("base64")}`,
	"a URL": (length) => `https://app:${drawn(`${LETTERS}0123456789`, length)}@db.shop.io/orders`,
	"a local URL": (length) => `postgres://app:${drawn(`${LETTERS}0123456789`, length)}@localhost/orders`,
	"a query": (length) => `https://shop.io/?sig=${drawn(`${LETTERS}0123456789`, length)}&x=1`,
	"a connection string": (length) => `Server=db;Password=${drawn(`${LETTERS}0123456789`, length)};Encrypt=yes`,
	"a prefix": (length) => `acme_live_${drawn(`${LETTERS}${LETTERS.toUpperCase()}0123456789`, length)}`,
	"a token in JSON": (length) =>
		[{ alg: "HS256" }, { sub: "1" }]
			.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
			.concat(drawn(LETTERS, length))
			.join("."),
};

const NAMES = ["DB_PASSWORD", "API_TOKEN", "AUTH", "TOKEN_GITHUB", "SECRET_ARN", "TABLE", undefined];
const PLACES = ["environment", "template", "source"] as const;
const LENGTHS = [...Array.from({ length: 48 }, (_, index) => index + 1), 63, 64, 65, 128, 129, 256, 257];

/** `1-7 no, 8-70 high`: lengths with the same answer together. */
function runs(answer: (length: number) => string): string {
	const found: { from: number; to: number; readonly says: string }[] = [];
	for (const length of LENGTHS) {
		const says = answer(length);
		const last = found.at(-1);
		if (last?.says === says) {
			last.to = length;
		} else {
			found.push({ from: length, to: length, says });
		}
	}
	return found.map(({ from, to, says }) => `${String(from)}-${String(to)} ${says}`).join(", ");
}

function detection(value: string, context: Context): string {
	const found = detectSecret(value, context);
	return found === null
		? "no"
		: `${found.id}/${found.confidence}${found.start === 0 && found.end === value.length ? "" : " inside"}`;
}

test.each(Object.entries(MAKES))("what is made of %s counts from the same length on", (make, of) => {
	const rows = [
		...NAMES.flatMap((name) =>
			PLACES.map((kind) => {
				const context: Context = name === undefined ? { kind } : { name, kind };
				return `${name ?? "without a name"} | ${kind} | ${runs((length) => detection(of(length), context))}`;
			}),
		),
		`like a password | ${runs((length) => String(isPasswordLike(of(length))))}`,
		`drawn | ${runs((length) => String(isDrawn(of(length))))}`,
		`masked in a line | ${runs((length) => String(redactText(`see ${of(length)} here`) !== `see ${of(length)} here`))}`,
	];
	const file = `detect-${make.replaceAll(/[^a-zA-Z0-9]+/gu, "-")}.txt`;
	expect(rows).toEqual(recordedLines(join(import.meta.dirname, "..", "..", "fixtures", "outcomes", file), rows));
});
