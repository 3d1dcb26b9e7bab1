import { inspect } from "node:util";
import { expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { FoundSecret } from "./found-secret.ts";

test("a found secret shows its text to who asks for it, and to nothing that prints", () => {
	const text = fakeSecret("token", 95);
	const secret = new FoundSecret("API_TOKEN", text);
	expect(secret.reveal()).toBe(text);
	for (const shown of [
		String(secret),
		JSON.stringify({ secret }),
		inspect(secret, { depth: 9, showHidden: true }),
		`${JSON.stringify({ ...secret })}`,
	]) {
		expect(shown).toContain("API_TOKEN");
		expect(shown).not.toContain(text);
	}
});
