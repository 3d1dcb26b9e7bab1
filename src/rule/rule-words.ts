import { catalogueOf } from "../locale/catalogue.ts";
import { LANGUAGES, type Language } from "../locale/language.ts";
import { didYouMean } from "../text/did-you-mean.ts";
import { kindOfPlace, renderWords, type Phrases, type Words, type WordsData } from "../text/wording.ts";
import { redactLabel } from "../detect/redact.ts";
import { Answers } from "../text/answers.ts";
import { MAX_DATA, shorten } from "../text/shorten.ts";
import type { FileContext } from "./file/read-source.ts";
import { groupedMessage } from "./file/finding-groups.ts";
import type { Rule } from "./rule.ts";
import { BadSettingError } from "./bad-setting-error.ts";
import { entryOf } from "../model/entry-of.ts";
import { entryIn } from "../text/entry-in.ts";

/** A language that there are no words for. */
class LanguageError extends BadSettingError {
	override readonly name = "LanguageError";
}

/**
 * The language of the messages about a file, `settings["aws-kms"].locale`.
 *
 * @throws {LanguageError} for one that there is not
 */
export function languageOf({ settings }: Pick<FileContext, "settings">): Language {
	const ours: unknown = settings["aws-kms"];
	const given = typeof ours === "object" && ours !== null && "locale" in ours ? ours.locale : undefined;
	if ((given ?? "en") === "en") {
		return "en";
	}
	const known = LANGUAGES.find((language) => language === given);
	if (known === undefined) {
		const name = typeof given === "string" ? given : "";
		throw new LanguageError(`Invalid value for \`locale\`: '${redactLabel(name)}'. ${didYouMean(name, LANGUAGES)}`);
	}
	return known;
}

/** `{{name}}`, and `{{'name'}}` of a name that may stand for several. */
const PLACE = /\{\{'?(\w+)'?\}\}/gu;

/** A place of a message. */
interface Place {
	readonly name: string;
	readonly kind: ReturnType<typeof kindOfPlace>;
}

/** How a rule's messages are worded in a language. */
export class RuleWords {
	/** Null for English. */
	readonly phrases: Phrases | null;
	readonly #rule: Rule;
	readonly #texts: Readonly<Record<string, string>>;
	readonly #messages = new Answers<string>();
	readonly #places = new Answers<readonly Place[]>();

	constructor(rule: Rule, language: Language) {
		const catalogue = catalogueOf(language);
		this.#rule = rule;
		this.phrases = catalogue?.phrases ?? null;
		this.#texts = catalogue?.rules.get(rule.name)?.messages ?? {};
	}

	/** A message as ESLint is given it, with its places. */
	message(id: string): string {
		return this.#messages.of(id, () => groupedMessage(entryOf(this.#texts, id) ?? this.#english(id)));
	}

	/** What fills a message, as it may be shown: it may be a stranger's text, a name or a place. */
	shownTexts(id: string, data: WordsData): Readonly<Record<string, string>> {
		return Object.fromEntries(
			this.#places
				.of(id, () => this.#placesOf(id))
				.flatMap(({ name, kind }) => {
					const words = entryOf(data, name);
					return words === undefined ? [] : [[name, this.#shownWords(words, kind)]];
				}),
		);
	}

	/** What is in ticks a rule may have spelled, `"SSEAlgorithm": "aws:kms"`; names in quotes are a file's. */
	#shownWords(words: Words, kind: Place["kind"]): string {
		if (kind === null || typeof words !== "string") {
			return shownText(renderWords(words, this.phrases, maskedName));
		}
		return kind === "name" ? shownName(words) : shownText(words);
	}

	/** The places of a message, in either language. */
	#placesOf(id: string): readonly Place[] {
		const english = this.#english(id);
		const names = [...`${english} ${this.message(id)}`.matchAll(PLACE)].map(([, name = ""]) => name);
		return [...new Set(names)].map((name) => ({ name, kind: kindOfPlace(english, name) }));
	}

	#english(id: string): string {
		return entryOf(this.#rule.messages, id) ?? "";
	}

	render(words: Words): string {
		return renderWords(words, this.phrases);
	}
}

const KNOWN = new WeakMap<Rule, Map<Language, RuleWords>>();

/** @throws {LanguageError} for a language that there is not */
export function ruleWordsFor(rule: Rule, file: Pick<FileContext, "settings">): RuleWords {
	const language = languageOf(file);
	const known = entryIn(KNOWN, rule, () => new Map<Language, RuleWords>());
	return entryIn(known, language, () => new RuleWords(rule, language));
}

/** Findings repeat the words of the dialect, and the names of types and properties. */
const SHOWN = new Answers<string>();
const NAMES = new Answers<string>();

/** What is shown of a part of a sentence, whose names are masked already: its quotes may be those of a setting. */
function shownText(text: string): string {
	return SHOWN.of(text, () => shorten(redactLabel(text, true), MAX_DATA));
}

/** What is shown of a name that a file gives. */
export function shownName(name: string): string {
	return shorten(maskedName(name), MAX_DATA);
}

function maskedName(name: string): string {
	return NAMES.of(name, () => redactLabel(name));
}
