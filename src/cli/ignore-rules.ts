import { dirname, join, relative, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { readSmallText } from "../files/read-regular-file.ts";
import { isThere } from "../files/is-there.ts";

/** Patterns, and the folder that they are relative to. */
export interface IgnoreRules {
	readonly root: string;
	readonly rules: Ignore;
}

/** Files with patterns of what is left out, in git's syntax. */
export type IgnoreFile = ".gitignore" | ".kmslintignore";

/** More than this are not the patterns of a person. */
const MAX_BYTES = 256 * 1024;

/**
 * True where the last pattern that matches a path leaves it out. `path` is absolute and ends in a separator where it is
 * a folder.
 */
export function isIgnored(path: string, rules: readonly IgnoreRules[]): boolean {
	let ignored = false;
	for (const { root, rules: own } of rules) {
		const { ignored: yes, unignored: no } = own.test(nameBelow(root, path));
		ignored = yes ? true : no ? false : ignored;
	}
	return ignored;
}

/**
 * From a folder, with `/`; of what does not lie below it, without the way up, so that `*.ts` and `legacy/` are found
 * there too.
 */
function nameBelow(root: string, path: string): string {
	const name = relative(root, path)
		.split(sep)
		.filter((part) => part !== "..")
		.join("/");
	return name === "" ? "." : name + (path.endsWith(sep) ? "/" : "");
}

/** The patterns of `--exclude`, from the working directory. */
export function patternsOf(patterns: readonly string[], cwd: string): readonly IgnoreRules[] {
	return patterns.length === 0
		? []
		: [
				{
					root: cwd,
					rules: ignore({ allowRelativePaths: true }).add(
						[...patterns].map((pattern) => pattern.replace(/^\.\//u, "/")),
					),
				},
			];
}

/** The patterns of one folder's file. */
export function readIgnore(folder: string, name: IgnoreFile): readonly IgnoreRules[] {
	// Git, too, reads none that is a link.
	const text = readSmallText(join(folder, name), { maxBytes: MAX_BYTES, followLinks: false });
	return text === null ? [] : [{ root: folder, rules: ignore({ allowRelativePaths: true }).add(text) }];
}

/**
 * The patterns of the folders above, up to the one that holds `.git`, else up to `last`; without either, none above
 * counts.
 */
export function ignoresAbove(path: string, name: IgnoreFile, last: string | null): readonly IgnoreRules[] {
	let above: readonly IgnoreRules[] = [];
	/** What counts where no folder above holds `.git`. */
	let known: readonly IgnoreRules[] = [];
	let folder = path;
	for (;;) {
		if (folder === last) {
			known = above;
		}
		if (isThere(join(folder, ".git"))) {
			return folder === path ? [] : above;
		}
		const parent = dirname(folder);
		if (parent === folder) {
			return known;
		}
		above = [...readIgnore(parent, name), ...above];
		folder = parent;
	}
}
