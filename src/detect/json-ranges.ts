import { exposureOfName, HARMLESS_NAME, type Exposure } from "./exposure.ts";
import { isSecretName } from "./name-kind.ts";
import { REGEXES } from "./regexes.ts";
import type { Range } from "./text-pairs.ts";
import { pushAll } from "../text/push-all.ts";

/** Which stretches of a value are not to be shown in a place of some exposure. */
type Hide = (value: string, exposure: Exposure) => readonly Range[];

/** A longer text is data. */
const LONGEST = 65_536;
const SHORTEST = 4;

/** An object or a list that is open. */
interface Open {
	readonly isList: boolean;
	readonly exposure: Exposure;
	/** The key whose value comes next. */
	key: string | null;
	/** True where one of its pairs is `"name": "DB_PASSWORD"`. */
	isNamed: boolean;
	/** Where the values stand that such a name would make secrets. */
	readonly values: Range[];
}

/**
 * Which stretches of a JSON text are secrets: values that go by a secret's name, in whatever spelling, or beside one
 * (`{ "name": …, "value": … }`), also where a text in it is JSON again. None where it is no JSON.
 */
export function jsonRanges(text: string, hide: Hide): readonly Range[] {
	if (text.length > LONGEST || !isJson(text)) {
		return [];
	}
	const ranges: Range[] = [];
	const open: Open[] = [];
	for (let at = 0; at < text.length; at += 1) {
		const character = text.charAt(at);
		const inner = open.at(-1);
		if (character === "{" || character === "[") {
			open.push({
				isList: character === "[",
				exposure: exposureIn(inner),
				key: null,
				isNamed: false,
				values: [],
			});
		} else if (character === "}" || character === "]") {
			pushAll(ranges, inner?.isNamed === true ? inner.values : []);
			open.pop();
		} else if (character === ",") {
			if (inner !== undefined) {
				inner.key = null;
			}
		} else if (character === '"') {
			const end = endOfString(text, at);
			readString(text, [at + 1, end], inner, hide, ranges);
			at = end;
		} else if (REGEXES.digit.test(character)) {
			const end = endOfNumber(text, at);
			if (end - at >= SHORTEST && exposureIn(inner) === "taken") {
				ranges.push([at, end]);
			}
			at = end - 1;
		}
	}
	return ranges;
}

function readString(text: string, range: Range, inner: Open | undefined, hide: Hide, ranges: Range[]): void {
	const [start, end] = range;
	const raw = text.slice(start, end);
	const value = raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
	if (inner !== undefined && takesName(inner, value)) {
		return;
	}
	if (value.length < SHORTEST || REGEXES.onlyHole.test(value)) {
		return;
	}
	const exposure = exposureIn(inner);
	if (exposure === "taken" && value.includes("${")) {
		ranges.push(range);
		return;
	}
	const places = raw === value ? null : charactersOf(raw);
	for (const [from, to] of hide(value, exposure)) {
		ranges.push([start + (places?.[from] ?? from), start + (places?.[to] ?? to)]);
	}
	inner?.values.push(range);
}

/** True for a string that is the key of an object, or the name of what stands beside it: `"Name": "DB_PASSWORD"`. */
function takesName(inner: Open, value: string): boolean {
	if (!inner.isList && inner.key === null) {
		inner.key = value;
		return true;
	}
	if (inner.key !== null && REGEXES.naming.test(inner.key) && isSecretName(value)) {
		inner.isNamed = true;
		return true;
	}
	return false;
}

/** What is said of a value that stands next in an object or a list. */
function exposureIn(inner: Open | undefined): Exposure {
	if (inner === undefined) {
		return "free";
	}
	const { key, exposure } = inner;
	const own = key === null ? "free" : exposureOfName(key);
	if (own !== "free" || exposure !== "taken") {
		return own;
	}
	return key !== null && HARMLESS_NAME.test(key) ? "near" : "taken"; // `"secrets": { "stripe": "…" }`
}

function endOfString(text: string, start: number): number {
	let end = start + 1;
	while (end < text.length && text[end] !== '"') {
		end += text[end] === "\\" ? 2 : 1;
	}
	return end;
}

function endOfNumber(text: string, start: number): number {
	let end = start;
	while (end < text.length && !",]} \t\r\n".includes(text.charAt(end))) {
		end += 1;
	}
	return end;
}

/** Where each character of a string stands in the way it is written, and where it ends. */
function charactersOf(raw: string): readonly number[] {
	const places: number[] = [];
	let at = 0;
	while (at < raw.length) {
		places.push(at);
		at += raw[at] !== "\\" ? 1 : raw[at + 1] === "u" ? 6 : 2;
	}
	return [...places, raw.length];
}

/** True for a text that is JSON as a whole. */
export function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
