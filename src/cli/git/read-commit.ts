import { git, oneLine, topOf, tryGit } from "./git.ts";
import { isReadable, writeBlobs, type Blob, type GitTree } from "./write-blobs.ts";

/**
 * The files of a commit: the one in which the work since `ref` began, which is that of both histories if they went apart.
 *
 * @param cwd absolute, with links resolved
 * @throws {GitError} where git cannot answer
 */
export function readCommit(ref: string, cwd: string): GitTree {
	const root = topOf(cwd);
	const named = oneLine(git(cwd, ["rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`]));
	// A shallow clone does not know where histories went apart.
	const base = tryGit(cwd, ["merge-base", named, "HEAD"]);
	const commit = base === null ? named : oneLine(base);
	const blobs = blobsOf(git(root, ["ls-tree", "-r", "-z", "--full-tree", commit]));
	return writeBlobs(root, cwd, blobs, "kmslint-since-");
}

/** The regular files of `git ls-tree -r -z` that a run may read. */
function blobsOf(listed: Buffer): readonly Blob[] {
	return listed
		.toString()
		.split("\0")
		.flatMap((line) => {
			const [, id = "", path = ""] = /^100\d{3} blob ([0-9a-f]+)\t([^]+)$/u.exec(line) ?? [];
			return isReadable(path) ? [{ id, path }] : [];
		});
}
