import { type Dirent, lstatSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { isBelowFolder, leadsOutOf, realPathOf } from "../files/leads-out-of.ts";
import { entryIn } from "../text/entry-in.ts";

/** What is at a path; null if nothing is. */
export type Kind = "file" | "folder" | null;

/**
 * What is on disk below some folders, without the content of files: each question is asked once. Nothing outside of the
 * folders is there, wherever links lead.
 */
export class Disk {
	readonly #roots: readonly string[];
	readonly #realRoots: readonly (readonly [root: string, real: string])[];
	readonly #realFolders = new Map<string, string>();
	readonly #realFiles = new Map<string, string>();
	readonly #kinds = new Map<string, Kind>();
	readonly #inside = new Map<string, boolean>();
	readonly #outside = new Map<string, boolean>();
	readonly #entries = new Map<string, readonly Dirent[]>();
	readonly #known = new Map<string, boolean>();

	/** @param roots absolute */
	constructor(roots: readonly string[]) {
		this.#roots = roots;
		this.#realRoots = roots.flatMap((root) => {
			const real = realPathOf(root);
			return real === null ? [] : [[root, real] as const];
		});
	}

	/** The path that a file has without links, from the folder that it is in. */
	realOf(path: string): string {
		return entryIn(this.#realFiles, path, () => {
			const inside = join(this.#realFolderOf(dirname(path)), basename(path));
			return isLink(inside) ? this.#asGiven(realPathOf(inside) ?? inside) : inside;
		});
	}

	#realFolderOf(folder: string): string {
		return entryIn(this.#realFolders, folder, () => this.#asGiven(realPathOf(folder) ?? folder));
	}

	/** A folder itself may be reached by a link. */
	#asGiven(real: string): string {
		const [root, target] = this.#realRoots.find(([, one]) => real === one || isBelowFolder(one, real)) ?? [];
		return root === undefined || target === undefined ? real : join(root, relative(target, real));
	}

	/** True for a path below one of the folders, with its links resolved; it need not exist. */
	isInside(path: string): boolean {
		return entryIn(this.#inside, path, () => this.#isBelow(path) && !this.#leadsOut(path, kindOnDisk(path)));
	}

	/** What is at a path inside. */
	kindOf(path: string): Kind {
		return entryIn(this.#kinds, path, () => {
			const kind = this.#isBelow(path) ? kindOnDisk(path) : null;
			return kind !== null && this.#leadsOut(path, kind) ? null : kind;
		});
	}

	/** What is in a folder inside, by name. */
	entriesOf(folder: string): readonly Dirent[] {
		return entryIn(this.#entries, folder, () =>
			this.kindOf(folder) === "folder" ? entriesOnDisk(folder).sort((a, b) => (a.name < b.name ? -1 : 1)) : [],
		);
	}

	/** The answer to a question about what a file says. */
	know(question: string, path: string, ask: () => boolean): boolean {
		return entryIn(this.#known, `${question}\0${path}`, ask);
	}

	#isBelow(path: string): boolean {
		return this.#roots.some((root) => path === root || isBelowFolder(root, path));
	}

	/** A link leads wherever it wants; only folders are asked for theirs, and files that are there. */
	#leadsOut(path: string, kind: Kind): boolean {
		return this.#folderLeadsOut(kind === "folder" ? path : dirname(path)) || isLinkOut(path, this.#roots);
	}

	#folderLeadsOut(folder: string): boolean {
		return entryIn(this.#outside, folder, () => this.#roots.every((root) => leadsOutOf(root, folder)));
	}
}

const SHARED = new WeakMap<object, Map<string, Disk>>();

/** The disk below a folder as a run sees it during which no file changes; one of its own where there is no such run. */
export function diskOf(root: string, run: object | null): Disk {
	if (run === null) {
		return new Disk([root]);
	}
	const disks = entryIn(SHARED, run, () => new Map<string, Disk>());
	return entryIn(disks, root, () => new Disk([root]));
}

/** True for a symbolic link that leads out of all folders. */
function isLinkOut(path: string, roots: readonly string[]): boolean {
	return isLink(path) && roots.every((root) => leadsOutOf(root, path));
}

function isLink(path: string): boolean {
	try {
		return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
	} catch {
		return false;
	}
}

function kindOnDisk(path: string): Kind {
	try {
		const stats = statSync(path, { throwIfNoEntry: false });
		return stats?.isFile() === true ? "file" : stats?.isDirectory() === true ? "folder" : null;
	} catch {
		return null;
	}
}

/** None where a folder cannot be read. */
function entriesOnDisk(folder: string): Dirent[] {
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch {
		return [];
	}
}
