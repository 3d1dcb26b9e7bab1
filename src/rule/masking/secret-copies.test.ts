import { describe, expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { SecretCopies } from "./secret-copies.ts";

const PASSWORD = fakeSecret("password");
const copiesOf = (...values: readonly string[]): SecretCopies => {
	const text = values.join(" ");
	return new SecretCopies(
		text,
		values.map((value) => ({ start: text.indexOf(value), end: text.indexOf(value) + value.length })),
	);
};

describe("copies of a secret", () => {
	test.each([
		["in a comment", (value: string) => `/* old: ${value} */`],
		["in quotes", (value: string) => `g("${value}")`],
		["in a URL", (value: string) => `https://app:${encodeURIComponent(value)}@host/`],
		["in base64", (value: string) => `b64=${Buffer.from(value).toString("base64")}`],
		["in base64 for URLs", (value: string) => `?k=${Buffer.from(value).toString("base64url")}&a=b`],
		["twice", (value: string) => `${value}, ${value}`],
	])("are hidden %s", (_, write) => {
		const hidden = copiesOf(PASSWORD).hide(write(PASSWORD));
		expect(hidden).toContain("****");
		expect(hidden).not.toContain(PASSWORD);
		expect(hidden).not.toContain(Buffer.from(PASSWORD).toString("base64").slice(0, 10));
	});

	test("are none inside of a longer word, and none of a value that is a word", () => {
		expect(copiesOf(PASSWORD).hide(`x${PASSWORD}`)).toBe(`x${PASSWORD}`);
		expect(copiesOf(PASSWORD).hide(`${PASSWORD}x`)).toBe(`${PASSWORD}x`);
		expect(copiesOf("postgres").hide("image: postgres")).toBe("image: postgres");
	});

	test("hide the rest of a text whose words begin like too many of them, in linear time", () => {
		const values = Array.from({ length: 150 }, (_, index) => `Zq7!xW${"a1B".repeat(index + 1)}`);
		const text = "Zq7!xW- ".repeat(40_000);
		const hidden = copiesOf(...values).hide(text);
		expect(hidden.length).toBeLessThan(text.length);
		expect(hidden.endsWith("****")).toBe(true);
	});

	test("of many values that begin alike are found", () => {
		const tokens = Array.from({ length: 50 }, (_, index) => `sk_live_${fakeSecret("token", index)}`);
		const copies = copiesOf(...tokens);
		expect(copies.spansIn(tokens.join(","))).toHaveLength(tokens.length);
	});
});
