import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { cleanUpOnSignal } from "../../files/clean-up-on-signal.ts";
import { isBelowFolder } from "../../files/leads-out-of.ts";
import { codeOf } from "../../files/read-regular-file.ts";
import { DIALECTS, likelyDialect } from "../../languages/dialects.ts";
import { git, GitError } from "./git.ts";

/** A regular file, as git has it. */
export interface Blob {
	readonly id: string;
	/** From the top of the repository. */
	readonly path: string;
}

/** Files that git has, in a folder of their own. */
export interface GitTree {
	/** What the working directory is in it. */
	readonly cwd: string;
	/** Where a path of the working tree is in it; null for one that is outside of the repository. */
	readonly pathOf: (path: string) => string | null;
	readonly remove: () => void;
}

/** What says which files are left out, which findings are accepted, and lists that a configuration names. */
const OTHERS = /(?:^|\/)(?:\.(?:gitignore|kmslintignore|kmslint-baseline\.json)|[^/]*\.[ct]sv)$/iu;

/** More than the largest baseline and the largest list. */
const MOST_BYTES = 128 * 1024 * 1024;

/** True for the name of a file that a run may read. */
export function isReadable(path: string): boolean {
	return OTHERS.test(path) || isChecked(path);
}

/** True for the name of a file that a run may report on. */
export function isChecked(path: string): boolean {
	return DIALECTS.some(({ names }) => names.test(path));
}

/**
 * Writes files of a repository into a folder that only this user can read, and that is gone when the program is ended.
 * No filter of the repository is applied.
 *
 * @param root the top of the working tree, with links resolved
 * @param cwd the working directory, with links resolved
 * @param prefix what the name of the folder begins with
 * @throws {GitError} where git has not got them, and where they cannot be written
 */
export function writeBlobs(root: string, cwd: string, blobs: readonly Blob[], prefix: string): GitTree {
	const folder = mkdtempSync(join(realpathSync(tmpdir()), prefix));
	const stop = cleanUpOnSignal(() => rmSync(folder, { recursive: true, force: true }));
	const remove = (): void => {
		stop();
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		// Its files belong to a project that ends here.
		mkdirSync(join(folder, ".git"));
		for (const { path, bytes } of contentsOf(root, blobs)) {
			const target = join(folder, path);
			if (isBelowFolder(folder, target)) {
				// A tree that somebody made by hand may hold `..`.
				mkdirSync(dirname(target), { recursive: true });
				writeFileSync(target, bytes, { mode: 0o600 });
			}
		}
		const pathOf = (path: string): string | null =>
			path === root || isBelowFolder(root, path) ? join(folder, relative(root, path)) : null;
		const copy = pathOf(cwd) ?? folder;
		mkdirSync(copy, { recursive: true });
		return { cwd: copy, pathOf, remove };
	} catch (error) {
		remove();
		throw error instanceof GitError ? error : new GitError(`its files cannot be written (${codeOf(error)})`);
	}
}

/** The blobs that are small enough, with what they hold. */
function contentsOf(
	root: string,
	blobs: readonly Blob[],
): readonly { readonly path: string; readonly bytes: Buffer }[] {
	const ids = [...new Set(blobs.map(({ id }) => id))];
	if (ids.length === 0) {
		return [];
	}
	const sizes = new Map(
		git(root, ["cat-file", "--batch-check"], `${ids.join("\n")}\n`)
			.toString()
			.split("\n")
			.map((line) => {
				const [id = "", kind, size] = line.split(" ");
				return [id, kind === "blob" ? Number(size) : Infinity] as const;
			}),
	);
	const small = blobs.filter(({ id, path }) => {
		const most = OTHERS.test(path) ? MOST_BYTES : likelyDialect(path).maxBytes;
		return (sizes.get(id) ?? Infinity) <= most;
	});
	const wanted = [...new Set(small.map(({ id }) => id))];
	const texts = wanted.length === 0 ? new Map<string, Buffer>() : readBatch(root, wanted);
	return small.flatMap(({ id, path }) => {
		const bytes = texts.get(id);
		return bytes === undefined ? [] : [{ path, bytes }];
	});
}

/** The contents of `git cat-file --batch`, by their ids. */
function readBatch(root: string, ids: readonly string[]): ReadonlyMap<string, Buffer> {
	const batch = git(root, ["cat-file", "--batch"], `${ids.join("\n")}\n`);
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
