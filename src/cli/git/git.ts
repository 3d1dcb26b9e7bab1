import { realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** What git said instead of an answer, for the end of a sentence. */
export class GitError extends Error {}

const MOST_OUTPUT = 1024 * 1024 * 1024;

/**
 * What git prints. Nothing of the repository is run or changed, and nothing is fetched.
 *
 * @param variables of the environment, beside those of this process
 * @throws {GitError} where it fails
 */
export function git(cwd: string, args: readonly string[], input = "", variables: NodeJS.ProcessEnv = {}): Buffer {
	const { spawnSync } = process.getBuiltinModule("node:child_process");
	// A partial clone would fetch what it has not: no protocol is allowed to.
	const { status, stdout, stderr, error } = spawnSync("git", ["-C", cwd, "-c", "protocol.allow=never", ...args], {
		// Windows looks for the program in that folder first, and the repository is a stranger's.
		cwd: dirname(process.execPath),
		input,
		maxBuffer: MOST_OUTPUT,
		env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1", LC_ALL: "C", ...variables },
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
	const top = (variables: NodeJS.ProcessEnv = {}): string => {
		const said = git(cwd, ["rev-parse", "--show-toplevel"], "", variables).toString();
		return realpathSync(said.replace(/\n$/u, ""));
	};
	const { GIT_DIR, GIT_WORK_TREE } = process.env;
	if (GIT_DIR === undefined || GIT_WORK_TREE !== undefined) {
		return top();
	}
	// Git gives its hooks the folder of a linked working tree in `GIT_DIR`, and then takes every folder for the top.
	const found = { GIT_DIR: undefined };
	try {
		const folder = oneLine(git(cwd, ["rev-parse", "--absolute-git-dir"], "", found));
		return realpathSync(folder) === realpathSync(resolve(cwd, GIT_DIR)) ? top(found) : top();
	} catch {
		return top();
	}
}

/** The first line of what git prints. */
export const oneLine = (bytes: Buffer): string => bytes.toString().split("\n")[0] ?? "";
