import { describe, expect, test } from "vitest";
import { drawFrom } from "../testing/fake-secret.ts";
import { PROVIDERS } from "./formats/provider-table.ts";
import { behindAnyPrefix, CHARACTERS, partsOf } from "./providers.ts";
import { isCounted, isListOfNames, isPlaceholder } from "./veto.ts";

describe("a placeholder", () => {
	test("is one with any digits behind it", () => {
		for (const word of ["changeme", "YOUR_API_KEY", "replace-me", "example"]) {
			for (let number = 0; number <= 120; number++) {
				expect(isPlaceholder(word + String(number)), `${word}${String(number)}`).toBe(true);
			}
		}
	});

	test("is a letter that repeats itself three times or more, and no other", () => {
		for (const letter of "abcxyzABCXYZ") {
			for (let length = 1; length <= 12; length++) {
				const text = `${letter.repeat(length)}-changeme`;
				const isFiller = "aA".includes(letter) && length === 1;
				expect(isPlaceholder(text), text).toBe(length > 2 || isFiller);
			}
		}
	});

	test("is a vendor's prefix with words and counting behind it, and no token", () => {
		const rows = PROVIDERS.map(({ format }) => partsOf(format)[0]).filter(
			(part): part is string => typeof part === "string" && behindAnyPrefix(part) === "" && !part.startsWith("$"),
		);
		expect(rows.length).toBeGreaterThan(50);
		for (const prefix of rows) {
			for (const rest of ["123", "abc123", "test_key", "0000", "secretKey1", "xxx"]) {
				expect(isPlaceholder(prefix + rest), prefix + rest).toBe(true);
			}
			expect(isPlaceholder(`${prefix}${drawFrom(prefix)(CHARACTERS.alnum, 12)}`), prefix).toBe(false);
		}
	});

	test("is what its author calls an example in front of it, in capitals", () => {
		const token = drawFrom("example")(CHARACTERS.alnum, 32);
		for (const word of ["EXAMPLE-", "SAMPLE_", "DUMMY-", "FAKE_", "MOCK-"]) {
			expect(isPlaceholder(word + token), word).toBe(true);
			expect(isPlaceholder(word.toLowerCase() + token), word.toLowerCase()).toBe(false);
			expect(isPlaceholder(token + word), word).toBe(false);
		}
	});

	test.each(["orders", "changeme-orders", "my-orders-key", "hunter", "sommer"])(
		"is not %s, whatever number follows",
		(word) => {
			for (let number = 0; number <= 20; number++) {
				expect(isPlaceholder(`${word}${String(number)}`)).toBe(false);
			}
		},
	);
});

describe("a refused value", () => {
	test("is none of a credential, whatever it is called and numbered", () => {
		for (const word of ["wrong", "invalid", "incorrect", "bad", "bogus", "nonexistent"]) {
			for (const rest of ["secret-value-12345", "token", "api-key-1", "password"]) {
				expect(isPlaceholder(`${word}-${rest}`), `${word}-${rest}`).toBe(true);
			}
			expect(isPlaceholder(`${word}-orders`)).toBe(false);
			expect(isPlaceholder(`${word}Password1`)).toBe(false);
			expect(isPlaceholder(`${word}pass2024`)).toBe(false);
		}
	});
});

describe("a body that counts", () => {
	const letters = "abcdefghijklmnopqrstuvwxyz";
	test("is one of the alphabet and of counting, in any order and length", () => {
		for (let word = 0; word <= 26; word++) {
			for (let number = 0; number <= 10; number++) {
				const [text, count] = [letters.slice(0, word), "1234567890".slice(0, number)];
				expect(isCounted(text + count), text + count).toBe(word + number >= 12);
			}
		}
		expect(isCounted("1234567890abcdef")).toBe(true);
		expect(isCounted("0123456789ABCDEF")).toBe(true);
	});

	test("is no drawn one, nor one with another character in it", () => {
		const draw = drawFrom("counted");
		for (let length = 12; length <= 60; length++) {
			expect(isCounted(draw(CHARACTERS.alnum, length))).toBe(false);
			expect(isCounted(`${draw("ghjkz", 1)}${letters.slice(0, 16)}1234`)).toBe(false);
		}
	});
});

describe("a list of names", () => {
	test.each(["AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY", "password, secret,token", "apiKey,db-password,ORDERS_TOKEN"])(
		"is one: %s",
		(text) => {
			expect(isListOfNames(text)).toBe(true);
		},
	);

	test("is no list of values, however many there are", () => {
		const draw = drawFrom("list");
		for (let count = 1; count <= 20; count++) {
			const values = Array.from({ length: count }, () => draw(CHARACTERS.alnum, 20));
			expect(isListOfNames(values.join(","))).toBe(false);
			expect(isListOfNames(["password", ...values].join(","))).toBe(false);
		}
		expect(isListOfNames("password")).toBe(false);
	});
});
