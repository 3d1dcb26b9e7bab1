import { readFileSync } from "node:fs";
import { PACKAGE_ROOT } from "../text/package-root.ts";
import type { Phrases } from "../text/wording.ts";
import type { Language } from "./language.ts";

/** The words of a rule in another language. */
interface RuleTexts {
	readonly description: string;
	/** By the ids of its messages. */
	readonly messages: Readonly<Record<string, string>>;
}

/** The words of a language. */
export interface Catalogue {
	readonly rules: ReadonlyMap<string, RuleTexts>;
	/** Everything else, by the English words. */
	readonly phrases: Phrases;
}

const READ = new Map<Language, Catalogue>();

/** The catalogue of a language, read with the first call; null for English, which is in the program. */
export function catalogueOf(language: Language): Catalogue | null {
	if (language === "en") {
		return null;
	}
	const catalogue = READ.get(language) ?? {
		rules: new Map(Object.entries(readTexts<RuleTexts>(language, "rules"))),
		phrases: new Map(Object.entries(readTexts<string>(language, "phrases"))),
	};
	READ.set(language, catalogue);
	return catalogue;
}

/** The words of a language without those of rules; null for English. */
export function phrasesOf(language: Language): Phrases | null {
	return catalogueOf(language)?.phrases ?? null;
}

/** What a rule is about, in a language. */
export function descriptionOf(
	{ name, description }: { readonly name: string; readonly description: string },
	language: Language,
): string {
	return catalogueOf(language)?.rules.get(name)?.description ?? description;
}

/** `locales/ja/phrases.json` of the package. */
function readTexts<T>(language: Language, name: "rules" | "phrases"): Readonly<Record<string, T>> {
	return JSON.parse(readFileSync(new URL(`locales/${language}/${name}.json`, PACKAGE_ROOT), "utf8")) as Readonly<
		Record<string, T>
	>;
}
