import { describe, expect, test } from "vitest";
import { MAX_DATA, shorten } from "./shorten.ts";

describe("a long text", () => {
	test.each([0, 1, 159, 160, 161, 162, 10_000])(
		"of %d characters is as long as allowed, and keeps its ends",
		(length) => {
			const text = `A${"x".repeat(Math.max(0, length - 2))}Z`.slice(0, length);
			const short = shorten(text, MAX_DATA);
			expect(short.length).toBe(Math.min(length, MAX_DATA));
			expect(short === text).toBe(length <= MAX_DATA);
			expect(short.at(0)).toBe(text.at(0));
			expect(short.at(-1)).toBe(text.at(-1));
		},
	);

	test.each([10, 11, 12, 13])("is cut between characters, also of two units (limit %d)", (limit) => {
		expect(Buffer.from(shorten("💥".repeat(20), limit)).toString()).toBe(shorten("💥".repeat(20), limit));
		expect(Buffer.from(shorten(`x${"💥".repeat(20)}`, limit)).toString()).toBe(
			shorten(`x${"💥".repeat(20)}`, limit),
		);
	});
});
