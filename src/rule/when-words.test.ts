import { expect, test } from "vitest";
import { phrasesOf } from "../locale/catalogue.ts";
import type { Way } from "../model/way.ts";
import { renderWords } from "../text/wording.ts";
import { whenWords } from "./when-words.ts";

const WAYS: readonly Way[] = [
	{ of: "condition", name: "A", is: false },
	{ of: "mapping", name: "M", row: ["prod", "Algorithm"] },
	{ of: "mapping", name: "M", row: null },
	{ of: "expression", text: "x ?? y", asks: "presence", is: true },
	{ of: "expression", text: "props", asks: "override", is: false },
	{ of: "expression", text: "a && b", asks: "truth", is: true },
	{ of: "condition", name: "A", is: false },
];

test("the part of a message about branches names each once, in every language", () => {
	expect(renderWords(whenWords([]))).toBe("");
	expect(renderWords(whenWords(WAYS))).toBe(
		" if condition 'A' is false and mapping 'M' selects 'prod.Algorithm' and mapping 'M' has no row and `x ?? y` is set and `props` does not override it and `a && b` is true",
	);
	expect(renderWords(whenWords(WAYS.slice(0, 2)), phrasesOf("es"))).toBe(
		" si la condición 'A' es false y la asignación 'M' selecciona 'prod.Algorithm'",
	);
	expect(renderWords(whenWords(WAYS.slice(0, 2)), phrasesOf("ja"))).toBe(
		"条件 'A' が false である、かつマッピング 'M' が 'prod.Algorithm' を選択する場合、",
	);
});

test("a name is nobody's to translate, even if it is a word of a sentence", () => {
	const when = whenWords([{ of: "condition", name: "secret", is: true }]);
	expect(renderWords(when, phrasesOf("es"))).toBe(" si la condición 'secret' es true");
});
