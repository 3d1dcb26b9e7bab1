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
 * Replaces the text of a file, or returns a sentence that says why not. Readers see the old text or the new one, never
 * a part, even if the program is interrupted: the text is written to a file next to it, which is then renamed. A
 * symbolic link stays one, and its target is written. Refused if renaming would lose something (another hard link, an
 * owner that this user cannot set), if the file is read-only, and if it changed since it was read.
 *
 * @param before the bytes that were read
 * @returns null if the file was written
 */
export function replaceFile(path: string, before: Uint8Array, after: Uint8Array): string | null {
	const prepared = prepareFile(path, before, after);
	if (typeof prepared === "string") {
		return prepared;
	}
	try {
		return prepared.commit();
	} finally {
		prepared.discard();
	}
}

/** A new text next to its file, which takes its place once everything else is ready. */
export interface PreparedFile {
	/** The file without links, and the one that has the new text. */
	readonly target: string;
	readonly beside: string;
	/** @returns why the file was not written, in a sentence; null if it was */
	commit(): string | null;
	/** Removes what is left beside the file. */
	discard(): void;
}

/** The first half of {@link replaceFile}: all that can fail without a change. */
export function prepareFile(path: string, before: Uint8Array, after: Uint8Array): PreparedFile | string {
	let beside: string | null = null;
	const discard = (): void => {
		if (beside !== null) {
			rmSync(beside, { force: true });
		}
	};
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
		const made = pathBeside(real);
		beside = made;
		if (!writeBeside(made, after, stats)) {
			discard();
			return "Its owner or mode cannot be kept, so it was not fixed.";
		}
		return {
			target: real,
			beside: made,
			commit: () =>
				guarded(() => {
					// Check again, because writing takes longer than the rest.
					const now = check(real, before);
					if (typeof now === "string") {
						return now;
					}
					renameSync(made, real);
					beside = null;
					return null;
				}),
			discard,
		};
	} catch (error) {
		discard();
		return sentenceOf(error);
	}
}

/** A path for a text that is going to take the place of a file. */
export function pathBeside(path: string): string {
	const id = process.getBuiltinModule("node:crypto").randomBytes(6).toString("hex");
	return join(dirname(path), `.kmslint-${id}.tmp`);
}

/** Gives what went wrong in a sentence. */
export function guarded(write: () => string | null): string | null {
	try {
		return write();
	} catch (error) {
		return sentenceOf(error);
	}
}

/** Why a file cannot be written, in a sentence. */
export function sentenceOf(error: unknown): string {
	const code = codeOf(error);
	return code === "EACCES" || code === "EPERM" || code === "EROFS"
		? `It, or its folder, is read-only (${code}), so it was not fixed.`
		: `It cannot be written (${code}), so it was not fixed.`;
}

/** The state of the file; a sentence if it cannot be written, or changed since it was read. */
function check(path: string, before: Uint8Array): Stats | string {
	const reading = readRegularFile(path, { maxBytes: before.length, followLinks: false });
	if (reading.kind !== "bytes" || !reading.bytes.equals(before)) {
		return "It changed while it was checked, so it was not fixed. Run kmslint again.";
	}
	return (reading.stats.mode & 0o222) === 0 ? "It is read-only, so it was not fixed." : reading.stats;
}

/** False if the new file cannot get the owner and mode of the old one. */
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
