import { hiddenRanges } from "./hidden-ranges.ts";
import { isSecretName } from "../../detect/name-kind.ts";
import { isGrammar, isPhrase, LONGEST_PHRASE } from "../../detect/phrase.ts";
import { mask, pairRanges } from "../../detect/redact.ts";
import { REGEXES } from "../../detect/regexes.ts";
import type { Range } from "../../detect/text-pairs.ts";
import { pushAll } from "../../text/push-all.ts";

/** True for a word that may be a value, and says no state (`expired`). */
function isLongValue(word: string): boolean {
	return word.length >= SHORTEST && !REGEXES.state.test(word);
}

/**
 * Which stretches of a comment, of text between tags or of a pattern are not to be shown: what looks like a secret, and
 * the word that follows a secret's name (`the old password was …`, `token: …`). Sentences about secrets stay readable.
 *
 * @param isAbout true where it speaks of a secret that it does not name
 * @param isScanned see {@link hiddenRanges}
 */
export function proseRanges(text: string, isAbout = false, isScanned = false): readonly Range[] {
	const ranges: Range[] = [
		...hiddenRanges(text, "free", null, isScanned),
		...(REGEXES.mayHoldPairs.test(text) ? [] : pairRanges(text)), // Those of a longer text are among the first.
		...loginRanges(text),
	];
	let isNamed = isAbout ? NEAR : 0;
	/** True where the word before was taken for a value. */
	let isValue = false;
	let last = { word: "", end: 0 };
	for (const match of text.matchAll(REGEXES.proseWords)) {
		const [word] = match;
		const { index } = match;
		const before = text.slice(last.end, index);
		const isOfTwo = isNameOfTwo(last.word, before, word);
		const isAnnounced = isNamed > 0 && REGEXES.announcing.test(last.word);
		const isOfUrl = isPort(last.word, before, word);
		last = { word, end: index + word.length };
		if (isOfTwo || isSecretName(word)) {
			isNamed = NEAR;
			continue;
		}
		if (REGEXES.lineBreak.test(before)) {
			isNamed = 0;
			isValue = isAnnounced || (isValue && isLineEnd(text, index + word.length));
			if (isValue && isLongValue(word)) {
				ranges.push([index, endOfPhrase(text, index, endBefore(text, index, BLANKS))]);
				continue;
			}
		}
		if (isNamed === 0) {
			continue;
		}
		const isGiven = isNamed === NEAR && REGEXES.givenAfter.test(text.slice(Math.max(0, index - 24), index));
		if (REGEXES.connecting.test(word)) {
			if (isGiven) {
				pushAll(ranges, joinedPhrase(text, index, word));
			}
			continue;
		}
		isNamed--;
		isValue = !isOfUrl && mayBeValue(word, isGiven);
		if (isValue) {
			const end = index + word.length;
			ranges.push([index, Math.max(endOfPhrase(text, index, end), endOfWord(text, end))]);
			isNamed = NEAR;
		}
	}
	return ranges;
}

/** `is expired`, `is correct.`, `is never shown` */
function saysState(word: string): boolean {
	const bare = word.endsWith(".") ? word.slice(0, -1) : word;
	return REGEXES.state.test(word) || REGEXES.connecting.test(bare) || isGrammar(bare);
}

/** `API`, a blank, `key` */
function isNameOfTwo(first: string, between: string, word: string): boolean {
	return between === " " && REGEXES.nameOfTwo.test(`${first} ${word}`);
}

/** `//localhost`, `:`, `8080/cli` */
function isPort(host: string, between: string, word: string): boolean {
	return between === ":" && host.startsWith("//") && REGEXES.port.test(word);
}

/** `login: ann / …` */
function loginRanges(text: string): readonly Range[] {
	return [...text.matchAll(REGEXES.loginPair)].flatMap(({ 0: whole, 1: value = "", index }): readonly Range[] => {
		const start = index + whole.length - value.length;
		return !isSecretName(value) && mayBeValue(value, true)
			? [[start, endOfPhrase(text, start, start + value.length)]]
			: [];
	});
}

/** `is correct horse battery`: a word that joins, were it not for those behind it. */
function joinedPhrase(text: string, index: number, word: string): readonly Range[] {
	const end = word.length >= SHORTEST ? endOfPhrase(text, index, index, 3) : index;
	return end > index ? [[index, end]] : [];
}

/** True for a word behind a secret's name that may be its value: one that is given, or that no sentence has. */
function mayBeValue(word: string, isGiven: boolean): boolean {
	return (
		word.length >= SHORTEST &&
		!word.startsWith("//") &&
		((isGiven && !saysState(word)) ||
			REGEXES.digit.test(word) ||
			REGEXES.passwordSign.test(word) ||
			(REGEXES.foreignLetter.test(word) && REGEXES.hasLetter.test(word)))
	);
}

/** `the password is` and a line below it; a value of several lines goes on, where each is one word. */
function isLineEnd(text: string, at: number): boolean {
	return REGEXES.lineBreak.test(text.charAt(at) || "\n");
}

/**
 * Where a value of several words ends: `is correct horse battery`, up to the end of the line or of the clause. A sentence
 * has words of grammar in it, what people remember has none.
 */
function endOfPhrase(text: string, start: number, end: number, least = 2): number {
	const clause = text.slice(start, endBefore(text, start, CLAUSE_ENDS)).trimEnd();
	return isPhrase(clause, least) ? Math.max(end, start + clause.length) : end;
}

/** Where a value ends that has quotes or brackets in it: up to the next blank, unless more pairs follow there. */
function endOfWord(text: string, end: number): number {
	let last = endBefore(text, end, WORD_ENDS);
	if (REGEXES.furtherPair.test(text.slice(end, last))) {
		return end;
	}
	while (last > end && !REGEXES.letterOrDigit.test(text.charAt(last - 1))) {
		last--;
	}
	return last;
}

/** Where the first of some characters stands; a phrase's greatest length further on where none does. */
function endBefore(text: string, start: number, characters: string): number {
	let at = start;
	while (at < text.length && at - start < LONGEST_PHRASE && !characters.includes(text.charAt(at))) {
		at++;
	}
	return at;
}

const BLANKS = " \t\r\n";
const WORD_ENDS = " \t\r\n<";
const CLAUSE_ENDS = '\r\n.,;:()[]{}<>"`|';

/** A sentence that a person wrote, to be shown. */
export function redactProse(text: string): string {
	return mask(text, proseRanges(text));
}

/** How many words after a secret's name may be its value. */
const NEAR = 4;
const SHORTEST = 4;
