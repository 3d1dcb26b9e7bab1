import { join } from "node:path";
import { git, GitError, oneLine, topOf, tryGit } from "./git.ts";
import { isChecked, isReadable, writeBlobs, type Blob, type GitTree } from "./write-blobs.ts";

/** What is staged. */
export interface Index {
	/** Files that the next commit adds or changes and that a run may report on, from the top of the repository. */
	readonly staged: readonly string[];
	/** The absolute path of a staged file in the working tree. */
	readonly pathOf: (staged: string) => string;
	/**
	 * Writes every file that the next commit has and that a run may read.
	 *
	 * @throws {GitError} where they cannot be written
	 */
	readonly write: () => GitTree;
}

/**
 * Reads git's index: the one of the hook that runs this, which is another than the usual one for `git commit FILE`.
 *
 * @param cwd absolute, with links resolved
 * @throws {GitError} where git cannot answer, and while a merge is not resolved
 */
export function readIndex(cwd: string): Index {
	const root = topOf(cwd);
	const blobs = blobsOf(git(root, ["ls-files", "--stage", "-z"]));
	const head = tryGit(root, ["rev-parse", "--quiet", "--verify", "HEAD^{tree}"]);
	// Before the first commit, everything is new.
	const before = oneLine(head ?? git(root, ["hash-object", "-t", "tree", "--stdin"]));
	const changed = git(root, [
		"diff-index",
		"--cached",
		"--name-only",
		"--no-renames",
		"--diff-filter=ACMT",
		"--ignore-submodules",
		"-z",
		before,
	]);
	const files = new Set(blobs.map(({ path }) => path));
	return {
		staged: changed
			.toString()
			.split("\0")
			.filter((path) => files.has(path) && isChecked(path)),
		pathOf: (staged) => join(root, staged),
		write: () => writeBlobs(root, cwd, blobs, "kmslint-staged-"),
	};
}

/**
 * The regular files of `git ls-files --stage -z` that a run may read.
 *
 * @throws {GitError} for a file in several stages
 */
function blobsOf(listed: Buffer): readonly Blob[] {
	return listed
		.toString()
		.split("\0")
		.flatMap((line) => {
			const [, id = "", stage = "", path = ""] = /^100\d{3} ([0-9a-f]+) (\d)\t([^]+)$/u.exec(line) ?? [];
			if (stage !== "" && stage !== "0") {
				throw new GitError(`'${path}' has merge conflicts`);
			}
			return isReadable(path) ? [{ id, path }] : [];
		});
}
