import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Language, Parser, type Node } from "web-tree-sitter";
import { describeItems } from "../../../testing/describe-hcl.ts";
import { FUZZ_RUNS } from "../../../testing/seed.ts";
import { hclFiles } from "../../../testing/texts/hcl-texts.ts";
import { childrenOf } from "./children-of.ts";
import { parseHcl } from "./parse-hcl.ts";
import type { HclBody, HclNode } from "./syntax.ts";

const RUNS = FUZZ_RUNS ?? 150;
/** `KMSLINT_HCL=folder` reads real files as well. */
const REAL = process.env["KMSLINT_HCL"] ?? "";

test("what is printed in any layout is read again", () => {
	fc.assert(
		fc.property(hclFiles, ({ text, meaning }) => {
			const { body, errors } = parseHcl(text);
			expect(errors).toStrictEqual([]);
			expect(describeItems(body.items, "\n")).toBe(meaning);
			expect(misplaced(body, 0, text.length)).toStrictEqual([]);
		}),
		{ numRuns: RUNS },
	);
});

/** One to four places in a text, and what happens there. */
const damages = fc.array(
	fc.record({
		at: fc.nat(),
		removed: fc.nat(3),
		put: fc.constantFrom(
			"",
			"{",
			"}",
			'"',
			"[",
			"]",
			"(",
			")",
			"${",
			"%{ if",
			"<<EOT",
			"\n",
			"=",
			"/*",
			"\\",
			"#",
			"\u0000",
			"\uD800",
		),
	}),
	{ minLength: 1, maxLength: 4 },
);

test("a damaged text is read without an exception, and everything stays in its place", () => {
	fc.assert(
		fc.property(hclFiles, damages, ({ text }, all) => {
			const damaged = all.reduce((broken, { at, removed, put }) => {
				const start = at % (broken.length + 1);
				return broken.slice(0, start) + put + broken.slice(start + removed);
			}, text);
			const { body, errors, comments } = parseHcl(damaged);
			expect(misplaced(body, 0, damaged.length)).toStrictEqual([]);
			expect(errors.every(({ offset }) => offset >= 0 && offset <= damaged.length)).toBe(true);
			expect(errors.length).toBeLessThanOrEqual(100);
			const starts = comments.map(({ start }) => start);
			expect(starts).toStrictEqual([...new Set(starts)].sort((a, b) => a - b));
		}),
		{ numRuns: RUNS },
	);
});

/** The nodes that are not inside the one around them. */
function misplaced(node: HclNode, from: number, to: number): readonly string[] {
	const own =
		node.start < from || node.end > to || node.end < node.start ? [`${node.type} ${String(node.start)}`] : [];
	return [...own, ...childrenOf(node).flatMap((child) => misplaced(child, node.start, node.end))];
}

describe("another parser", async () => {
	await Parser.init();
	const parser = new Parser();
	const grammar = createRequire(import.meta.url).resolve("@tree-sitter-grammars/tree-sitter-hcl/package.json");
	parser.setLanguage(await Language.load(grammar.replace("package.json", "tree-sitter-terraform.wasm")));

	test("reads the same attributes and blocks at the same places", () => {
		let compared = 0;
		fc.assert(
			fc.property(hclFiles, ({ text }) => {
				const root = parser.parse(text)?.rootNode;
				// It takes `1e21` for two things.
				if (root?.hasError === false && !text.includes("1e")) {
					compared += 1;
					expect(ours(parseHcl(text).body)).toStrictEqual(theirs(root));
				}
			}),
			{ numRuns: RUNS },
		);
		// It refuses some of what HCL takes: names that are not ASCII, comments in many places.
		expect(compared).toBeGreaterThan(RUNS / 8);
	});

	test.runIf(REAL !== "")("reads the same in the files of a folder", () => {
		const names = readdirSync(REAL, { recursive: true, encoding: "utf8" }).filter((name) =>
			/\.(?:tf|tofu)$/u.test(name),
		);
		expect(names.length).toBeGreaterThan(0);
		for (const name of names) {
			const text = readFileSync(join(REAL, name), "utf8").replace(/^\uFEFF/u, "");
			const root = parser.parse(text)?.rootNode;
			if (root?.hasError === false) {
				const { body, errors } = parseHcl(text);
				expect({ name, errors, items: ours(body) }).toStrictEqual({ name, errors: [], items: theirs(root) });
			}
		}
	});
});

function ours(body: HclBody): readonly string[] {
	return body.items.flatMap((item) =>
		item.type === "HclAttribute"
			? [`${item.name.text} ${String(item.start)}`]
			: [
					`${[item.keyword, ...item.labels].map(({ text }) => text).join(".")} ${String(item.start)}-${String(item.end)}`,
					...ours(item.body),
				],
	);
}

function theirs(node: Node): readonly string[] {
	return node.namedChildren.flatMap((child) => {
		switch (child?.type) {
			case "attribute":
				return [`${child.firstNamedChild?.text ?? ""} ${String(child.startIndex)}`];
			case "block": {
				const names = child.namedChildren.flatMap((one) =>
					one?.type === "identifier" || one?.type === "string_lit" ? [one.text.replaceAll('"', "")] : [],
				);
				return [`${names.join(".")} ${String(child.startIndex)}-${String(child.endIndex)}`, ...theirs(child)];
			}
			case "body":
				return theirs(child);
			default:
				return [];
		}
	});
}
