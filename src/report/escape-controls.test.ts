import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breakCommands, escapeControls, escapeData, escapeJson, mapTexts } from "./escape-controls.ts";

const hostile = fc.string({
	unit: fc.constantFrom(
		"a",
		"::",
		":",
		"#",
		"[",
		"\u001B[2J",
		"\u009B",
		"\n",
		"\r",
		"\u2028",
		"\u202E",
		"\u200B",
		"\t",
		" ",
		"error",
		"vso[",
		"é",
		"😀",
		"\uD800",
	),
});

describe("what a terminal, a log or an eye would obey", () => {
	test.each([
		["an escape sequence", "K\u001B[2J", "K\\u001b[2J"],
		["a line end", "a\r\nb\nc", "a\\r\\nb\\nc"],
		["an 8-bit control", "\u009B31m", "\\u009b31m"],
		["a line separator", "a\u2028b", "a\\u2028b"],
		["the other direction of writing", "a\u202Eb", "a\\u202eb"],
		["half of a character", "a\uD800", "a\\ud800"],
		["a tab, which is a blank", "a\tb", "a b"],
		["nothing of the sort", 'grün 😀 "K\\"', 'grün 😀 "K\\"'],
	])("is shown as an escape: %s", (_what, text, shown) => {
		expect(escapeControls(text)).toBe(shown);
	});

	test("is nowhere in plain data, however deep", () => {
		fc.assert(
			fc.property(fc.array(fc.record({ name: hostile, lines: fc.array(hostile) })), (data) => {
				expect(
					/[^\P{Cc}]/u.test(
						escapeData(data)
							.flatMap(({ name, lines }) => [name, ...lines])
							.join(""),
					),
				).toBe(false);
			}),
		);
	});
});

describe("an output", () => {
	test("has no line that gives a command to the machine that keeps the log", () => {
		fc.assert(
			fc.property(fc.array(hostile), (lines) => {
				for (const line of breakCommands(lines.join("\n")).split("\n")) {
					expect(line.trimStart().startsWith("::")).toBe(false);
					expect(line).not.toMatch(/##(?:\[|vso\[)/u);
				}
			}),
		);
	});

	test("in JSON is the same JSON", () => {
		fc.assert(
			fc.property(hostile, (text) => {
				const json = escapeJson(JSON.stringify({ text }, null, 2));
				expect(JSON.parse(json)).toEqual({ text });
				expect(/[\u007F-\u009F\u2028\u202E]|##/u.test(json)).toBe(false);
			}),
		);
	});
});

test("what stays the same is given back as it is, and keys stay in order", () => {
	const same = { a: ["x", { b: "y" }], c: null, d: 1 };
	const data = { same, e: ["x", "z"], f: "z" };
	const mapped = mapTexts(data, (text) => (text === "z" ? "changed" : text)) as typeof data;
	expect(mapped).toEqual({ same, e: ["x", "changed"], f: "changed" });
	expect(Object.keys(mapped)).toEqual(Object.keys(data));
	expect(mapped.same).toBe(same);
	expect(mapTexts(same, (text) => text)).toBe(same);
	expect(data.f).toBe("z");
});
