import { DIALECTS } from "../languages/dialects.ts";
import { redactPath } from "../detect/redact.ts";
import { readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import type Picomatch from "picomatch";
import { codeOf } from "../files/read-regular-file.ts";
import { ignoresAbove, isIgnored, patternsOf, readIgnore, type IgnoreFile, type IgnoreRules } from "./ignore-rules.ts";
import { isAssembly } from "./read-assembly.ts";
import { unreadKind } from "./file/unread-kind.ts";
import { wording, type Words } from "../text/wording.ts";

/** A file to look at. */
export interface FoundFile {
	/** Absolute. */
	readonly path: string;
	/** Named by the user, so that a word is due where it is no template. */
	readonly explicit: boolean;
	/**
	 * Set where the path is a folder that holds a cloud assembly, which is one unit; `only` names a file of it that the
	 * user named.
	 */
	readonly assembly?: { readonly only: string | null };
}

/** Something that could not be looked at. */
export interface Unreadable {
	readonly path: string;
	readonly message: Words;
	/** The user named a path that is not there: bad usage. */
	readonly missing: boolean;
}

/** What a path that the user names was left out by, so that a word is due. */
export interface LeftOut {
	readonly path: string;
	readonly leftOut: "--exclude" | ".kmslintignore";
}

/** What is read of the file system, so that a test can make it fail. */
export interface FileSystem {
	readonly readdirSync: (path: string) => readonly Dirent[];
}

const REAL: FileSystem = { readdirSync: (path) => readdirSync(path, { withFileTypes: true }) };

/** Declarations and what a minifier wrote: nobody's own text. */
const WRITTEN_BY_TOOLS = /\.(?:d\.[cm]?ts|min\.[cm]?js)$/iu;

/** What an assembly's templates are named like: nobody's own text, so no fix is ever written to one. */
const IN_ASSEMBLY = /\.template\.json$/u;

/** Never ours: dependencies, version control, build copies of what lies beside them. */
const SKIPPED = new Set(["node_modules", ".git", ".aws-sam"]);

/** How files are found. */
export interface FindOptions {
	readonly files?: FileSystem;
	/** Patterns of what is left out, in the syntax of `.gitignore`, from the working directory. */
	readonly exclude?: readonly string[];
	/** Is told the name of each file that is passed by although it could be of interest: see {@link unreadKind}. */
	readonly pass?: (name: string) => void;
	/** Is told what left out all that a folder holds. */
	readonly empty?: (by: LeavesOut) => void;
}

/** What leaves out files that are found, in the words of a message. */
type LeavesOut = "--exclude" | IgnoreFile;

/**
 * Finds the files below some paths, in a fixed order. A path that is not there is read as a glob. `.gitignore` counts
 * for what is found, not for what the user names; `.kmslintignore` and `--exclude` count for both. No symbolic link is
 * followed, but for one that the user names: whatever it leads to lies elsewhere too, or not below the given paths.
 */
export function* findFiles(
	paths: readonly string[],
	cwd: string,
	{ files = REAL, exclude = [], pass = () => undefined, empty = () => undefined }: FindOptions = {},
): Iterable<FoundFile | Unreadable | LeftOut> {
	const seen = new Set<string>();
	const excluded = patternsOf([...exclude, ...paths.filter(isNegated).map((given) => given.slice(1))], cwd);
	for (const given of paths.filter((one) => !isNegated(one))) {
		const path = resolve(cwd, given);
		let real: string;
		try {
			real = realpathSync(path);
		} catch (error) {
			yield* findMissing(given, codeOf(error), cwd, excluded, seen, files, pass);
			continue;
		}
		const isFolder = statSync(real).isDirectory();
		const own = ignoresAbove(isFolder ? path : dirname(path), ".kmslintignore", cwd);
		const leftOut = leftOutBy(path, isFolder, own, path === cwd ? [] : excluded);
		if (leftOut !== null) {
			yield { path, leftOut };
		} else if (isFolder) {
			const walk: Walk = { files, pass, matches: () => true };
			let found = false;
			for (const file of walkBelow(path, own, excluded, walk)) {
				found = true;
				yield* unseen([file], seen);
			}
			const by = found ? null : findLeftOut(path, cwd, excluded, walk);
			if (by !== null) {
				empty(by);
			}
		} else if (!seen.has(path)) {
			seen.add(path);
			const folder = dirname(real);
			yield IN_ASSEMBLY.test(real) && isAssembly(folder)
				? { path: folder, explicit: true, assembly: { only: real } }
				: { path, explicit: true };
		}
	}
}

/** What leaves out a path that the user names; null where nothing does. */
function leftOutBy(
	path: string,
	isFolder: boolean,
	own: readonly IgnoreRules[],
	excluded: readonly IgnoreRules[],
): LeftOut["leftOut"] | null {
	const way = isFolder ? `${path}${sep}` : path;
	if (isIgnored(way, excluded)) {
		return "--exclude";
	}
	const ignored = isFolder ? own : [...own, ...readIgnore(dirname(path), ".kmslintignore")];
	return isIgnored(way, ignored) ? ".kmslintignore" : null;
}

/** A path that leads nowhere: a circle of links, a glob, a mistake. */
function* findMissing(
	given: string,
	code: string,
	cwd: string,
	excluded: readonly IgnoreRules[],
	seen: Set<string>,
	files: FileSystem,
	pass: (name: string) => void,
): Iterable<FoundFile | Unreadable> {
	const path = resolve(cwd, given);
	if (code === "ELOOP") {
		yield { path, message: wording("'{{path}}' is a circular symbolic link.", named(given)), missing: true };
	} else if (loadPicomatch().scan(given).isGlob) {
		yield* findByGlob(given, cwd, excluded, seen, files, pass);
	} else {
		yield { path, message: wording("No such file or folder: '{{path}}'.", named(given)), missing: true };
	}
}

function named(path: string): { readonly path: string } {
	return { path: redactPath(path) };
}

/** Loaded with the first path that is not there. */
function loadPicomatch(): typeof Picomatch {
	return createRequire(import.meta.url)("picomatch") as typeof Picomatch;
}

/** `'!src/generated/**'` among the paths is one more `--exclude`. */
function isNegated(given: string): boolean {
	return given.startsWith("!") && given.length > 1;
}

/**
 * A pattern in quotes, such as `src/[!.]*.ts`, so that no shell expands it: what a person means by it in other linters.
 * A folder that it names stands for all below.
 */
function* findByGlob(
	given: string,
	cwd: string,
	excluded: readonly IgnoreRules[],
	seen: Set<string>,
	files: FileSystem,
	pass: (name: string) => void,
): Iterable<FoundFile | Unreadable> {
	const picomatch = loadPicomatch();
	const { base, glob } = picomatch.scan(sep === "\\" ? given.replaceAll("\\", "/") : given);
	const root = resolve(cwd, base);
	const isMatch = picomatch(glob, { dot: true });
	let found = false;
	let by: LeavesOut | null = null;
	if (isFolderThere(root)) {
		const own = ignoresAbove(root, ".kmslintignore", cwd);
		const matches = (path: string): boolean => isMatch(relative(root, path).split(sep).join("/"));
		const walk: Walk = { files, pass, matches };
		for (const file of isIgnored(`${root}${sep}`, own) ? [] : walkBelow(root, own, excluded, walk)) {
			found = true;
			yield* unseen([file], seen);
		}
		by = found ? null : findLeftOut(root, cwd, excluded, walk);
	}
	if (!found) {
		const message =
			by === null
				? wording("No file matches '{{path}}'.", named(given))
				: wording("Every file that matches '{{path}}' is left out by {{by}}.", { ...named(given), by });
		yield { path: resolve(cwd, given), message, missing: true };
	}
}

/** What leaves out the first file that a walk would find without it; null where there is no such file. */
function findLeftOut(folder: string, cwd: string, excluded: readonly IgnoreRules[], walk: Walk): LeavesOut | null {
	const all = { ...walk, pass: () => undefined, readsIgnores: false };
	for (const found of walkFolder(folder, { git: [], own: [], excluded: [] }, all, false)) {
		if ("explicit" in found) {
			const { path } = found;
			const own = [...ignoresAbove(path, ".kmslintignore", cwd), ...readIgnore(dirname(path), ".kmslintignore")];
			return isIgnored(path, excluded) ? "--exclude" : isIgnored(path, own) ? ".kmslintignore" : ".gitignore";
		}
	}
	return null;
}

function isFolderThere(path: string): boolean {
	try {
		return statSync(path).isDirectory();
	} catch {
		return false;
	}
}

function* unseen<Found extends FoundFile | Unreadable>(found: Iterable<Found>, seen: Set<string>): Iterable<Found> {
	for (const file of found) {
		if (!("explicit" in file) || !seen.has(file.path)) {
			seen.add(file.path);
			yield file;
		}
	}
}

interface Walk {
	readonly files: FileSystem;
	readonly pass: (name: string) => void;
	/** Whether a file is meant, or a folder with all below it. */
	readonly matches: (path: string) => boolean;
	/** False where the files of patterns in the folders do not count. */
	readonly readsIgnores?: boolean;
}

/** What leaves files out, by where it is written. */
interface Left {
	readonly git: readonly IgnoreRules[];
	readonly own: readonly IgnoreRules[];
	readonly excluded: readonly IgnoreRules[];
}

function walkBelow(
	path: string,
	own: readonly IgnoreRules[],
	excluded: readonly IgnoreRules[],
	walk: Walk,
): Iterable<FoundFile | Unreadable> {
	const above = ignoresAbove(path, ".gitignore", null);
	return walkFolder(path, { git: isIgnored(`${path}${sep}`, above) ? [] : above, own, excluded }, walk, false);
}

function isLeftOut(path: string, { git, own, excluded }: Left): boolean {
	return isIgnored(path, git) || isIgnored(path, own) || isIgnored(path, excluded);
}

/**
 * True for a file that no walk from a folder finds, whatever it holds: of a dependency, of a cloud assembly, hidden, or
 * written by a tool.
 *
 * @param path absolute, below `root`
 */
export function isNeverFound(path: string, root: string): boolean {
	const names = relative(root, path).split(sep);
	const folders = names.slice(0, -1);
	return (
		WRITTEN_BY_TOOLS.test(path) ||
		folders.some((name) => isSkipped(name)) ||
		folders.some((_, at) => isAssembly(join(root, folders.slice(0, at + 1).join(sep)))) ||
		isAssembly(root)
	);
}

/**
 * What the integration tests of CDK compare with, and no stack that anyone deploys: `integ.bucket.ts.snapshot`. Source:
 * "integ-runner", AWS CDK.
 */
const SNAPSHOT = /\.[cm]?[jt]s\.snapshot$/u;

/** Folders of dependencies and of tools, snapshots of tests, and hidden ones. */
function isSkipped(name: string): boolean {
	return SKIPPED.has(name) || SNAPSHOT.test(name) || (name.startsWith(".") && name !== "..");
}

/** @param all true where everything in the folder is meant */
function* walkFolder(folder: string, above: Left, walk: Walk, all: boolean): Iterable<FoundFile | Unreadable> {
	let entries: readonly Dirent[];
	try {
		entries = walk.files.readdirSync(folder);
	} catch (error) {
		yield {
			path: folder,
			message: wording("This folder cannot be read ({{code}}).", { code: codeOf(error) }),
			missing: false,
		};
		return;
	}
	const isMeant = (path: string): boolean => all || walk.matches(path);
	if (entries.some((entry) => entry.name === "manifest.json") && isAssembly(folder)) {
		if (isMeant(folder) || entries.some((entry) => entry.isFile() && walk.matches(join(folder, entry.name)))) {
			yield { path: folder, explicit: false, assembly: { only: null } };
		}
		return;
	}
	const left = walk.readsIgnores === false ? above : leftOutIn(folder, entries, above);
	for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) {
			if (!isSkipped(entry.name) && !isLeftOut(`${path}${sep}`, left)) {
				yield* walkFolder(path, left, walk, isMeant(path));
			}
		} else if (!entry.isFile() || !isMeant(path)) {
			continue;
		} else if (isCandidate(entry.name) && !WRITTEN_BY_TOOLS.test(entry.name)) {
			if (!isLeftOut(path, left)) {
				yield { path, explicit: false };
			}
		} else if (unreadKind(entry.name) !== null && !isLeftOut(path, left)) {
			walk.pass(entry.name);
		}
	}
}

/** What leaves files of a folder out: what does above, and its own ignore files. */
function leftOutIn(folder: string, entries: readonly Dirent[], above: Left): Left {
	const has = (name: IgnoreFile): boolean => entries.some((entry) => entry.name === name && entry.isFile());
	return {
		git: has(".gitignore") ? [...above.git, ...readIgnore(folder, ".gitignore")] : above.git,
		own: has(".kmslintignore") ? [...above.own, ...readIgnore(folder, ".kmslintignore")] : above.own,
		excluded: above.excluded,
	};
}

/** True for a name that files of a dialect have; the content decides. */
function isCandidate(name: string): boolean {
	return DIALECTS.some(({ names }) => names.test(name));
}
