import { randomBytes } from "node:crypto";
import {
	accessSync,
	closeSync,
	constants,
	fchmodSync,
	fchownSync,
	fstatSync,
	fsyncSync,
	openSync,
	realpathSync,
	renameSync,
	rmSync,
	writeFileSync,
	type Stats,
} from "node:fs";
import { dirname, join } from "node:path";
import { codeOf, readRegularFile } from "./read-regular-file.ts";

const MODE_BITS = 0o7777;

/**
 * Puts a text in place of another, or says in a sentence why nothing was written. Whoever reads the file, and whenever
 * the program is interrupted, finds the old text or the new one, never a part: the text is written beside the file and
 * renamed. A symbolic link stays one, and what it leads to is written. What renaming would lose is refused: a further
 * hard link, an owner that this user cannot give. So is a file that may not be written, and one that is no longer what
 * was read.
 *
 * @param before the bytes as they were read
 * @returns null where the file is written
 */
export function replaceFile(path: string, before: Uint8Array, after: Uint8Array): string | null {
	let beside: string | null = null;
	try {
		const real = realpathSync(path);
		const stats = check(real, before);
		if (typeof stats === "string") {
			return stats;
		}
		if (stats.nlink > 1) {
			return "It has other hard links, which would keep the old text, so it was not fixed.";
		}
		accessSync(real, constants.W_OK);
		beside = join(dirname(real), `.kmslint-${randomBytes(6).toString("hex")}.tmp`);
		if (!writeBeside(beside, after, stats)) {
			return "Its owner or mode cannot be kept, so it was not fixed.";
		}
		// Once more: writing takes longer than any of this.
		const now = check(real, before);
		if (typeof now === "string") {
			return now;
		}
		renameSync(beside, real);
		beside = null;
		return null;
	} catch (error) {
		const code = codeOf(error);
		return code === "EACCES" || code === "EPERM" || code === "EROFS"
			? `It, or its folder, is read-only (${code}), so it was not fixed.`
			: `It cannot be written (${code}), so it was not fixed.`;
	} finally {
		if (beside !== null) {
			rmSync(beside, { force: true });
		}
	}
}

/** What is there; a sentence where it may not be written, or is not what was read. */
function check(path: string, before: Uint8Array): Stats | string {
	const reading = readRegularFile(path, { maxBytes: before.length, followLinks: false });
	if (reading.kind !== "bytes" || !reading.bytes.equals(before)) {
		return "It changed while it was checked, so it was not fixed. Run kmslint again.";
	}
	return (reading.stats.mode & 0o222) === 0 ? "It is read-only, so it was not fixed." : reading.stats;
}

/** False where the new file cannot have the owner and the mode of the old one. */
function writeBeside(path: string, text: Uint8Array, { mode, uid, gid }: Stats): boolean {
	const file = openSync(
		path,
		constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0),
		0o600,
	);
	try {
		writeFileSync(file, text);
		if (process.platform !== "win32") {
			const own = fstatSync(file);
			if (own.uid !== uid || own.gid !== gid) {
				giveTo(file, uid, gid);
			}
			fchmodSync(file, mode & MODE_BITS);
			const made = fstatSync(file);
			if (made.uid !== uid || made.gid !== gid || made.mode !== mode) {
				return false;
			}
		}
		fsyncSync(file);
		return true;
	} finally {
		closeSync(file);
	}
}

function giveTo(file: number, uid: number, gid: number): void {
	try {
		fchownSync(file, uid, gid);
	} catch {
		// The owner is compared afterwards.
	}
}
