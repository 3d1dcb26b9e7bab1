import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { isBelowFolder } from "../../files/leads-out-of.ts";
import { codeOf } from "../../files/read-regular-file.ts";
import { DIALECTS, likelyDialect } from "../../languages/dialects.ts";

/** What says which files are left out. */
const IGNORE_FILE = /(?:^|\/)\.(?:gitignore|kmslintignore)$/u;

/** The files of a commit, in a folder of their own. */
export interface Commit {
	/** The working directory, as it was in the commit. */
	readonly cwd: string;
	/** Where a path of the working tree was; null for one that is outside of the repository. */
	readonly pathOf: (path: string) => string | null;
	readonly remove: () => void;
}

/**
 * Writes the files of a commit into a folder that only this user can read: the commit in which the work since `ref`
 * began, which is that of both histories if they went apart. Nothing of the repository is run or changed, no filter of
 * it is asked, and nothing is fetched.
 *
 * @param cwd absolute, with links resolved
 * @throws {GitError} where git cannot answer
 */
export function readCommit(ref: string, cwd: string): Commit {
	const root = realpathSync(git(cwd, ["rev-parse", "--show-toplevel"]).toString().replace(/\n$/u, ""));
	const named = oneLine(git(cwd, ["rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`]));
	const commit = attempt(() => oneLine(git(cwd, ["merge-base", named, "HEAD"]))) ?? named;
	const blobs = blobsOf(git(root, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit]));
	const folder = mkdtempSync(join(realpathSync(tmpdir()), "kmslint-since-"));
	const remove = (): void => {
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		const ids = [...new Set(blobs.map(({ id }) => id))];
		const texts = contentsOf(git(root, ["cat-file", "--batch"], `${ids.join("\n")}\n`));
		for (const { id, path } of blobs) {
			const target = join(folder, path);
			if (!isBelowFolder(folder, target)) {
				continue; // A tree that somebody made by hand may hold `..`.
			}
			mkdirSync(dirname(target), { recursive: true });
			writeFileSync(target, texts.get(id) ?? "", { mode: 0o600 });
		}
	} catch (error) {
		remove();
		throw error instanceof GitError ? error : new GitError(`its files cannot be written (${codeOf(error)})`);
	}
	const below = (path: string): string | null =>
		path === root || isBelowFolder(root, path) ? join(folder, relative(root, path)) : null;
	const old = below(cwd) ?? folder;
	mkdirSync(old, { recursive: true });
	return { cwd: old, pathOf: below, remove };
}

/** What git said instead of an answer. */
export class GitError extends Error {}

const MOST_OUTPUT = 1024 * 1024 * 1024;

/**
 * What git prints.
 *
 * @throws {GitError} where it fails
 */
function git(cwd: string, args: readonly string[], input = ""): Buffer {
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
		throw new GitError(stderr.toString().trim().split("\n").at(-1) ?? "it failed");
	}
	return stdout;
}

function attempt<T>(ask: () => T): T | null {
	try {
		return ask();
	} catch (error) {
		if (error instanceof GitError) {
			return null; // A shallow clone does not know where histories went apart.
		}
		throw error;
	}
}

const oneLine = (bytes: Buffer): string => bytes.toString().split("\n")[0] ?? "";

interface Blob {
	readonly id: string;
	readonly path: string;
}

/** The regular files of `git ls-tree -r -l -z` that a run may read. */
function blobsOf(listed: Buffer): readonly Blob[] {
	return listed
		.toString()
		.split("\0")
		.flatMap((line) => {
			const [, id = "", size = "", path = ""] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t([^]+)$/u.exec(line) ?? [];
			const isRead = IGNORE_FILE.test(path) || DIALECTS.some(({ names }) => names.test(path));
			return isRead && Number(size) <= likelyDialect(path).maxBytes ? [{ id, path }] : [];
		});
}

/** The contents of `git cat-file --batch`, by their ids. */
function contentsOf(batch: Buffer): ReadonlyMap<string, Buffer> {
	const contents = new Map<string, Buffer>();
	for (let at = 0; at < batch.length;) {
		const end = batch.indexOf("\n", at);
		const [, id = "", size = "0"] = /^([0-9a-f]+) blob (\d+)$/u.exec(batch.toString("utf8", at, end)) ?? [];
		const from = end + 1;
		const length = Number(size);
		if (id !== "") {
			contents.set(id, batch.subarray(from, from + length));
		}
		at = id === "" ? from : from + length + 1;
	}
	return contents;
}
