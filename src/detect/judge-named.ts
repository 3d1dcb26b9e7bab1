import type { Context, Detection } from "./detection.ts";
import { generic } from "./generic-detection.ts";
import { judgeInSource } from "./judge-source.ts";
import { isAboutSomething, isPointerWord, wordsOf, type NameClass } from "./name-kind.ts";
import { isWordy, makeupOf, randomness, type Makeup } from "./randomness.ts";
import { redact } from "./redact.ts";
import { REGEXES } from "./regexes.ts";
import { findPrefixed } from "./structures.ts";
import { isCamelCase, isDotted, isEveryday, isPath, isPlaceholder, isReference, isSlug } from "./veto.ts";

const EXAMPLE_LABEL = "AWS's published example key";
const LONGEST_NAMED = 4096;

/** Asks the name what the value should look like, and the value whether it does. */
export function detectNamed(text: string, context: Context, nameClass: NameClass): Detection | null {
	const name = context.name ?? "";
	if (text.length > LONGEST_NAMED || text.length < 4 || nameClass === "pointer") {
		return null;
	}
	if (nameClass === "none") {
		const token = text.length >= 24 && text.length <= 160 && !isAboutSomething(name) ? findPrefixed(text) : null;
		return token === null ? null : { ...token, redacted: redact(text) };
	}
	if (context.kind === "source") {
		return judgeInSource(text, name, nameClass);
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
			return text.length >= 20 &&
				makeup.digits > 0 &&
				!isOrdinary(text) &&
				!REGEXES.uuid.test(text) &&
				randomness(text, makeup) > 0.8
				? generic(text, "medium", "a secret")
				: null;
		case "near":
			return text.length >= 16 &&
				makeup.digits > 0 &&
				!isOrdinary(text) &&
				!REGEXES.uuid.test(text) &&
				randomness(text, makeup) > 0.9
				? generic(text, "medium", "a secret")
				: null;
		default:
			return nameClass satisfies never;
	}
}

/** True for what is no credential under any name. */
function isNever(text: string, nameClass: NameClass, makeup: Makeup): boolean {
	if (makeup.others === text.length || REGEXES.space.test(text) || isReference(text)) {
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
	const { length, kinds, digits } = makeup;
	const label = "a password";
	if (digits === length) {
		return length >= 5 && length <= 12 ? generic(text, "low", label, "weak-password") : null;
	}
	if (
		REGEXES.resourceId.test(text) ||
		isDotted(text) ||
		(REGEXES.code.test(text) && REGEXES.word.test(text.replaceAll(".", "")))
	) {
		return null;
	}
	const score = randomness(text, makeup);
	if (length >= 12 && score > threshold(length) && !isSlug(text, 1)) {
		return generic(text, "high", label, "password");
	}
	if (isSlug(text, 2)) {
		// `prod-db-password` in an environment names a secret; a property that takes a password takes it for one.
		return !isPointing(text) && (context.kind === "template" || readsAsTyped(text))
			? generic(text, "low", label, "weak-password")
			: null;
	}
	if (isCamelCase(text)) {
		return context.kind === "template" && !isPointing(text) ? generic(text, "low", label, "weak-password") : null;
	}
	if (kinds >= 3 || (kinds >= 2 && digits > 0 && length >= 6)) {
		return length >= 6
			? generic(text, isPlaceholder(text) ? "low" : "medium", label, "password")
			: generic(text, "low", label, "weak-password");
	}
	if (REGEXES.word.test(text) && length >= 10 && !isWordy(text)) {
		return generic(text, "high", label, "password");
	}
	return isEchoOf(text, context) ? null : generic(text, "low", label, "weak-password");
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

/**
 * `my-secret-pw`, `super-secret-key`: what a person types for want of a better one. Nobody names a stored secret so.
 */
function readsAsTyped(text: string): boolean {
	const words = wordsOf(text);
	return (
		words.every((word) => TYPED.has(word)) &&
		words.some(
			(word) =>
				word === "super" ||
				word === "top" ||
				word === "very" ||
				word === "strong" ||
				word === "pw" ||
				word === "pwd",
		)
	);
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
	const { length, digits, kinds } = makeup;
	if (words.at(-1) === "id") {
		return null; // AWS_ACCESS_KEY_ID: only a key id will do, and its form has been asked for.
	}
	if (
		words.includes("secret") &&
		(words.includes("access") || words.includes("aws") || words.includes("key")) &&
		REGEXES.awsSecretKey.test(text) &&
		!isPath(text)
	) {
		const isExample = REGEXES.exampleKey.test(text);
		if (isExample) {
			return generic(text, "low", EXAMPLE_LABEL, "aws-secret-access-key");
		}
		const isAws = words.includes("aws") || words.includes("access");
		const isRandom = randomness(text, makeup) > 0.5;
		if (isAws && (isRandom || kinds > 1)) {
			return generic(text, isRandom ? "high" : "medium", "an AWS secret access key", "aws-secret-access-key");
		}
	}
	if (digits === length || isEveryday(text) || isPath(text)) {
		return null;
	}
	if (isSlug(text, 2)) {
		// `prod-db-secret` is the name of one; `super-secret-key` is one, and so is `auth-token-2024` where a property
		// takes a token.
		const isTyped = words.some((word) => SIGNING.has(word)) && readsAsTyped(text);
		return length >= 8 && !isPointing(text) && (isTyped || (context.kind === "template" && digits > 0))
			? generic(text, "low", "a secret", "weak-secret")
			: null;
	}
	if (REGEXES.uuid.test(text)) {
		return words.includes("kms") || words.includes("encryption") || words.includes("master")
			? null
			: generic(text, "medium", "a secret");
	}
	const score = randomness(text, makeup);
	if (
		length >= 10 &&
		score > threshold(length) &&
		(digits > 0 || length >= 16) &&
		!isSlug(text, 1) &&
		!isCamelCase(text)
	) {
		return generic(text, "high", "a secret");
	}
	if (kinds >= 3 && digits > 0 && length >= 8 && makeup.others > 0) {
		return generic(text, "medium", "a secret");
	}
	if (length >= 8 && digits > 0 && length > digits + makeup.others && !isPointing(text)) {
		return generic(text, "low", "a secret", "weak-secret");
	}
	// JWT_SECRET: supersecret. A word under a bare SECRET or TOKEN may be the name of one.
	return length >= 8 &&
		REGEXES.word.test(text) &&
		!isCamelCase(text) &&
		text === text.toLowerCase() &&
		(words.at(-1) === "key" || words.some((word) => SIGNING.has(word))) &&
		readsAsSecret(text)
		? generic(text, "low", "a secret", "weak-secret")
		: null;
}

function readsAsSecret(text: string): boolean {
	return text.includes("secret") || text.includes("pass") || text.includes("key") || text.includes("token");
}
