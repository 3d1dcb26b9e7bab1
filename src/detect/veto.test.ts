import { describe, expect, test } from "vitest";
import { isPlaceholder } from "./veto.ts";

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

	test.each(["orders", "changeme-orders", "my-orders-key", "hunter", "sommer"])(
		"is not %s, whatever number follows",
		(word) => {
			for (let number = 0; number <= 20; number++) {
				expect(isPlaceholder(`${word}${String(number)}`)).toBe(false);
			}
		},
	);
});
