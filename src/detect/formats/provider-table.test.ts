import { expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { detectSecret } from "../detect-secret.ts";
import { PROVIDERS } from "./provider-table.ts";

test("each row has a name of its own, and says what it is about", () => {
	expect(new Set(PROVIDERS.map(({ id }) => id)).size).toBe(PROVIDERS.length);
	expect(PROVIDERS.filter(({ id }) => !/^[a-z\d]+(?:-[a-z\d]+)+$/u.test(id))).toEqual([]);
	expect(PROVIDERS.filter(({ label }) => !/^(?:an?|AWS's) \S/u.test(label))).toEqual([]);
	expect(PROVIDERS.filter(({ format }) => !/<[a-z\d-]+:\d+(?:-\d+)?>/u.test(format))).toEqual([]);
});

test.each(PROVIDERS.map(({ id }) => [id] as const))("%s is known by its own row", (id) => {
	const found = detectSecret(fakeSecret(id, 5), { kind: "environment" });
	const row = PROVIDERS.find((one) => one.id === found?.id);
	expect(row).toBeDefined();
});
