import { dirname, join, resolve } from "node:path";
import { isThere } from "../../files/is-there.ts";
import { finishReplacements } from "../../files/write-journal.ts";
import { holdSignals } from "../file/hold-signals.ts";
import { shownPath } from "../file/shown-path.ts";
import type { Io } from "../io.ts";
import { writeNote } from "../write-note.ts";
import type { MigrateArguments } from "./parse-migrate-arguments.ts";

const JOURNAL = ".kmslint-migrate.json";

/** Where a run writes down which files it is about to replace. */
export function journalIn(cwd: string): string {
	return join(cwd, JOURNAL);
}

/**
 * Finishes what a run has left that was killed between two files, with `--write`; otherwise says how. False if the run
 * cannot go on.
 */
export async function finishInterrupted({ paths, write }: MigrateArguments, { cwd, stderr }: Io): Promise<boolean> {
	const journal = journalIn(cwd);
	if (!isThere(journal)) {
		return true;
	}
	if (!write) {
		writeNote(stderr, ": A run was interrupted between two files. `kmslint migrate --write` finishes it.", JOURNAL);
		return false;
	}
	const given = paths.map((path) => resolve(cwd, path));
	const finished = await holdSignals(() =>
		finishReplacements(journal, [cwd, ...given, ...given.map((path) => dirname(path))]),
	);
	switch (finished.kind) {
		case "finished":
			writeNote(
				stderr,
				`: An interrupted run is finished. Files that were left: ${String(finished.count)}.`,
				JOURNAL,
			);
			return true;
		case "refused":
			writeNote(
				stderr,
				`: ${finished.reason} Restore it, or delete '${JOURNAL}' to keep all files as they are.`,
				shownPath(finished.path, cwd),
			);
			return false;
		case "none":
			writeNote(stderr, ": It is not readable. Delete it to keep all files as they are.", JOURNAL);
			return false;
		default:
			return finished satisfies never;
	}
}
