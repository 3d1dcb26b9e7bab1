import { splitName } from "./name-kind.ts";
import { isWordy, makeupOf, randomness } from "./randomness.ts";
import { REGEXES } from "./regexes.ts";
import { isIdentifier, isReference } from "./veto.ts";

/**
 * True for a word as people make it up for a password: signs or digits between or behind letters, and no name of a
 * thing.
 */
export function isPasswordLike(word: string): boolean {
	if (word.length < 6 || word.length > 64 || isOtherThing(word)) {
		return false;
	}
	const { lower, upper, digits, kinds, turns } = makeupOf(word);
	if (REGEXES.foreignLetter.test(word)) {
		return digits > 0 || REGEXES.passwordSign.test(word); // `пароль123`
	}
	if (lower + upper === 0) {
		return false;
	}
	if (REGEXES.passwordSign.test(word)) {
		// `Sommer2024!`, `p@ssw0rd`; not `World!`, `region=`, `ec2-user@`
		return digits > 0
			? REGEXES.passwordSign.test(word.replace(REGEXES.openEnd, "")) && !isIdentifier(word)
			: kinds > 2 && REGEXES.signInside.test(word) && !isIdentifier(word);
	}
	// `Tr0ub4dor`, `xK4mP9q`: digits between letters, in the way of any word.
	return turns > 1 && digits > 1 && lower > 0 && upper > 0 && REGEXES.alphanumeric.test(word) && !isOfWords(word);
}

/** Addresses, references, ids, numbers, names of algorithms, code. */
function isOtherThing(word: string): boolean {
	return (
		REGEXES.url.test(word) ||
		isReference(word) ||
		REGEXES.resourceId.test(word) ||
		REGEXES.email.test(word) ||
		REGEXES.number.test(word) ||
		REGEXES.algorithm.test(word) ||
		REGEXES.code.test(word) ||
		REGEXES.logicalId.test(word) ||
		REGEXES.notation.test(word)
	);
}

function isOfWords(name: string): boolean {
	return splitName(name).every(
		(part) => REGEXES.shortWord.test(part) || (part.length > 2 && isWordy(part.replaceAll(REGEXES.digits, ""))),
	);
}

/**
 * True for a word that a machine drew: long, of letters in both cases and digits, as no name is. Digests and other
 * hexadecimal numbers are names of things.
 */
export function isDrawn(word: string): boolean {
	const makeup = makeupOf(word);
	if (
		word.length < 16 ||
		word.length > 256 ||
		makeup.isHex ||
		REGEXES.logicalId.test(word) ||
		makeup.lower === 0 ||
		makeup.upper === 0
	) {
		return false;
	}
	return makeup.digits > 1
		? randomness(word, makeup) > 0.5
		: makeup.upper > 2 && REGEXES.alphanumeric.test(word) && randomness(word, makeup) > 0.7 && !isWordy(word);
}
