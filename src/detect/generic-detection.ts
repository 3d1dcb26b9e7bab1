import type { Detection } from "./detection.ts";
import { redact } from "./redact.ts";

/** A whole value that is a secret by its name and its looks, of no known form. */
export function generic(text: string, confidence: Detection["confidence"], label: string, id = "generic"): Detection {
	return { id, label, confidence, redacted: redact(text), start: 0, end: text.length };
}
