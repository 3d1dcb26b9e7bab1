import { prepareNewFile, removeFile } from "./new-file.ts";
import { prepareFile, replaceFile, type PreparedFile } from "./replace-file.ts";
import { type JournaledFile, removeJournal, writeJournal } from "./write-journal.ts";

/** A file with the bytes that were read, and those that take their place; or a new one. */
export interface Replacement {
	readonly path: string;
	/** Null for a file that is made: nothing may be there. */
	readonly before: Uint8Array | null;
	readonly after: Uint8Array;
}

/** How the new texts are put in place. */
export interface ReplaceOptions {
	/** Where it is written down what is about to be replaced, for {@link finishReplacements}; null to do without. */
	readonly journal?: string | null;
	/** Puts one in place; a test may fail there, or look. */
	readonly commit?: (prepared: PreparedFile) => string | null;
}

/**
 * Replaces the texts of several files: all of them, or none. Each new text is written beside its file before the first
 * one is put in place. If a file cannot be put in place, those before it get their old texts back, and new ones go. A run
 * that is killed meanwhile leaves a journal with which the next one finishes it.
 *
 * @returns null if all were written; otherwise the path of the file that was not, with the reason in a sentence
 */
export function replaceFiles(
	replacements: readonly Replacement[],
	{ journal = null, commit = (one) => one.commit() }: ReplaceOptions = {},
): { readonly path: string; readonly reason: string; readonly kept: readonly string[] } | null {
	const files: JournaledFile[] = [];
	try {
		for (const { path, before, after } of replacements) {
			const prepared = before === null ? prepareNewFile(path, after) : prepareFile(path, before, after);
			if (typeof prepared === "string") {
				return { path, reason: prepared, kept: [] };
			}
			files.push({ prepared, before, after });
		}
		const refused = journal === null || files.length < 2 ? null : writeJournal(journal, files);
		if (journal !== null && refused !== null) {
			return { path: journal, reason: refused, kept: [] };
		}
		const failure = putInPlace(files, replacements, commit);
		if (journal !== null) {
			removeJournal(journal);
		}
		return failure;
	} finally {
		files.forEach(({ prepared }) => prepared.discard());
	}
}

function putInPlace(
	files: readonly JournaledFile[],
	replacements: readonly Replacement[],
	commit: (prepared: PreparedFile) => string | null,
): ReturnType<typeof replaceFiles> {
	const written: Replacement[] = [];
	for (const [index, replacement] of replacements.entries()) {
		const file = files[index];
		const reason = file === undefined ? null : commit(file.prepared);
		if (reason !== null) {
			return { path: replacement.path, reason, kept: restore(written) };
		}
		written.push(replacement);
	}
	return null;
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
