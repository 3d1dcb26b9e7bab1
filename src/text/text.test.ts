import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "./apply-edits.ts";
import { LineIndex } from "./line-index.ts";
import { overlaps } from "./span.ts";

describe("edits", () => {
	test("are made at the offsets of the text as it was", () => {
		expect(
			applyEdits("one two three", [
				{ span: { start: 8, end: 13 }, text: "3" },
				{ span: { start: 0, end: 3 }, text: "1" },
				{ span: { start: 4, end: 4 }, text: "and " },
			]),
		).toBe("1 and two 3");
	});

	test("that overlap are refused", () => {
		expect(() =>
			applyEdits("abcdef", [
				{ span: { start: 0, end: 3 }, text: "" },
				{ span: { start: 2, end: 4 }, text: "" },
			]),
		).toThrow(RangeError);
	});

	test("two insertions at one place overlap, two neighbours do not", () => {
		expect(overlaps({ start: 2, end: 2 }, { start: 2, end: 2 })).toBe(true);
		expect(overlaps({ start: 0, end: 2 }, { start: 2, end: 4 })).toBe(false);
	});
});

describe("a line index", () => {
	test.each([
		["LF", "a\nbc\n", 3, { line: 2, column: 2 }],
		["CRLF", "a\r\nbc", 4, { line: 2, column: 2 }],
		["a lone CR", "a\rbc", 3, { line: 2, column: 2 }],
		["the end", "a\n", 2, { line: 2, column: 1 }],
		["an empty text", "", 0, { line: 1, column: 1 }],
	])("counts lines and columns from 1 across %s", (_what, text, offset, position) => {
		expect(new LineIndex(text).locate(offset)).toEqual(position);
	});

	test("finds every offset again from its line and column", () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\r\n", "é") }), (text) => {
				const index = new LineIndex(text);
				for (let offset = 0; offset <= text.length; offset += 1) {
					const { line, column } = index.locate(offset);
					expect(index.startOf(line) + column - 1).toBe(offset);
				}
			}),
		);
	});
});
