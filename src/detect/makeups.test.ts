import { join } from "node:path";
import { expect, test } from "vitest";
import { drawFrom } from "../testing/fake-secret.ts";
import { recordedLines } from "../testing/recorded-table.ts";
import { detectSecret } from "./detect-secret.ts";
import { isDrawn, isPasswordLike } from "./password-like.ts";

// How many characters of which kind a value must have to count under each name, in each place: recorded in
// `fixtures/outcomes`, by how the values are made, never by their text.

const LETTERS = drawFrom("letters")("bcdfghkmqrtvwxz", 24);
const DIGITS = drawFrom("numbers")("23456789", 24);

/** So many small letters, capitals, digits and signs; the letters drawn or of words. */
function* values(): Generator<readonly [label: string, value: string]> {
	for (const [make, letters] of Object.entries({ drawn: LETTERS, words: "shopordersmarketwindowgarden" })) {
		for (const lower of [0, 4, 8, 16]) {
			for (const upper of [0, 1, 2]) {
				for (const digits of [0, 1, 2, 3]) {
					for (const sign of ["", "!", "-", "@$", ":/"]) {
						const text =
							letters.slice(0, lower) +
							sign.slice(0, 1) +
							letters.slice(lower, lower + upper).toUpperCase() +
							DIGITS.slice(0, digits) +
							sign.slice(1);
						yield [`${make} ${String(lower)} ${String(upper)} ${String(digits)} ${sign}`.trim(), text];
					}
				}
			}
		}
	}
	for (const text of ["auth-token-?", "prod-db-secret-?", "super-secret-key?", "Password?", "Passw?ord!", "field?"]) {
		for (const number of ["", "1", "12", "123", "2024"]) {
			yield [text.replace("?", `<${number}>`), text.replace("?", number)];
		}
	}
}

test.each(["DB_PASSWORD", "JWT_SECRET", "SECRET", "AUTH", "TOKEN_GITHUB"])(
	"under %s a value counts by the kinds of its characters",
	(name) => {
		const groups = new Map<string, string[]>();
		for (const [label, value] of values()) {
			const said = (["environment", "template", "source"] as const)
				.map((kind) => {
					const found = detectSecret(value, { name, kind });
					return found === null ? "-" : `${found.id}/${found.confidence}`;
				})
				.concat(isPasswordLike(value) ? "typed" : "-", isDrawn(value) ? "drawn" : "-")
				.join(" ");
			groups.set(said, [...(groups.get(said) ?? []), label]);
		}
		const now = [...groups].map(([said, labels]) => `${said}: ${labels.join(", ")}`).sort();
		const path = join(import.meta.dirname, "..", "..", "fixtures", "outcomes", `makeups-${name}.txt`);
		expect(now).toEqual(recordedLines(path, now));
	},
);
