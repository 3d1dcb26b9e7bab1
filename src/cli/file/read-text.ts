import { isUtf8 } from "node:buffer";
import type { Dialect, LargeFile } from "../../languages/dialect.ts";
import { likelyDialect } from "../../languages/dialects.ts";
import { takeReadAhead } from "../../files/read-ahead.ts";
import { HEAD_BYTES, readRegularFile } from "../../files/read-regular-file.ts";
import { wording, type Words } from "../../text/wording.ts";

/** The text of a file, or why there is none. */
export type TextReading = ReadText | LargeFile;

export interface ReadText {
	readonly kind: "text";
	/** Without the BOM, which ESLint takes off too before it counts. */
	readonly text: string;
	readonly bom: boolean;
	/** As they were read. */
	readonly bytes: Uint8Array;
	/** Why the text, written back, would not give these bytes; null where it would. */
	readonly lossy: Words | null;
}

const MB = 1024 * 1024;

/**
 * Reads a file as UTF-8, or as UTF-16 where a BOM says so.
 *
 * @param maxBytes in place of what its name allows
 * @param run set if no file changes on disk as long as it is the same object: what was read before is not read again
 */
export function readText(path: string, maxBytes?: number, run: object | null = null): TextReading {
	const named = likelyDialect(path);
	const ahead = maxBytes === undefined ? takeReadAhead(path, run) : null;
	if (ahead !== null && ahead.bytes.length <= named.maxBytes) {
		return decode(ahead.bytes, ahead.text);
	}
	let reading = readRegularFile(path, { maxBytes: maxBytes ?? named.maxBytes });
	// What its beginning says may be larger than what its name says: a plan of Terraform is no template.
	const dialect = reading.kind === "large" ? likelyDialect(path, reading.head.toString("utf8")) : named;
	if (reading.kind === "large" && dialect !== named && maxBytes === undefined) {
		reading = readRegularFile(path, { maxBytes: dialect.maxBytes });
	}
	switch (reading.kind) {
		case "bytes":
			return decode(reading.bytes);
		case "missing":
			return { kind: "error", message: wording("It cannot be read ({{code}}).", { code: "ENOENT" }) };
		case "irregular":
			return {
				kind: "error",
				message: wording(
					"It is not a regular file, so it is not opened. To check what comes from a pipe, use `-`.",
				),
			};
		case "large":
			return refuseLarge(dialect, reading.size, reading.head);
		case "error":
			return { kind: "error", message: wording("It cannot be read ({{code}}).", { code: reading.code }) };
		default:
			return reading satisfies never;
	}
}

/**
 * The same of what does not come from a file.
 *
 * @param filename what the text counts as
 */
export function readBytes(bytes: Uint8Array, filename: string): TextReading {
	const dialect = likelyDialect(filename);
	return bytes.length > dialect.maxBytes
		? refuseLarge(dialect, bytes.length, Buffer.from(bytes.subarray(0, HEAD_BYTES)))
		: decode(bytes);
}

function refuseLarge(dialect: Dialect, size: number, head: Buffer): LargeFile {
	return dialect.refuseLarge(`${String(Math.ceil(size / MB))} MB`, head.toString("utf8"));
}

function decode(bytes: Uint8Array, decoded?: string): TextReading {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (isBinary(buffer)) {
		return { kind: "skip", why: wording("is not a text file") };
	}
	const wide = isWide(buffer);
	if (wide !== null) {
		const units = Buffer.from(buffer.subarray(2, buffer.length - (buffer.length % 2)));
		return {
			kind: "text",
			text: (wide === "LE" ? units : units.swap16()).toString("utf16le"),
			bom: true,
			bytes,
			lossy: wording("is UTF-16, not UTF-8"),
		};
	}
	const text = decoded ?? buffer.toString("utf8");
	const bom = text.startsWith("\uFEFF");
	return {
		kind: "text",
		text: bom ? text.slice(1) : text,
		bom,
		bytes,
		lossy: isUtf8(buffer) ? whyLossy(text) : wording("is not valid UTF-8"),
	};
}

/**
 * What ESLint does not take as it stands: a second BOM for the first, and what stands for bytes that it could not read.
 */
function whyLossy(text: string): Words | null {
	return text.startsWith("\uFEFF\uFEFF")
		? wording("starts with two byte order marks")
		: text.includes("\uFFFD")
			? wording("contains U+FFFD, in place of characters that were lost")
			: null;
}

function isWide(bytes: Buffer): "LE" | "BE" | null {
	return bytes[0] === 0xff && bytes[1] === 0xfe ? "LE" : bytes[0] === 0xfe && bytes[1] === 0xff ? "BE" : null;
}

function isBinary(bytes: Buffer): boolean {
	const isUtf32 = bytes[0] === 0xff && bytes[1] === 0xfe && bytes[2] === 0 && bytes[3] === 0;
	return (isWide(bytes) === null || isUtf32) && bytes.subarray(0, 8192).includes(0);
}
