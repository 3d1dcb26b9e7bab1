import { literalOf, type Entry, type Value } from "../../../model/value.ts";
import { joinParts, type Part } from "./templates.ts";
import { absent, entry, listOf, literal, mapOf } from "./values.ts";

/** How deep and how long a JSON text is read. */
const MAX_DEPTH = 64;
const MAX_LENGTH = 200_000;

/** A value that fills in a text, by its place in a list of them: two characters of no text around a number. */
const HOLE = /\uE000(\d+)\uE001/u;

/**
 * A JSON text as the value that it means, with what is not known of it filled in; null if it is no JSON, or not known at
 * all. All of it has the span of the text.
 */
export function parseJsonText(value: Value): Value | null {
	const parts: readonly Part[] =
		value.kind === "text" ? value.parts : literalOf(value) === null ? [] : [literalOf(value)?.text ?? ""];
	const holes: Value[] = [];
	const text = parts
		.map((part) => {
			if (typeof part === "string") {
				return part;
			}
			holes.push(part);
			return `\uE000${String(holes.length - 1)}\uE001`;
		})
		.join("");
	if (
		text.length > MAX_LENGTH ||
		!/^\s*[[{]/u.test(text) ||
		parts.some((part) => typeof part === "string" && part.includes("\uE000"))
	) {
		return null;
	}
	try {
		// A hole outside of a text stands for a whole value, and is one inside quotes.
		const json: unknown = JSON.parse(quoteHoles(text));
		return toValue(json, value, holes, 0);
	} catch {
		return null;
	}
}

/** Puts quotes around holes that stand outside of texts. */
function quoteHoles(text: string): string {
	let out = "";
	let isInside = false;
	for (let at = 0; at < text.length; at += 1) {
		const letter = text[at] ?? "";
		if (isInside && letter === "\\") {
			out += letter + (text[at + 1] ?? "");
			at += 1;
			continue;
		}
		if (letter === '"') {
			isInside = !isInside;
		}
		if (letter === "\uE000" && !isInside) {
			const end = text.indexOf("\uE001", at);
			out += `"${text.slice(at, end + 1)}"`;
			at = end;
			continue;
		}
		// A line break inside a text, which a heredoc of several lines may have.
		out += isInside && letter === "\n" ? "\\n" : letter;
	}
	return out;
}

function toValue(json: unknown, whole: Value, holes: readonly Value[], depth: number): Value {
	const { span } = whole;
	if (depth > MAX_DEPTH) {
		return { kind: "unresolved", span, why: "it is nested too deeply" };
	}
	if (Array.isArray(json)) {
		return listOf(
			span,
			json.map((item: unknown) => toValue(item, whole, holes, depth + 1)),
		);
	}
	if (typeof json === "object" && json !== null) {
		return mapOf(
			span,
			Object.entries(json).map(([key, item]: [string, unknown]): Entry =>
				entry(key.replaceAll(/[\uE000\uE001]/gu, ""), toValue(item, whole, holes, depth + 1), span),
			),
		);
	}
	if (typeof json === "string") {
		return fillHoles(json, whole, holes);
	}
	return typeof json === "number" || typeof json === "boolean" ? literalIn(json, whole) : absent(span);
}

function fillHoles(text: string, whole: Value, holes: readonly Value[]): Value {
	const pieces = text.split(HOLE);
	if (pieces.length === 1) {
		return literalIn(text, whole);
	}
	const parts = pieces.map((piece, index): Part => (index % 2 === 0 ? piece : (holes[Number(piece)] ?? "")));
	const [before, hole, after, more] = parts;
	return before === "" && after === "" && more === undefined && typeof hole === "object"
		? hole
		: joinParts(
				whole.span,
				parts.filter((part) => part !== ""),
			);
}

/** A literal that comes from where its text comes from. */
function literalIn(value: string | number | boolean, whole: Value): Value {
	return literal(whole.span, value, literalOf(whole)?.via ?? null);
}
