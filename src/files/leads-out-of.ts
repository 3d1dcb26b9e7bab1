import { realpathSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";

/** True where a path lies below a folder, by its letters: links are not resolved. */
export function isBelowFolder(folder: string, path: string): boolean {
	const way = relative(folder, path);
	return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** True where a path, once its links are resolved, ends outside of a folder. A path to nothing ends nowhere. */
export function leadsOutOf(folder: string, path: string): boolean {
	const root = realPathOf(folder);
	const real = realPathOf(path);
	return real !== null && root !== null && real !== root && !isBelowFolder(root, real);
}

/** The path without links; null where there is nothing. */
export function realPathOf(path: string): string | null {
	try {
		return realpathSync(path);
	} catch {
		return null;
	}
}
