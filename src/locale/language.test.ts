import { expect, test } from "vitest";
import { environmentLanguage, languageOfLocale } from "./language.ts";

test.each([
	["en", "en"],
	["es", "es"],
	["es-MX", "es"],
	["es_ES.UTF-8", "es"],
	["ja_JP.UTF-8", "ja"],
	["JA", "ja"],
	["C", null],
	["C.UTF-8", null],
	["POSIX", null],
	["de_DE", null],
	["est", null],
	["", null],
])("the locale '%s' is in the language %s", (locale, language) => {
	expect(languageOfLocale(locale)).toBe(language);
});

test.each([
	[{}, null],
	[{ LANG: "ja_JP.UTF-8" }, "ja"],
	[{ LANG: "ja_JP.UTF-8", LC_MESSAGES: "es_ES" }, "es"],
	[{ LANG: "ja_JP.UTF-8", LC_MESSAGES: "es_ES", LC_ALL: "C" }, null],
	[{ LANG: "es_ES", LC_ALL: "" }, "es"],
])("the environment %j asks for the language %s", (env, language) => {
	expect(environmentLanguage(env)).toBe(language);
});
