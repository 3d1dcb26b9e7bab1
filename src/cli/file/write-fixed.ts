import { replaceFile } from "../../files/replace-file.ts";
import { holdSignals } from "./hold-signals.ts";
import type { ReadText } from "./read-text.ts";

/**
 * Writes a fixed text in place of the one that was read.
 *
 * @returns why the file was not written, in a sentence; null where it was
 */
export async function writeFixed(path: string, { bytes, bom }: ReadText, text: string): Promise<string | null> {
	const after = Buffer.from((bom ? "\uFEFF" : "") + text, "utf8");
	return holdSignals(() => replaceFile(path, bytes, after));
}
