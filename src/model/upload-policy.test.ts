import { describe, expect, test } from "vitest";
import type { BucketState } from "./bucket.ts";
import type { Protection } from "./protection.ts";
import { isSatisfied } from "./upload-policy.ts";

const state = (protection: Protection, algorithm: string | null): BucketState => ({
	protection,
	algorithm,
	at: { start: 0, end: 0 },
	when: [],
	algorithmWhen: [],
	rule: null,
	byDefault: null,
});

const STATES: readonly BucketState[] = [
	state("customer-key", "aws:kms"),
	state("provider-key", "aws:kms:dsse"),
	state("provider-owned", "AES256"),
	state("provider-owned", null),
	state("unknown", null),
];

/** Every list of up to two of some items. */
const upToTwo = <Item>(items: readonly Item[]): readonly (readonly Item[])[] => [
	[],
	...items.map((item) => [item]),
	...items.flatMap((item) => items.map((other) => [item, other])),
];

describe("what a policy demands of an upload without a header", () => {
	const demands = upToTwo([null, "AES256", "aws:kms", "aws:kms:dsse", "other"]);

	test.each(demands.map((wanted) => [JSON.stringify(wanted), wanted] as const))("%s", (_, wanted) => {
		for (const states of upToTwo(STATES)) {
			const byKms = states.filter(({ algorithm }) => algorithm?.startsWith("aws:kms") === true);
			const isKnown = states.length > 0 && states.every(({ protection }) => protection !== "unknown");
			const meets = wanted.length === 0 || wanted.includes("AES256");
			const asksKms = wanted.every((text) => text === "aws:kms" || text === "aws:kms:dsse");
			expect(isSatisfied(wanted, states), JSON.stringify(states)).toBe(
				meets || (asksKms && isKnown ? byKms.length === states.length : "unknown"),
			);
		}
	});
});
