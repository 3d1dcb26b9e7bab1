import { splitName } from "./name-kind.ts";
import { isWordy, makeupOf, randomness, type Makeup } from "./randomness.ts";
import { REGEXES } from "./regexes.ts";
import { hasFiller, isIdentifier, isReference } from "./veto.ts";

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

/** True for one word of capitals, small letters, digits and signs of three kinds, which no code and no pattern is. */
export function isMixed(word: string): boolean {
	return (
		word.length >= 8 &&
		word.length <= 128 &&
		!REGEXES.space.test(word) &&
		REGEXES.digit.test(word) &&
		REGEXES.upper.test(word) &&
		REGEXES.lower.test(word) &&
		new Set(word.match(REGEXES.signs)).size >= MOST_SIGNS &&
		!REGEXES.url.test(word) &&
		!REGEXES.codeSigns.test(word)
	);
}

const MOST_SIGNS = 3;

/**
 * True for what a generator of passwords makes of all characters of the keyboard, brackets among them: as random as no
 * code is, with no words in it. A pattern (`[A-Za-z0-9+/]`) is none.
 */
export function isScrambled(text: string, makeup: Makeup): boolean {
	const signs = new Set(text.match(REGEXES.signOrMark)).size;
	if (
		makeup.length < 12 ||
		makeup.length > 256 ||
		makeup.kinds < 3 ||
		signs < (makeup.digits > 0 ? 2 : 3) ||
		REGEXES.pattern.test(text) ||
		REGEXES.bracketed.test(text) ||
		randomness(text, makeup) < 0.3
	) {
		return false;
	}
	const words = (text.match(REGEXES.longLetters) ?? []).filter(isWordy).join("").length;
	return words * 3 <= makeup.length;
}

/** `Tiger-Berlin-42`, `tiger-berlin-stone-42!`: words with a number, none of which says what the value is. */
export function isJoinedWords(text: string): boolean {
	return REGEXES.joinedWords.test(text) && !hasFiller(text);
}

/** True for a word and some digits, as weak passwords are: `kubon47`, not `base64`, `python39`. */
export function isWeak(word: string): boolean {
	const letters = REGEXES.wordAndDigits.exec(word.replace(REGEXES.weakEnd, ""))?.[1]?.toLowerCase() ?? "";
	return REGEXES.weakWord.test(word) && !NUMBERED.has(letters) && !NUMBERED.has(letters.slice(0, -1));
}

/** Words that end in a number by themselves: versions, sizes, algorithms, colours, examples. */
const NUMBERED = new Set(
	"base route java node nodejs python ruby dotnet dotnetcore golang int uint sint float fixed double string number utf latin unicode windows ubuntu debian amazonlinux centos rhel postgres postgresql mysql mariadb aurora redis neptune oracle sqlserver kafka spark flink hive presto argon scrypt bcrypt hmac ecdsa curve secp salsa chacha ripemd blake oauth http https port level version page item test user admin client server host worker queue table bucket stack stage function lambda example sample part step group option subnet zone rack cluster shard column field line value param metric query expr green blue gray grey slate zinc neutral stone amber emerald purple yellow orange indigo violet heading margin padding width height medium small large".split(
		" ",
	),
);

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
		REGEXES.memberPath.test(word) ||
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
