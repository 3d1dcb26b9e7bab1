import { basename, relative, sep } from "node:path";

/** The path that was asked for last: several parts of a run ask for the same one in turn. */
let last = { path: "", cwd: "", name: "" };

/** A path as reports show it: from the working directory, with `/`. */
export function shownPath(path: string, cwd: string): string {
	if (path !== last.path || cwd !== last.cwd) {
		last = { path, cwd, name: relative(cwd, path).split(sep).join("/") };
	}
	return last.name === "" ? basename(path) : last.name;
}
