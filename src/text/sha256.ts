import type { Hash } from "node:crypto";

/** A SHA-256 hash to update. Loads `node:crypto` with the first one: a run without findings needs none. */
export function sha256(): Hash {
	return process.getBuiltinModule("node:crypto").createHash("sha256");
}
