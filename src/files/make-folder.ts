import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those around it; what is wrong with it, writing says. Node.js itself (`recursive: true`) never ends
 * where no folder can be made, as in `/proc`.
 */
export function makeFolder(path: string): void {
	const missing: string[] = [];
	for (let at = path; !existsSync(at) && dirname(at) !== at; at = dirname(at)) {
		missing.push(at);
	}
	try {
		missing.toReversed().forEach((folder) => mkdirSync(folder));
	} catch {
		// Another run may have made it.
	}
}
