import { isDeepStrictEqual } from "node:util";
import { readJsonWithComments, valueOf, type JsonValue } from "../../languages/json-value.ts";
import { applyEdits } from "../../text/apply-edits.ts";
import { indentAt, insertItem } from "../../text/insert-item.ts";

/**
 * Sets a key of an object in JSON with comments, or adds what a list under it lacks. Everything else stays as it is.
 *
 * @param path the names that lead to the value
 * @returns the new text; the same one if nothing is missing; null if there is no safe place
 */
export function addToJson(
	text: string,
	path: readonly [string, ...string[]],
	value: string | readonly string[],
): string | null {
	const { root, problem } = readJsonWithComments(text);
	if (root === null || problem !== null) {
		return null;
	}
	const edited = edit(text, root, path, value);
	return edited === null || edited === text || isAsMeant(root, edited, path, value) ? edited : null;
}

function edit(
	text: string,
	at: JsonValue,
	[name = "", ...rest]: readonly string[],
	value: string | readonly string[],
): string | null {
	if (at.kind !== "object") {
		return null;
	}
	const unit = text.includes("\n\t") ? "\t" : (/\n( +)"/u.exec(text)?.[1] ?? "  ");
	const found = at.entries.filter((entry) => entry.name === name);
	const [entry] = found;
	if (entry === undefined) {
		const items = at.entries.map(({ keyAt, value: { end } }) => ({ start: keyAt, end }));
		if (rest.length > 0) {
			return null;
		}
		const [first] = at.entries;
		const indent = first === undefined ? indentAt(text, at.at) + unit : indentAt(text, first.keyAt);
		const written = render(value, indent, unit, text.includes("\r\n") ? "\r\n" : "\n");
		const brackets = { start: at.at, end: at.end };
		return applyEdits(text, insertItem(text, brackets, items, `${JSON.stringify(name)}: ${written}`, unit));
	}
	if (found.length > 1) {
		return null;
	}
	if (rest.length > 0) {
		return edit(text, entry.value, rest, value);
	}
	return typeof value === "string" ? text : extend(text, entry.value, value, unit);
}

/** A list of more items is written with one on each line. */
const MOST_IN_LINE = 10;

/** `["a", "b"]`, as people write it. */
function render(value: string | readonly string[], indent: string, unit: string, eol: string): string {
	if (typeof value === "string") {
		return JSON.stringify(value);
	}
	const items = value.map((item) => JSON.stringify(item));
	const inner = `${eol}${indent}${unit}`;
	return value.length > MOST_IN_LINE
		? `[${inner}${items.join(`,${inner}`)}${eol}${indent}]`
		: `[${items.join(", ")}]`;
}

function extend(text: string, list: JsonValue, values: readonly string[], unit: string): string | null {
	if (list.kind !== "list") {
		return null;
	}
	const known = list.items.map((item) => (item.kind === "scalar" ? item.value : null));
	const missing = values.filter((value) => !known.includes(value));
	if (missing.length === 0) {
		return text;
	}
	const items = list.items.map(({ at, end }) => ({ start: at, end }));
	const isLines = text.slice(list.at, list.items[0]?.at ?? list.at).includes("\n");
	const eol = text.includes("\r\n") ? "\r\n" : "\n";
	const between = isLines ? `,${eol}${indentAt(text, list.items.at(-1)?.at ?? list.at)}` : ", ";
	const written = missing.map((value) => JSON.stringify(value)).join(between);
	return applyEdits(text, insertItem(text, { start: list.at, end: list.end }, items, written, unit));
}

/** True if the edited text holds what was there, and the value. */
function isAsMeant(
	before: JsonValue,
	edited: string,
	path: readonly [string, ...string[]],
	value: string | readonly string[],
): boolean {
	const { root, problem } = readJsonWithComments(edited);
	if (root === null || problem !== null) {
		return false;
	}
	const expected = structuredClone(valueOf(before)) as Record<string, unknown>;
	let at = expected;
	for (const name of path.slice(0, -1)) {
		at = (Object.hasOwn(at, name) ? at[name] : {}) as Record<string, unknown>;
	}
	const last = path.at(-1) ?? "";
	const old = Object.hasOwn(at, last) ? at[last] : undefined;
	const joined =
		typeof value === "string"
			? value
			: [...new Set([...((old as readonly unknown[] | undefined) ?? []), ...value])];
	Object.defineProperty(at, last, { value: joined, enumerable: true, configurable: true, writable: true });
	return isDeepStrictEqual(valueOf(root), expected);
}
