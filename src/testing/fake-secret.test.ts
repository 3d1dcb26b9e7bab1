import { describe, expect, test } from "vitest";
import { PROVIDERS } from "../detect/formats/provider-table.ts";
import { checksumOf } from "../detect/providers.ts";
import { FAKE_IDS, fakeSecret } from "./fake-secret.ts";

const IDS = [...PROVIDERS.map((row) => row.id), ...FAKE_IDS];

describe("a fake secret", () => {
	test.each(IDS)("%s is the same for the same seed and another for another", (id) => {
		expect(fakeSecret(id)).toBe(fakeSecret(id, 1));
		expect(fakeSecret(id, 2)).not.toBe(fakeSecret(id, 3));
	});

	test("has a true checksum where its format has one", () => {
		const body = fakeSecret("npm-token", 5).slice("npm_".length);
		expect(checksumOf(body.slice(0, 30))).toBe(body.slice(30));
	});

	test("of a kind nobody knows is refused by name", () => {
		expect(() => fakeSecret("no-such-thing")).toThrow("Nobody knows the secret 'no-such-thing'.");
	});
});
