import { lstatSync } from "node:fs";

/** True if the path exists, even as a broken link. */
export function isThere(path: string): boolean {
	try {
		return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
	} catch {
		return false;
	}
}
