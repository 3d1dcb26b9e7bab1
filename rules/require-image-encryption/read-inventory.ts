import { statSync } from "node:fs";
import { readRegularFile } from "../../src/files/read-regular-file.ts";
import { ListError } from "../../src/lists/list-error.ts";
import type { ListedRow } from "../../src/lists/listed-row.ts";
import { readList } from "../../src/lists/read-list.ts";
import { BadSettingError } from "../../src/rule/bad-setting-error.ts";

/** An image of the inventory. */
export interface InventoryImage {
	readonly id: string;
	/** The row's other cells that name it, for the message: a name, a Region. Empty where there are none. */
	readonly label: string;
}

/** An inventory that cannot be used. */
class InventoryError extends BadSettingError {
	override readonly name = "InventoryError";
}

/** A row has some hundred bytes: this is a hundred thousand images. */
const MAX_BYTES = 16 * 1024 * 1024;

const READ = new Map<string, { readonly stamp: string; readonly images: ReadonlyMap<string, InventoryImage> }>();

/**
 * Reads an inventory of unencrypted images, in any form that {@link readList} reads. A row counts by its image id (`ami-…`), unless a column says that the image is encrypted.
 *
 * @param path of the file, absolute or from the working directory
 * @throws {InventoryError} where the file cannot be read, is no list, or names no image
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
	const images = imagesIn(reading.bytes, path);
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

/** @param name of the list in messages */
function imagesIn(bytes: Uint8Array, name: string): ReadonlyMap<string, InventoryImage> {
	const images = new Map<string, InventoryImage>();
	for (const { subjects, label, isPassed } of readRows(bytes, name)) {
		for (const { kind, names, account, region } of isPassed ? [] : subjects) {
			const id = names[0]?.parts.join("") ?? "";
			if (kind === "image") {
				images.set(id, {
					id,
					label: [label, region, account].filter((one) => one !== null && one !== "").join(", "),
				});
			}
		}
	}
	if (images.size === 0) {
		throw new InventoryError(
			`The inventory '${name}' lists no unencrypted image. Each row needs an image id, such as ami-0123456789abcdef0.`,
		);
	}
	return images;
}

function readRows(bytes: Uint8Array, name: string): readonly ListedRow[] {
	try {
		return readList(bytes).rows;
	} catch (cause) {
		throw cause instanceof ListError
			? new InventoryError(`The inventory '${name}' is no list that can be read. ${cause.message}`, { cause })
			: cause;
	}
}
