import { expect, test } from "vitest";
import { drawFrom } from "../../testing/fake-secret.ts";
import { detectSecret } from "../detect-secret.ts";
import { CHARACTERS, checksumOf, partsOf } from "../providers.ts";
import { PROVIDERS } from "./provider-table.ts";

/** A token of a row with all characters and lengths that it may have. */
function draw(row: (typeof PROVIDERS)[number], some: (characters: string, length: number) => string): string {
	return partsOf(row.format)
		.map((part) => {
			if (typeof part === "string") {
				return part;
			}
			if (row.check === "crc32-base62") {
				const body = some(CHARACTERS.alnum, 30);
				return body + checksumOf(body);
			}
			const range = part.max - part.min + 1;
			const length = part.min + Math.floor((Number(some("0123456789", 3)) / 1000) * range);
			return some(CHARACTERS[part.alphabet], length);
		})
		.join("");
}

test.each(
	PROVIDERS.filter(({ check, marker }) => check !== "snowflake" && marker === undefined).map(
		(row) => [row.id, row] as const,
	),
)("%s is found in whatever length and of whatever characters it has", (id, row) => {
	const some = drawFrom(id);
	const tokens = Array.from({ length: 40 }, () => draw(row, some));
	for (const kind of ["source", "environment", "template"] as const) {
		expect(
			tokens.filter((token) => detectSecret(token, { kind, name: "SETTING" }) !== null).length,
		).toBeGreaterThan(37);
	}
});
