import { describe, expect, test } from "vitest";
import { applyEdits } from "./apply-edits.ts";
import { insertItem } from "./insert-item.ts";

/** Adds `x` to the first list of a text; its items are the letters. */
function withItem(text: string, unit?: string): string {
	const start = text.search(/[[{]/u);
	const end = Math.max(text.lastIndexOf("]"), text.lastIndexOf("}")) + 1;
	const items = [...text.matchAll(/(?<![\w/])[a-w](?!\w)/gu)].map(({ index }) => ({ start: index, end: index + 1 }));
	return applyEdits(text, insertItem(text, { start, end }, items, "x", unit));
}

describe("an item is added in the way of the last one", () => {
	test.each([
		["[]", "[x]"],
		["{}", "{\n  x\n}"],
		["{ }", "{\n  x\n}"],
		["[a]", "[a, x]"],
		["[a, b]", "[a, b, x]"],
		["[\n  a\n]", "[\n  a,\n  x\n]"],
		["[\n\ta,\n\tb,\n]", "[\n\ta,\n\tb,\n\tx,\n]"],
		["[\r\n  a\r\n]", "[\r\n  a,\r\n  x\r\n]"],
		["[\n  a // A\n]", "[\n  a, // A\n  x\n]"],
		["[\n  a, // A, 1\n]", "[\n  a, // A, 1\n  x,\n]"],
		["[\n  a, /* A */\n  // B\n]", "[\n  a, /* A */\n  // B\n  x,\n]"],
		["  {\n  }", "  {\n    x\n  }"],
		["[ /* A */ ]", "[\n  x, /* A */ ]"],
	])("%j", (before, after) => {
		expect(withItem(before)).toBe(after);
	});

	test("with the indentation of the file", () => {
		expect(withItem("{}", "\t")).toBe("{\n\tx\n}");
	});
});
