import { expect, test } from "vitest";
import { isIdOfPair } from "./key-pair.ts";

const SPELLINGS: readonly ((words: string) => string)[] = [
	(words) => words.replaceAll(" ", "_").toUpperCase(),
	(words) => words.replaceAll(" ", "-"),
	(words) => words.replaceAll(/ (.)/gu, (_, first: string) => first.toUpperCase()),
];

test("the id of a pair is known by the secret beside it", () => {
	for (const spell of SPELLINGS) {
		for (const before of ["aws", "mail", "private chain aws"]) {
			for (const [id, secret] of [
				["access key", "secret access key"],
				["access key id", "secret key"],
				["access key", "secret key"],
			] as const) {
				const names = [spell(`${before} ${id}`), spell(`${before} ${secret}`), "STAGE"] as const;
				expect(isIdOfPair(names[0], names), names.join()).toBe(true);
				expect(isIdOfPair(names[1], names), names.join()).toBe(false);
				expect(isIdOfPair(names[0], ["STAGE", spell(`other ${secret}`)]), names.join()).toBe(false);
			}
		}
	}
	expect(isIdOfPair("API_KEY", ["API_SECRET_KEY"])).toBe(false);
});
