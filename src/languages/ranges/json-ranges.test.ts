import { expect, test } from "vitest";
import { hiddenRanges } from "./hidden-ranges.ts";
import { mask } from "../../detect/redact.ts";

/** A JSON text, as it would be shown. */
function shown(value: unknown, indent = 0): string {
	const text = typeof value === "string" ? value : JSON.stringify(value, null, indent);
	return mask(text, hiddenRanges(text, "free"));
}

test.each<[string, unknown, string]>([
	["a name", { user: "app", password: "orders" }, '{"user":"app","password":"****"}'],
	["what is below one", { secrets: { stripe: "orders" }, a: "orders" }, '{"secrets":{"stripe":"****"},"a":"orders"}'],
	["items of a list", { passwords: ["orders", "of"] }, '{"passwords":["****","of"]}'],
	["a number", { pin: 123_456, password: 123_456 }, '{"pin":123456,"password":****}'],
	["a pair", { name: "DB_PASSWORD", value: "orders" }, '{"name":"DB_PASSWORD","value":"****"}'],
	[
		"a pair whose value comes first",
		{ value: "orders", name: "DB_PASSWORD" },
		'{"value":"****","name":"DB_PASSWORD"}',
	],
	["a header", { authorization: "Bearer orders and more" }, '{"authorization":"Bearer ****"}'],
	[
		"JSON in JSON",
		{ a: "b", c: JSON.stringify({ a: "d", password: "orders" }) },
		'{"a":"b","c":"{\\"a\\":\\"d\\",\\"password\\":\\"****\\"}"}',
	],
	["a short number", { secrets: { a: 1 }, b: 1 }, '{"secrets":{"a":****},"b":1}'],
	[
		"what stands behind escapes",
		'{"a":"x\\n\\u0041 https://app:kubolima@b.io"}',
		'{"a":"x\\n\\u0041 https://app:****@b.io"}',
	],
	["escapes", '{"pass\\u0077ord":"\\u006frders","a":"b"}', '{"pass\\u0077ord":"****","a":"b"}'],
	["a hole", { password: "${Password}", a: "b" }, '{"password":"${Password}","a":"b"}'],
	["what surrounds a hole", { password: "orders-${A}" }, '{"password":"****"}'],
])("hides of a JSON text %s", (_what, value, text) => {
	expect(shown(value)).toBe(text);
});

test("shows what stands in no secret's place", () => {
	const text = JSON.stringify(
		{ kind: "orders", keys: ["a", "orders"], url: "https://acme.test/a", size: 123_456 },
		null,
		1,
	);
	expect(shown(text)).toBe(text);
});
