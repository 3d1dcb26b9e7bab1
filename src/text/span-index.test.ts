import fc from "fast-check";
import { expect, test } from "vitest";
import { overlaps } from "./span.ts";
import { SpanIndex } from "./span-index.ts";

const span = fc.tuple(fc.nat(12), fc.nat(4)).map(([start, length]) => ({ start, end: start + length }));

test("says of many stretches what one asks of each", () => {
	fc.assert(
		fc.property(fc.array(span, { maxLength: 6 }), span, (spans, asked) => {
			const index = new SpanIndex(spans);
			expect(index.covers(asked)).toBe(spans.some(({ start, end }) => start <= asked.start && asked.end <= end));
			expect(index.meets(asked)).toBe(spans.some((one) => overlaps(one, asked)));
		}),
		{ seed: 1, numRuns: 2000 },
	);
});
