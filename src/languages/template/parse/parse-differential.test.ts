import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateJson, generateYaml } from "../../../bench/generate-templates.ts";
import { FUZZ_RUNS } from "../../../testing/seed.ts";
import { anyCharacter, awkwardText, jsonText, mutatedOften, yamlText } from "../../../testing/texts/template-texts.ts";
import type { TemplateNode } from "./ast.ts";
import { readEvents } from "./parse-events.ts";
import { readReference } from "./parse-reference.ts";
import { parseTemplate } from "./parse-template.ts";
import { readUsual } from "./parse-usual.ts";

/** Everything a tree says, as data that compares by value. */
function outline(node: TemplateNode | null): unknown {
	switch (node?.type) {
		case undefined:
			return null;
		case "TemplateMapping":
			return [
				node.type,
				node.start,
				node.inner,
				node.end,
				node.flow,
				node.tag,
				node.pairs.map((pair) => [pair.start, pair.end, outline(pair.key), outline(pair.value)]),
			];
		case "TemplateSequence":
			return [node.type, node.start, node.inner, node.end, node.flow, node.tag, node.items.map(outline)];
		case "TemplateScalar":
			return [node.type, node.start, node.inner, node.end, node.style, node.tag, node.value];
		case "TemplateAlias":
			return [node.type, node.start, node.end, node.name, node.target?.start];
		default:
			return node satisfies never;
	}
}

/** What JSON.parse gives; the last of equal keys wins. */
function valueOf(node: TemplateNode): unknown {
	switch (node.type) {
		case "TemplateMapping":
			return Object.fromEntries(node.pairs.map((pair) => [valueOf(pair.key), valueOf(pair.value)]));
		case "TemplateSequence":
			return node.items.map(valueOf);
		case "TemplateScalar":
			return node.style === "double" ? node.value : JSON.parse(node.value);
		case "TemplateAlias":
			throw new Error("JSON has no aliases");
		default:
			return node satisfies never;
	}
}

/** Holds for every text: it is read without a throw, and every node lies in its parent. */
function expectInPlace(text: string): void {
	const result = parseTemplate(text, "yaml");
	const errors = result.ok ? result.file.errors : result.errors;
	expect(result.ok).toBe(!errors.some((error) => !error.tolerated));
	expect(errors.every((error) => error.offset >= 0 && error.offset <= text.length)).toBe(true);
	expect(result.ok ? misplaced(result.file.body, 0, text.length) : []).toEqual([]);
}

/** Holds for every text: where both parsers accept it, they give one tree. True where both do. */
function expectOneTree(text: string): boolean {
	const read = readEvents(text);
	const reference = read.ok && read.problems.length === 0 ? readReference(text) : null;
	if (!read.ok || reference?.problems.length !== 0) {
		return false;
	}
	// How far `|2` sets in what is the whole document: by one character after the specification, by two after libyaml.
	if (read.body?.type === "TemplateScalar" && (read.body.style === "literal" || read.body.style === "folded")) {
		return false;
	}
	expect(outline(read.body)).toEqual(outline(reference.body));
	return true;
}

/** Holds for every text: what the parser of usual templates reads is what the events say. True where it reads it. */
function expectAsEvents(text: string): boolean {
	const usual = readUsual(text);
	if (usual === undefined) {
		return false;
	}
	const read = readEvents(text);
	expect(read).toMatchObject({ ok: true, problems: [] });
	expect(outline(usual)).toEqual(outline(read.ok ? read.body : null));
	return true;
}

/** Holds for every text: where `JSON.parse` accepts it, it is accepted as JSON, and means the same. True where it does. */
function expectAsJson(text: string): boolean {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return false;
	}
	const { ok, file } = parseTemplate(text, "json");
	expect(ok).toBe(true);
	expect(file?.errors.filter((error) => !error.tolerated)).toEqual([]);
	expect(JSON.stringify(valueOf(file?.body as TemplateNode))).toBe(JSON.stringify(value));
	return true;
}

/** The fixed seed makes these the same texts in every run; `KMSLINT_FUZZ=50000` makes others, and more. */
const RUNS = FUZZ_RUNS ?? 160;
/** How many edits one text is seen in the middle of. */
const EDITS = 10;

/** Makes each text once, because that costs as much as reading it. Counts those of which each of the checks is true. */
function check(
	texts: fc.Arbitrary<string | readonly string[]>,
	numRuns: number,
	...checks: readonly ((text: string) => boolean)[]
): readonly number[] {
	const counts = checks.map(() => 0);
	fc.assert(
		fc.property(texts, (made) => {
			for (const text of [made].flat()) {
				expectInPlace(text);
				for (const [index, isTrue] of checks.entries()) {
					counts[index] = (counts[index] ?? 0) + (isTrue(text) ? 1 : 0);
				}
			}
		}),
		{ numRuns },
	);
	return counts;
}

describe("the hot path and the reference parser give one tree, and JSON is what JSON.parse makes of it", () => {
	test("of templates in every style", () => {
		const [trees, usual] = check(yamlText, RUNS, expectOneTree, expectAsEvents);
		expect(trees).toBeGreaterThan(0.55 * RUNS);
		expect(usual).toBeGreaterThan(0.02 * RUNS);
	});

	test("of templates in the middle of an edit", () => {
		const [trees] = check(mutatedOften(yamlText, EDITS), (2 * RUNS) / EDITS, expectOneTree, expectAsEvents);
		expect(trees).toBeGreaterThan(0.1 * RUNS);
	});

	test("of JSON", () => {
		const [trees, values, usual] = check(jsonText, RUNS, expectOneTree, expectAsJson, expectAsEvents);
		expect(usual).toBeGreaterThan(0.02 * RUNS);
		expect(trees).toBeGreaterThan(0.65 * RUNS);
		expect(values).toBe(RUNS);
	});

	test("of JSON in the middle of an edit", () => {
		const [trees, values] = check(
			mutatedOften(jsonText, EDITS),
			(2 * RUNS) / EDITS,
			expectOneTree,
			expectAsJson,
			expectAsEvents,
		);
		// A text that one edit breaks stays broken in the next ones, so these counts differ widely.
		expect(trees).toBeGreaterThan(0.1 * RUNS);
		expect(values).toBeGreaterThan(0);
	});
});

describe("the parser of usual templates", () => {
	test("reads what the generator of the benchmark writes as the events say", () => {
		for (const seed of [1, 2, 3, 4, 5]) {
			expect([generateYaml(seed, 40), generateJson(seed, 40)].map(({ text }) => expectAsEvents(text))).toEqual([
				true,
				true,
			]);
		}
	});

	test("reads any edit of such a template as the events say, or not at all", () => {
		fc.assert(
			fc.property(
				mutatedOften(
					fc.integer({ min: 1, max: 1_000 }).map((seed) => generateYaml(seed, 3).text),
					EDITS,
				),
				(made) => {
					for (const text of [made].flat()) {
						expectAsEvents(text);
					}
				},
			),
			{ numRuns: RUNS / EDITS },
		);
	});

	test("reads awkward lines as the events say, or not at all", () => {
		let count = 0;
		fc.assert(
			fc.property(awkwardText, (text) => {
				count += expectAsEvents(text) ? 1 : 0;
			}),
			{ numRuns: 30 * RUNS },
		);
		expect(count).toBeGreaterThan(3 * RUNS);
	});

	test.each([
		["a list in the column of its key", "A:\n- b\n- c: d\nE: !Foo\n- f\n"],
		["an empty value, tagged or not", "A:\nB: !GetAZs\nC:\n  - !Foo\n  -\n  - d\n"],
		[
			"texts over several lines",
			`A: b\n  c\n\n  d\nE: "f\n  g\\n"\nH: 'i''\n  j'\nK: |-\n  l\n   m\n\nN: >+\n  o\n  p\n\n`,
		],
		["comments in each place", "# a\n---\n# b\nC: # d\n  e: f # g\n  # h\n  i: [j, # k\n    l]\n# m\n"],
		["brackets", `{"a": [1, -2, !Ref b, {c: d}], e : {}, 'f': [],\n "g": [h: i, "j": k]}\n`],
		["colons and dashes inside words", "A:B: ::c\n-D: -e:f\nG: [a:b, -c, http://d:80/e]\nH : i\n"],
		["lists in lists", "A:\n  - - b\n    - c\n  - d: e\n    f:\n      - g\n"],
		["tags on a line of their own", "A:\n  !Foo\n  - b\nC: !Foo::Bar\n  d: e\nF: !Foo # g\n  h\n"],
		["a colon inside a key between brackets", "A: {a :b: c, d e : f}\n"],
		["a tag on a line of its own above the list it is of", "A:\n  -\n    !Foo\n    - b\n  - c\n"],
		["a tag behind a key above the list it is of", "A: !Foo\n- b\nC:\n  - d: !Foo # e\n    - f\n"],
	])("reads %s", (_, text) => {
		expect(expectAsEvents(text)).toBe(true);
	});

	test.each([
		["anchors", "A: &b c\nD: *b\n"],
		["tabs", "A:\tb\n"],
		["carriage returns", "A: b\r\n"],
		["a further document", "A: b\n---\nC: d\n"],
		["a key with a question mark", "? A\n: b\n"],
		["what is set in too far", "A: b\n  C: d\n"],
		["a bracket left of its key", "A:\n  B: [c,\nd]\n"],
		["a bracket that stays open", "A: [b\n"],
		["a quote that stays open", `A: "b\n`],
		["two maps on one line", "A: b: c\n"],
		["a line ending between a key and its colon", "{a\n :Foo}\n"],
		["the same behind a key in quotes", `{"a"\n : b}\n`],
		["a tag on a line of its own above an item", "A:\n  -\n    !GetAZs\n  - b\n  - c\n"],
		["a tag on a line of its own above a key", "A:\n  !Foo\nB: c\n"],
		["a tag on a line of its own below a key, above its list", "A:\n  !Foo\n- b\n"],
		["nothing", "\n# a\n"],
		["what is nested deeply", "[".repeat(80) + "]".repeat(80)],
	])("leaves %s to the other parsers", (_, text) => {
		expect(readUsual(text)).toBeUndefined();
	});
});

describe("a text of several MB", () => {
	const size = 8_000_000;
	test.each([
		["words", `A: ${"a ".repeat(size / 2)}b\n`],
		["one word between brackets", `A: [${"a".repeat(size * 2)}]\n`],
		["escapes", `A: "${String.raw`\u0041`.repeat(size / 6)}"\n`],
	])("of %s is left to the events, because a pattern would exhaust its stack", (_, text) => {
		expect(readUsual(text)).toBeUndefined();
	});
});

describe("any text", () => {
	test.each([
		["noise", fc.string({ unit: anyCharacter, maxLength: 200 })],
		[
			"noise made of signs",
			fc
				.array(
					fc.constantFrom(
						"a",
						":",
						" ",
						"\n",
						"-",
						"[",
						"]",
						"{",
						"}",
						",",
						'"',
						"'",
						"#",
						"|",
						">",
						"&a",
						"*a",
						"!",
						"?",
						"\t",
						"\r",
						"%",
						"---",
						"\\",
					),
					{ maxLength: 60 },
				)
				.map((signs) => signs.join("")),
		],
	] as const)("such as %s is read without a throw, and every node lies in its parent", (_, texts) => {
		check(texts, 1_500, expectAsEvents);
	});
});

/** The nodes that reach out of their parent, or end before they start. */
function misplaced(node: TemplateNode | null, start: number, end: number): readonly TemplateNode[] {
	if (node === null) {
		return [];
	}
	const children =
		node.type === "TemplateMapping"
			? node.pairs.flatMap((pair) => [pair.key, pair.value])
			: node.type === "TemplateSequence"
				? node.items
				: [];
	return [
		...(node.start >= start && node.end <= end && node.start <= node.end ? [] : [node]),
		...children.flatMap((child) => misplaced(child, node.start, node.end)),
	];
}

describe("JSON", () => {
	test("keeps keys that stand twice", () => {
		const { file } = parseTemplate('{"a": 1, "a": 2}', "json");
		expect(file?.body).toMatchObject({ pairs: [{ value: { value: "1" } }, { value: { value: "2" } }] });
	});
});
