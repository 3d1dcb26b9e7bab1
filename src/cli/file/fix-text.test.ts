import { expect, test } from "vitest";
import type { TextLinter } from "../../lint/lint-text.ts";
import type { LintedFinding, LintedText } from "../../lint/linted-text.ts";
import { LineIndex } from "../../text/line-index.ts";
import { fixText } from "./fix-text.ts";
import { renderWords } from "../../text/wording.ts";

/** A linter that finds every `a`, and says of some of them that they are still there after their fix. */
function linterOf(isBad: (id: string) => boolean): { readonly linter: TextLinter; readonly reads: () => number } {
	let reads = 0;
	const lint = (text: string): LintedText => {
		reads += 1;
		const findings = [...text.matchAll(/a(\d+);/gu)].map(
			({ 1: id = "", index }) =>
				({
					rule: "r",
					messageId: "m",
					resource: { id, type: "t" },
					property: null,
					message: "m",
					edit: { span: { start: index, end: index + 1 }, text: isBad(id) ? "a" : "b" },
				}) as unknown as LintedFinding,
		);
		return { findings, errors: [], index: new LineIndex(text) } as unknown as LintedText;
	};
	return { linter: { lint } as unknown as TextLinter, reads: () => reads };
}

const textOf = (count: number): string => Array.from({ length: count }, (_, at) => `a${String(at)};`).join("\n");

test("good fixes are made in one round", () => {
	const { linter, reads } = linterOf(() => false);
	expect(fixText(linter, textOf(2000), "t.yaml").fixed).toBe(2000);
	expect(reads()).toBe(2);
});

test("a fix that goes wrong is found by halves, and costs the others nothing", () => {
	const { linter, reads } = linterOf((id) => id === "1234");
	const { fixed, refused, text } = fixText(linter, textOf(2000), "t.yaml");
	expect([fixed, refused.map(({ finding }) => finding.resource?.id), text.match(/a/gu)?.length]).toEqual([
		1999,
		["1234"],
		1,
	]);
	expect(reads()).toBeLessThan(50);
});

test("a file in which every fix goes wrong is not read for each of them", () => {
	const { linter, reads } = linterOf(() => true);
	const text = "x".repeat(1_000_000) + textOf(2000);
	const { fixed, refused } = fixText(linter, text, "t.yaml");
	expect(fixed).toBe(0);
	expect(renderWords(refused.at(-1)?.why ?? "")).toBe("too many fixes went wrong");
	expect(reads()).toBeLessThan(100);
});
