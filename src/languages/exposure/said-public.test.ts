import { expect, test } from "vitest";
import { fakeSecret } from "../../testing/fake-secret.ts";
import { lintSource } from "../../testing/rule-tester.ts";

const KEY = fakeSecret("token");
const OTHER = fakeSecret("token", 2);
const STRIPE = fakeSecret("stripe-live-key");

const count = (code: string): number => lintSource(code, { "no-hardcoded-secret": {} }, "app.ts").messages.length;

test.each([
	`// publishable\nconst API_KEY = "${KEY}";`,
	`/** Publishable API keys (not secrets: made for clients). */\nconst API_KEY_PROD = "${KEY}";\nconst API_KEY_CODE = "${OTHER}";`,
	`const API_KEY = "${KEY}"; // safe to commit`,
	`const config = {\n\t// This isn't a secret.\n\tapiKey: "${KEY}",\n};`,
	`/* A public client key */ const apiKey = "${KEY}";`,
])("an author says that a key is none: %s", (code) => {
	expect(count(code)).toBe(0);
});

test.each([
	`// publishable\n\nconst API_KEY = "${KEY}";`,
	`// the API key\nconst API_KEY = "${KEY}";`,
	`// republishables\nconst API_KEY = "${KEY}";`,
	`const API_KEY = "${KEY}";\n// safe to commit`,
	`// publishable\nconst STRIPE_KEY = "${STRIPE}";`,
])("nobody says so of this one: %s", (code) => {
	expect(count(code)).toBe(1);
});
