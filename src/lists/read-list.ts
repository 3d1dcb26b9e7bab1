import { roleOfHeader } from "./columns.ts";
import { decodeList } from "./decode-list.ts";
import { ListError } from "./list-error.ts";
import type { ListedRow, ReadList } from "./listed-row.ts";
import { cellsOf, readCells } from "./read-cells.ts";
import { readFindings } from "./read-findings.ts";
import { readTable, type TableRow } from "./read-table.ts";
import { accountIn, imageIdIn, subjectOfArn } from "./subject.ts";

/** Into how many lines a row may be broken. */
const MAX_PARTS = 4;

/** A header is below a title and a few lines about the list at most. */
const MAX_ABOVE = 20;

/**
 * Reads a list of resources as auditors and services export it: CSV in any usual encoding, with any usual delimiter and
 * headers in English, Spanish or Japanese or none, or findings as JSON (Security Hub, Prowler, OCSF, AWS Config).
 *
 * @throws {ListError} for what is neither, with the position
 */
export function readList(bytes: Uint8Array): ReadList {
	const { text, encoding } = decodeList(bytes);
	if (/^\s*[[{]/u.test(text)) {
		return { rows: readFindings(text), skipped: 0, format: "JSON" };
	}
	const table = readTable(text);
	if (table.length === 0) {
		throw new ListError("It is empty.");
	}
	const at = headerIn(table);
	const headers = at === null ? [] : (table.at(at)?.cells ?? []);
	return {
		rows: readRows(headers, table.slice(at === null ? 0 : at + 1)),
		skipped: at ?? 0,
		format: `CSV, ${encoding}`,
	};
}

/** Which record is the header: the one of the first with most known columns; null if the list has none. */
function headerIn(table: readonly TableRow[]): number | null {
	let best: { readonly at: number; readonly known: number } | null = null;
	for (const [at, { cells }] of table.slice(0, MAX_ABOVE).entries()) {
		if (cells.some(isData)) {
			break; // Rows have begun.
		}
		const known = cells.filter((cell) => cell.length <= 60 && roleOfHeader(cell) !== null).length;
		// A title is one cell; a header of one column is the first line.
		if (known > (best?.known ?? 0) && (at === 0 || cells.filter((cell) => cell !== "").length > 1)) {
			best = { at, known };
		}
	}
	return best?.at ?? (isOddOneOut(table) ? 0 : null);
}

/** What no header is: an id. */
function isData(cell: string): boolean {
	return imageIdIn(cell) !== null || subjectOfArn(cell) !== null || accountIn(cell, false) !== null;
}

/** True if ids are below cells of the first record that are none, so that it names the columns in unknown words. */
function isOddOneOut([first, second]: readonly TableRow[]): boolean {
	return (
		first !== undefined &&
		second !== undefined &&
		first.cells.length === second.cells.length &&
		!first.cells.some(isData) &&
		second.cells.some(isData)
	);
}

function readRows(headers: readonly string[], records: readonly TableRow[]): readonly ListedRow[] {
	const rows: ListedRow[] = [];
	const width =
		headers.length > 0 ? headers.length : records.reduce((most, { cells }) => Math.max(most, cells.length), 0);
	for (const [at, record] of records.entries()) {
		const joined: ListedRow[] = [];
		let whole: TableRow | null = record;
		for (let first = at - 1; first >= 0 && joined.length < MAX_PARTS - 1; first -= 1) {
			whole = joinRecords(records.at(first) as TableRow, whole, width);
			if (whole === null) {
				break;
			}
			joined.push(rowOf(headers, whole, first + 1));
		}
		rows.push({ ...rowOf(headers, record, at + 1), joined });
	}
	return rows;
}

function rowOf(headers: readonly string[], { cells, line }: TableRow, number: number): ListedRow {
	return { ...readCells(cellsOf(headers, cells)), line, number, joined: [] };
}

/**
 * A record and the one after it as one, if a line break that nothing quotes may have divided it: in the middle, so that
 * both have too few cells, or in a column that is then the only one of the second.
 */
function joinRecords(first: TableRow, second: TableRow, width: number): TableRow | null {
	if (width < 2) {
		return null;
	}
	const isFull = (cells: readonly string[]): boolean => cells.length >= width;
	if (first.cells.length + second.cells.length - 1 === width && !(isFull(first.cells) && isFull(second.cells))) {
		const [head = "", ...rest] = second.cells;
		const last = first.cells.at(-1) ?? "";
		return { line: first.line, cells: [...first.cells.slice(0, -1), `${last}\n${head}`, ...rest] };
	}
	const filled = second.cells.flatMap((cell, at) => (cell === "" ? [] : [at]));
	const [only] = filled;
	if (filled.length !== 1 || only === undefined || (first.cells[only] ?? "") === "") {
		return null;
	}
	return {
		line: first.line,
		cells: first.cells.map((cell, at) => (at === only ? `${cell}\n${second.cells[only] ?? ""}` : cell)),
	};
}
