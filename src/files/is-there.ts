import { lstatSync } from "node:fs";

/** True where a path leads to something, be it a link that leads nowhere. */
export function isThere(path: string): boolean {
	try {
		lstatSync(path);
		return true;
	} catch {
		return false;
	}
}
