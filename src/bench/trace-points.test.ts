import { expect, test } from "vitest";
import { declaredAt, pointAt, pointsOf, propertyAt, traced } from "./trace-points.ts";

const SOURCE = `const TABLE = { one: (a: number) => a + 1, two: 2 };
function f(a: number): number {
	if (a > 1) {
		return TABLE.one(a);
	}
	return a;
}
f(INPUT);
`;

/** The texts of the points that a run reaches. */
function reached(input: number): readonly string[] {
	const points = pointsOf("a.ts", SOURCE);
	const found: number[] = [];
	const text = traced(SOURCE, points, 10).replaceAll(": number", "").replace("INPUT", String(input));
	new Function("globalThis", text)({ __reached: (point: number) => found.push(point - 10) });
	return found.map((index) => SOURCE.slice(points[index]?.start, points[index]?.end).split("\n")[0] ?? "");
}

test("a program says which of its functions and statements it reaches", () => {
	expect(reached(1)).toEqual(["function f(a: number): number {", "if (a > 1) {", "return a;"]);
	expect(reached(2)).toEqual([
		"function f(a: number): number {",
		"if (a > 1) {",
		"return TABLE.one(a);",
		"(a: number) => a + 1",
	]);
});

test("a place belongs to the smallest point around it, or to what is declared at the top", () => {
	const points = pointsOf("a.ts", SOURCE);
	const at = (text: string): string | null => {
		const index = pointAt(points, SOURCE.indexOf(text));
		return index === null ? null : SOURCE.slice(points[index]?.start, points[index]?.end);
	};
	expect(at("TABLE.one")).toBe("return TABLE.one(a);");
	expect(at("a + 1")).toBe("(a: number) => a + 1");
	expect(at("two")).toBeNull();
	expect(declaredAt("a.ts", SOURCE, SOURCE.indexOf("two"))).toEqual(["TABLE"]);
	expect(declaredAt("a.ts", SOURCE, SOURCE.indexOf("a > 1"))).toEqual(["f"]);
	expect(propertyAt("a.ts", SOURCE, SOURCE.indexOf("2 }"))).toBe("two");
	expect(propertyAt("a.ts", SOURCE, SOURCE.indexOf("a > 1"))).toBeNull();
});
