import { isUtf8 } from "node:buffer";
import { SOURCE_NAME } from "../languages/program/source-module.ts";
import { readRegularFile } from "../files/read-regular-file.ts";

/** The text of a file, or why there is none. */
export type TextReading =
	| ReadText
	/** `always` where it is said although the user did not name the file. */
	| { readonly kind: "skip"; readonly why: string; readonly always?: true }
	| { readonly kind: "error"; readonly message: string };

export interface ReadText {
	readonly kind: "text";
	/** Without the BOM, which ESLint takes off too before it counts. */
	readonly text: string;
	readonly bom: boolean;
	/** As they were read. */
	readonly bytes: Uint8Array;
	/** Why the text, written back, would not give these bytes; null where it would. */
	readonly lossy: string | null;
}

const MB = 1024 * 1024;

/**
 * CloudFormation takes a template of 1 MB at most. One on disk may have more: indentation goes before the upload
 * (`cdk synth` does that by itself). Four times as much takes some seconds and 300 MB of memory.
 *
 * Source: "Template body size in a request",
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const MAX_TEMPLATE_BYTES = 4 * MB;

/** What a bundler wrote has more; parsing and scope analysis take half a gigabyte of memory for each MB. */
const MAX_SOURCE_BYTES = 2 * MB;

const SURELY_TEMPLATE = /AWSTemplateFormatVersion|["']?Type["']?\s{0,8}:\s{0,8}["']?AWS::/u;

/**
 * Reads a file as UTF-8, or as UTF-16 where a BOM says so.
 *
 * @param maxBytes in place of what its name allows
 */
export function readText(path: string, maxBytes?: number): TextReading {
	const isSource = SOURCE_NAME.test(path);
	const reading = readRegularFile(path, { maxBytes: maxBytes ?? (isSource ? MAX_SOURCE_BYTES : MAX_TEMPLATE_BYTES) });
	switch (reading.kind) {
		case "bytes":
			return isBinary(reading.bytes) ? { kind: "skip", why: "is not a text file" } : decode(reading.bytes);
		case "missing":
			return { kind: "error", message: "It cannot be read (ENOENT)." };
		case "irregular":
			return {
				kind: "error",
				message: "It is not a regular file, so it is not opened. To check what comes from a pipe, use `-`.",
			};
		case "large": {
			const size = `${String(Math.ceil(reading.size / MB))} MB`;
			if (isSource) {
				return {
					kind: "skip",
					why: `has ${size}; programs above ${String(MAX_SOURCE_BYTES / MB)} MB are not checked`,
					always: true,
				};
			}
			return SURELY_TEMPLATE.test(reading.head.toString("utf8"))
				? { kind: "error", message: `It has ${size}; the limit of CloudFormation for a template is 1 MB.` }
				: { kind: "skip", why: "is too large to be a template" };
		}
		case "error":
			return { kind: "error", message: `It cannot be read (${reading.code}).` };
		default:
			return reading satisfies never;
	}
}

export function decode(bytes: Uint8Array): ReadText {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const wide = isWide(buffer);
	if (wide !== null) {
		const units = Buffer.from(buffer.subarray(2, buffer.length - (buffer.length % 2)));
		return {
			kind: "text",
			text: (wide === "LE" ? units : units.swap16()).toString("utf16le"),
			bom: true,
			bytes,
			lossy: "is UTF-16, not UTF-8",
		};
	}
	const text = buffer.toString("utf8");
	const bom = text.startsWith("\uFEFF");
	return {
		kind: "text",
		text: bom ? text.slice(1) : text,
		bom,
		bytes,
		lossy: isUtf8(buffer) ? whyLossy(text) : "is not valid UTF-8",
	};
}

/**
 * What ESLint does not take as it stands: a second BOM for the first, and what stands for bytes that it could not read.
 */
function whyLossy(text: string): string | null {
	return text.startsWith("\uFEFF\uFEFF")
		? "starts with two byte order marks"
		: text.includes("\uFFFD")
			? "contains U+FFFD, in place of characters that were lost"
			: null;
}

function isWide(bytes: Buffer): "LE" | "BE" | null {
	return bytes[0] === 0xff && bytes[1] === 0xfe ? "LE" : bytes[0] === 0xfe && bytes[1] === 0xff ? "BE" : null;
}

function isBinary(bytes: Buffer): boolean {
	const isUtf32 = bytes[0] === 0xff && bytes[1] === 0xfe && bytes[2] === 0 && bytes[3] === 0;
	return (isWide(bytes) === null || isUtf32) && bytes.subarray(0, 8192).includes(0);
}
