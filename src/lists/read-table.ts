import { createRequire } from "node:module";
import type { CsvError, parse } from "csv-parse/sync";
import { ListError } from "./list-error.ts";

/** A record of a table. */
export interface TableRow {
	readonly cells: readonly string[];
	/** Where it begins, from 1. */
	readonly line: number;
}

const DELIMITERS = [";", ",", "\t", "|"] as const;

/** How many records decide about the delimiter. */
const SAMPLE = 200;

/**
 * Reads a table with any of the usual delimiters. Quotes inside of unquoted cells are text, records may have any number
 * of cells, and empty ones are left out.
 *
 * @param text with `\n` at the end of each line
 * @throws {ListError} where a quote is not closed, or text follows it
 */
export function readTable(text: string): readonly TableRow[] {
	// Loaded when a list is given and not before: a linter starts too often to read a CSV parser for nothing.
	const csv = createRequire(import.meta.url)("csv-parse/sync") as {
		readonly parse: typeof parse;
		readonly CsvError: typeof CsvError;
	};
	// Excel's own first line: `sep=;`.
	const told = /^sep=([;,\t|])\n/iu.exec(text)?.[1];
	const body = told === undefined ? text : text.replace(/^[^\n]*/u, "");
	const delimiter = told ?? delimiterOf(body);
	try {
		const records = csv.parse(body, {
			delimiter,
			record_delimiter: "\n",
			relax_column_count: true,
			relax_quotes: true,
			trim: true,
			info: true,
			raw: true,
		}) as unknown as readonly {
			readonly record: readonly string[];
			readonly raw: string;
			readonly info: { readonly lines: number };
		}[];
		let line = 1;
		return records.flatMap(({ record, raw }) => {
			const begin = line + (/^\n*/u.exec(raw)?.[0].length ?? 0);
			line += raw.split("\n").length - 1;
			return record.every((cell) => cell === "") ? [] : [{ cells: record, line: begin }];
		});
	} catch (cause) {
		if (!(cause instanceof csv.CsvError)) {
			throw cause;
		}
		const [, line = "1"] = /at line (\d+)/u.exec(cause.message) ?? [];
		throw new ListError(
			cause.code === "CSV_QUOTE_NOT_CLOSED"
				? "A quote is not closed, so the rows after it cannot be read."
				: "Text follows a closing quote. Write a quote inside of a quoted cell twice.",
			{ line: Number(line), column: 1 },
			{ cause },
		);
	}
}

/** The delimiter that most of the first records have equally often; among such the one that divides them more. */
function delimiterOf(text: string): string {
	const found = new Map<string, number[]>(DELIMITERS.map((one) => [one, []]));
	let current = new Map<string, number>();
	let isQuoted = false;
	let records = 0;
	for (let at = 0; at <= text.length && records < SAMPLE; at += 1) {
		const character = text[at];
		if (character === '"') {
			isQuoted = !isQuoted;
		} else if ((character === "\n" && !isQuoted) || character === undefined) {
			found.forEach((list, one) => list.push(current.get(one) ?? 0));
			current = new Map();
			records += 1;
		} else if (!isQuoted && found.has(character)) {
			current.set(character, (current.get(character) ?? 0) + 1);
		}
	}
	const weights = [...found].map(([one, list]) => {
		const often = new Map<number, number>();
		for (const count of list.filter((each) => each > 0)) {
			often.set(count, (often.get(count) ?? 0) + 1);
		}
		const [count = 0, agreed = 0] = [...often].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
		return { one, agreed, count };
	});
	return weights.sort((a, b) => b.agreed - a.agreed || b.count - a.count)[0]?.one ?? ",";
}
