import { BodyReader } from "./body-reader.ts";
import type { HclFile } from "./syntax.ts";

/**
 * Parses a text in HCL's native syntax. Never throws; the work is linear in the length of the text.
 *
 * @param text without its BOM
 */
export function parseHcl(text: string): HclFile {
	const reader = new BodyReader(text, false);
	const file = reader.read();
	return reader.isUnclosed ? new BodyReader(text, true).read() : file;
}
