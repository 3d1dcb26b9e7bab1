import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync, type Stats } from "node:fs";

/** The bytes of a regular file, or why there are none. */
export type FileReading =
	| { readonly kind: "bytes"; readonly bytes: Buffer; readonly stats: Stats }
	/** No such file. */
	| { readonly kind: "missing" }
	/** A folder, a pipe, a socket, a device; a symbolic link if links are not followed. */
	| { readonly kind: "irregular" }
	/** Larger than the limit; `head` is its beginning. */
	| { readonly kind: "large"; readonly size: number; readonly head: Buffer }
	| { readonly kind: "error"; readonly code: string };

export interface ReadingLimits {
	/** In bytes. */
	readonly maxBytes: number;
	/** False if a symbolic link counts as irregular. */
	readonly followLinks?: boolean;
}

/** How much of a file above the limit is read, to recognize what it is. */
export const HEAD_BYTES = 65_536;

/**
 * Reads a file that may not be trusted; every file that this program finds is opened here. Pipes, sockets and devices
 * are not opened: they can block, act when opened, or never end. Never reads more than the limit, and never throws.
 */
export function readRegularFile(path: string, { maxBytes, followLinks = true }: ReadingLimits): FileReading {
	let file: number | undefined;
	try {
		if (!(followLinks ? statSync(path) : lstatSync(path)).isFile()) {
			return { kind: "irregular" };
		}
		// The file may have been replaced since: open without blocking, and check the open file again.
		file = openSync(
			path,
			constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (followLinks ? 0 : (constants.O_NOFOLLOW ?? 0)),
		);
		const stats = fstatSync(file);
		if (!stats.isFile()) {
			return { kind: "irregular" };
		}
		const bytes = readAtMost(file, stats.size > maxBytes ? HEAD_BYTES : maxBytes + 1, stats.size);
		return stats.size > maxBytes || bytes.length > maxBytes
			? { kind: "large", size: Math.max(stats.size, bytes.length), head: bytes.subarray(0, HEAD_BYTES) }
			: { kind: "bytes", bytes, stats };
	} catch (error) {
		const code = codeOf(error);
		return code === "ENOENT" || code === "ENOTDIR" ? { kind: "missing" } : { kind: "error", code };
	} finally {
		if (file !== undefined) {
			closeSync(file);
		}
	}
}

/** The text of a small UTF-8 file; null if it cannot be read. */
export function readSmallText(path: string, limits: ReadingLimits): string | null {
	const reading = readRegularFile(path, limits);
	return reading.kind === "bytes" ? reading.bytes.toString("utf8").replace(/^\uFEFF/u, "") : null;
}

/** The code of a system error, such as `EACCES`. */
export function codeOf(error: unknown): string {
	return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown error";
}

function readAtMost(file: number, limit: number, size: number): Buffer {
	let bytes = Buffer.allocUnsafe(Math.min(limit, size + 1));
	let length = 0;
	for (;;) {
		if (length === bytes.length) {
			if (length >= limit) {
				return bytes;
			}
			bytes = Buffer.concat([bytes], Math.min(limit, Math.max(4096, bytes.length * 2)));
		}
		const wanted = bytes.length - length;
		const read = readSync(file, bytes, length, wanted, null);
		length += read;
		// Of a file with a size, less than was asked for is the rest; what a system makes up has none, and is read to the end.
		if (read === 0 || (read < wanted && length === size)) {
			return bytes.subarray(0, length);
		}
	}
}
