import { describe, expect, test } from "vitest";
import {
	alternatives,
	follow,
	getIn,
	itemsOf,
	MAX_BRANCHES,
	switchOf,
	type Branch,
	type Entry,
	type Value,
} from "./value.ts";
import { renderWay } from "./way.ts";

const AT = { start: 0, end: 0 };

function literal(value: string | number | boolean | null): Extract<Value, { kind: "literal" }> {
	return { kind: "literal", span: AT, value, text: String(value), via: null };
}

function map(entries: Readonly<Record<string, Value>>, open = false): Extract<Value, { kind: "map" }> {
	return {
		kind: "map",
		span: AT,
		open,
		origin: null,
		entries: Object.entries(entries).map(([key, value]): Entry => ({ key, value, keySpan: AT, span: AT })),
	};
}

function list(...items: readonly Value[]): Value {
	return { kind: "list", span: AT, open: false, origin: null, items };
}

function either(one: Value, other: Value, name = "C"): Extract<Value, { kind: "branches" }> {
	return {
		kind: "branches",
		span: AT,
		branches: [
			{ when: { of: "condition", name, is: true }, value: one },
			{ when: { of: "condition", name, is: false }, value: other },
		],
	};
}

const NOTHING: Value = { kind: "absent", span: AT, explicit: true };
const UNKNOWN: Value = { kind: "unresolved", span: AT, why: "x" };
const text = ({ value }: { readonly value: Value }): string => (value.kind === "literal" ? value.text : value.kind);

describe("the value at a path", () => {
	test("is found through maps", () => {
		expect(getIn(map({ A: map({ B: literal("x") }) }), "A.B")).toMatchObject({ text: "x" });
	});

	test("is found by its key among any number of entries, and is the last of those that it has", () => {
		for (let count = 1; count <= 40; count++) {
			const numbered = (prefix: string): readonly Entry[] =>
				map(
					Object.fromEntries(
						Array.from({ length: count }, (_, index) => [
							`K${String(index)}`,
							literal(`${prefix}${String(index)}`),
						]),
					),
				).entries;
			for (const entries of [numbered("x"), [...numbered("y"), ...numbered("x")]]) {
				const many: Value = { ...map({}), entries };
				for (let index = 0; index < count; index++) {
					expect(getIn(many, `K${String(index)}`)).toMatchObject({ text: `x${String(index)}` });
				}
				expect(getIn(many, `K${String(count)}`)).toMatchObject({ kind: "absent" });
			}
		}
	});

	test("is the last of a key that comes twice", () => {
		const twice: Value = {
			...map({}),
			entries: [...map({ A: literal("first") }).entries, ...map({ A: literal("last") }).entries],
		};
		expect(getIn(twice, "A")).toMatchObject({ text: "last" });
	});

	test("is absent in a closed map, unknown in an open one", () => {
		expect(getIn(map({}), "A.B")).toMatchObject({ kind: "absent", explicit: false });
		expect(getIn(map({}, true), "A.B")).toMatchObject({ kind: "unresolved" });
	});

	test("is absent below a scalar, unknown below a list or what nobody knows", () => {
		expect(getIn(map({ A: literal("x") }), "A.B").kind).toBe("absent");
		expect(getIn(map({ A: list() }), "A.B").kind).toBe("unresolved");
		expect(getIn(map({ A: UNKNOWN }), "A.B")).toMatchObject({ kind: "unresolved", why: "x" });
	});

	test("is that of each branch", () => {
		expect(
			alternatives(getIn(map({ A: either(map({ B: literal(1) }), NOTHING) }), "A.B")).map(({ value, when }) => [
				value.kind,
				...when.map(renderWay),
			]),
		).toEqual([
			["literal", "condition 'C' is true"],
			["absent", "condition 'C' is false"],
		]);
	});

	test("may have a dot in its name, given as a list", () => {
		expect(getIn(map({ "a.b": literal("x") }), ["a.b"])).toMatchObject({ text: "x" });
	});
});

describe("alternatives", () => {
	test("name every condition on the way", () => {
		expect(
			alternatives(either(either(literal(1), literal(2), "D"), literal(3))).map((one) => [
				text(one),
				...one.when.map(renderWay),
			]),
		).toEqual([
			["1", "condition 'C' is true", "condition 'D' is true"],
			["2", "condition 'C' is true", "condition 'D' is false"],
			["3", "condition 'C' is false"],
		]);
	});

	test("are bounded: one that is unknown ends the list", () => {
		const branches: Branch[] = Array.from({ length: MAX_BRANCHES + 10 }, (_, index) => ({
			when: { of: "mapping", name: "M", row: [String(index), "x"] },
			value: literal(index),
		}));
		const all = alternatives({ kind: "branches", span: AT, branches });
		expect([all.length, all.at(-1)?.value.kind]).toEqual([MAX_BRANCHES + 1, "unresolved"]);
	});
});

describe("following a path with lists", () => {
	test("gives one value for each item, and for a single map in a list's place", () => {
		expect(follow(map({ A: list(map({ B: literal(1) }), map({ B: literal(2) })) }), "A[].B").map(text)).toEqual([
			"1",
			"2",
		]);
		expect(follow(map({ A: map({ B: literal(1) }) }), "A[].B").map(text)).toEqual(["1"]);
	});

	test("gives nothing for a list that is not there, and one unknown for one that nobody knows", () => {
		expect(follow(map({}), "A[].B")).toEqual([]);
		expect(follow(map({ A: UNKNOWN }), "A[].B").map(text)).toEqual(["unresolved"]);
	});

	test("goes through lists of lists, and branches of items", () => {
		expect(
			follow(map({ A: list(either(map({ B: list(literal(1), literal(2)) }), NOTHING)) }), "A[].B[]").map(
				(one) => [text(one), ...one.when.map(renderWay)],
			),
		).toEqual([
			["1", "condition 'C' is true"],
			["2", "condition 'C' is true"],
		]);
	});

	test("of nothing is the value itself", () => {
		expect(follow(literal("x"), "").map(text)).toEqual(["x"]);
	});

	test("of items alone leaves out what is no list", () => {
		expect(itemsOf(literal("x"))).toEqual([]);
	});
});

describe("a switch", () => {
	test.each([
		[true, "on"],
		["True", "on"],
		["yes", "on"],
		["on", "on"],
		[false, "off"],
		["FALSE", "off"],
		["no", "off"],
		["", "absent"],
		["maybe", "unknown"],
		[1, "unknown"],
	])("that is %j is %s", (value, expected) => {
		expect(switchOf(literal(value))).toBe(expected);
	});

	test("of a null is absent", () => {
		expect(switchOf(literal(null))).toBe("absent");
	});
});
