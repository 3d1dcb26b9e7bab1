import { describe, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { isWordy, randomness } from "./randomness.ts";

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
