import { exposureOfName, HARMLESS_NAME, type Exposure } from "./exposure.ts";
import { isSecretName } from "../../detect/name-kind.ts";
import { REGEXES } from "../../detect/regexes.ts";
import type { Range } from "../../detect/text-pairs.ts";
import { pushAll } from "../../text/push-all.ts";

/** Which stretches of a value are not to be shown in a place of some exposure. */
type Hide = (value: string, exposure: Exposure) => readonly Range[];

/** A longer text is data. */
const LONGEST = 65_536;

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
	/** What the next value stands in. */
	let inner: Open = opened(true, "free");
	for (const { 0: token, index } of text.matchAll(REGEXES.jsonToken)) {
		const end = index + token.length;
		if (token === "{" || token === "[") {
			open.push(inner);
			inner = opened(token === "[", exposureIn(inner));
		} else if (token === "}" || token === "]") {
			pushAll(ranges, inner.isNamed ? inner.values : []);
			inner = open.pop() ?? inner;
		} else if (token === ",") {
			inner.key = null;
		} else if (token.startsWith('"')) {
			readString(text, [index + 1, end - 1], inner, hide, ranges);
		} else if (exposureIn(inner) === "taken") {
			ranges.push([index, end]); // A number.
		}
	}
	return ranges;
}

function opened(isList: boolean, exposure: Exposure): Open {
	return { isList, exposure, key: null, isNamed: false, values: [] };
}

function readString(text: string, range: Range, inner: Open, hide: Hide, ranges: Range[]): void {
	const [start, end] = range;
	const raw = text.slice(start, end);
	const value = JSON.parse(`"${raw}"`) as string;
	if (takesName(inner, value)) {
		return;
	}
	if (REGEXES.onlyHole.test(value)) {
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
	inner.values.push(range);
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
function exposureIn({ key, exposure }: Open): Exposure {
	const own = key === null ? "free" : exposureOfName(key);
	if (own !== "free" || exposure !== "taken") {
		return own;
	}
	return key !== null && HARMLESS_NAME.test(key) ? "near" : "taken"; // `"secrets": { "stripe": "…" }`
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
