import { linkSync, rmSync, writeFileSync } from "node:fs";
import { isThere } from "./is-there.ts";
import { codeOf, readRegularFile } from "./read-regular-file.ts";
import { guarded, pathBeside, sentenceOf, type PreparedFile } from "./replace-file.ts";

const IS_THERE = "A file of this name is there already, so it was not made.";

/** Writes the text of a new file beside its place, where nothing may be; or gives a sentence that says why not. */
export function prepareNewFile(path: string, after: Uint8Array): PreparedFile | string {
	if (isThere(path)) {
		return IS_THERE;
	}
	const made = pathBeside(path);
	const discard = (): void => rmSync(made, { force: true });
	try {
		writeFileSync(made, after, { flag: "wx", flush: true });
	} catch (error) {
		discard();
		return sentenceOf(error);
	}
	return { target: path, beside: made, commit: () => guarded(() => putInPlace(made, path, after)), discard };
}

/** Unlike a renamed file, a link takes no other file's place. */
function putInPlace(made: string, path: string, after: Uint8Array): string | null {
	try {
		linkSync(made, path);
	} catch (error) {
		if (codeOf(error) === "EEXIST") {
			return IS_THERE;
		}
		// A file system without hard links.
		writeFileSync(path, after, { flag: "wx", flush: true });
	}
	rmSync(made, { force: true });
	return null;
}

/** Removes a file that has a text; or gives a sentence that says why not. */
export function removeFile(path: string, text: Uint8Array): string | null {
	return guarded(() => {
		const reading = readRegularFile(path, { maxBytes: text.length, followLinks: false });
		if (reading.kind !== "bytes" || !reading.bytes.equals(text)) {
			return "It was changed meanwhile, so it stays.";
		}
		rmSync(path);
		return null;
	});
}
