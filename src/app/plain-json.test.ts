import { expect, test } from "vitest";
import { plainJson } from "./plain-json.ts";

test.each([
	['{ // a "b"\n "a": "// no",, }', '{ \n "a": "// no", }'],
	['{ "a": [1, /* , */ ], "b\\",]": ",}", // c\n}', '{ "a": [1  ], "b\\",]": ",}" \n}'],
	["/* open", ""],
	['"open', '"open'],
	["//", ""],
])("%j", (text, plain) => {
	expect(plainJson(text)).toBe(plain);
});
