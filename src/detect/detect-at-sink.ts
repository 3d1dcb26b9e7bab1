import type { Detection } from "./detection.ts";
import { generic } from "./generic-detection.ts";
import { isScrambled } from "./password-like.ts";
import { makeupOf } from "./randomness.ts";
import { REGEXES } from "./regexes.ts";
import { isMemberPath, isPath, isReference, isUnfilled } from "./veto.ts";

/**
 * Judges a literal that is handed to what takes a key: `jwt.sign(claims, "…")`, `createHmac("sha256", "…")`. Whatever
 * stands there is the key, however weak, and whatever it says of itself. Null for placeholders, references and public keys, and for other places than a signing
 * key's, where a word may be a name.
 */
export function detectAtSink(text: string, sink: string): Detection | null {
	if (
		sink !== "signing-key" ||
		text.length < 4 ||
		text.length > 400 ||
		isUnfilled(text) ||
		isReference(text) ||
		isPath(text) ||
		(REGEXES.code.test(text) && !isScrambled(text, makeupOf(text))) ||
		REGEXES.email.test(text) ||
		isMemberPath(text) ||
		REGEXES.publicData.test(text) ||
		REGEXES.algorithm.test(text)
	) {
		return null;
	}
	return generic(text, "medium", "a signing key", "signing-key");
}
