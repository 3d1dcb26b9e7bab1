import { posix } from "node:path";
import type { Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import type { TerraformFunction } from "./terraform-function.ts";
import { parseJsonText } from "./json-text.ts";
import { joinParts, type Part } from "./templates.ts";
import { absent, listOf, literal, numberOf, scalarOf, textOfScalar, truthOf, unresolved } from "./values.ts";

const NOT_KNOWN = "it depends on a value that is not known";

/** Functions of texts, numbers and switches. Most need all of their arguments. */
export const TEXT_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
	format: (given, span) => format(given, span),
	formatlist: (given, span) => formatList(given, span),
	join: ([separator, list], span) => join(separator, list, span),
	split: known((span, separator, text) =>
		listOf(
			span,
			text.split(separator).map((part) => literal(span, part)),
		),
	),
	lower: known((span, text) => literal(span, text.toLowerCase())),
	upper: known((span, text) => literal(span, text.toUpperCase())),
	title: known((span, text) =>
		literal(
			span,
			text.replace(/(?<=^|\s)[a-z]/gu, (letter) => letter.toUpperCase()),
		),
	),
	basename: known((span, text) => literal(span, posix.basename(text))),
	dirname: known((span, text) => literal(span, posix.dirname(text))),
	trimspace: known((span, text) => literal(span, text.trim())),
	chomp: known((span, text) => literal(span, withoutLineEnds(text))),
	trimprefix: known((span, text, prefix) =>
		literal(span, text.startsWith(prefix) ? text.slice(prefix.length) : text),
	),
	trimsuffix: known((span, text, suffix) =>
		literal(span, suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text),
	),
	replace: known((span, text, from, to) =>
		(/^\/.*\/$/su.test(from) && from.length > 1) || text.length * (to.length + 1) > 1_000_000
			? unresolved(span, "the result is not known")
			: literal(
					span,
					text.replaceAll(from, () => to),
				),
	),
	substr: ([text, from, length], span) => {
		const whole = text === undefined ? undefined : textOfScalar(text);
		const [start, count] = [from, length].map((value) => (value === undefined ? undefined : numberOf(value)));
		return whole === undefined || start === undefined || count === undefined || start < 0
			? unresolved(span, NOT_KNOWN)
			: literal(span, count < 0 ? whole.slice(start) : whole.slice(start, start + count));
	},
	startswith: known((span, text, prefix) => literal(span, text.startsWith(prefix))),
	endswith: known((span, text, suffix) => literal(span, text.endsWith(suffix))),
	strcontains: known((span, text, part) => literal(span, text.includes(part))),
	indent: ([, text], span) => text ?? unresolved(span, NOT_KNOWN),
	tostring: ([value], span) => {
		const text = value === undefined ? undefined : textOfScalar(value);
		return text === undefined || value?.kind !== "literal" ? (value ?? absent(span)) : { ...value, value: text };
	},
	tonumber: ([value], span) => {
		const number = value === undefined ? undefined : numberOf(value);
		return value?.kind === "literal" && number !== undefined
			? { ...value, value: number }
			: value === undefined || scalarOf(value) === undefined
				? unresolved(span, NOT_KNOWN)
				: value;
	},
	tobool: ([value], span) => {
		const truth = value === undefined ? undefined : truthOf(value);
		return value?.kind === "literal" && truth !== undefined
			? { ...value, value: truth }
			: (value ?? unresolved(span, NOT_KNOWN));
	},
	max: numbers(Math.max),
	min: numbers(Math.min),
	abs: numbers(Math.abs),
	floor: numbers(Math.floor),
	ceil: numbers(Math.ceil),
	// The text is what matters: what a service gets decoded is read as it is.
	base64encode: ([value], span) => value ?? unresolved(span, NOT_KNOWN),
	textencodebase64: ([value], span) => value ?? unresolved(span, NOT_KNOWN),
	base64decode: known((span, text) => {
		const decoded = Buffer.from(text, "base64").toString("utf8");
		return decoded.includes("\uFFFD") ? unresolved(span, "it is no text") : literal(span, decoded);
	}),
	jsondecode: ([value], span) =>
		(value === undefined ? null : parseJsonText(value)) ?? unresolved(span, "the JSON text is not known"),
};

function withoutLineEnds(text: string): string {
	let end = text.length;
	while (text[end - 1] === "\n" || text[end - 1] === "\r") {
		end -= 1;
	}
	return text.slice(0, end);
}

/** A function of texts that are all known. */
function known(make: (span: Span, ...texts: [string, string, string]) => Value): TerraformFunction {
	return (given, span) => {
		const [one, two = "", three = ""] = given.map(textOfScalar);
		return one === undefined || given.some((value) => textOfScalar(value) === undefined)
			? unresolved(span, NOT_KNOWN)
			: make(span, one, two, three);
	};
}

/** A function of numbers that are all known. */
function numbers(make: (...given: number[]) => number): TerraformFunction {
	return (given, span) => {
		const all = given.map(numberOf);
		const result = all.reduce<number | undefined>(
			(sum, number, index) =>
				number === undefined || sum === undefined ? undefined : index === 0 ? make(number) : make(sum, number),
			0,
		);
		return result === undefined || !Number.isFinite(result) ? unresolved(span, NOT_KNOWN) : literal(span, result);
	};
}

/** The verbs of `format`: `%s`, `%d`, `%02d`, `%v`, `%q`, `%%`. */
const VERB = /%(?:%|([-+ 0]{0,4})(\d{0,3})(?:\.\d{1,3})?([a-zA-Z]))/gu;

function format([pattern, ...given]: readonly Value[], span: Span): Value {
	const text = pattern === undefined ? undefined : textOfScalar(pattern);
	if (text === undefined) {
		return unresolved(span, NOT_KNOWN);
	}
	const parts: Part[] = [];
	let end = 0;
	let next = 0;
	for (const match of text.matchAll(VERB)) {
		parts.push(text.slice(end, match.index));
		end = match.index + match[0].length;
		const [, flags = "", width = "", verb] = match;
		if (verb === undefined) {
			parts.push("%");
			continue;
		}
		const value = given[next] ?? unresolved(span, NOT_KNOWN);
		next += 1;
		const scalar = scalarOf(value);
		parts.push(
			width !== "" && (typeof scalar === "number" || typeof scalar === "string")
				? pad(String(scalar), Number(width), flags)
				: value,
		);
	}
	return joinParts(span, [...parts, text.slice(end)]);
}

/** Each item of the lists in turn, with what is no list. */
function formatList([pattern, ...given]: readonly Value[], span: Span): Value {
	const lists = given.flatMap((value) => (value.kind === "list" ? [value] : []));
	const length = lists[0]?.items.length ?? 1;
	if (
		pattern === undefined ||
		given.some((value) => value.kind !== "list" && textOfScalar(value) === undefined) ||
		lists.some(({ items }) => items.length !== length)
	) {
		return unresolved(span, NOT_KNOWN);
	}
	return listOf(
		span,
		Array.from({ length }, (_, index) =>
			format(
				[
					pattern,
					...given.map((value) =>
						value.kind === "list" ? (value.items[index] ?? unresolved(span, NOT_KNOWN)) : value,
					),
				],
				span,
			),
		),
		lists.some(({ open }) => open),
	);
}

function pad(text: string, width: number, flags: string): string {
	const size = Math.min(width, 256);
	return flags.includes("-") ? text.padEnd(size) : text.padStart(size, flags.includes("0") ? "0" : " ");
}

function join(separator: Value | undefined, list: Value | undefined, span: Span): Value {
	const between = separator === undefined ? undefined : textOfScalar(separator);
	if (between === undefined || list?.kind !== "list") {
		return unresolved(span, NOT_KNOWN);
	}
	const [only, ...others] = list.items;
	if (only !== undefined && others.length === 0 && only.kind !== "literal") {
		return only; // `join("", aws_kms_key.main[*].arn)`: the one that there is, if it is there.
	}
	return list.open
		? unresolved(span, NOT_KNOWN)
		: joinParts(
				span,
				list.items.flatMap((item, index): readonly Part[] => (index === 0 ? [item] : [between, item])),
			);
}
