import { realpathSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";

/** True if the path is below the folder as written: links are not resolved. */
export function isBelowFolder(folder: string, path: string): boolean {
	const way = relative(folder, path);
	return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The folder that was asked for last: a run asks for the same one again and again. */
let known: { readonly folder: string; readonly real: string } | null = null;

/** True if the path, with its links resolved, is outside the folder. False for a path that does not exist. */
export function leadsOutOf(folder: string, path: string): boolean {
	const root = folder === known?.folder ? known.real : realPathOf(folder);
	known = root === null ? null : { folder, real: root };
	const real = realPathOf(path);
	return real !== null && root !== null && real !== root && !isBelowFolder(root, real);
}

/** The path with links resolved; null if it does not exist. */
export function realPathOf(path: string): string | null {
	try {
		return realpathSync(path);
	} catch {
		return null;
	}
}
