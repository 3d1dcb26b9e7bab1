import { expect, test } from "vitest";
import { Answers, forgetAnswers } from "./answers.ts";

/** How often a question is asked for some texts, in turn. */
function timesAsked(answers: Answers<string>, texts: readonly string[]): number {
	let times = 0;
	for (const text of texts) {
		const answer = answers.of(text, () => {
			times += 1;
			return text.toUpperCase();
		});
		expect(answer).toBe(text.toUpperCase());
	}
	return times;
}

test("what was asked once is not asked again", () => {
	expect(timesAsked(new Answers(), ["a", "b", "a", "b", "a"])).toBe(2);
});

test("as many answers are kept as the limit says", () => {
	expect(timesAsked(new Answers({ most: 2 }), ["a", "b", "a", "b"])).toBe(2);
	expect(timesAsked(new Answers({ most: 1 }), ["a", "b", "a", "b"])).toBe(4);
});

test("the answer for a longer text is not kept", () => {
	expect(timesAsked(new Answers({ longest: 3 }), ["abc", "abc"])).toBe(1);
	expect(timesAsked(new Answers({ longest: 3 }), ["abcd", "abcd"])).toBe(2);
});

test("forgets all answers when asked to", () => {
	const answers = new Answers<number>();
	answers.of("a", () => 1);
	expect(answers.of("a", () => 2)).toBe(1);
	forgetAnswers();
	expect(answers.of("a", () => 2)).toBe(2);
});
