import { describe, expect, test } from "vitest";
import { contradict, type Way } from "./way.ts";

const condition = (name: string, is: boolean): Way => ({ of: "condition", name, is });
const row = (name: string, top: string, second = "x"): Way => ({ of: "mapping", name, row: [top, second] });
const expression = (text: string, asks: "truth" | "presence" | "override", is: boolean): Way => ({
	of: "expression",
	text,
	asks,
	is,
});

describe("two ways through the branches", () => {
	test.each<[string, readonly Way[], readonly Way[], boolean]>([
		[
			"one takes what the other leaves",
			[condition("A", true)],
			[condition("B", true), condition("A", false)],
			true,
		],
		["one leaves what the other takes", [condition("A", false)], [condition("A", true)], true],
		["they share a side", [condition("A", true)], [condition("A", true)], false],
		["they depend on two conditions", [condition("A", true)], [condition("B", false)], false],
		["one is always taken", [], [condition("B", false)], false],
		["one mapping gives two rows", [row("M", "a")], [row("M", "b", "y")], true],
		["one row gives two values", [row("M", "a")], [row("M", "a", "y")], false],
		["two mappings give a row each", [row("M", "a")], [row("N", "b")], false],
		["a default stands in for a row", [{ of: "mapping", name: "M", row: null }], [row("M", "a")], false],
		["a condition is named like a mapping", [condition("M", true)], [row("M", "a")], false],
		["one expression is true and false", [expression("x", "truth", true)], [expression("x", "truth", false)], true],
		["two expressions differ", [expression("x", "truth", true)], [expression("y", "truth", false)], false],
		["it may be set in between", [expression("x", "presence", true)], [expression("x", "presence", false)], false],
	])("where %s", (_, one, other, expected) => {
		expect([contradict(one, other), contradict(other, one)]).toEqual([expected, expected]);
	});
});
