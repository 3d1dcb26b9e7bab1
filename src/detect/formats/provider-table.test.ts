import { expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { detectSecret } from "../detect-secret.ts";
import { findTokens } from "../providers.ts";
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

const BEFORE = ["-", "--", "_", ".", " -", "(-", "\n- "];

test.each(PROVIDERS.map(({ id }) => [id] as const))("%s is found behind a joint that joins nothing", (id) => {
	const token = fakeSecret(id, 7);
	const bare = findTokens(token).map((found) => found.id);
	// What may be drawn before a fixed text may be the joint itself.
	const open = BEFORE.filter((before) => !findTokens(before + token).some((found) => bare.includes(found.id)));
	expect(
		bare.length > 0 && PROVIDERS.find((row) => row.id === id)?.format.startsWith("<") !== true ? open : [],
	).toEqual([]);
});

test.each(["v-", "the-name-of-a.", "${Stage}-", "a__"])(
	"a plain prefix that ends the name %s… is part of it",
	(before) => {
		const plain = ["mailgun-key", "lob-key", "klaviyo-key", "launchdarkly-api-key"];
		expect(plain.flatMap((id) => findTokens(before + fakeSecret(id, 3)).map((found) => found.id))).toEqual([]);
	},
);

test.each(["github-personal-token", "npm-token"])("%s is found behind any name, by its checksum", (id) => {
	expect(findTokens(`deploy-${fakeSecret(id, 3)}`).map((found) => found.id)).toEqual([id]);
});
