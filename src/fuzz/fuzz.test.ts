import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SEED } from "../testing/seed.ts";
import { checkInput } from "./check-input.ts";
import { makeInput } from "./make-input.ts";

/** How many inputs the usual run tries; `npm run fuzz` tries as many as it is given time for. */
const RUNS = 16;

const FOUND = join(import.meta.dirname, "..", "..", "fixtures", "fuzz");

describe("whatever is written, no rule fails, and what is offered works", () => {
	test.each(readdirSync(FOUND))("as for what was found once: %s", async (name) => {
		expect(
			await checkInput({
				filename: name.endsWith(".json") ? "template.json" : name,
				text: readFileSync(join(FOUND, name), "utf8"),
				wellFormed: true,
			}),
		).toEqual([]);
	});

	test(`as for ${String(RUNS)} random texts`, async () => {
		for (let index = 0; index < RUNS; index += 1) {
			expect({ index, problems: await checkInput(makeInput(SEED, index)) }).toEqual({ index, problems: [] });
		}
	});
});
