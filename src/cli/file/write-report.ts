import { lstatSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isBelowFolder, leadsOutOf } from "../../files/leads-out-of.ts";
import { makeFolder } from "../../files/make-folder.ts";
import { codeOf } from "../../files/read-regular-file.ts";

/**
 * Writes a report, and makes its folder, as ESLint does. In the working directory, which may be somebody else's
 * repository, no link is followed: it would make the report overwrite what it leads to. A path that leads elsewhere
 * (`/dev/stdout`, `../report.json`) is the user's own word.
 *
 * @returns why it was not written, for the end of a sentence; null where it was
 */
export function writeReport(cwd: string, output: string, text: string): string | null {
	const path = resolve(cwd, output);
	if (isBelowFolder(cwd, path)) {
		if (leadsOutOf(cwd, dirname(path))) {
			return "its folder is reached through a symbolic link";
		}
		const kind = kindOf(path);
		if (kind !== null && kind !== "file") {
			return kind === "link" ? "it is a symbolic link" : "it is not a regular file";
		}
	}
	try {
		makeFolder(dirname(path));
		writeFileSync(path, text);
		return null;
	} catch (error) {
		return codeOf(error);
	}
}

function kindOf(path: string): "file" | "link" | "other" | null {
	try {
		const stats = lstatSync(path);
		return stats.isFile() ? "file" : stats.isSymbolicLink() ? "link" : "other";
	} catch {
		return null;
	}
}
