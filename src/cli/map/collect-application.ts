import { dirname, resolve } from "node:path";
import type { Application } from "../../app/application.ts";
import { readApplication } from "../../app/read-application.ts";
import { isBelowFolder } from "../../files/leads-out-of.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { findFiles } from "../find-files.ts";
import type { Io } from "../io.ts";
import { writeNote } from "../write-note.ts";
import { shownPath } from "../file/shown-path.ts";

/**
 * Reads the application below some paths. Nothing outside of the working directory is read, but for a path outside that is
 * given itself.
 *
 * @throws {UsageError} for a path that does not exist
 */
export function collectApplication(paths: readonly string[], exclude: readonly string[], io: Io): Application {
	const found: string[] = [];
	const outside: string[] = [];
	for (const one of findFiles(paths, io.cwd, { ...(io.files === undefined ? {} : { files: io.files }), exclude })) {
		if ("message" in one) {
			if (one.missing) {
				throw new UsageError(one.message);
			}
			writeNote(io.stderr, `: ${one.message}`, shownPath(one.path, io.cwd));
		} else if (!("leftOut" in one) && one.assembly === undefined) {
			found.push(one.path);
			if (!isBelowFolder(io.cwd, one.path)) {
				outside.push(dirname(one.path));
			}
		}
	}
	const given = paths
		.map((path) => resolve(io.cwd, path))
		.filter((path) => !isBelowFolder(io.cwd, path) && path !== io.cwd);
	return readApplication({
		cwd: io.cwd,
		parameterOverrides: {},
		suppressions: true,
		paths: found,
		roots: [io.cwd, ...given.filter((path) => !found.includes(path)), ...new Set(outside)],
	});
}
