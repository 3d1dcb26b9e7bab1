import { statSync } from "node:fs";
import { createRequire } from "node:module";
import type { parse } from "csv-parse/sync";
import { readRegularFile } from "../files/read-regular-file.ts";

/** An image of the inventory. */
export interface InventoryImage {
	readonly id: string;
	/** The row's other cells that name it, for the message: a name, a Region. Empty where there are none. */
	readonly label: string;
}

/** Bad usage: the message says what to do. */
export class InventoryError extends Error {
	override readonly name = "InventoryError";
}

const IMAGE_ID = /^ami-(?:[0-9a-f]{8}|[0-9a-f]{17})$/u;
/** `Encrypted`, `Encriptada`, `Cifrado`, `¿Está cifrada?`: the column that says which images need nothing. */
const ENCRYPTED_COLUMN = /encr|cifrad/u;
const NEGATED_COLUMN = /unencr|sin (?:encr|cifr)|no (?:encr|cifr)|not encr/u;
const YES = /^(?:true|yes|y|si|1|encrypted|encriptad[oa]|cifrad[oa])$/u;
const LABEL_COLUMN = /^(?:name|nombre|ami name|image name|region|cuenta|account)/u;

/** A row has some hundred bytes: this is a hundred thousand images. */
const MAX_BYTES = 16 * 1024 * 1024;

const READ = new Map<string, { readonly stamp: string; readonly images: ReadonlyMap<string, InventoryImage> }>();

/**
 * Reads an inventory of unencrypted images: a CSV with a BOM or without, `;`, `,` or tab between cells, headers in any
 * order and language. A row counts by its image id (`ami-…`), unless a column says that the image is encrypted.
 *
 * @param path of the file, absolute or from the working directory
 * @throws {InventoryError} where the file cannot be read, is no CSV, or names no image
 */
export function readInventory(path: string): ReadonlyMap<string, InventoryImage> {
	const stamp = stampOf(path);
	const known = READ.get(path);
	if (stamp !== null && known?.stamp === stamp) {
		return known.images;
	}
	const reading = readRegularFile(path, { maxBytes: MAX_BYTES });
	if (reading.kind !== "bytes") {
		throw new InventoryError(`The inventory '${path}' cannot be read. Give the path of a CSV file.`);
	}
	const images = parseInventory(reading.bytes.toString("utf8"), path);
	READ.set(path, { stamp: stamp ?? "", images });
	return images;
}

function stampOf(path: string): string | null {
	try {
		const { mtimeMs, size } = statSync(path);
		return `${String(mtimeMs)}:${String(size)}`;
	} catch {
		return null;
	}
}

/** The same for a text that is there already. `name` stands in messages. */
function parseInventory(text: string, name: string): ReadonlyMap<string, InventoryImage> {
	// Loaded when an inventory is given and not before: a linter starts too often to read a CSV parser for nothing.
	const csv = createRequire(import.meta.url)("csv-parse/sync") as { readonly parse: typeof parse };
	let rows: readonly (readonly string[])[];
	try {
		const firstLine = /[^\r\n]*/u.exec(text)?.[0] ?? "";
		const delimiter = [";", ",", "\t"].reduce((best, one) =>
			firstLine.split(one).length > firstLine.split(best).length ? one : best,
		);
		rows = csv.parse(text, {
			bom: true,
			delimiter,
			relax_column_count: true,
			skip_empty_lines: true,
			trim: true,
			relax_quotes: true,
		});
	} catch (cause) {
		throw new InventoryError(`The inventory '${name}' is no CSV that can be read.`, { cause });
	}
	const header = (rows[0] ?? []).map(fold);
	const images = new Map<string, InventoryImage>();
	for (const row of rows) {
		const id = row.map((cell) => cell.toLowerCase()).find((cell) => IMAGE_ID.test(cell));
		if (id === undefined || row.some((cell, column) => isEncrypted(header[column] ?? "", fold(cell)))) {
			continue;
		}
		images.set(id, {
			id,
			label: row.filter((cell, column) => cell !== "" && LABEL_COLUMN.test(header[column] ?? "")).join(", "),
		});
	}
	if (images.size === 0) {
		throw new InventoryError(
			`The inventory '${name}' lists no unencrypted image. Each row needs an image id, such as ami-0123456789abcdef0.`,
		);
	}
	return images;
}

function isEncrypted(header: string, cell: string): boolean {
	return ENCRYPTED_COLUMN.test(header) && !NEGATED_COLUMN.test(header) && YES.test(cell);
}

/** Lower case without accents. */
function fold(text: string): string {
	return text
		.normalize("NFD")
		.replace(/\p{Mn}/gu, "")
		.toLowerCase()
		.trim();
}
