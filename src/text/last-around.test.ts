import { expect, test } from "vitest";
import { lastAround } from "./last-around.ts";

test("tells the last of the things around an offset, as a look at all of them does", () => {
	// One in another, two at the same place, two beside each other.
	const ranges: readonly (readonly [number, number])[] = [
		[0, 30],
		[2, 10],
		[2, 10],
		[4, 6],
		[7, 9],
		[12, 20],
		[0, 30],
		[13, 14],
	];
	for (const order of [ranges, ranges.toReversed()]) {
		const things = order.map((range, at) => ({ range, at }));
		const find = lastAround(things, ({ range }) => range);
		for (let offset = -1; offset < 32; offset += 1) {
			const expected = things.findLast(({ range: [start, end] }) => start <= offset && offset < end);
			expect(find(offset)).toBe(expected ?? null);
		}
	}
});
