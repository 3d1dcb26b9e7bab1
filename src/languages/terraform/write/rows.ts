import type { TextEdit } from "../../../text/span.ts";
import type { HclExpression, HclName } from "../parse/syntax.ts";
import type { Lines } from "./lines.ts";

/** `name = value` of a body or a map, in a line of its own. */
export interface Row {
	/** From the name to the end of the value. */
	readonly start: number;
	readonly end: number;
	readonly nameEnd: number;
	/** The offset of `=`. */
	readonly equals: number;
	readonly value: HclExpression;
}

/** A row of an attribute or an item of a map; null if it has another sign. */
export function rowOf(
	text: string,
	item: { readonly start: number; readonly end: number; readonly value: HclExpression },
	name: Pick<HclName, "end">,
): Row | null {
	const between = text.slice(name.end, item.value.start);
	const at = between.indexOf("=");
	return at === -1 || between.slice(0, at).trim() !== "" || between.slice(at + 1).trim() !== ""
		? null
		: { start: item.start, end: item.end, nameEnd: name.end, equals: name.end + at, value: item.value };
}

/**
 * The rows around one whose `=` stand below each other: `terraform fmt` aligns lines that follow each other, unless a
 * bracket is opened in the line and not closed in it.
 *
 * @param rows of one body or map, in the order of the text
 */
export function chainOf(rows: readonly Row[], index: number, lines: Lines): readonly Row[] {
	const own = rows[index];
	if (own === undefined || !isAligned(own, lines)) {
		return [];
	}
	let first = index;
	while (first > 0 && follows(rows[first - 1], rows[first], lines)) {
		first -= 1;
	}
	let last = index;
	while (last + 1 < rows.length && follows(rows[last], rows[last + 1], lines)) {
		last += 1;
	}
	return rows.slice(first, last + 1);
}

function follows(before: Row | undefined, after: Row | undefined, lines: Lines): boolean {
	return (
		before !== undefined &&
		after !== undefined &&
		isAligned(before, lines) &&
		isAligned(after, lines) &&
		lines.of(after.start) === lines.of(before.end) + 1
	);
}

/** True for a row whose line has no bracket that another line closes. */
function isAligned({ start, end, value }: Row, lines: Lines): boolean {
	return (
		lines.isFirst(start) &&
		(lines.of(start) === lines.of(end) || (value.type === "HclTemplate" && value.style !== "quoted"))
	);
}

/** How wide the widest name of a chain is; null if its signs do not stand below each other, or there is no row. */
export function widthOf(chain: readonly Row[], lines: Lines): number | null {
	const width = chain.reduce((widest, { start, nameEnd }) => Math.max(widest, lines.width(start, nameEnd)), 0);
	return chain.length > 0 &&
		chain.every(({ start, equals }) => lines.width(start, equals) === width + 1 && isBlank(lines, start, equals))
		? width
		: null;
}

function isBlank({ text }: Lines, start: number, equals: number): boolean {
	return !text.slice(start, equals).includes("\t");
}

/**
 * Edits that keep the signs of a chain below each other when a name in it changes.
 *
 * @param width of the new name; null if its row is removed
 */
export function realign(chain: readonly Row[], changed: Row, width: number | null, lines: Lines): readonly TextEdit[] {
	const before = widthOf(chain, lines);
	const kept = chain.filter((row) => width !== null || row !== changed);
	const own = (row: Row): number => (row === changed ? (width ?? 0) : lines.width(row.start, row.nameEnd));
	const after = kept.reduce((widest, row) => Math.max(widest, own(row)), 0);
	if (before === null) {
		return [];
	}
	return kept.flatMap((row) => {
		const blanks = after - own(row) + 1;
		return row.equals - row.nameEnd === blanks
			? []
			: [{ span: { start: row.nameEnd, end: row.equals }, text: " ".repeat(blanks) }];
	});
}
