import { lstatSync, readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { codeOf, readSmallText } from "../files/read-regular-file.ts";
import { isAssembly } from "./read-assembly.ts";
import { unreadKind } from "./unread-kind.ts";

/** A file to look at. */
export interface FoundFile {
	/** Absolute. */
	readonly path: string;
	/** Named by the user, so that a word is due where it is no template. */
	readonly explicit: boolean;
	/** Set where the path is a folder that holds a cloud assembly, which is one unit; `only` names a file of it that the user named. */
	readonly assembly?: { readonly only: string | null };
}

/** Something that could not be looked at. */
export interface Unreadable {
	readonly path: string;
	readonly message: string;
	/** The user named a path that is not there: bad usage. */
	readonly missing: boolean;
}

/** What is read of the file system, so that a test can make it fail. */
export interface FileSystem {
	readonly readdirSync: (path: string) => readonly Dirent[];
}

const REAL: FileSystem = { readdirSync: (path) => readdirSync(path, { withFileTypes: true }) };

/** What templates and sources are named like; the content decides. */
const CANDIDATE = /\.(?:ya?ml|json|template|cfn|cform|[cm]?[jt]sx?)$/iu;

/** Declarations and what a minifier wrote: nobody's own text. */
const WRITTEN_BY_TOOLS = /\.(?:d\.[cm]?ts|min\.[cm]?js)$/iu;

/** What an assembly's templates are named like: nobody's own text, so no fix is ever written to one. */
const IN_ASSEMBLY = /\.template\.json$/u;

/** Never ours: dependencies, version control, build copies of what lies beside them. */
const SKIPPED = new Set(["node_modules", ".git", ".aws-sam"]);

/**
 * Finds the files below some paths, in a fixed order. `.gitignore` counts, a path that the user names counts more. No
 * symbolic link is followed, but for one that the user names: whatever it leads to lies elsewhere too, or not below the
 * given paths.
 *
 * @param pass is told the name of each file that is passed by although it could be of interest: see {@link unreadKind}
 */
export function* findFiles(paths: readonly string[], cwd: string, files: FileSystem = REAL, pass: (name: string) => void = () => undefined): Iterable<FoundFile | Unreadable> {
	const seen = new Set<string>();
	for (const given of paths) {
		const path = resolve(cwd, given);
		let real: string;
		try {
			real = realpathSync(path);
		} catch (error) {
			const code = codeOf(error);
			yield { path, message: code === "ELOOP" ? `'${given}' is a link that leads in a circle.` : `There is no file or folder '${given}'.`, missing: true };
			continue;
		}
		if (!statSync(real).isDirectory()) {
			if (!seen.has(path)) {
				seen.add(path);
				const folder = dirname(real);
				yield IN_ASSEMBLY.test(real) && isAssembly(folder) ? { path: folder, explicit: true, assembly: { only: real } } : { path, explicit: true };
			}
			continue;
		}
		const above = ignoresAbove(path);
		for (const found of walk(path, isIgnored(`${path}${sep}`, above) ? [] : above, files, pass)) {
			if (!("explicit" in found) || !seen.has(found.path)) {
				seen.add(found.path);
				yield found;
			}
		}
	}
}

/** More than this are not the patterns of a person. */
const MAX_IGNORE_BYTES = 256 * 1024;

interface Rules {
	readonly root: string;
	readonly rules: Ignore;
}

function* walk(folder: string, rules: readonly Rules[], files: FileSystem, pass: (name: string) => void): Iterable<FoundFile | Unreadable> {
	let entries: readonly Dirent[];
	try {
		entries = files.readdirSync(folder);
	} catch (error) {
		yield { path: folder, message: `This folder cannot be read (${codeOf(error)}).`, missing: false };
		return;
	}
	if (entries.some((entry) => entry.name === "manifest.json") && isAssembly(folder)) {
		yield { path: folder, explicit: false, assembly: { only: null } };
		return;
	}
	const own = entries.some((entry) => entry.name === ".gitignore" && entry.isFile()) ? [...rules, ...readIgnore(folder)] : rules;
	for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) {
			if (!SKIPPED.has(entry.name) && !entry.name.startsWith(".") && !isIgnored(`${path}${sep}`, own)) {
				yield* walk(path, own, files, pass);
			}
		} else if (!entry.isFile()) {
			continue;
		} else if (CANDIDATE.test(entry.name) && !WRITTEN_BY_TOOLS.test(entry.name)) {
			if (!isIgnored(path, own)) {
				yield { path, explicit: false };
			}
		} else if (unreadKind(entry.name) !== null && !isIgnored(path, own)) {
			pass(entry.name);
		}
	}
}

function isIgnored(path: string, rules: readonly Rules[]): boolean {
	let ignored = false;
	for (const { root, rules: own } of rules) {
		const name = relative(root, path).split(sep).join("/") + (path.endsWith(sep) ? "/" : "");
		const { ignored: yes, unignored: no } = own.test(name);
		ignored = yes ? true : no ? false : ignored;
	}
	return ignored;
}

function readIgnore(folder: string): readonly Rules[] {
	// Git, too, reads none that is a link.
	const text = readSmallText(join(folder, ".gitignore"), { maxBytes: MAX_IGNORE_BYTES, followLinks: false });
	return text === null ? [] : [{ root: folder, rules: ignore().add(text) }];
}

/** The rules of the folders above, up to the one that holds `.git`. Without one, none above counts. */
function ignoresAbove(path: string): readonly Rules[] {
	let above: Rules[] = [];
	let folder = path;
	for (;;) {
		if (isThere(join(folder, ".git"))) {
			return folder === path ? [] : above;
		}
		const parent = dirname(folder);
		if (parent === folder) {
			return [];
		}
		above = [...readIgnore(parent), ...above];
		folder = parent;
	}
}

function isThere(path: string): boolean {
	try {
		lstatSync(path);
		return true;
	} catch {
		return false;
	}
}

/** A path as reports show it: from the working directory, with `/`. */
export function shownPath(path: string, cwd: string): string {
	const name = relative(cwd, path).split(sep).join("/");
	return name === "" ? basename(path) : name;
}
