import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonText, mutated, yamlText } from "../../testing/template-texts.ts";
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

/** Holds for every text: where both parsers accept it, they give one tree. Counts the texts that both accept. */
function agreeing(texts: fc.Arbitrary<string>, numRuns: number): number {
	let accepted = 0;
	fc.assert(
		fc.property(texts, (text) => {
			const read = readEvents(text);
			if (read.ok && read.problems.length === 0) {
				const reference = readReference(text);
				if (reference.problems.length === 0) {
					accepted += 1;
					expect(outline(read.body)).toEqual(outline(reference.body));
				}
			}
		}),
		{ numRuns },
	);
	return accepted;
}

describe("the hot path and the reference parser give one tree", () => {
	test("of templates in every style", () => {
		expect(agreeing(yamlText, 1_500)).toBeGreaterThan(900);
	});

	test("of templates in the middle of an edit", () => {
		expect(agreeing(mutated(yamlText), 3_000)).toBeGreaterThan(600);
	});

	test("of JSON", () => {
		expect(agreeing(jsonText, 600)).toBeGreaterThan(400);
	});

	test("of JSON in the middle of an edit", () => {
		expect(agreeing(mutated(jsonText), 1_500)).toBeGreaterThan(300);
	});
});

describe("any text", () => {
	test.each([
		["a template in the middle of an edit", mutated(yamlText)],
		["JSON in the middle of an edit", mutated(jsonText)],
		["noise", fc.string({ unit: "binary", maxLength: 200 })],
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
		fc.assert(
			fc.property(texts, (text) => {
				const result = parseTemplate(text, "yaml");
				const errors = result.ok ? result.file.errors : result.errors;
				expect(result.ok).toBe(!errors.some((error) => !error.tolerated));
				expect(errors.every((error) => error.offset >= 0 && error.offset <= text.length)).toBe(true);
				expect(result.ok ? misplaced(result.file.body, 0, text.length) : []).toEqual([]);
			}),
			{ numRuns: 1_500 },
		);
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
	test("is what JSON.parse makes of it", () => {
		fc.assert(
			fc.property(jsonText, (text) => {
				const { ok, file } = parseTemplate(text, "json");
				expect(ok).toBe(true);
				expect(file?.errors).toEqual([]);
				expect(JSON.stringify(valueOf(file?.body as TemplateNode))).toBe(JSON.stringify(JSON.parse(text)));
			}),
			{ numRuns: 2_000 },
		);
	});

	test("is accepted in the middle of an edit wherever JSON.parse accepts it", () => {
		let accepted = 0;
		fc.assert(
			fc.property(mutated(jsonText), (text) => {
				let value: unknown;
				try {
					value = JSON.parse(text);
				} catch {
					return;
				}
				accepted += 1;
				const { ok, file } = parseTemplate(text, "json");
				expect(ok).toBe(true);
				expect(JSON.stringify(valueOf(file?.body as TemplateNode))).toBe(JSON.stringify(value));
			}),
			{ numRuns: 3_000 },
		);
		expect(accepted).toBeGreaterThan(150);
	});

	test("keeps keys that stand twice", () => {
		const { file } = parseTemplate('{"a": 1, "a": 2}', "json");
		expect(file?.body).toMatchObject({ pairs: [{ value: { value: "1" } }, { value: { value: "2" } }] });
	});
});
