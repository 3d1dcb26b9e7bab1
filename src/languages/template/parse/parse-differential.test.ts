import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FUZZ_RUNS } from "../../../testing/seed.ts";
import { anyCharacter, jsonText, mutatedOften, yamlText } from "../../../testing/texts/template-texts.ts";
import type { TemplateNode } from "./ast.ts";
import { readEvents } from "./parse-events.ts";
import { readReference } from "./parse-reference.ts";
import { parseTemplate } from "./parse-template.ts";

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
		expect(check(yamlText, RUNS, expectOneTree)[0]).toBeGreaterThan(0.55 * RUNS);
	});

	test("of templates in the middle of an edit", () => {
		expect(check(mutatedOften(yamlText, EDITS), (2 * RUNS) / EDITS, expectOneTree)[0]).toBeGreaterThan(0.1 * RUNS);
	});

	test("of JSON", () => {
		const [trees, values] = check(jsonText, RUNS, expectOneTree, expectAsJson);
		expect(trees).toBeGreaterThan(0.65 * RUNS);
		expect(values).toBe(RUNS);
	});

	test("of JSON in the middle of an edit", () => {
		const [trees, values] = check(mutatedOften(jsonText, EDITS), (2 * RUNS) / EDITS, expectOneTree, expectAsJson);
		// A text that one edit breaks stays broken in the next ones, so these counts differ widely.
		expect(trees).toBeGreaterThan(0.1 * RUNS);
		expect(values).toBeGreaterThan(0);
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
		check(texts, 1_500);
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
