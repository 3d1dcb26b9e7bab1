import { beforeAll, describe, expect, test } from "vitest";
import type * as Redact from "./detect/redact.ts";
import type { TextLinter } from "./lint/lint-text.ts";
import type * as Fuel from "./text/fuel.ts";
import { fakeSecret } from "./testing/fake-secret.ts";
import { onLittleFuel } from "./testing/little-fuel.ts";
import { FUZZ_RUNS, partOf, SEED } from "./testing/seed.ts";
import { GROWING_TEXTS, type GrowingText } from "./testing/texts/growing-texts.ts";
import { WorkCounter } from "./testing/work-counter.ts";

/**
 * Which part of the growth may be above proportion. One function in which all of the growth is steep is seen long before
 * the whole is: with an eighteenth, the whole grows with an exponent of 1.1 at most.
 */
const MOST_ABOVE = 1 / 18;

/** The same for a first look; of a growth that is all square it is a half. */
const ROUGHLY = 1 / 6;

/**
 * Past this count a growth is what it is; below, a step on the way (a check that large files alone get, or a budget that
 * every file has) may look like one.
 */
const LARGE = 4000;

/** Of fewer, what happens once is most of all work. */
const FEWEST = 4;

const counter = new WorkCounter();
let linter: TextLinter;
let redactText: typeof Redact.redactText;
let allowance: typeof Fuel.Fuel;

beforeAll(async () => {
	({ redactText } = await import("./detect/redact.ts"));
	({ Fuel: allowance } = await import("./text/fuel.ts"));
	const { TextLinter: Linter } = await import("./lint/lint-text.ts");
	linter = new Linter({
		preset: "audit",
		rules: new Map(),
		parameterOverrides: {},
		inventory: null,
		suppressions: true,
		cwd: import.meta.dirname,
	});
});

type Counts = ReadonlyMap<string, number>;

function countsOf({ text, filename, endless }: GrowingText, count: number): Counts {
	const lint = (): unknown => linter.lint(text(count), filename);
	return counter.count(endless === true ? () => onLittleFuel(allowance.prototype, lint) : lint);
}

interface Growth {
	/** Which part of the growth from twice to four times the count is above that from once to twice, doubled. */
	readonly above: number;
	/** The functions in which it is, and what they ran at each count. */
	readonly where: readonly string[];
}

function compare([one, two, four]: readonly [Counts, Counts, Counts]): Growth {
	const at = (counts: Counts, place: string): number => counts.get(place) ?? 0;
	const steps = [...four.keys()].map((place) => {
		const counts = [at(one, place), at(two, place), at(four, place)] as const;
		return { place, counts, first: counts[1] - counts[0], second: counts[2] - counts[1] };
	});
	const sum = (some: readonly number[]): number => some.reduce((total, number) => total + number, 0);
	const aboveOf = ({ first, second }: (typeof steps)[number]): number => Math.max(0, second - 2 * Math.max(0, first));
	const growth = Math.max(1, sum(steps.map(({ first }) => first)), sum(steps.map(({ second }) => second)));
	return {
		above: sum(steps.map(aboveOf)) / growth,
		where: steps
			.sort((a, b) => aboveOf(b) - aboveOf(a))
			.slice(0, 5)
			.map(({ place, counts }) => `${place}: ${counts.join(", ")}`),
	};
}

/**
 * How the work grows from a count over twice to four times as many: the first that is in proportion, else that of the
 * largest. What every text costs does not hide it, nor does what is made once and then kept. Of fewer than `from`, a
 * square is a smaller part of all work, so the part that may be above proportion is smaller by as much.
 */
function growthOf(from: number, countsAt: (count: number) => Counts, most = MOST_ABOVE): Growth {
	const counts: Counts[] = [];
	for (let count = Math.max(Math.min(from, FEWEST), Math.round(from / 4)); ; count *= 2) {
		counts.push(countsAt(count));
		const [one, two, four] = counts.slice(-3);
		if (one !== undefined && two !== undefined && four !== undefined) {
			const growth = compare([one, two, four]);
			if (growth.above <= most * Math.min(1, count / 4 / from) || count >= LARGE) {
				return growth;
			}
		}
	}
}

describe("the work for a text grows no faster than the text", () => {
	// A quarter closely, and the next one roughly: what is steep is seen all the same.
	test.each([
		...partOf(GROWING_TEXTS, 4).map((kind) => [kind.name, kind, MOST_ABOVE] as const),
		...(FUZZ_RUNS === undefined ? GROWING_TEXTS.filter((_, at) => (at + SEED) % 4 === 1) : []).map(
			(kind) => [kind.name, kind, ROUGHLY] as const,
		),
	])("%s", (_name, kind, most) => {
		const { above, where } = growthOf(kind.from, (count) => countsOf(kind, count), most);
		expect(above, where.join("\n")).toBeLessThanOrEqual(most);
	});

	test.each(["a=", '{"a":', "://a:b", "password=", "-----END ", "eyJ.", "secret: |\n"])(
		"to be redacted, which repeats %j",
		(part) => {
			const { above, where } = growthOf(1000, (count) => counter.count(() => redactText(part.repeat(count))));
			expect(above, where.join("\n")).toBeLessThanOrEqual(MOST_ABOVE);
		},
	);

	test("and a text of squares would be told", () => {
		const squares: GrowingText = {
			name: "squares",
			filename: "handler.mjs",
			text: (count) => 'use("a plain text");\n'.repeat(count ** 2),
			from: 4,
		};
		expect(compare([countsOf(squares, 4), countsOf(squares, 8), countsOf(squares, 16)]).above).toBeGreaterThan(0.4);
	});
});

/** A chain is as deep as it is long, so the largest that is read without a process of its own is short. */
const CHAINS = [100, 200, 400] as const;

const operands = (count: number, operand: (index: string) => string, operator: string): string =>
	`export const handler = async () => { const password = ${Array.from({ length: count }, (_, index) => operand(String(index))).join(` ${operator} `)}; connect({ password }); };`;

/** So that one function can be told from what is done once for each operand, however little of the whole it is. */
const CHAINED: readonly (readonly [name: string, text: (count: number) => string])[] = [
	["names", (count) => operands(count, (index) => `name${index}`, "||")],
	["settings", (count) => operands(count, (index) => `process.env.DB_PASSWORD_${index}`, "??")],
	["texts", (count) => operands(count, (index) => `"${fakeSecret("password", Number(index))}"`, "||")],
	["sums", (count) => operands(count, (index) => `process.env.DB_PASSWORD_${index}`, "+")],
	["comparisons", (count) => operands(count, (index) => `event.kind === "${index}"`, "&&")],
];

test.each(CHAINED)("no function's work grows faster than a chain of %s", (name, text) => {
	const chain: GrowingText = { name, filename: "handler.mjs", text, from: CHAINS[0] };
	countsOf(chain, CHAINS[2]); // What is kept of names is there afterwards, whichever tests ran before.
	const [one, two, four] = CHAINS.map((count) => countsOf(chain, count));
	const steep = [...(four ?? [])].flatMap(([place, most]) => {
		const [few, more] = [one?.get(place) ?? 0, two?.get(place) ?? 0];
		// What only a long chain makes necessary starts somewhere.
		return more > 0 && most - more > 1000 && most - more > 3 * Math.max(few, more - few)
			? [`${place}: ${few}, ${more}, ${most}`]
			: [];
	});
	expect(steep).toEqual([]);
});
