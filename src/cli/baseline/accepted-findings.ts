import type { Io } from "../io.ts";
import { baselineOf } from "../lint-paths.ts";
import type { Arguments } from "../parse-arguments.ts";
import { writeNote } from "../write-note.ts";
import { Baseline } from "./baseline.ts";

/**
 * What is not reported: the baseline, and with `--new-since` what is older than the work that is looked at. Where git
 * cannot answer, a note says so.
 *
 * @param older how the run is repeated on the older files; null if there is nothing to compare
 * @throws {UsageError} for a baseline that is named and is not there, and for what is no baseline
 */
export async function acceptedFindings(
	args: Arguments,
	io: Io,
	older: { readonly args: Arguments; readonly io: Io } | null,
): Promise<Baseline | null> {
	const baseline = baselineOf(args, io.cwd);
	if (args.newSince === null || older === null) {
		return baseline;
	}
	const { olderFindings } = await import("./older-findings.ts");
	const { GitError } = await import("../git/git.ts");
	try {
		return new Baseline(baseline?.entries ?? [], await olderFindings(args.newSince, older.args, older.io));
	} catch (error) {
		if (!(error instanceof GitError)) {
			throw error;
		}
		writeNote(
			io.stderr,
			`What is new since '${args.newSince}' is not known, so everything is reported: ${error.message}`,
		);
		return baseline;
	}
}
