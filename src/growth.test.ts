import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TextLinter } from "./lint/lint-text.ts";
import { GROWING_TEXTS, type GrowingText } from "./testing/growing-texts.ts";
import { WorkCounter } from "./testing/work-counter.ts";

/** The steepest growth that is not a defect: work ~ size^1.2. */
const STEEPEST = 1.2;

/**
 * Past this count a growth is what it is; below, a step on the way (a check that large files alone get) may look like
 * one.
 */
const LARGE = 1000;

const counter = new WorkCounter(
	(url) => /\/(?:src|rules)\/[\w/.-]+\.ts$/u.test(url) && !/node_modules|\/src\/testing\//u.test(url),
);
let linter: TextLinter;

beforeAll(async () => {
	await counter.start();
	const { TextLinter: Linter } = await import("./lint/lint-text.ts");
	linter = new Linter({
		preset: "audit",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: import.meta.dirname,
	});
	await linter.prepare("stack.ts");
}, 120_000);

afterAll(() => {
	counter.stop();
});

/**
 * The exponent of the growth from `from` over twice to four times as many, of the slopes: what every text costs does
 * not hide it.
 */
async function exponentOf({ text, filename }: GrowingText, from: number): Promise<number> {
	const works: number[] = [];
	for (const count of [from, 2 * from, 4 * from]) {
		const made = text(count);
		works.push(await counter.count(() => linter.lint(made, filename)));
	}
	const [one = 0, two = 0, four = 0] = works;
	return Math.log2(Math.max(1, four - two) / Math.max(1, two - one));
}

/** What is made once is made before, and counted for nothing. */
async function warmUp({ text, filename, from }: GrowingText): Promise<void> {
	await counter.count(() => linter.lint(text(Math.ceil(from / 4)), filename));
}

describe("the work for a text grows no faster than the text", () => {
	test.each(GROWING_TEXTS.map((kind) => [kind.name, kind] as const))(
		"%s",
		async (_name, kind) => {
			await warmUp(kind);
			let exponent = await exponentOf(kind, kind.from);
			for (let from = kind.from * 4; exponent > STEEPEST && from < LARGE; from *= 4) {
				exponent = await exponentOf(kind, from);
			}
			expect(exponent).toBeLessThanOrEqual(STEEPEST);
		},
		120_000,
	);

	test("and a text of squares would be told", async () => {
		const squares: GrowingText = {
			name: "squares",
			filename: "handler.mjs",
			from: 10,
			text: (count) => Array.from({ length: count * count }, () => 'use("a plain text");').join("\n"),
		};
		expect(await exponentOf(squares, 10)).toBeGreaterThan(1.8);
	});
});
