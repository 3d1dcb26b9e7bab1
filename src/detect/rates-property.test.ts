import { expect, test } from "vitest";
import { drawFrom } from "../testing/fake-secret.ts";
import { ALNUM, ANYWHERE, UNDER_A_NAME, type Make } from "../testing/secret-texts/kinds.ts";
import type { Context } from "./detection.ts";
import { detectAtSink } from "./detect-at-sink.ts";
import { detectSecret } from "./detect-secret.ts";

// How many of the values of a kind are found in each place, of many that are drawn.

const SAMPLES = 200;

/** Under a name that says nothing: a constant, a property, a variable, a property of a template. */
const NEUTRAL: readonly Context[] = [
	{ kind: "source", name: "value" },
	{ kind: "source", name: "options" },
	{ kind: "environment", name: "SETTING" },
	{ kind: "template", name: "Setting" },
];
const NAMED: readonly Context[] = [
	{ kind: "source", name: "apiToken" },
	{ kind: "source", name: "jwtSecret" },
	{ kind: "environment", name: "SECRET_KEY" },
	{ kind: "template", name: "ApiToken" },
];

/** The share of what is made that is found in a place. */
function rate(make: Make, context: Context): number {
	const some = drawFrom(`${context.kind} ${context.name ?? ""} ${make.toString()}`);
	const found = Array.from({ length: SAMPLES }, () => make(some)).filter(
		(text) => detectSecret(text, context) !== null,
	);
	return found.length / SAMPLES;
}

test.each(Object.entries(ANYWHERE))("%s is found", (_what, make) => {
	for (const context of NEUTRAL) {
		expect(rate(make, context), JSON.stringify(context)).toBeGreaterThanOrEqual(0.97);
	}
});

test.each(Object.entries(UNDER_A_NAME))("%s is found under a secret's name", (_what, [make, least]) => {
	for (const context of NAMED) {
		expect(rate(make, context), JSON.stringify(context)).toBeGreaterThanOrEqual(least);
	}
});

test("a vendor's prefix before an end of another length counts no less than an unknown vendor's", () => {
	for (const prefix of ["xoxb-", "glpat-", "sk_live_", "sk_test_", "shpat_", "dop_v1_", "acme_live_", "pscale_pw_"]) {
		for (const context of NEUTRAL) {
			expect(
				rate((some) => `${prefix}${some(ALNUM, 31)}`, context),
				prefix,
			).toBeGreaterThan(0.8);
		}
		for (const context of NAMED) {
			expect(
				rate((some) => `${prefix}${some(ALNUM, 31)}`, context),
				prefix,
			).toBeGreaterThan(0.97);
		}
	}
});

test("a key of all characters of a keyboard counts where something is signed with it", () => {
	const some = drawFrom("sink");
	const keys = Array.from({ length: SAMPLES }, () => some(`${ALNUM}!#$%&()*+,-.:;<=>?@[]^_{|}~`, 32));
	expect(keys.filter((key) => detectAtSink(key, "signing-key") !== null).length / SAMPLES).toBeGreaterThan(0.93);
});
