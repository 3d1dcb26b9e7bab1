import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "./apply-edits.ts";
import { joinEdits } from "./join-edits.ts";
import type { TextEdit } from "./span.ts";

const TEXT = "0123456789";
const edit = (start: number, end: number, text: string): TextEdit => ({ span: { start, end }, text });

describe("edits of one fix", () => {
	test.each<[string, readonly TextEdit[], string | null]>([
		["stand in the order of the text", [edit(8, 9, "x"), edit(1, 2, "y")], "0y234567x9"],
		[
			"that are the same become one",
			[edit(1, 3, "x"), edit(1, 3, "x"), edit(5, 5, "y"), edit(5, 5, "y")],
			"0x34y56789",
		],
		["may touch", [edit(1, 3, "x"), edit(3, 5, "y"), edit(3, 3, "-")], "0x-y56789"],
		["that insert at one place keep their order", [edit(5, 5, "b"), edit(5, 5, "a")], "01234ba56789"],
		["inside of what is taken away go with it", [edit(3, 4, "x"), edit(2, 6, ""), edit(5, 6, "")], "016789"],
		["that insert inside of what is taken away would be lost", [edit(2, 6, ""), edit(4, 4, "x")], null],
		["inside of what is replaced would be lost", [edit(2, 6, "abc"), edit(3, 4, "x")], null],
		[
			"that replace one stretch by different texts exclude each other",
			[edit(2, 6, "abc"), edit(2, 6, "abd")],
			null,
		],
		["that share a part exclude each other", [edit(2, 6, ""), edit(4, 8, "")], null],
		["that lie nowhere are none", [edit(-1, 2, "")], null],
		["that run backwards are none", [edit(3, 2, "")], null],
	])("%s", (_what, edits, expected) => {
		const joined = joinEdits(edits);
		expect(joined === null ? null : applyEdits(TEXT, joined)).toBe(expected);
	});

	test("of several parts are joined, unless one of the parts cannot be", () => {
		expect(joinEdits([edit(1, 2, "")], [edit(0, 1, "")])).toEqual([edit(0, 1, ""), edit(1, 2, "")]);
		expect(joinEdits([edit(1, 2, "")], null)).toBeNull();
		expect(joinEdits()).toEqual([]);
	});

	test("can be made whatever they are, give the same once more, and take no word of the rest away", () => {
		const edits = fc.array(
			fc.record({ start: fc.nat(10), length: fc.nat(3), text: fc.constantFrom("", "a", "bc") }),
			{ maxLength: 6 },
		);
		fc.assert(
			fc.property(edits, (given) => {
				const list = given.map(({ start, length, text }) => edit(start, Math.min(10, start + length), text));
				const joined = joinEdits(list);
				if (joined !== null) {
					const result = applyEdits(TEXT, joined);
					expect(joinEdits(joined, joined)).toEqual(joined);
					const kept = [...TEXT].filter((_, at) =>
						list.every(({ span }) => at < span.start || at >= span.end),
					);
					expect([...result].filter((char) => /\d/u.test(char))).toEqual(kept);
				}
			}),
			{ seed: 1, numRuns: 500 },
		);
	});

	test("are as many as they are", () => {
		const many = Array.from({ length: 200_000 }, (_, at) => edit(at, at + 1, ""));
		expect(joinEdits(many, many)).toHaveLength(200_000);
	});
});
