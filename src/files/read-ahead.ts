import { readRegularFile, type FileReading, type ReadingLimits } from "./read-regular-file.ts";

/** A file as it was read. */
export interface ReadBytes {
	readonly bytes: Buffer;
	/** Decoded as UTF-8, with its BOM. */
	readonly text: string;
}

/** What is kept at most: the files of some folders. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Files that were read before their own turn, in a run during which no file changes: whoever reads a file of a module
 * reads all of them. Each is given out once.
 */
class ReadAhead {
	#run: object | null = null;
	#size = 0;
	readonly #files = new Map<string, ReadBytes>();

	keep(run: object, path: string, read: ReadBytes): void {
		if (this.#run !== run || this.#size > MAX_BYTES) {
			this.#run = run;
			this.#size = 0;
			this.#files.clear();
		}
		this.#size += read.bytes.length;
		this.#files.set(path, read);
	}

	take(run: object, path: string): ReadBytes | null {
		const read = this.#run === run ? (this.#files.get(path) ?? null) : null;
		if (read !== null) {
			this.#size -= read.bytes.length;
			this.#files.delete(path);
		}
		return read;
	}
}

const AHEAD = new ReadAhead();

/**
 * Reads a small UTF-8 file whose own turn in a run may come later.
 *
 * @param path absolute
 * @param run set if no file changes on disk as long as it is the same object
 * @returns its text without the BOM, and when it was changed; null if it cannot be read
 */
export function readAhead(
	path: string,
	limits: ReadingLimits,
	run: object | null,
): { readonly text: string; readonly stats: Extract<FileReading, { kind: "bytes" }>["stats"] } | null {
	const reading = readRegularFile(path, limits);
	if (reading.kind !== "bytes") {
		return null;
	}
	const { bytes, stats } = reading;
	const text = bytes.toString("utf8");
	if (run !== null) {
		AHEAD.keep(run, path, { bytes, text });
	}
	return { text: text.replace(/^\uFEFF/u, ""), stats };
}

/** A file that was read ahead in a run, to be forgotten now; null for any other. */
export function takeReadAhead(path: string, run: object | null): ReadBytes | null {
	return run === null ? null : AHEAD.take(run, path);
}
