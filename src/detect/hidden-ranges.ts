import { detectSecret } from "./detect-secret.ts";
import { findSecrets } from "./find-secrets.ts";
import { classOfName, isSecretName } from "./name-kind.ts";
import { isDrawn, isPasswordLike } from "./password-like.ts";
import { pairRanges, tokenRanges } from "./redact.ts";
import { REGEXES } from "./regexes.ts";
import type { Range } from "./text-pairs.ts";
import { isCamelCase, isEveryday, isIdentifier, isPath, isReference, isSlug } from "./veto.ts";
import { pushAll } from "../text/push-all.ts";

/**
 * How likely the place of a text takes a secret:
 * - `taken`: what stands there lets in, be it a word: the key of a signature, a property for a password, a secret's
 *   name.
 * - `likely`: it may take one, or a word that says of which kind it is: `auth: "…"`, `auth: "iam"`.
 * - `near`: something around it speaks of secrets: the function it is given to, what holds the object it is in.
 * - `free`: nothing says so; only the text's own form tells.
 */
export type Exposure = "taken" | "likely" | "near" | "free";

/** How likely a name has a secret for its value. */
export function exposureOfName(name: string): Exposure {
	if (REGEXES.sharedCondition.test(name)) {
		return "taken";
	}
	switch (classOfName(name)) {
		case "password":
		case "secret":
			return "taken";
		case "weak":
		case "near":
			return REGEXES.credentialName.test(name) ? "likely" : "near";
		case "pointer":
		case "none":
			return REGEXES.credentialName.test(name) ? "likely" : "free";
	}
}

/** Keys beside a secret whose values are none. */
export const HARMLESS_NAME =
	/user|host|port|name|region|type|kind|algorithm|issuer|audience|subject|endpoint|ur[il]|path|file|table|bucket|database|schema|dialect|format|encoding|version|description|scope|stage|env|mode|date|expir|ttl|stringkey|arn|label|title|id$/iu;

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
	// `Bearer …`: the word before the credential tells nothing; alone, beside a hole, it is none.
	const from = REGEXES.scheme.exec(text)?.[0].length ?? 0;
	const option = REGEXES.longOption.exec(text);
	if (option !== null && isSecretName(option[1] ?? "")) {
		return hiddenRanges(text.slice(option[0].length), "taken").map(([start, end]): Range => [
			start + option[0].length,
			end + option[0].length,
		]);
	}
	const whole: readonly Range[] = text.length - from < SHORTEST ? [] : [[from, text.length]];
	if (from > 0 && REGEXES.oneWord.test(text.slice(from))) {
		return [...whole, ...formRanges(text, name, isScanned)];
	}
	return mayBeSecret(text, from, exposure) ? whole : formRanges(text, name, isScanned);
}

/**
 * True where the whole of a text may be a secret, for what is known of its place.
 *
 * @param from where the credential begins behind its scheme
 */
function mayBeSecret(text: string, from: number, exposure: Exposure): boolean {
	const credential = text.slice(from);
	switch (exposure) {
		case "taken":
			return !leadsElsewhere(credential);
		case "likely":
			return !leadsElsewhere(credential) && (from > 0 || !REGEXES.nameLike.test(text) || !isHarmless(text));
		case "near":
			return !leadsElsewhere(credential) && (from > 0 || !isHarmless(credential));
		case "free":
			return false;
		default:
			return exposure satisfies never;
	}
}

const FORM_LIMIT = 4096;
const LONGEST_KEPT = 64;
/** By whether the text was scanned. */
const FORMS = [new Map<string, readonly Range[]>(), new Map<string, readonly Range[]>()] as const;

/** What the form of a text gives away. A file repeats its words, so answers are kept, up to a limit. */
function formRanges(text: string, name: string | null, isScanned: boolean): readonly Range[] {
	const isPlain = name === null || classOfName(name) === "none";
	if (isPlain && isPlainText(text)) {
		return [];
	}
	if (text.length > LONGEST_KEPT) {
		return readForm(text, name, isScanned);
	}
	const key = isPlain ? text : `${text}\n${name}`;
	const forms = FORMS[isScanned ? 1 : 0];
	const known = forms.get(key);
	if (known !== undefined) {
		return known;
	}
	const found = readForm(text, name, isScanned);
	if (forms.size >= FORM_LIMIT) {
		forms.clear();
	}
	forms.set(key, found);
	return found;
}

/** True for what {@link readForm} finds nothing in, as most texts are. */
function isPlainText(text: string): boolean {
	return (
		REGEXES.plainWord.test(text) ||
		REGEXES.plainName.test(text) ||
		(REGEXES.plainWords.test(text) && !REGEXES.mayHoldSecrets.test(text))
	);
}

function readForm(text: string, name: string | null, isScanned: boolean): readonly Range[] {
	const ranges: Range[] = isScanned ? [] : [...tokenRanges(text)];
	const found =
		detectSecret(text, name === null ? { kind: "source" } : { name, kind: "environment" }) ??
		detectSecret(text, { kind: "environment" });
	if (found !== null) {
		ranges.push([found.start, found.end]);
	}
	if (REGEXES.mayHoldPairs.test(text)) {
		pushAll(ranges, pairRanges(text));
		if (REGEXES.mayHoldSecrets.test(text)) {
			pushAll(
				ranges,
				findSecrets(text).map(({ start, end }): Range => [start, end]),
			);
		}
	}
	if (text.length <= LONGEST && !REGEXES.brackets.test(text)) {
		for (const match of text.matchAll(REGEXES.words)) {
			const head = REGEXES.pairHead.exec(match[0])?.[0].length ?? 0;
			const word = match[0].slice(head);
			if (isPasswordLike(word) || isDrawn(word)) {
				ranges.push([match.index + head, match.index + match[0].length]);
			}
		}
	}
	if (REGEXES.jsonStart.test(text) && holdsSecretJson(text)) {
		pushAll(ranges, jsonRanges(text));
	}
	return ranges;
}

/** Longer texts are code, prose or data, whose words nobody uses as a password. */
const LONGEST = 400;

/** True for what says where a value is, or is none. */
function leadsElsewhere(text: string): boolean {
	return (
		(isReference(text) && (!isPath(text) || REGEXES.rooted.test(text))) ||
		REGEXES.algorithm.test(text) ||
		REGEXES.awsType.test(text)
	);
}

/** True for what is a name, a path, a number or words, and so may stand beside secrets. */
function isHarmless(text: string): boolean {
	if (isPasswordLike(text) || REGEXES.wordWithDigits.test(text)) {
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

/** A JSON text whose values go by a secret's name, in whatever spelling; also where a text in it is JSON again. */
function holdsSecretJson(text: string): boolean {
	if (text.length > 65_536) {
		return false;
	}
	const open: unknown[] = [parseJson(text)];
	for (let value = open.pop(); value !== undefined; value = open.pop()) {
		if (typeof value === "object" && value !== null) {
			for (const [key, item] of Object.entries(value)) {
				if (
					(isSecretName(key) && typeof item !== "boolean" && item !== null) ||
					(typeof item === "string" && isHiddenUnder(key, item)) ||
					(REGEXES.naming.test(key) && typeof item === "string" && isSecretName(item))
				) {
					return true;
				}
				open.push(item);
			}
		} else if (typeof value === "string" && REGEXES.jsonStart.test(value)) {
			open.push(parseJson(value));
		}
	}
	return false;
}

/** A header's value in JSON, or what a policy compares with. */
function isHiddenUnder(key: string, value: string): boolean {
	const exposure = exposureOfName(key);
	return (exposure === "likely" || exposure === "taken") && hiddenRanges(value, exposure).length > 0;
}

/** Undefined for what is no JSON after all. */
function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/**
 * Every value of a JSON text, keys left out: which of them is the secret depends on escapes that a reader would have to
 * undo.
 */
function jsonRanges(text: string): readonly Range[] {
	const ranges: Range[] = [];
	for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
		let end = at + 1;
		while (end < text.length && text[end] !== '"') {
			end += text[end] === "\\" ? 2 : 1;
		}
		let after = end + 1;
		while (after < text.length && REGEXES.space.test(text.charAt(after))) {
			after++;
		}
		if (text[after] !== ":" && end - at > SHORTEST && !REGEXES.onlyHole.test(text.slice(at + 1, end))) {
			ranges.push([at + 1, Math.min(end, text.length)]);
		}
		at = end;
	}
	return ranges;
}
