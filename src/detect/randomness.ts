import { BIGRAMS, KINDS } from "./bigrams.ts";
import { REGEXES } from "./regexes.ts";

const LOWER = 0;
const UPPER = 1;
const DIGIT = 2;
const OTHER = 3;

/** What characters a text is made of. Counted once, asked by every test that follows. */
export interface Makeup {
	readonly length: number;
	readonly lower: number;
	readonly upper: number;
	readonly digits: number;
	/** Neither an ASCII letter nor a digit. */
	readonly others: number;
	/** Different characters. */
	readonly distinct: number;
	/** Lower, upper, digit, other: how many of the four occur. */
	readonly kinds: number;
	/** How often a letter stands beside a digit, or a digit beside a letter. */
	readonly turns: number;
	/** Digits and the letters a to f in one case only. */
	readonly isHex: boolean;
}

export function makeupOf(text: string): Makeup {
	const count = { lower: 0, upper: 0, digits: 0, others: 0 };
	const seen = new Set<number>();
	let turns = 0;
	let before = OTHER;
	let hex = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		const kind = kindOf(code);
		count[COUNTED[kind]]++;
		seen.add(code);
		if (kind !== OTHER && before !== OTHER && (kind === DIGIT) !== (before === DIGIT)) {
			turns++;
		}
		if (kind === DIGIT || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)) {
			hex++;
		}
		before = kind;
	}
	return {
		length: text.length,
		...count,
		distinct: seen.size,
		kinds: Object.values(count).filter((n) => n !== 0).length,
		turns,
		isHex: hex === text.length && (count.lower === 0 || count.upper === 0),
	};
}

type Kind = typeof LOWER | typeof UPPER | typeof DIGIT | typeof OTHER;

const COUNTED = ["lower", "upper", "digits", "others"] as const;

function kindOf(code: number): Kind {
	if (code >= 97 && code <= 122) {
		return LOWER;
	}
	if (code >= 48 && code <= 57) {
		return DIGIT;
	}
	return code >= 65 && code <= 90 ? UPPER : OTHER;
}

const EXAMINED = 256;

/** The score of what counts up or repeats itself; nothing else scores so little. */
export const REGULAR = -2;

/**
 * Says how much likelier a text is as a uniform draw from its own alphabet than as a name a programmer gives, in nats a
 * character: words and identifiers score below 0, random strings above, 0.5 to 1.5 mostly. Shannon entropy cannot tell
 * them apart at the lengths of keys; this can, because it knows which letters follow which. What counts up or repeats
 * itself (`abcdef123456`, `xxxxxxxx`, `abcabcabc`) is {@link REGULAR}.
 */
export function randomness(text: string, makeup: Makeup = makeupOf(text)): number {
	const length = Math.min(text.length, EXAMINED);
	if (length < 4 || isRegular(text, length) || makeup.distinct * 3 < Math.min(length, 24)) {
		return REGULAR;
	}
	const letters = makeup.isHex && makeup.length >= 12 ? 6 : 26;
	const others = Math.min(makeup.others, 4);
	const total =
		(makeup.lower > 0 ? letters : 0) + (makeup.upper > 0 ? letters : 0) + (makeup.digits > 0 ? 10 : 0) + others;
	const chance = [
		Math.log(letters / total),
		Math.log(letters / total),
		Math.log(10 / total),
		Math.log(Math.max(others, 1) / total),
	];
	const rarer = Math.log(26 / letters);
	let sum = 0;
	let before = text.charCodeAt(0);
	let kindBefore = kindOf(before);
	for (let i = 1; i < length; i++) {
		const code = text.charCodeAt(i);
		const kind = kindOf(code);
		sum += (chance[kind] ?? 0) - (KINDS[kindBefore * 4 + kind] ?? 0);
		if (kind < DIGIT && kindBefore < DIGIT && !(kindBefore === LOWER && kind === UPPER)) {
			sum += rarer - (BIGRAMS[((before | 32) - 97) * 26 + (code | 32) - 97] ?? 0);
		}
		before = code;
		kindBefore = kind;
	}
	return sum / (length - 1);
}

/** The score of the part of a text, between its marks, that is the most random, of those that are long enough to tell. */
export function randomnessOfPart(text: string): number {
	return text
		.split(REGEXES.partEnd)
		.filter((part) => part.length >= LONG)
		.reduce((most, part) => Math.max(most, randomness(part)), REGULAR);
}

/** A shorter part of a name may look drawn by chance. */
const LONG = 16;

/** True where most characters follow the one before by the same small step, or one short block is all there is. */
function isRegular(text: string, length: number): boolean {
	const steps = new Map<number, number>();
	for (let i = 1; i < length; i++) {
		const step = text.charCodeAt(i) - text.charCodeAt(i - 1);
		if (step >= -2 && step <= 2) {
			steps.set(step, (steps.get(step) ?? 0) + 1);
		}
	}
	for (const [, count] of steps) {
		if (count > 3 && count >= (length - 1) * 0.55) {
			return true;
		}
	}
	for (let block = 1; block <= 8 && block * 2 <= length; block++) {
		let i = block;
		while (i < length && text.charCodeAt(i) === text.charCodeAt(i - block)) {
			i++;
		}
		if (i === length) {
			return true;
		}
	}
	return false;
}

/**
 * True for a run of letters that reads as a word or as words joined (`postgres`, `supersecret`), false for `xkqzvwtj`.
 * Fewer than 4 letters always read.
 */
export function isWordy(text: string): boolean {
	let sum = 0;
	let pairs = 0;
	for (let i = 1; i < text.length; i++) {
		const a = text.charCodeAt(i - 1);
		const b = text.charCodeAt(i);
		if (kindOf(a) < DIGIT && kindOf(b) < DIGIT && !(kindOf(a) === LOWER && kindOf(b) === UPPER)) {
			sum += BIGRAMS[((a | 32) - 97) * 26 + (b | 32) - 97] ?? 0;
			pairs++;
		}
	}
	return pairs < 3 || sum / pairs > -0.35;
}
