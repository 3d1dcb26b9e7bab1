import type { Detection } from "./detection.ts";
import { redact } from "./redact.ts";
import { REGEXES } from "./regexes.ts";
import { isPlaceholder, isReference } from "./veto.ts";

/**
 * Judges a literal that is handed to what takes a key or a password: `jwt.sign(claims, "…")`, `createHmac("sha256", "…")`.
 * Whatever stands there is the key, however weak. Null for placeholders and references.
 */
export function detectAtSink(text: string, sink: "signing-key" | "password" | "credential"): Detection | null {
	if (text.length < 4 || REGEXES.space.test(text) || isPlaceholder(text) || isReference(text) || REGEXES.code.test(text) || REGEXES.email.test(text)) {
		return null;
	}
	const label = sink === "signing-key" ? "a signing key" : sink === "password" ? "a password" : "a secret";
	return { id: sink, label, confidence: sink === "signing-key" ? "medium" : "low", redacted: redact(text), start: 0, end: text.length };
}
