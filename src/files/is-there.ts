import { lstatSync } from "node:fs";

/** True if the path exists, even as a broken link. */
export function isThere(path: string): boolean {
	try {
		lstatSync(path);
		return true;
	} catch {
		return false;
	}
}
