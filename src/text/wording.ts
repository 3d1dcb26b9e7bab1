/**
 * A sentence, or a part of one, as data: English with places for names, `condition '{{name}}' is true`, and what fills
 * them. A catalogue has the words of another language by the English ones.
 */
export interface Wording {
	readonly english: string;
	readonly data: WordsData;
}

/**
 * What fills a place of a sentence: a name, a number or code, which are the same in every language; a fixed part of a
 * sentence (`a password`), which a catalogue may have; or a part with places of its own.
 */
export type Words = string | Wording | Verbatim;

/** A name that stands in a sentence without quotes, which is never looked up: `Rule`, a type of resources. */
interface Verbatim {
	readonly verbatim: string;
}

export type WordsData = Readonly<Record<string, Words>>;

/** The words of a language by the English ones. */
export type Phrases = ReadonlyMap<string, string>;

/** @param english what is looked up in catalogues: a literal, so that a test finds it */
export function wording(english: string, data: WordsData = {}): Wording {
	return { english, data };
}

/**
 * @param phrases null for English
 * @param shown what is shown of a name in quotes, which a file gives
 */
export function renderWords(
	words: Words,
	phrases: Phrases | null = null,
	shown: (name: string) => string = (name) => name,
): string {
	if (typeof words !== "string" && "verbatim" in words) {
		return words.verbatim;
	}
	return typeof words === "string"
		? (phrases?.get(words) ?? words)
		: fillWords(phrases?.get(words.english) ?? words.english, words.data, phrases, shown);
}

/** A place of a sentence, and the mark of a name or of code before it. */
const PLACE = /(['`])?\{\{(\w+)\}\}/gu;

/** A sentence with its places filled; a place without data stays. What is in quotes or ticks is nobody's to translate. */
function fillWords(
	sentence: string,
	data: WordsData,
	phrases: Phrases | null,
	shown: (name: string) => string,
): string {
	const given = new Map(Object.entries(data));
	return sentence.replace(PLACE, (whole, mark: string | undefined, name: string) => {
		const words = given.get(name);
		if (words === undefined) {
			return whole;
		}
		if (mark === undefined || typeof words !== "string") {
			return `${mark ?? ""}${renderWords(words, phrases, shown)}`;
		}
		return `${mark}${mark === "'" ? shown(words) : words}`;
	});
}

/** A name, without quotes. */
export function verbatim(name: string): Words {
	return { verbatim: name };
}

/** What a place of a sentence has: a name that a file gives, in quotes; code, in ticks; null for words. */
export function kindOfPlace(sentence: string, name: string): "name" | "code" | null {
	return sentence.includes(`'{{${name}}}`) ? "name" : sentence.includes(`\`{{${name}}}`) ? "code" : null;
}

/** `a`, `a and b`, `a, b and c`. */
export function listWords(all: readonly Words[]): Words {
	const last = all.at(-1) ?? "";
	return all.length < 2 ? last : wording("{{list}} and {{last}}", { list: commaWords(all.slice(0, -1)), last });
}

/** `a, b, c` */
export function commaWords(all: readonly Words[]): Words {
	const [first = "", ...others] = all;
	return others.reduce<Words>((list, item) => wording("{{list}}, {{item}}", { list, item }), first);
}

/** More names than this are not all listed. */
const MAX_NAMES = 3;

/**
 * `'A', 'B' and 'C'`, `'A', 'B', 'C' and 2 more`
 *
 * @param shown how many are shown where they are too many
 */
export function namesWords(names: readonly string[], shown = MAX_NAMES): Words {
	return names.length <= MAX_NAMES
		? listWords(names.map(quotedName))
		: listWords([
				...names.slice(0, shown).map(quotedName),
				wording("{{count}} more", { count: String(names.length - shown) }),
			]);
}

/** `'A'`: a name in quotes. */
export function quotedName(name: string): Wording {
	return wording("'{{name}}'", { name });
}

/** Words of one language: of a sentence in English, as a literal, and what fills it, or of a wording. */
export type Translate = (words: Words, data?: WordsData) => string;

/** @param phrases null for English */
export function translatorOf(phrases: Phrases | null): Translate {
	return (words, data = {}) => renderWords(typeof words === "string" ? wording(words, data) : words, phrases);
}

/** `1 error`, `2 errors`; both have the place `{{count}}`. */
export function countWords(count: number, one: string, many: string): Wording {
	return wording(count === 1 ? one : many, { count: String(count) });
}
