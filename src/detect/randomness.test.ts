import { describe, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { isWordy, makeupOf, randomness } from "./randomness.ts";

describe("how random a text looks", () => {
	test("199 of 200 drawn tokens score above half a nat a character", () => {
		const scores = Array.from({ length: 200 }, (_, seed) => randomness(fakeSecret("token", seed)));
		expect(scores.filter((score) => score <= 0.5).length).toBeLessThan(2);
	});

	test.each([
		"processOrderHandler",
		"customer-order-table",
		"AWSLambdaBasicExecutionRole",
		"my.company.service.v2",
		"handlers/process_incoming_orders",
	])("%s reads as a name", (name) => {
		expect(randomness(name)).toBeLessThan(0.3);
	});

	test.each(["abcdefghijklmnop", "1234567890123456", "xxxxxxxxxxxxxxxx", "abcabcabcabcabc"])(
		"%s counts up or repeats itself",
		(text) => {
			expect(randomness(text)).toBe(-2);
		},
	);

	test("words joined without a mark still read", () => {
		expect(isWordy("supersecret")).toBe(true);
		expect(isWordy("xkqzvwtj")).toBe(false);
	});
});

describe("what a text is made of", () => {
	const ALL = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

	test.each([
		["a small letter", /[a-z]/u, "lower"],
		["a capital", /[A-Z]/u, "upper"],
		["a digit", /[0-9]/u, "digits"],
		["anything else", /[^a-zA-Z0-9]/u, "others"],
	] as const)("counts each character of ASCII as %s, if it is one", (_, pattern, count) => {
		for (const character of ALL) {
			expect(makeupOf(character)[count], JSON.stringify(character)).toBe(pattern.test(character) ? 1 : 0);
		}
	});

	test("is hexadecimal only of digits and of the letters from a to f, in one case", () => {
		for (const character of ALL) {
			expect(makeupOf(`0${character}9`).isHex, JSON.stringify(character)).toBe(/[0-9a-fA-F]/u.test(character));
		}
		expect([makeupOf("0a9f").isHex, makeupOf("0A9F").isHex, makeupOf("0a9F").isHex]).toEqual([true, true, false]);
	});
});
