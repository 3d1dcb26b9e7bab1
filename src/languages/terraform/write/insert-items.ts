import type { TextEdit } from "../../../text/span.ts";
import type { HclBlock, HclItem, HclObject, HclTuple } from "../parse/syntax.ts";
import type { Lines } from "./lines.ts";
import { renderBlock, renderItems, type NewItem } from "./render.ts";
import { chainOf, rowOf, widthOf, type Row } from "./rows.ts";

/** The attributes of a body that have a line of their own. */
export function rowsOf(items: readonly HclItem[], lines: Lines): readonly Row[] {
	return items.flatMap((item) => (item.type === "HclAttribute" ? (rowOf(lines.text, item, item.name) ?? []) : []));
}

/** The items of a map that have a line of their own. */
export function rowsOfObject({ items }: HclObject, lines: Lines): readonly Row[] {
	return items.flatMap((item) => rowOf(lines.text, item, item.key) ?? []);
}

/**
 * Adds arguments behind the last ones of a block, before its blocks, and blocks at its end. They begin a paragraph of
 * their own where they would move what stands there. Null where there is no safe place.
 */
export function insertItems(block: HclBlock, items: readonly NewItem[], lines: Lines): readonly TextEdit[] | null {
	if (block.close === -1) {
		return null;
	}
	const indentation = lines.indentationAt(block.start);
	const inner = `${indentation}  `;
	if (lines.of(block.open) === lines.of(block.close)) {
		return insertOneLine(block, items, inner, lines);
	}
	const own = block.body.items;
	const added = items.filter(({ kind }) => kind === "argument");
	const blocks = items.filter(({ kind }) => kind === "block");
	const edits: TextEdit[] = [];
	if (added.length > 0) {
		const edit = insertRows(block, added, inner, lines);
		if (edit === null) {
			return null;
		}
		edits.push(edit);
	}
	for (const one of blocks) {
		const last = own.at(-1);
		const at = lines.endAt(last?.end ?? block.open);
		if (last !== undefined && !isLast(last.end, at, lines)) {
			return null;
		}
		const text = one.kind === "block" ? renderBlock(one.head, one.items, inner) : "";
		const gap = last === undefined && added.length === 0 ? "\n" : "\n\n";
		edits.push({ span: { start: at, end: at }, text: withEol(`${gap}${text}`, lines) });
	}
	return edits;
}

/** `resource "a" "b" {}`: the braces get lines of their own. */
function insertOneLine(
	{ body, open, close }: HclBlock,
	items: readonly NewItem[],
	inner: string,
	lines: Lines,
): readonly TextEdit[] | null {
	const [first, more] = body.items;
	const inside = lines.text.slice(open + 1, close);
	const closing = withEol(`\n${renderItems(items, inner)}${inner.slice(2)}`, lines);
	if (first === undefined) {
		return inside.trim() === "" ? [{ span: { start: open + 1, end: close }, text: closing }] : null;
	}
	const before = lines.text.slice(open + 1, first.start);
	const behind = lines.text.slice(first.end, close);
	if (more !== undefined || first.type !== "HclAttribute" || before.trim() !== "" || behind.trim() !== "") {
		return null;
	}
	return [
		{ span: { start: open + 1, end: first.start }, text: `${lines.eol}${inner}` },
		{ span: { start: first.end, end: close }, text: `${lines.eol}${closing}` },
	];
}

function insertRows(block: HclBlock, added: readonly NewItem[], inner: string, lines: Lines): TextEdit | null {
	const own = block.body.items;
	const firstBlock = own.findIndex(({ type }) => type === "HclBlock");
	const head = firstBlock === -1 ? own : own.slice(0, firstBlock);
	const last = head.findLast(({ type }) => type === "HclAttribute");
	if (last === undefined) {
		const at = lines.endAt(block.open);
		const gap = own.length > 0 ? "\n" : "";
		const text = `\n${renderItems(added, inner)}${gap}`.replace(/\n$/u, "");
		return { span: { start: at, end: at }, text: withEol(text, lines) };
	}
	const at = lines.endAt(last.end);
	if (!isLast(last.end, at, lines) || !lines.isFirst(last.start)) {
		return null;
	}
	const rows = rowsOf(own, lines);
	const index = rows.findIndex(({ start }) => start === last.start);
	return { span: { start: at, end: at }, text: withEol(rowsBehind(rows, index, added, inner, lines), lines) };
}

/** New rows behind one: in its paragraph if their names fit there, else in one of their own. */
function rowsBehind(
	rows: readonly Row[],
	index: number,
	added: readonly NewItem[],
	inner: string,
	lines: Lines,
): string {
	const chain = chainOf(rows, index, lines);
	const isChained = chain.at(-1) === rows[index];
	const width = isChained ? widthOf(chain, lines) : null;
	const fits =
		width !== null &&
		added.every((one) => one.kind === "argument" && one.name.length <= width && !one.value.includes("\n"));
	const text = fits
		? added
				.map((one) => (one.kind === "argument" ? `${inner}${one.name.padEnd(width)} = ${one.value}\n` : ""))
				.join("")
		: `${chain.length === 0 && isSmall(added) ? "" : "\n"}${renderItems(added, inner)}`;
	return `\n${text}`.replace(/\n$/u, "");
}

function isSmall(added: readonly NewItem[]): boolean {
	return added.every((one) => one.kind === "argument" && !one.value.includes("\n"));
}

/** True if nothing but a comment stands between two offsets of a line. */
function isLast(from: number, to: number, { text }: Lines): boolean {
	const rest = text.slice(from, to).trim().replace(/^,/u, "").trimStart();
	return rest === "" || rest.startsWith("#") || rest.startsWith("//");
}

/** Adds pairs at the end of a map. Null where there is no safe place. */
export function insertPairs(
	object: HclObject,
	pairs: readonly { readonly key: string; readonly value: string }[],
	lines: Lines,
): readonly TextEdit[] | null {
	const { text } = lines;
	const close = object.end - 1;
	const last = object.items.at(-1);
	const added = pairs.map(({ key, value }): NewItem => ({ kind: "argument", name: key, value }));
	if (text[close] !== "}" || (last !== undefined && rowOf(text, last, last.key) === null)) {
		return null;
	}
	if (lines.of(object.start) === lines.of(close)) {
		const written = pairs.map(({ key, value }) => `${key} = ${value}`).join(", ");
		if (last === undefined) {
			return text.slice(object.start + 1, close).trim() === ""
				? [{ span: { start: object.start + 1, end: close }, text: ` ${written} ` }]
				: null;
		}
		return text.slice(last.end, close).trim() === ""
			? [{ span: { start: last.end, end: last.end }, text: `, ${written}` }]
			: null;
	}
	if (last === undefined) {
		return null;
	}
	const at = lines.endAt(last.end);
	const behind = text.slice(last.end, at);
	if (close < at || !isLast(last.end, at, lines) || !lines.isFirst(last.start)) {
		return null;
	}
	const rows = rowsOfObject(object, lines);
	const index = rows.findIndex(({ start }) => start === last.start);
	const inner = lines.indentationAt(last.start);
	const comma = /^[ \t]*,/u.test(behind) ? "," : "";
	if (comma !== "" && !isSmall(added)) {
		return null;
	}
	const written = rowsBehind(rows, index, added, inner, lines);
	return [{ span: { start: at, end: at }, text: withEol(written.replaceAll(/(?<=\S)(?=\n|$)/gu, comma), lines) }];
}

/** Adds an item at the end of a list. Null where there is no safe place. */
export function insertItem(list: HclTuple, item: string, lines: Lines): readonly TextEdit[] | null {
	const { text } = lines;
	const close = list.end - 1;
	const last = list.items.at(-1);
	if (text[close] !== "]") {
		return null;
	}
	if (last === undefined) {
		return text.slice(list.start + 1, close).trim() === ""
			? [{ span: { start: list.start + 1, end: close }, text: item }]
			: null;
	}
	const behind = text.slice(last.end, close);
	if (!behind.includes("\n")) {
		return behind.trim() === "" ? [{ span: { start: last.end, end: last.end }, text: `, ${item}` }] : null;
	}
	const at = lines.endAt(last.end);
	const rest = text.slice(last.end, at);
	if (!isLast(last.end, at, lines)) {
		return null;
	}
	const line = `${lines.eol}${lines.indentationAt(last.start)}${item},`;
	return /^[ \t]*,/u.test(rest)
		? [{ span: { start: at, end: at }, text: line }]
		: [
				{ span: { start: last.end, end: last.end }, text: "," },
				{ span: { start: at, end: at }, text: line.slice(0, -1) },
			];
}

/** A text that was made with `\n`, with the line endings of the file. */
export function withEol(text: string, { eol }: Lines): string {
	return eol === "\n" ? text : text.replaceAll("\n", eol);
}
