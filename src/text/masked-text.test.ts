import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineIndex } from "./line-index.ts";
import { joinSpans, MASK, MaskedText } from "./masked-text.ts";

const masked = (text: string, ...spans: readonly (readonly [number, number])[]) =>
	new MaskedText(
		text,
		new LineIndex(text),
		spans.map(([start, end]) => ({ start, end })),
	);

describe("a masked text", () => {
	test("shows a line with a mask in place of what is hidden, and all that stands beside it", () => {
		expect(masked("a = 'secret' || b;\n", [5, 11]).line(1).text).toBe(`a = '${MASK}' || b;`);
	});

	test("tells where a column of the line stands in what is shown", () => {
		const line = masked("let a = 'abc', b = 'longer than the mask'; c", [9, 12], [20, 40]).line(1);
		expect(line.text).toBe(`let a = '${MASK}', b = '${MASK}'; c`);
		const source = "let a = 'abc', b = 'longer than the mask'; c";
		for (const [word, shown] of [
			["let", "let"],
			["'abc'", `'${MASK}'`],
			["b =", "b ="],
			["; c", "; c"],
		] as const) {
			expect(line.text.slice(line.columnOf(source.indexOf(word) + 1) - 1)).toMatch(
				new RegExp(`^${shown.replaceAll("*", "\\*")}`, "u"),
			);
		}
		expect(line.columnOf(11)).toBe(10);
	});

	test("works out a line once, however often it is asked for", () => {
		const text = masked("a = 'secret' || b;\n", [5, 11]);
		expect(text.line(1)).toBe(text.line(1));
	});

	test("masks every line of a secret of several lines, and leaves its indentation", () => {
		const text = "key: |\r\n  first\r\n  second\r\nnext: 1\r\n";
		const shown = masked(text, [10, text.indexOf("\r\nnext")]);
		expect([1, 2, 3, 4].map((line) => shown.line(line).text)).toEqual([
			"key: |",
			`  ${MASK}`,
			`  ${MASK}`,
			"next: 1",
		]);
	});

	test("of any text and any stretches shows nothing of them, and all of the rest in its order", () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom("a", "b", " ", "\n", "\r\n", "é") }),
				fc.array(fc.tuple(fc.nat(40), fc.nat(12)), { maxLength: 5 }),
				(text, ranges) => {
					const spans = ranges.map(([start, length]) => ({
						start: Math.min(start, text.length),
						end: Math.min(start + length, text.length),
					}));
					const hidden = new Set(
						spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at)),
					);
					const shown = new MaskedText(text, new LineIndex(text), spans);
					const index = new LineIndex(text);
					for (let line = 1; line <= index.lines; line += 1) {
						const start = index.startOf(line);
						const source = text
							.slice(start, line < index.lines ? index.startOf(line + 1) : text.length)
							.replace(/[\r\n]+$/u, "");
						const rest = [...source]
							.map((character, at) => (hidden.has(start + at) ? "" : character))
							.join("");
						expect(shown.line(line).text.replaceAll(MASK, "").replaceAll(" ", "")).toBe(
							rest.replaceAll(" ", ""),
						);
					}
				},
			),
		);
	});
});

describe("spans", () => {
	test("that overlap or touch are one, and empty ones none", () => {
		expect(
			joinSpans([
				{ start: 5, end: 7 },
				{ start: 0, end: 2 },
				{ start: 2, end: 3 },
				{ start: 6, end: 9 },
				{ start: 4, end: 4 },
			]),
		).toEqual([
			{ start: 0, end: 3 },
			{ start: 5, end: 9 },
		]);
	});
});
