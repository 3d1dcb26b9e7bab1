import { hiddenRanges } from "./hidden-ranges.ts";
import { isSecretName } from "./name-kind.ts";
import { mask, pairRanges } from "./redact.ts";
import { REGEXES } from "./regexes.ts";
import type { Range } from "./text-pairs.ts";

/**
 * Which stretches of a comment, of text between tags or of a pattern are not to be shown: what looks like a secret, and
 * the
 * word that follows a secret's name (`the old password was …`, `token: …`). Sentences about secrets stay readable.
 *
 * @param isAbout true where it speaks of a secret that it does not name
 * @param isScanned see {@link hiddenRanges}
 */
export function proseRanges(text: string, isAbout = false, isScanned = false): readonly Range[] {
	const ranges: Range[] = [
		...hiddenRanges(text, "free", null, isScanned),
		...(REGEXES.mayHoldPairs.test(text) ? [] : pairRanges(text)), // Those of a longer text are among the first.
	];
	let isNamed = isAbout ? NEAR : 0;
	/** True where the word before was taken for a value. */
	let isValue = false;
	let last = { word: "", end: 0 };
	for (const match of text.matchAll(REGEXES.proseWords)) {
		const [word] = match;
		const { index } = match;
		const before = text.slice(last.end, index);
		const isAnnounced = isNamed > 0 && REGEXES.announcing.test(last.word);
		last = { word, end: index + word.length };
		if (isSecretName(word)) {
			isNamed = NEAR;
			continue;
		}
		if (REGEXES.lineBreak.test(before)) {
			// `the password is` and a line below it; a value of several lines goes on, where each is one word.
			const isLine: boolean =
				isAnnounced || (isValue && REGEXES.lineBreak.test(text.charAt(index + word.length) || "\n"));
			isNamed = 0;
			isValue = isLine;
			if (isLine && word.length >= SHORTEST && !REGEXES.state.test(word)) {
				ranges.push([index, index + word.length]);
				continue;
			}
		}
		if (isNamed === 0 || REGEXES.connecting.test(word)) {
			continue;
		}
		isNamed--;
		const isGiven = isNamed === NEAR - 1 && REGEXES.givenAfter.test(text.slice(Math.max(0, index - 8), index));
		const isVerb = REGEXES.state.test(word) || (REGEXES.lowerWord.test(word) && REGEXES.beforeVerb.test(before));
		if (
			word.length >= SHORTEST &&
			!word.startsWith("//") &&
			((isGiven && !isVerb) ||
				REGEXES.digit.test(word) ||
				REGEXES.passwordSign.test(word) ||
				REGEXES.foreignLetter.test(word))
		) {
			ranges.push([index, index + word.length]);
			isNamed = NEAR;
			isValue = true;
		} else {
			isValue = false;
		}
	}
	return ranges;
}

/** A sentence that a person wrote, to be shown. */
export function redactProse(text: string): string {
	return mask(text, proseRanges(text));
}

/** How many words after a secret's name may be its value. */
const NEAR = 4;
const SHORTEST = 4;
