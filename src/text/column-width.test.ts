import { expect, test } from "vitest";
import { columnsOf } from "./column-width.ts";

test.each([
	["", 0],
	["Name: api", 9],
	["Café", 4],
	["Cafe\u0301", 4],
	["# 本番用のキー", 14],
	["ｶﾅ", 2],
	["ＡＢ、「」", 10],
	["한국어", 6],
	["…•", 2],
	["🔑 key", 6],
	["a\u200Bb", 2],
])("'%s' takes %s columns", (text, columns) => {
	expect(columnsOf(text)).toBe(columns);
});
