import { expect, test } from "vitest";
import { drawFrom, fakeSecret } from "../../testing/fake-secret.ts";
import { detectSecret } from "../detect-secret.ts";
import { PROVIDERS } from "./provider-table.ts";
import { CHARACTERS, checksumOf, partsOf } from "../providers.ts";

test("each row has a name of its own, and says what it is about", () => {
	expect(new Set(PROVIDERS.map(({ id }) => id)).size).toBe(PROVIDERS.length);
	expect(PROVIDERS.filter(({ id }) => !/^[a-z\d]+(?:-[a-z\d]+)+$/u.test(id))).toEqual([]);
	expect(PROVIDERS.filter(({ label }) => !/^(?:an?|AWS's) \S/u.test(label))).toEqual([]);
	expect(PROVIDERS.filter(({ format }) => !/<[a-z\d-]+:\d+(?:-\d+)?>/u.test(format))).toEqual([]);
});

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

test.each(PROVIDERS.map(({ id }) => [id] as const))("%s is known by its own row", (id) => {
	const found = detectSecret(fakeSecret(id, 5), { kind: "environment" });
	const row = PROVIDERS.find((one) => one.id === found?.id);
	expect(row).toBeDefined();
});
