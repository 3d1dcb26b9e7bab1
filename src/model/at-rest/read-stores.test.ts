import { describe, expect, test } from "vitest";
import { readFile } from "../../languages/template/read-file.ts";
import { LEFT_OUT } from "../../languages/cloudformation/families.ts";
import { readStores } from "./read-stores.ts";
import { STORES } from "./stores.ts";
import type { Store } from "./store.ts";

const OWN = { "Fn::GetAtt": ["Key", "Arn"] };

/** How a store of one resource is protected, by its switch and its key; undefined leaves one out. */
function protectionOf({ type, switch: path = "", key = "" }: Store, state: unknown, named: unknown): string {
	const { stack } = readFile(
		JSON.stringify({
			Parameters: { Given: { Type: "String" } },
			Resources: {
				Key: { Type: "AWS::KMS::Key" },
				One: { Type: type, Properties: { [path]: state, [key]: named } },
			},
		}),
		"template.json",
		{ parameterOverrides: {} },
	);
	const one = stack?.resource("One");
	return one === undefined ? "" : [...new Set(readStores(one).map(({ protection }) => protection))].join(" or ");
}

describe("a switch and a key", () => {
	const pairs = STORES.filter(
		({ switch: path, key, at, mode, inverted, unless, unlessAll, sources, alwaysOwned, byDefault }) =>
			path !== undefined &&
			key !== undefined &&
			at === undefined &&
			!/[.[]/u.test(path + key) &&
			[mode, inverted, unless, unlessAll, sources, alwaysOwned, byDefault].every((one) => one === undefined),
	);

	test("stand alone in some stores, with and without a key that counts by itself", () => {
		expect(new Set(pairs.map(({ keyAlone }) => keyAlone === true))).toEqual(new Set([true, false]));
		expect(pairs.length).toBeGreaterThan(5);
	});

	test.each(pairs.map((store) => [`${store.type} ${store.switch ?? ""}`, store] as const))(
		"of %s protect as the store says",
		(_, store) => {
			const { keyAlone = false, on = "provider-key", off = "none", absent = "provider-owned" } = store;
			const switched = absent !== "none";
			expect({
				on: protectionOf(store, true, undefined),
				onOwn: protectionOf(store, true, OWN),
				off: protectionOf(store, false, undefined),
				offOwn: protectionOf(store, false, OWN),
				nothing: protectionOf(store, undefined, undefined),
				own: protectionOf(store, undefined, OWN),
				given: protectionOf(store, { Ref: "Given" }, undefined),
				givenOwn: protectionOf(store, { Ref: "Given" }, OWN),
			}).toEqual({
				on,
				onOwn: "customer-key",
				off,
				offOwn: keyAlone ? "customer-key" : off,
				nothing: absent,
				own: keyAlone || switched ? "customer-key" : absent,
				given: "unknown",
				givenOwn: keyAlone ? "customer-key" : "unknown",
			});
		},
	);
});

test("what is left out is left out for a reason in words", () => {
	const reasons = Object.values(LEFT_OUT).flatMap((paths) => Object.values(paths));
	expect(reasons.filter((reason) => !/^[a-z].*[a-z]$/u.test(reason))).toEqual([]);
});
