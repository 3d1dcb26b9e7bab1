import { expect, test } from "vitest";
import { drawFrom } from "../testing/fake-secret.ts";
import { ALNUM, type Make } from "../testing/secret-texts/kinds.ts";
import { detectSecret } from "./detect-secret.ts";

// Values of everyday kinds under the names of secrets, many of each.

const SAMPLES = 100;
const HEX = "0123456789abcdef";
const WORDS = "orders billing catalog payment search media report winter falcon orange river stone cloud tiger".split(
	" ",
);
const NAMES = ["password", "dbPassword", "apiKey", "token", "clientSecret", "jwtSecret"];

const word = (some: Parameters<Make>[0]): string =>
	WORDS[Number.parseInt(some("0123456789", 3), 10) % WORDS.length] ?? "";
const title = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The share of what is made that is found under a name in a program. */
function rate(make: Make, name: string): number {
	const some = drawFrom(`${name} ${make.toString()}`);
	const found = Array.from({ length: SAMPLES }, () => make(some)).filter(
		(text) => detectSecret(text, { kind: "source", name }) !== null,
	);
	return found.length / SAMPLES;
}

test.each<[string, Make]>([
	["the id of an element", (some) => `#${word(some)}_password_${some("123456789", 1)}`],
	["a class of elements", (some) => `.${word(some)}-token-field`],
	["an attribute's selector", (some) => `input[name="${word(some)}-token${some("123456789", 1)}"]`],
	["a color", (some) => `#${some(HEX, 6)}`],
	["a pattern", (some) => `^[A-Za-z0-9_-]{${some("123456789", 2)},}$`],
	["a version", (some) => `v${some("123456789", 2)}.${some("123456789", 2)}.${some("123456789", 1)}`],
	["an algorithm", (some) => `pbkdf2-sha${some("123456789", 3)}`],
	["a picture", (some) => `data:image/png;base64,iVBORw0KGgo${some(ALNUM, 80)}`],
	[
		"a signed URL",
		(some) =>
			`https://files-${word(some)}.s3.amazonaws.com/a.txt?AWSAccessKeyId=ASIA${some("ABCDEFGHIJKLMNOP234567", 16)}&Expires=1646329696&Signature=${some(ALNUM, 27)}%3D&x-amz-security-token=IQoJ${some(ALNUM, 200)}`,
	],
	["Japanese", (some) => `すべての${word(some)}トークンは${some("123456789", 2)}日で無効になります。`],
	["Chinese", (some) => `请输入密码${some("123456789", 2)}`],
	["the name of a field", (some) => `${word(some)}PasswordField${some("123456789", 1)}`],
	["an address of Ethereum", (some) => `0x${some(HEX, 40)}`],
	["the id of a client of Stripe", (some) => `ca_${some(ALNUM, 32)}`],
	["a header that was cut off", (some) => `Bearer eyJ${some(ALNUM, 30)}...`],
	["letters that say what they are", (some) => `DUMMY${word(some).toUpperCase()}TOKEN`],
	["what is not real", (some) => `not-a-real-${word(some)}-password`.replace(`-${word(some)}`, "")],
	[
		"the token of every tutorial",
		(some) => `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwi${some(ALNUM, 40)}.${some(ALNUM, 43)}`,
	],
	["prose of SQL", (some) => `the ${word(some)} identified by ${word(some)}Sha256. Others are not.`],
	["a call in SQL", (some) => `password = crypt($1, gen_salt('bf${some("123456789", 1)}'))`],
])("%s is no secret", (_what, make) => {
	for (const name of NAMES) {
		expect(rate(make, name), name).toBe(0);
	}
});

test.each<[string, Make]>([
	["an object", (some) => `uploads/${some(HEX, 32)}/photo.jpg`],
	["an item", (some) => `ORDER#${some(HEX, 32)}`],
	["an entry of a cache", (some) => `cache:v2:${some(HEX, 32)}`],
])("the key of %s is no secret", (_what, make) => {
	expect(rate(make, "key")).toBe(0);
});

test.each<[string, Make]>([
	["words of capitals with a number", (some) => `${title(word(some))}-${title(word(some))}-${some("123456789", 2)}`],
	["the same with a sign", (some) => `${title(word(some))}_${title(word(some))}_${some("123456789", 3)}!`],
	["a UUID", (some) => [8, 4, 4, 4, 12].map((length) => some(HEX, length)).join("-")],
	["a user and a password with a colon", (some) => `${some(ALNUM, 9)}:${some(ALNUM, 9)}#`],
])("%s is a password", (_what, make) => {
	expect(rate(make, "password")).toBeGreaterThanOrEqual(0.98);
});

test("words with a number are a password of an environment as well", () => {
	const some = drawFrom("environment");
	for (let i = 0; i < SAMPLES; i++) {
		const number = some("123456789", 2);
		const capital = `${title(word(some))}-${title(word(some))}-${number}`;
		expect(detectSecret(capital, { kind: "environment", name: "DB_PASSWORD" })?.confidence, capital).toBe("medium");
		const named = `${title(word(some))}-Password-${number}`;
		expect(detectSecret(named, { kind: "environment", name: "DB_PASSWORD" }), named).toBeNull();
	}
});

test("three small words with a number are one where none of them says what the value is", () => {
	const rest = WORDS.slice(7);
	const some = drawFrom("phrase");
	const pick = (): string => rest[Number.parseInt(some("0123456789", 3), 10) % rest.length] ?? "";
	for (let i = 0; i < SAMPLES; i++) {
		const text = `${pick()}-${pick()}-${pick()}-${some("123456789", 2)}`;
		expect(detectSecret(text, { kind: "source", name: "adminPassword" })?.confidence, text).toBe("low");
		expect(
			detectSecret(`${text.slice(0, -2)}db-${text.slice(-2)}`, { kind: "source", name: "adminPassword" }),
		).toBeNull();
	}
});
