import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planText } from "../../testing/plan-text.ts";
import { RANDOM_ORDERS } from "../../testing/texts/random-orders.ts";
import { keepAll, LookupBench } from "../../testing/run-lookups.ts";

/** `KMSLINT_FUZZ=1000` asks for more programs, each time others. */
const RUNS = process.env["KMSLINT_FUZZ"];

let bench: LookupBench;

beforeAll(async () => {
	bench = await LookupBench.start();
});

afterAll(async () => {
	await bench.close();
});

test("what a program does comes in the same order after its secrets became lookups: first calls at once, warm calls at once, one after the other", async () => {
	let rewritten = 0;
	let refused = 0;
	await fc.assert(
		fc.asyncProperty(RANDOM_ORDERS, async ({ text, extension, backend, values }) => {
			const settings = { backend, topLevelAwait: extension === ".mjs" };
			const { text: fixed, groups, reasons } = planText(text, `handler${extension}`, settings, values);
			rewritten += groups.length;
			refused += reasons.length;
			if (groups.length === 0) {
				return;
			}
			const before = await bench.run(text, extension);
			expect(before.loaded.ok, `${JSON.stringify(before.loaded)}\n${text}`).toBe(true);
			const after = await bench.run(fixed, extension, keepAll(bench, groups, backend, {}));
			expect(after, `${backend}\n${fixed}`).toEqual(before);
		}),
		RUNS === undefined
			? { numRuns: 40, seed: 7, endOnFailure: true }
			: { numRuns: Number(RUNS), endOnFailure: true },
	);
	// Both happened, or the property says nothing.
	expect(rewritten).toBeGreaterThan(refused);
	expect(refused).toBeGreaterThan(2);
}, 3_600_000);
