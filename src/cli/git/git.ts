import { realpathSync } from "node:fs";
import { dirname } from "node:path";

/** What git said instead of an answer, for the end of a sentence. */
export class GitError extends Error {}

const MOST_OUTPUT = 1024 * 1024 * 1024;

/**
 * What git prints. Nothing of the repository is run or changed, and nothing is fetched.
 *
 * @throws {GitError} where it fails
 */
export function git(cwd: string, args: readonly string[], input = ""): Buffer {
	const { spawnSync } = process.getBuiltinModule("node:child_process");
	// A partial clone would fetch what it has not: no protocol is allowed to.
	const { status, stdout, stderr, error } = spawnSync("git", ["-C", cwd, "-c", "protocol.allow=never", ...args], {
		// Windows looks for the program in that folder first, and the repository is a stranger's.
		cwd: dirname(process.execPath),
		input,
		maxBuffer: MOST_OUTPUT,
		env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1", LC_ALL: "C" },
	});
	if (error !== undefined) {
		throw new GitError("code" in error && error.code === "ENOENT" ? "git is not installed" : error.message);
	}
	if (status !== 0) {
		throw new GitError(complaintOf(stderr.toString()));
	}
	return stdout;
}

/** The sentence that git ends with: advice may follow it. */
function complaintOf(said: string): string {
	const lines = said.trim().split("\n");
	const fatal = lines.find((line) => line.startsWith("fatal: "));
	return fatal?.slice("fatal: ".length) ?? lines.at(-1) ?? "it failed";
}

/** The same; null where git fails. */
export function tryGit(cwd: string, args: readonly string[]): Buffer | null {
	try {
		return git(cwd, args);
	} catch (error) {
		if (error instanceof GitError) {
			return null;
		}
		throw error;
	}
}

/**
 * The top of the working tree that a folder is in.
 *
 * @throws {GitError} outside of a repository, and in a bare one
 */
export function topOf(cwd: string): string {
	return realpathSync(git(cwd, ["rev-parse", "--show-toplevel"]).toString().replace(/\n$/u, ""));
}

/** The first line of what git prints. */
export const oneLine = (bytes: Buffer): string => bytes.toString().split("\n")[0] ?? "";
