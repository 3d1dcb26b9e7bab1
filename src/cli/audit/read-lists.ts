import { resolve } from "node:path";
import type { AuditedList } from "../../audit/audit-input.ts";
import { redactPath } from "../../detect/redact.ts";
import { readRegularFile } from "../../files/read-regular-file.ts";
import { ListError } from "../../lists/list-error.ts";
import { readList } from "../../lists/read-list.ts";
import { shownPath } from "../file/shown-path.ts";
import type { Io } from "../io.ts";
import { writeNote } from "../write-note.ts";

/** In bytes: findings of Security Hub have some thousand each. */
const MAX_BYTES = 256 * 1024 * 1024;

/** A list, and where it is; null for standard input. */
export interface FileList extends AuditedList {
	readonly path: string | null;
}

/** Reads those lists that can be read; of the others it is noted why not, with the position. */
export async function readLists(
	files: readonly string[],
	io: Io,
): Promise<{ readonly lists: readonly FileList[]; readonly areAll: boolean }> {
	const lists: FileList[] = [];
	for (const file of files) {
		const path = file === "-" ? null : resolve(io.cwd, file);
		const shown = path === null ? "stdin" : shownPath(path, io.cwd);
		const bytes = path === null ? await io.readStdin() : bytesOf(path);
		if (typeof bytes === "string") {
			writeNote(io.stderr, `: ${bytes}`, shown);
			continue;
		}
		try {
			const { rows, skipped, format } = readList(bytes);
			if (rows.every(({ subjects }) => subjects.length === 0)) {
				// Another file by mistake would pass as a list with nothing to fix.
				throw new ListError("No row names a resource. Give a list with names, ARNs or ids.", {
					line: rows[0]?.line ?? 1,
					column: 1,
				});
			}
			lists.push({ path, file: redactPath(shown), format, rows: rows.length, skipped, entries: rows });
		} catch (error) {
			if (!(error instanceof ListError)) {
				throw error;
			}
			writeNote(io.stderr, `:${String(error.line)}:${String(error.column)}: ${error.message}`, shown);
		}
	}
	return { lists, areAll: lists.length === files.length };
}

/** The bytes of a list, or why there are none. */
function bytesOf(path: string): Uint8Array | string {
	const reading = readRegularFile(path, { maxBytes: MAX_BYTES });
	switch (reading.kind) {
		case "bytes":
			return reading.bytes;
		case "missing":
			return "There is no such file. Give the path of a CSV or JSON file.";
		case "irregular":
			return "It is not a regular file. Give the path of a CSV or JSON file.";
		case "large":
			return "It is too large. Export fewer findings.";
		case "error":
			return `It cannot be read (${reading.code}).`;
		default:
			return reading satisfies never;
	}
}
