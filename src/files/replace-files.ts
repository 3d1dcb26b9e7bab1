import { prepareNewFile, removeFile } from "./new-file.ts";
import { prepareFile, replaceFile, type PreparedFile } from "./replace-file.ts";

/** A file with the bytes that were read, and those that take their place; or a new one. */
export interface Replacement {
	readonly path: string;
	/** Null for a file that is made: nothing may be there. */
	readonly before: Uint8Array | null;
	readonly after: Uint8Array;
}

/**
 * Replaces the texts of several files: all of them, or none. Each new text is written beside its file before the first
 * one is put in place. If a file cannot be put in place, those before it get their old texts back, and new ones go.
 *
 * @returns null if all were written; otherwise the path of the file that was not, with the reason in a sentence
 */
export function replaceFiles(
	replacements: readonly Replacement[],
): { readonly path: string; readonly reason: string; readonly kept: readonly string[] } | null {
	const prepared: PreparedFile[] = [];
	const written: Replacement[] = [];
	try {
		for (const { path, before, after } of replacements) {
			const one = before === null ? prepareNewFile(path, after) : prepareFile(path, before, after);
			if (typeof one === "string") {
				return { path, reason: one, kept: [] };
			}
			prepared.push(one);
		}
		for (const [index, replacement] of replacements.entries()) {
			const reason = prepared[index]?.commit() ?? null;
			if (reason !== null) {
				return { path: replacement.path, reason, kept: restore(written) };
			}
			written.push(replacement);
		}
		return null;
	} finally {
		prepared.forEach((one) => one.discard());
	}
}

/** Gives the paths of files that could not get their old texts back, because something else changed them meanwhile. */
function restore(written: readonly Replacement[]): readonly string[] {
	return written
		.filter(
			({ path, before, after }) =>
				(before === null ? removeFile(path, after) : replaceFile(path, after, before)) !== null,
		)
		.map(({ path }) => path);
}
