import { describe, expect, test } from "vitest";
import { Fuel } from "./fuel.ts";
import { Solver, type Ask } from "./solver.ts";

interface Name {
	readonly own: string | null;
	readonly from: Name[];
}

const name = (own: string | null, ...from: Name[]): Name => ({ own, from });

function solver(count: { runs: number }, fuel = new Fuel(1_000_000)): Solver<Name, string | null> {
	return new Solver<Name, string | null>(null, fuel, ({ own, from }, ask: Ask<Name, string | null>) => {
		count.runs += 1;
		return own ?? from.map(ask).find((one) => one !== null) ?? null;
	});
}

describe("a solver", () => {
	test("follows what leads to what", () => {
		expect(solver({ runs: 0 }).solve(name(null, name(null), name(null, name("found"))))).toBe("found");
	});

	test("asks each thing once or twice, however often things lead to each other", () => {
		let last = name("found");
		for (let step = 0; step < 10_000; step += 1) {
			last = name(null, last, last);
		}
		const count = { runs: 0 };
		expect(solver(count).solve(last)).toBe("found");
		expect(count.runs).toBeLessThanOrEqual(20_001);
	});

	test("answers in circles, wherever it enters them", () => {
		const ring = Array.from({ length: 100 }, () => name(null));
		ring.forEach((one, index) => one.from.push(ring[(index + 1) % 100] ?? one, ring[(index + 7) % 100] ?? one));
		const count = { runs: 0 };
		const one = solver(count);
		expect(ring.map((key) => one.solve(key))).toEqual(ring.map(() => null));
		ring[50]?.from.push(name("found"));
		const other = solver(count);
		expect(ring.map((key) => other.solve(key))).toEqual(ring.map(() => "found"));
		expect(count.runs).toBeLessThan(1000);
	});

	test("joins answers until none of them grows", () => {
		const ring = Array.from({ length: 10 }, (_, index) => ({ own: 1 << index, from: [] as object[] }));
		ring.forEach((one, index) => one.from.push(ring[(index + 1) % 10] ?? one));
		const bits = new Solver<object, number>(
			0,
			new Fuel(1000),
			(key, ask) =>
				(key as (typeof ring)[number]).from
					.map(ask)
					.reduce((all, one) => all | one, (key as (typeof ring)[number]).own),
			(a, b) => a | b,
		);
		expect(ring.map((key) => bits.solve(key))).toEqual(ring.map(() => 1023));
	});

	test("says nothing of what its fuel does not reach, and its fuel knows", () => {
		const fuel = new Fuel(0);
		let last = name("found");
		for (let step = 0; step < 200_000; step += 1) {
			last = name(null, last);
		}
		expect(solver({ runs: 0 }, fuel).solve(last)).toBeNull();
		expect(fuel.isSpent).toBe(true);
	});
});
