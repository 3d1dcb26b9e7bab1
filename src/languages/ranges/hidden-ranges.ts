import { Answers } from "../../text/answers.ts";
import { detectAlone } from "../../detect/detect-secret.ts";
import { findSecrets } from "../../detect/find-secrets.ts";
import type { Exposure } from "./exposure.ts";
import { isJson, jsonRanges } from "./json-ranges.ts";
import { classOfName, isSecretName } from "../../detect/name-kind.ts";
import { isDrawn, isMixed, isPasswordLike, isWeak } from "../../detect/password-like.ts";
import { pairRanges, tokenRanges } from "../../detect/redact.ts";
import { REGEXES } from "../../detect/regexes.ts";
import type { Range } from "../../detect/text-pairs.ts";
import { isCamelCase, isEveryday, isIdentifier, isPath, isReference, isSlug } from "../../detect/veto.ts";
import { pushAll } from "../../text/push-all.ts";

/** Shorter texts let nobody in. */
const SHORTEST = 4;

/**
 * Which stretches of a text are not to be shown, where a reader would see it: not what is a finding, but all that may
 * be a secret. A weak password, an example, a word in a password's place are hidden as well; what leads elsewhere
 * stays.
 *
 * @param name what the text is given to, if anything
 * @param isScanned true where {@link tokenRanges} were asked for in a text that has this one in it, as it is
 */
export function hiddenRanges(
	text: string,
	exposure: Exposure,
	name: string | null = null,
	isScanned = false,
): readonly Range[] {
	if (text.length < SHORTEST || !REGEXES.letterOrDigit.test(text)) {
		return [];
	}
	if (text.length > LONGEST_READ) {
		return [[0, text.length]];
	}
	// `Bearer …`: the word before the credential tells nothing; alone, beside a hole, it is none.
	const from = REGEXES.scheme.exec(text)?.[0].length ?? 0;
	const hasScheme = from !== 0;
	const option = REGEXES.longOption.exec(text);
	if (option !== null && isSecretName(option[1] ?? "")) {
		return hiddenRanges(text.slice(option[0].length), "taken").map(([start, end]): Range => [
			start + option[0].length,
			end + option[0].length,
		]);
	}
	const whole: readonly Range[] = text.length - from < SHORTEST ? [] : [[from, text.length]];
	if (
		hasScheme &&
		REGEXES.oneWord.test(text.slice(from)) &&
		!(exposure === "free" && REGEXES.schemeWord.test(text))
	) {
		return [...whole, ...formRanges(text, name, isScanned)];
	}
	if (exposure === "likely" && REGEXES.userAndPassword.test(text)) {
		return [[text.indexOf(":") + 1, text.length]]; // `auth: "app:…"`
	}
	return mayBeSecret(text, hasScheme ? text.slice(from) : null, exposure) ? whole : formRanges(text, name, isScanned);
}

/**
 * True where the whole of a text may be a secret, for what is known of its place.
 *
 * @param behindScheme the credential behind its scheme, if it has one
 */
function mayBeSecret(text: string, behindScheme: string | null, exposure: Exposure): boolean {
	const credential = behindScheme ?? text;
	const hasScheme = behindScheme !== null;
	switch (exposure) {
		case "taken":
			return !leadsElsewhere(credential);
		case "likely":
			return (
				!leadsElsewhere(credential) &&
				(hasScheme || REGEXES.pin.test(text) || !REGEXES.nameLike.test(text) || !isHarmless(text))
			);
		case "near":
			return !leadsElsewhere(credential) && (hasScheme || !isHarmless(credential));
		case "free":
			return false;
		default:
			return exposure satisfies never;
	}
}

/**
 * A longer text is data, hidden whole: an expression that matches one of megabytes from its first character to its last
 * ends the stack of the engine.
 */
const LONGEST_READ = 262_144;

const LONGEST_KEPT = 64;
/** By whether the text was scanned. The key of a text is the text, with a name before it. */
const FORMS = [formAnswers(), formAnswers()] as const;

function formAnswers(): Answers<readonly Range[]> {
	return new Answers({ longest: 2 * LONGEST_KEPT });
}

/** What the form of a text gives away. A file repeats its words, so answers are kept, up to a limit. */
function formRanges(text: string, given: string | null, isScanned: boolean): readonly Range[] {
	// A name that says nothing is none: so no answer depends on what was asked before.
	const name = given === null || classOfName(given) === "none" ? null : given;
	if (name === null && isPlainText(text)) {
		return [];
	}
	if (text.length > LONGEST_KEPT) {
		return readForm(text, name, isScanned);
	}
	const key = name === null ? text : `${name}\0${text}`;
	return FORMS[isScanned ? 1 : 0].of(key, () => readForm(text, name, isScanned));
}

/** True for what {@link readForm} finds nothing in, as most texts are. */
function isPlainText(text: string): boolean {
	return (
		REGEXES.plainWord.test(text) ||
		(!isWeak(text) && (REGEXES.plainName.test(text) || (REGEXES.plainWords.test(text) && !mayHoldSecrets(text))))
	);
}

/** Whether `findSecrets` may find something in a text. */
function mayHoldSecrets(text: string): boolean {
	return REGEXES.mayHoldSecrets.test(text) || REGEXES.command.test(text);
}

function readForm(text: string, name: string | null, isScanned: boolean): readonly Range[] {
	const ranges: Range[] = isScanned ? [] : [...tokenRanges(text)];
	const found =
		detectAlone(text, name === null ? { kind: "source" } : { name, kind: "environment" }) ??
		detectAlone(text, { kind: "environment" });
	const json = REGEXES.jsonStart.test(text)
		? jsonRanges(text, (value, exposure) => hiddenRanges(value, exposure))
		: [];
	pushAll(ranges, json);
	if (found !== null && json.length === 0) {
		ranges.push([found.start, found.end]); // Of a JSON text it is known which of its values are secrets.
	}
	if (REGEXES.mayHoldPairs.test(text) || (REGEXES.quotedKey.test(text) && !isJson(text))) {
		pushAll(ranges, pairRanges(text));
		if (mayHoldSecrets(text)) {
			pushAll(
				ranges,
				findSecrets(text).map(({ start, end }): Range => [start, end]),
			);
		}
	}
	for (let start = 0; start < text.length;) {
		const newline = text.indexOf("\n", start);
		const end = newline < 0 ? text.length : newline;
		if (end - start <= LONGEST && (newline < 0 || end - start >= SHORTEST)) {
			pushAll(ranges, wordRanges(text.slice(start, end), start));
		}
		start = end + 1;
	}
	return ranges;
}

/** The words of a line that are made up as passwords are: `Sommer2024!`, `app:kubon47`. */
function wordRanges(line: string, start: number): readonly Range[] {
	if ((isMixed(line) && !REGEXES.filledIn.test(line)) || isWeak(line)) {
		return [[start, start + line.length]];
	}
	if (REGEXES.brackets.test(line)) {
		return [];
	}
	const ranges: Range[] = [];
	for (const match of line.matchAll(REGEXES.words)) {
		const head = REGEXES.pairHead.exec(match[0])?.[0].length ?? 0;
		const word = match[0].slice(head);
		const isPair = head === 0 && REGEXES.weakPair.test(word);
		if (isPair || isPasswordLike(word) || isDrawn(word)) {
			const from = isPair ? word.indexOf(":") + 1 : head;
			ranges.push([start + match.index + from, start + match.index + match[0].length]);
		}
	}
	return ranges;
}

/** Longer texts are code, prose or data, whose words nobody uses as a password. */
const LONGEST = 400;

/** True for what says where a value is, or is none. */
function leadsElsewhere(text: string): boolean {
	if (REGEXES.openHole.test(text) && !REGEXES.pointer.test(text) && !REGEXES.url.test(text)) {
		const rest = text.replaceAll(REGEXES.anyHole, "");
		return rest.length < SHORTEST || isHarmless(rest); // `${Stage}-db`, not `Ab12${x}*cd`
	}
	return (
		(isReference(text) && (!isPath(text) || REGEXES.rooted.test(text))) ||
		REGEXES.algorithm.test(text) ||
		REGEXES.awsType.test(text)
	);
}

/** True for what is a name, a path, a number or words, and so may stand beside secrets. */
function isHarmless(text: string): boolean {
	if (isPasswordLike(text) || REGEXES.wordWithDigits.test(text) || isMixed(text)) {
		return false;
	}
	return (
		REGEXES.prose.test(text) ||
		isEveryday(text) ||
		isPath(text) ||
		isSlug(text, 1) ||
		isCamelCase(text) ||
		isIdentifier(text)
	);
}
