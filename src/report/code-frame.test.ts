import { describe, expect, test } from "vitest";
import { LineIndex } from "../text/line-index.ts";
import { MaskedText } from "../text/masked-text.ts";
import { readFrame } from "./code-frame.ts";

const frameOf = (text: string, start: number, end: number) => {
	const index = new LineIndex(text);
	return readFrame(new MaskedText(text, index, []), index, { start, end });
};

/** What the mark stands under. */
const marked = ({ lines, mark }: ReturnType<typeof frameOf>): string => (lines[0] ?? "").slice(mark?.start, mark?.end);

describe("the frame of a finding", () => {
	test.each([0, 1, 39, 40, 159, 160, 161, 400, 5_000, 99_000])(
		"on a line of any length marks it at %d, with what stands around it and no more",
		(at) => {
			const text = `${"a".repeat(at)}FOUND${"b".repeat(100_000 - at)}\nnext`;
			const frame = frameOf(text, at, at + 5);
			expect(marked(frame)).toBe("FOUND");
			expect(frame.lines).toHaveLength(1);
			expect(frame.lines[0]?.length).toBeLessThanOrEqual(162);
			expect(frame.lines[0]).toMatch(at + 5 > 160 ? /^…a{40}FOUNDb+…$/u : /^a*FOUNDb*…$/u);
		},
	);

	test("marks what stands behind characters that are shown as escapes", () => {
		const text = `${"\u001B".repeat(400)}FOUND${"\u001B".repeat(400)}`;
		expect(marked(frameOf(text, 400, 405))).toBe("FOUND");
	});

	test("marks the end of a long line, where nothing stands any more", () => {
		const frame = frameOf("a".repeat(1000), 1000, 1000);
		expect(frame.lines).toEqual([`…${"a".repeat(40)}`]);
		expect(frame.mark).toEqual({ start: 41, end: 42 });
	});

	test("of long lines shows their beginnings", () => {
		const text = `${"a".repeat(1000)}\n${"b".repeat(1000)}\nc`;
		expect(frameOf(text, 0, text.length).lines).toEqual([`${"a".repeat(160)}…`, `${"b".repeat(160)}…`, "c"]);
	});
});
