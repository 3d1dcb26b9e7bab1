import { judgeAwsSecretKey } from "./aws-secret-key.ts";
import type { Detection } from "./detection.ts";
import { generic } from "./generic-detection.ts";
import { isAboutWord, isBrandOfPasswords, wordsOf, type NameClass, namesKmsKey } from "./name-kind.ts";
import { isJoinedWords, isScrambled } from "./password-like.ts";
import { isWordy, makeupOf, randomness, randomnessOfPart, REGULAR, type Makeup } from "./randomness.ts";
import { REGEXES } from "./regexes.ts";
import {
	hasFiller,
	isCamelCase,
	isDotted,
	isEcho,
	isIdentifier,
	isListOfNames,
	isMemberPath,
	isPath,
	isPlaceholder,
	isReference,
	isNameOfSecret,
	isSlug,
} from "./veto.ts";

/**
 * Judges a text of a program under a name that says something. Programs are full of words under a secret's name
 * (labels, keys of maps, names of headers and of forms), so that only what no programmer would give as a name counts.
 */
export function judgeInSource(
	text: string,
	name: string,
	nameClass: Exclude<NameClass, "none" | "pointer">,
): Detection | null {
	if (
		REGEXES.space.test(text) ||
		isReference(text) ||
		REGEXES.exampleKey.test(text) ||
		(nameClass === "password" ? REGEXES.cutOff : REGEXES.unfilled).test(text) ||
		isEcho(text, name)
	) {
		return null;
	}
	const makeup = makeupOf(text);
	if (makeup.others === text.length) {
		return null;
	}
	if (nameClass === "password") {
		return isBrandOfPasswords(name) ? null : judgePassword(text, makeup);
	}
	return isPlaceholder(text)
		? null
		: nameClass === "secret"
			? (judgeSecret(text, name, makeup) ?? (REGEXES.ownHeader.test(name) ? judgeHeader(text, makeup) : null))
			: judgeVaguely(text, makeup, nameClass === "weak" ? 20 : 16);
}

const PASSWORD = "a password";

/** A person's password: letters with digits or signs, or letters in an order that no word has. */
function judgePassword(text: string, makeup: Makeup): Detection | null {
	const { kinds } = makeup;
	// `ChangeMe123!` is a password that works and that nobody will change.
	if (isPlaceholder(text) && kinds < 4) {
		return null;
	}
	if (isScrambled(text, makeup)) {
		return generic(text, "high", PASSWORD, "password");
	}
	if (REGEXES.uuid.test(text)) {
		return REGEXES.emptyUuid.test(text) ? null : generic(text, "medium", PASSWORD, "password");
	}
	return isNoPassword(text, makeup) ? null : (judgeJoined(text) ?? judgeTyped(text, makeup));
}

/** `Tiger-Berlin-42` is more likely a password than `tiger-berlin-stone-42`. */
function judgeJoined(text: string): Detection | null {
	return isJoinedWords(text)
		? generic(text, REGEXES.upper.test(text) ? "medium" : "low", PASSWORD, "password")
		: null;
}

/** What a person types, or draws. */
function judgeTyped(text: string, makeup: Makeup): Detection | null {
	const { length, digits, others } = makeup;
	if (length >= 12 && randomness(text, makeup) > threshold(length) && !isIdentifier(text)) {
		return generic(text, "high", PASSWORD, "password");
	}
	if (isIdentifier(text) || isCamelCase(text) || isPath(text)) {
		return null;
	}
	if (digits > 0 && makeup.lower + makeup.upper > 0) {
		// `password1` and `field2` number things.
		return digits < 3 && others === 0 && isNumbered(text)
			? null
			: generic(text, isPlaceholder(text) ? "low" : "medium", PASSWORD, "password");
	}
	return judgeLetters(text, makeup);
}

/** Without digits: letters with signs between them, or in an order that no word has. */
function judgeLetters(text: string, makeup: Makeup): Detection | null {
	const { length, others } = makeup;
	if (length < 8) {
		return null;
	}
	if (others > 0) {
		return REGEXES.signInside.test(text) ? generic(text, "medium", PASSWORD, "password") : null;
	}
	return !isWordy(text) && randomness(text, makeup) > 0.35
		? generic(text, length >= 12 ? "high" : "medium", PASSWORD, "password")
		: null;
}

/** Too short, a number, or the form of something else. */
function isNoPassword(text: string, { length, digits }: Makeup): boolean {
	return (
		length < 6 ||
		length > 200 ||
		digits === length ||
		isMarkup(text) ||
		REGEXES.resourceId.test(text) ||
		isDotted(text) ||
		REGEXES.email.test(text) ||
		REGEXES.number.test(text) ||
		REGEXES.algorithm.test(text) ||
		isMemberPath(text) ||
		isNameOfSecret(text) ||
		isSelector(text)
	);
}

/** What finds elements of a page, colors them or matches texts: `#user_password_2`, `input[type=password]`, `^[a-z]{8,}$`. */
function isSelector(text: string): boolean {
	return (
		REGEXES.color.test(text) ||
		REGEXES.attributeSelector.test(text) ||
		(REGEXES.idSelector.test(text) && hasFiller(text)) ||
		(REGEXES.pattern.test(text) && REGEXES.brackets.test(text))
	);
}

/** Numbers, ids of resources, addresses, hosts, files, code. */
function isCommon(text: string): boolean {
	return (
		REGEXES.number.test(text) ||
		REGEXES.resourceId.test(text) ||
		REGEXES.email.test(text) ||
		isDotted(text) ||
		REGEXES.brackets.test(text) ||
		isMarkup(text) ||
		isMemberPath(text) ||
		(REGEXES.idSelector.test(text) && hasFiller(text))
	);
}

/** Tags, calls, objects, arrows: what is no password, though a password may have any sign. */
function isMarkup(text: string): boolean {
	return REGEXES.markup.test(text);
}

/** `uploads/9f0c…/photo.jpg`, `ORDER#9f0c…`, `cache:v2:9f0c…`: the key of an object, of an item, of an entry. */
function isFiled(text: string): boolean {
	const [first = "", ...more] = text.split(REGEXES.fileMark);
	return more.length > 0 && isWordy(first);
}

const NUMBERED = new Set(
	"password passwd pass pwd secret token key field input test user admin step login auth level type form page item value text name option".split(
		" ",
	),
);

function isNumbered(text: string): boolean {
	const found = wordsOf(text);
	const [word = ""] = found;
	return found.length === 1 ? NUMBERED.has(word) : isAboutWord(found.at(-1) ?? "");
}

/** Found by drawing: 99 of 100 random strings of the length score more, 99 of 100 identifiers less (slugs apart). */
function threshold(length: number): number {
	if (length >= 20) {
		return 0.2;
	}
	return length >= 14 ? 0.35 : 0.7;
}

const SIGNING = new Set(
	"jwt session cookie signing sign hmac webhook encryption encrypt private app master aes cipher shared auth client".split(
		" ",
	),
);

/** `"X-Api-Key": "hunter22hunter"`: a header of somebody's own takes what a person thought of, as a password does. */
function judgeHeader(text: string, makeup: Makeup): Detection | null {
	return judgePassword(text, makeup) === null ? null : generic(text, "medium", SECRET, "weak-secret");
}

const SECRET = "a secret";
/** A machine's secret: drawn at random. */
function judgeSecret(text: string, name: string, makeup: Makeup): Detection | null {
	const words = wordsOf(name);
	const { length, digits } = makeup;
	if ((words.at(-1) === "id" && words.at(-2) === "key") || length < 8 || digits === length) {
		return null; // AWS_ACCESS_KEY_ID: only a key id will do, and its form has been asked for.
	}
	const key = judgeAwsSecretKey(text, words, makeup);
	if (key !== null) {
		return key;
	}
	if (isScrambled(text, makeup)) {
		return generic(text, "high", SECRET);
	}
	if (isNoSecret(text)) {
		return null;
	}
	if (REGEXES.uuid.test(text)) {
		const isId = REGEXES.emptyUuid.test(text) || namesKmsKey(words);
		return isId ? null : generic(text, "medium", SECRET);
	}
	const score = Math.max(randomness(text, makeup), randomnessOfPart(text));
	if (length >= 10 && score > threshold(length) && (digits > 0 || length >= 16) && !isCamelCase(text)) {
		return generic(text, "high", SECRET);
	}
	return score !== REGULAR && (isTypedSecret(text, makeup) || isTypedKey(text, words, makeup))
		? generic(text, "medium", SECRET)
		: null;
}

function isNoSecret(text: string): boolean {
	return (
		isCommon(text) ||
		isListOfNames(text) ||
		isPath(text) ||
		isIdentifier(text) ||
		REGEXES.algorithm.test(text) ||
		REGEXES.elided.test(text)
	);
}

/** `jwtSecret: "hello-w0rld!"`: typed by a person, where a person chooses. */
function isTypedSecret(text: string, { kinds, digits }: Makeup): boolean {
	return kinds >= 3 && digits > 0 && REGEXES.sign.test(text);
}

function isTypedKey(text: string, words: readonly string[], { digits, others, lower }: Makeup): boolean {
	return digits > 1 && others === 0 && lower > 3 && words.some((word) => SIGNING.has(word)) && !isCamelCase(text);
}

/** Under a name that says little, only what is surely drawn counts. */
function judgeVaguely(text: string, makeup: Makeup, shortest: number): Detection | null {
	if (
		makeup.length < shortest ||
		makeup.digits < 2 ||
		REGEXES.constant.test(text) ||
		text.toLowerCase().includes("yyyy") ||
		isSlug(text, 1) ||
		isCommon(text) ||
		isCamelCase(text) ||
		isPath(text) ||
		isIdentifier(text) ||
		isFiled(text) ||
		REGEXES.uuid.test(text)
	) {
		return null;
	}
	return randomness(text, makeup) > 0.6 ? generic(text, "medium", "a secret") : null;
}
