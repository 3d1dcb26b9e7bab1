import { expect, test } from "vitest";
import { placeOf, shippedSources } from "./testing/shipped-sources.ts";

/** A range has two numbers. */
const RANGE = /\.range$/u;

// A list as arguments ends where the stack does. Use pushAll, joinAll, reduce, or a parameter that is a list.
test("no list is given as the arguments of a call", () => {
	const calls = shippedSources().flatMap(({ path, text, nodes }) =>
		nodes
			.flatMap((node) => (node.type === "CallExpression" || node.type === "NewExpression" ? node.arguments : []))
			.filter((one) => one.type === "SpreadElement" && !RANGE.test(text.slice(one.start, one.end)))
			.map(({ start }) => placeOf(path, text, start)),
	);
	expect(calls).toEqual([]);
	expect(shippedSources().length).toBeGreaterThan(500);
});
