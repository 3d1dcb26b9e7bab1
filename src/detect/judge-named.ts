import { judgeAwsSecretKey } from "./aws-secret-key.ts";
import type { Context, Detection } from "./detection.ts";
import { generic } from "./generic-detection.ts";
import { judgeInSource } from "./judge-source.ts";
import { isAboutSomething, isPointerWord, wordsOf, type NameClass, namesKmsKey } from "./name-kind.ts";
import { isPhrase } from "./phrase.ts";
import { isJoinedWords, isScrambled } from "./password-like.ts";
import { isWordy, makeupOf, randomness, randomnessOfPart, type Makeup } from "./randomness.ts";
import { redact } from "./redact.ts";
import { REGEXES } from "./regexes.ts";
import { findPrefixed } from "./structures.ts";
import {
	isCamelCase,
	isDotted,
	isEveryday,
	isMemberPath,
	isNameOfSecret,
	isPath,
	isPlaceholder,
	isReference,
	isSlug,
} from "./veto.ts";

const PASSWORD = "a password";
const SECRET = "a secret";
const LONGEST_NAMED = 4096;

/** Asks the name what the value should look like, and the value whether it does. */
export function detectNamed(text: string, context: Context, nameClass: NameClass): Detection | null {
	const name = context.name ?? "";
	if (
		text.length > LONGEST_NAMED ||
		text.length < 4 ||
		nameClass === "pointer" ||
		isOtherScript(text, nameClass !== "password")
	) {
		return null;
	}
	if (nameClass === "none") {
		return detectPrefixed(text, name);
	}
	if (context.kind === "source") {
		return judgeInSource(text, name, nameClass);
	}
	if (isPassphrase(text, name, nameClass)) {
		return nameClass === "password"
			? generic(text, "low", PASSWORD, "weak-password")
			: generic(text, "low", SECRET, "weak-secret");
	}
	const makeup = makeupOf(text);
	if (isNever(text, nameClass, makeup)) {
		return null;
	}
	switch (nameClass) {
		case "password":
			return judgePassword(text, makeup, context);
		case "secret":
			return judgeSecret(text, makeup, context);
		case "weak":
			return judgeVaguely(text, makeup, 20, 0.8);
		case "near":
			return judgeVaguely(text, makeup, 16, 0.9);
		default:
			return nameClass satisfies never;
	}
}

/**
 * True for a text in a script that needs no blanks between words, as translations are, and where a machine draws
 * (`isDrawn`) for any text that is mostly not ASCII.
 */
function isOtherScript(text: string, isDrawn: boolean): boolean {
	return (
		REGEXES.foreignLetter.test(text) &&
		(REGEXES.unspaced.test(text) ||
			(isDrawn && (text.match(REGEXES.foreignLetters) ?? []).join("").length * 3 > text.length))
	);
}

const SIGNS = new Set("jwt session cookie signing sign hmac encryption encrypt cipher".split(" "));

/**
 * `correct horse battery staple`, `keyboard cat` for a key that signs: small words that no sentence joins. Two of them
 * under a password's name may be a note.
 */
function isPassphrase(text: string, name: string, nameClass: NameClass): boolean {
	const isOfPassword = nameClass === "password";
	return (
		REGEXES.smallWords.test(text) &&
		(isOfPassword || (nameClass === "secret" && wordsOf(name).some((word) => SIGNS.has(word)))) &&
		isPhrase(text, isOfPassword ? 3 : 2) &&
		!isPlaceholder(text)
	);
}

function detectPrefixed(text: string, name: string): Detection | null {
	const token = text.length >= 24 && text.length <= 160 ? findPrefixed(text) : null;
	return token === null || isAboutSomething(name) ? null : { ...token, redacted: redact(text) };
}

/** Under a name that says little, only what is surely drawn counts. */
function judgeVaguely(text: string, makeup: Makeup, shortest: number, least: number): Detection | null {
	const isJudged = text.length >= shortest && makeup.digits > 0 && !isOrdinary(text) && !REGEXES.uuid.test(text);
	return isJudged && randomness(text, makeup) > least ? generic(text, "medium", "a secret") : null;
}

/** True for what is no credential under any name. */
function isNever(text: string, nameClass: NameClass, makeup: Makeup): boolean {
	if (
		makeup.others === text.length ||
		REGEXES.space.test(text) ||
		(nameClass === "password" ? REGEXES.cutOff : REGEXES.unfilled).test(text) ||
		isReference(text)
	) {
		return true;
	}
	if (!isPlaceholder(text)) {
		return false;
	}
	// `ChangeMe123!` is a password that works and that nobody will change.
	return nameClass !== "password" || makeup.kinds < 4;
}

/** Reads as a name, or is of an everyday kind. */
function isOrdinary(text: string): boolean {
	return isSlug(text, 1) || isEveryday(text) || isCamelCase(text) || isPath(text);
}

function judgePassword(text: string, makeup: Makeup, context: Context): Detection | null {
	const { length, digits } = makeup;
	const weak = (): Detection => generic(text, "low", PASSWORD, "weak-password");
	if (digits === length) {
		return length >= 5 && length <= 12 ? weak() : null;
	}
	if (isNameOfThing(text)) {
		return null;
	}
	if (length >= 12 && randomness(text, makeup) > threshold(length) && !readsAsName(text, 1)) {
		return generic(text, "high", PASSWORD, "password");
	}
	if (readsAsName(text, 2)) {
		return judgeJoined(text, context);
	}
	if (isCamelCase(text)) {
		return context.kind === "template" && !isPointing(text) ? weak() : null;
	}
	if (isMixed(makeup)) {
		return length >= 6 ? generic(text, isPlaceholder(text) ? "low" : "medium", PASSWORD, "password") : weak();
	}
	if (REGEXES.word.test(text) && length >= 10 && !isWordy(text)) {
		return generic(text, "high", PASSWORD, "password");
	}
	return isEchoOf(text, context) ? null : weak();
}

/** Words with marks between them: `Tiger-Berlin-42` is a password, `prod-db-password` may name one. */
function judgeJoined(text: string, context: Context): Detection | null {
	const isPassword = isJoinedWords(text);
	return isPassword && REGEXES.upper.test(text)
		? generic(text, "medium", PASSWORD, "password")
		: isPassword || isTypedSlug(text, context)
			? generic(text, "low", PASSWORD, "weak-password")
			: null;
}

/** `prod-db-password` in an environment names a secret; a property that takes a password takes it for one. */
function isTypedSlug(text: string, context: Context): boolean {
	return !isPointing(text) && (context.kind === "template" || readsAsTyped(text));
}

/** Words of a name, at least `parts` of them, or the name of a variable. */
function readsAsName(text: string, parts: number): boolean {
	return isSlug(text, parts) || isNameOfSecret(text);
}

/** Characters of several kinds, as in no word. */
function isMixed({ length, kinds, digits }: Makeup): boolean {
	return kinds >= 3 || (kinds >= 2 && digits > 0 && length >= 6);
}

/** The id of a resource, `a.b.c`, a word with calls or members behind it. */
function isNameOfThing(text: string): boolean {
	return (
		REGEXES.resourceId.test(text) ||
		isDotted(text) ||
		(isMemberPath(text) && REGEXES.word.test(text.replaceAll(".", "")))
	);
}

/** `PASSWORD: password`: the key of a map, an enumeration. A property of a resource takes it for a password. */
function isEchoOf(text: string, context: Context): boolean {
	return context.kind === "environment"
		? text.toLowerCase() === context.name?.toLowerCase()
		: text === context.name && text !== text.toLowerCase();
}

const TYPED = new Set(
	"my super top very secret password pass passwd pw pwd strong secure key token jwt this is a the not so safe keep".split(
		" ",
	),
);
const EMPHATIC = new Set("super top very strong pw pwd".split(" "));

/** `my-secret-pw`, `super-secret-key`: what a person types for want of a better one. Nobody names a stored secret so. */
function readsAsTyped(text: string): boolean {
	const words = wordsOf(text);
	return words.every((word) => TYPED.has(word)) && words.some((word) => EMPHATIC.has(word));
}

/** `prod-db-secret-name`, `DbSecretArn`: the last word says that the value is a name. */
function isPointing(text: string): boolean {
	return isPointerWord(wordsOf(text).at(-1) ?? "");
}

/** Found by drawing: 99 of 100 random strings of the length score more, 99 of 100 identifiers less (slugs apart). */
function threshold(length: number): number {
	if (length >= 20) {
		return 0.5;
	}
	return length >= 14 ? 0.55 : 0.8;
}

const SIGNING = new Set(
	"jwt session cookie signing sign hmac webhook encryption encrypt private app master aes api client shared auth".split(
		" ",
	),
);

function judgeSecret(text: string, makeup: Makeup, context: Context): Detection | null {
	const words = wordsOf(context.name ?? "");
	if (words.at(-1) === "id" && words.at(-2) === "key") {
		return null; // AWS_ACCESS_KEY_ID: only a key id will do, and its form has been asked for.
	}
	const key = judgeAwsSecretKey(text, words, makeup);
	if (key !== null) {
		return key;
	}
	if (isScrambled(text, makeup)) {
		return generic(text, "high", SECRET);
	}
	if (makeup.digits === makeup.length || isEveryday(text) || isPath(text) || isNameOfSecret(text)) {
		return null;
	}
	if (isSlug(text, 2)) {
		return judgeSlug(text, words, makeup, context);
	}
	if (REGEXES.uuid.test(text)) {
		return namesKmsKey(words) ? null : generic(text, "medium", SECRET);
	}
	if (isDrawnSecret(text, makeup)) {
		return generic(text, "high", SECRET);
	}
	return judgeTyped(text, words, makeup);
}

/**
 * `prod-db-secret` is the name of one; `super-secret-key` is one, and so is `auth-token-2024` where a property takes a
 * token.
 */
function judgeSlug(text: string, words: readonly string[], makeup: Makeup, context: Context): Detection | null {
	const isTyped = isForSigning(words) && readsAsTyped(text);
	return makeup.length >= 8 && !isPointing(text) && (isTyped || (context.kind === "template" && makeup.digits > 0))
		? generic(text, "low", SECRET, "weak-secret")
		: null;
}

/** Drawn by a machine. */
function isDrawnSecret(text: string, makeup: Makeup): boolean {
	const { length, digits } = makeup;
	return (
		length >= 10 &&
		Math.max(randomness(text, makeup), randomnessOfPart(text)) > threshold(length) &&
		(digits > 0 || length >= 16) &&
		!isCamelCase(text)
	);
}

/** Typed by a person. */
function judgeTyped(text: string, words: readonly string[], makeup: Makeup): Detection | null {
	const { length, digits, kinds, others } = makeup;
	if (length < 8) {
		return null;
	}
	if (kinds >= 3 && digits > 0 && others > 0) {
		return generic(text, "medium", SECRET);
	}
	const isNumbered = digits > 0 && length > digits + others && !isPointing(text);
	return isNumbered || isSecretWord(text, words) ? generic(text, "low", SECRET, "weak-secret") : null;
}

/** `JWT_SECRET: supersecret`. A word under a bare SECRET or TOKEN may be the name of one. */
function isSecretWord(text: string, words: readonly string[]): boolean {
	return (
		REGEXES.word.test(text) &&
		!isCamelCase(text) &&
		text === text.toLowerCase() &&
		(words.at(-1) === "key" || isForSigning(words)) &&
		SECRET_WORDS.some((word) => text.includes(word))
	);
}

const SECRET_WORDS = ["secret", "pass", "key", "token"];

function isForSigning(words: readonly string[]): boolean {
	return words.some((word) => SIGNING.has(word));
}
