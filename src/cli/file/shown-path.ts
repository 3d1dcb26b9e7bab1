import { basename, relative, sep } from "node:path";

/** A path as reports show it: from the working directory, with `/`. */
export function shownPath(path: string, cwd: string): string {
	const name = relative(cwd, path).split(sep).join("/");
	return name === "" ? basename(path) : name;
}
