import { accessSync, chmodSync, constants, mkdtempSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeFolder } from "./remove-folder.ts";

/** What all tests that run at once write at most, many times over, in bytes. */
const ROOM = 2 ** 30;

/**
 * The folder that Linux keeps in memory, where there is one with room in which programs may be run (in a container there
 * often is not). Tests make and remove thousands of files, and a file system on a disk looks through those that were
 * removed in the last minutes each time it makes another one.
 *
 * @param path tried in place of Linux's
 * @returns its path; `undefined` where temporary files stay where they are
 */
export function memoryFolder(path = "/dev/shm"): string | undefined {
	try {
		const { bavail, bsize } = statfsSync(path);
		return bavail * bsize >= ROOM && runsPrograms(path) ? path : undefined;
	} catch {
		return undefined;
	}
}

function runsPrograms(path: string): boolean {
	const folder = mkdtempSync(join(path, "kmslint-probe-"));
	try {
		const program = join(folder, "program");
		writeFileSync(program, "");
		chmodSync(program, 0o700);
		accessSync(program, constants.X_OK);
		return true;
	} finally {
		removeFolder(folder, path);
	}
}
