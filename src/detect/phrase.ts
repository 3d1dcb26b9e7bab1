import { isSecretName } from "./name-kind.ts";
import { REGEXES } from "./regexes.ts";

/** A longer text is no phrase. */
export const LONGEST_PHRASE = 160;
const MOST_WORDS = 8;

/** True for some words that are no sentence. */
export function isPhrase(text: string, least: number): boolean {
	const words = text.length > LONGEST_PHRASE ? [] : text.split(" ");
	return words.length >= least && words.length <= MOST_WORDS && words.every(isContent);
}

/** True for a word that no sentence is held together by, no option and no name of a secret. */
function isContent(word: string): boolean {
	return (
		word.length > 1 &&
		REGEXES.letterOrDigit.test(word.charAt(0)) &&
		!isGrammar(word) &&
		!REGEXES.state.test(word) &&
		!isSecretName(word)
	);
}

/** Words that make a sentence of others. */
const GRAMMAR = new Set(
	"a an the this that these those it its his her their our your my you we they he she i and or but nor if when while where which who what how why because so as than then also too just yet still already again always never ever not no none only both each every any some all most more less here there in on at of off for from to into onto by with without within via per about after before until till since during over under between through against up out down is are was were be been being am do does did has have had can could may might must shall should will would let get set use see".split(
		" ",
	),
);

/** True for a word that makes a sentence of others. */
export function isGrammar(word: string): boolean {
	return GRAMMAR.has(word.toLowerCase());
}
