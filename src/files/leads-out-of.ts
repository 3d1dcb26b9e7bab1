import { realpathSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";

/** True if the path is below the folder as written: links are not resolved. */
export function isBelowFolder(folder: string, path: string): boolean {
	const way = relative(folder, path);
	return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** True if the path, with its links resolved, is outside the folder. False for a path that does not exist. */
export function leadsOutOf(folder: string, path: string): boolean {
	const root = realPathOf(folder);
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
