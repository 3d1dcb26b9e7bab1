import { dirname, join } from "node:path";
import { isThere } from "./is-there.ts";
import { isBelowFolder } from "./leads-out-of.ts";

/**
 * How far up files belong to the project of a folder: to the nearest folder that holds `.git`, else to the first of the
 * given folders that it is in, else to the folder itself.
 */
export function repositoryTop(folder: string, roots: readonly string[]): string {
	for (let at = folder; ; at = dirname(at)) {
		if (isThere(join(at, ".git"))) {
			return at;
		}
		if (dirname(at) === at) {
			return roots.find((root) => folder === root || isBelowFolder(root, folder)) ?? folder;
		}
	}
}
