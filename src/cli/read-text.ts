import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";

/** The text of a file, or why there is none. */
export type TextReading =
	| { readonly kind: "text"; readonly text: string; readonly bom: boolean }
	| { readonly kind: "skip"; readonly why: string }
	| { readonly kind: "error"; readonly message: string };

/** CloudFormation takes a template of 1 MB at most; what is larger than this is not even looked through. */
const MAX_BYTES = 16 * 1024 * 1024;

const SURELY_TEMPLATE = /AWSTemplateFormatVersion|["']?Type["']?\s{0,8}:\s{0,8}["']?AWS::/u;

/** Reads a file as UTF-8. */
export function readText(path: string): TextReading {
	try {
		const { size } = statSync(path);
		if (size > MAX_BYTES) {
			return SURELY_TEMPLATE.test(readHead(path))
				? { kind: "error", message: `It has ${String(Math.round(size / 1024 / 1024))} MB; CloudFormation takes a template of 1 MB at most.` }
				: { kind: "skip", why: "is too large to be a template" };
		}
		const bytes = readFileSync(path);
		if (bytes[0] === 0xff && bytes[1] === 0xfe) {
			return { kind: "error", message: "It is written in UTF-16; save it as UTF-8." };
		}
		if (bytes.subarray(0, 8192).includes(0)) {
			return { kind: "skip", why: "is not a text file" };
		}
		return decode(bytes);
	} catch (error) {
		return { kind: "error", message: `It cannot be read (${codeOf(error)}).` };
	}
}

/** Takes the BOM off, which ESLint does too before it counts. */
export function decode(bytes: Uint8Array): TextReading {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
	const bom = text.startsWith("\uFEFF");
	return { kind: "text", text: bom ? text.slice(1) : text, bom };
}

function readHead(path: string): string {
	const file = openSync(path, "r");
	try {
		const head = Buffer.alloc(65_536);
		return head.toString("utf8", 0, readSync(file, head, 0, head.length, 0));
	} finally {
		closeSync(file);
	}
}

export function codeOf(error: unknown): string {
	return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown error";
}
