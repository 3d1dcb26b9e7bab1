import { detectSecret } from "../../src/detect/detect-secret.ts";
import type { Detection } from "../../src/detect/detection.ts";
import { literalOf, textWithHoles, type Value } from "../../src/model/value.ts";
import { renderOrigin } from "../../src/rule/secret-finding.ts";

interface Found {
	readonly detection: Detection;
	/** Where the text came from, for the message: `, the default of parameter 'Token'`. */
	readonly origin: string;
	/** Where it stands in a text of which only parts are known. */
	readonly part: { readonly text: string; readonly start: number; readonly end: number } | null;
}

/** The secret of a variable: in a literal, a default, or the known parts of a text. */
export function detectIn(value: Value, name: string): Found | null {
	if (value.kind === "text") {
		// postgres://app:secret@${Host}/db: the holes are anybody's guess, what stands between them is not.
		const text = textWithHoles(value);
		const detection = detectSecret(text, { kind: "environment" });
		return detection === null
			? null
			: { detection, origin: "", part: { text, start: detection.start, end: detection.end } };
	}
	const literal = literalOf(value);
	const detection = literal === null ? null : detectSecret(literal.text, { name, kind: "environment" });
	return literal === null || detection === null ? null : { detection, origin: renderOrigin(literal), part: null };
}
