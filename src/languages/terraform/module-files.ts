import { readdirSync, statSync, type Stats } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { leadsOutOf } from "../../files/leads-out-of.ts";
import { readAhead } from "../../files/read-ahead.ts";
import { UNSAVED_TEXTS } from "../../files/unsaved-texts.ts";
import { entryIn } from "../../text/entry-in.ts";
import type { HclFile } from "./parse/syntax.ts";
import { aloneIn, type ModuleFolders, type TerraformFile } from "./evaluate/terraform-file.ts";

/** What is read of a folder at most: a module with more is read file by file. */
const MAX_FILES = 300;
const MAX_BYTES = 1_000_000;

/** How many files and folders are kept, those that were used last: a run goes from folder to folder. */
const MAX_FILES_KEPT = 500;
const MAX_FOLDERS_KEPT = 100;

/** Files of a module, and the variable files that Terraform reads by itself. */
const OF_MODULE = /\.(?:tf|tofu)(?:\.json)?$|^terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/u;

interface Kept<T> {
	/** Size and time of change. */
	readonly stamp: string;
	readonly value: T;
}

/** A file of a folder. */
interface Listed {
	readonly name: string;
	/** True unless it is a file itself: a link may lead anywhere. */
	readonly isLink: boolean;
}

const NAMES = new Map<string, Kept<readonly Listed[]>>();
const FILES = new Map<string, Kept<TerraformFile | null>>();
/** With the run for which the files were looked at. */
const FOLDERS = new Map<string, { readonly files: readonly TerraformFile[]; readonly run: object | null }>();

/** Parses the text of a file by its name. */
type Parse = (text: string, name: string) => HclFile;

/**
 * The files around one, read below `root` only, as an editor holds them or else from disk; each is read and parsed again only after it has changed.
 *
 * @param path where the file is; null if it is not known, so that nothing is around it
 */
export function moduleFiles(
	own: {
		readonly text: string;
		readonly file: HclFile;
		readonly path: string | null;
		readonly root: string;
		/** Set if no file changes on disk as long as it is the same object. */
		readonly run: object | null;
	},
	parse: Parse,
): { readonly file: TerraformFile; readonly folders: ModuleFolders } {
	const { text, path } = own;
	const name = path === null ? "main.tf" : path.slice(dirname(path).length).replace(/^[\\/]/u, "");
	const alone: TerraformFile = { name, text, tree: own.file };
	if (path === null) {
		return { file: alone, folders: aloneIn(alone) };
	}
	const folder = dirname(path);
	// Of a file that somebody names outside of the root, its folder is read.
	const root = isOutside(own.root, folder, own.run) ? folder : own.root;
	// What is on disk is mostly what is read: it is parsed already.
	const parseOther: Parse = (other, otherName) =>
		otherName === name && other === text ? own.file : parse(other, otherName);
	const onDisk = OF_MODULE.test(name) ? filesIn(folder, root, parseOther, own.run) : [];
	const same = onDisk.find((one) => one.name === name);
	// The text of an editor may not be saved yet.
	const file = same?.text === text ? same : alone;
	const twin = file === same ? null : twinOf(name);
	const files =
		file === same ? onDisk : [...onDisk.filter((one) => one !== same && one.name !== twin), file].sort(byName);
	return {
		file,
		folders: {
			own: folder,
			filesIn: (other) => (other === folder ? files : filesIn(other, root, parse, own.run)),
			resolve: (from, source) => resolveSource(from, source, root, own.run),
		},
	};
}

/** The tree of a file that was read for another file of its module; undefined if its text is another one now. */
export function parsedBefore(path: string, text: string): HclFile | undefined {
	const known = FILES.get(path)?.value;
	return known?.text === text ? known.tree : undefined;
}

/** The folders below `root`, for what is no module itself. */
export function foldersOf(root: string, parse: Parse): Pick<ModuleFolders, "filesIn" | "resolve"> {
	return {
		filesIn: (folder) => filesIn(folder, root, parse, null),
		resolve: (from, source) => resolveSource(from, source, root, null),
	};
}

/** The folder that was asked for last, in a run in which nothing changes: a run goes from folder to folder. */
let outside: { readonly run: object; readonly root: string; readonly folder: string; readonly is: boolean } | null =
	null;

/** True if a folder leads out of another one. */
function isOutside(root: string, folder: string, run: object | null): boolean {
	if (outside !== null && outside.run === run && outside.root === root && outside.folder === folder) {
		return outside.is;
	}
	const is = folder !== root && leadsOutOf(root, folder);
	outside = run === null ? null : { run, root, folder, is };
	return is;
}

/** Where sources have led in a run in which nothing changes: modules are called by many folders. */
let resolved: { readonly run: object; readonly root: string; readonly folders: Map<string, string | null> } | null =
	null;

function resolveSource(from: string, source: string, root: string, run: object | null): string | null {
	if (!/^\.\.?[\\/]/u.test(source)) {
		return null; // A registry or a repository: nothing is fetched.
	}
	const folder = resolve(from, source);
	if (run === null) {
		return isInside(folder, root) ? folder : null;
	}
	if (resolved?.run !== run || resolved.root !== root) {
		resolved = { run, root, folders: new Map() };
	}
	return entryIn(resolved.folders, folder, () => (isInside(folder, root) ? folder : null));
}

function isInside(folder: string, root: string): boolean {
	return stampOf(folder) !== null && !leadsOutOf(root, folder);
}

/** The files of a folder by name. The list is the same object as long as nothing has changed. */
function filesIn(folder: string, root: string, parse: Parse, run: object | null): readonly TerraformFile[] {
	const known = FOLDERS.get(folder);
	if (known !== undefined && run !== null && known.run === run) {
		return keep(FOLDERS, folder, known, MAX_FOLDERS_KEPT).files;
	}
	const names = namesIn(folder);
	const isRead = names.length <= MAX_FILES && (folder === root || !leadsOutOf(root, folder));
	const files = isRead
		? names.flatMap(
				({ name, isLink }) => readFile(join(folder, name), name, isLink ? root : null, parse, run) ?? [],
			)
		: [];
	const before = known?.files ?? [];
	const isSame = before.length === files.length && before.every((file, index) => file === files[index]);
	return keep(FOLDERS, folder, { files: isSame ? before : files, run }, MAX_FOLDERS_KEPT).files;
}

/**
 * The file that OpenTofu reads in place of one, if it is there: `main.tofu` for `main.tf`. Terraform reads the other one,
 * so that is what it is checked as itself.
 */
function twinOf(name: string): string | null {
	return /\.tf(?:\.json)?$/u.test(name) ? name.replace(/\.tf(?=\.json$|$)/u, ".tofu") : null;
}

/** The files that OpenTofu reads, which are those that Terraform reads where there is one of each. */
function namesIn(folder: string): readonly Listed[] {
	const stamp = stampOf(folder);
	const known = NAMES.get(folder);
	if (stamp === null) {
		return [];
	}
	if (known?.stamp === stamp) {
		return known.value;
	}
	let names: readonly Listed[];
	try {
		names = readdirSync(folder, { withFileTypes: true })
			.filter(({ name }) => OF_MODULE.test(name))
			.map((one) => ({ name: one.name, isLink: !one.isFile() }));
	} catch {
		names = [];
	}
	const all = new Set(names.map(({ name }) => name));
	const value = names.filter(({ name }) => !all.has(twinOf(name) ?? "")).sort(byName);
	return keep(NAMES, folder, { stamp, value }, MAX_FOLDERS_KEPT).value;
}

/** @param root nothing outside of it is read; null for a file that is known to be inside */
function readFile(
	path: string,
	name: string,
	root: string | null,
	parse: Parse,
	run: object | null,
): TerraformFile | null {
	const known = FILES.get(path);
	const unsaved = UNSAVED_TEXTS.stampOf(path);
	const stamp = known === undefined && unsaved === null ? null : (unsaved ?? stampOf(path));
	if (stamp !== null && known?.stamp === stamp) {
		return keep(FILES, path, known, MAX_FILES_KEPT).value;
	}
	const isOutside = root !== null && leadsOutOf(root, path);
	const unsavedText = isOutside ? null : UNSAVED_TEXTS.textOf(path);
	const read = isOutside || unsavedText !== null ? null : readAhead(path, { maxBytes: MAX_BYTES }, run);
	const text = unsavedText ?? read?.text ?? null;
	const file = text === null ? null : { name, text, tree: parse(text, name) };
	const newStamp = unsaved ?? (read === null ? stampOf(path) : stampIn(read.stats));
	if (newStamp !== null) {
		keep(FILES, path, { stamp: newStamp, value: file }, MAX_FILES_KEPT);
	}
	return file;
}

function stampOf(path: string): string | null {
	try {
		return stampIn(statSync(path));
	} catch {
		return null;
	}
}

function stampIn({ size, mtimeMs }: Pick<Stats, "size" | "mtimeMs">): string {
	return `${String(size)} ${String(mtimeMs)}`;
}

/** Keeps a value as the last that was used, in place of those that were not used for the longest time. */
function keep<T>(map: Map<string, T>, key: string, value: T, most: number): T {
	map.delete(key);
	if (map.size >= most) {
		for (const oldest of map.keys()) {
			if (map.size < most) {
				break;
			}
			map.delete(oldest);
		}
	}
	map.set(key, value);
	return value;
}

function byName(a: Listed | TerraformFile, b: Listed | TerraformFile): number {
	return a.name < b.name ? -1 : 1;
}
