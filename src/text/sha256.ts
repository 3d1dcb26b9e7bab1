import type { Hash } from "node:crypto";

/** A SHA-256 hash to update. Loads `node:crypto` with the first one: a run without findings needs none. */
export function sha256(): Hash {
	return process.getBuiltinModule("node:crypto").createHash("sha256");
}

/** The SHA-256 hash of a text, in hexadecimal digits: for many short ones, without an object for each. */
export function digestOf(text: string): string {
	return process.getBuiltinModule("node:crypto").hash("sha256", text);
}
