import { detectSecret } from "../../src/detect/detect-secret.ts";
import type { Detection } from "../../src/detect/detection.ts";
import type { Value } from "../../src/model/value.ts";
import { renderOrigin } from "../../src/rule/secret-finding.ts";

interface Found {
	readonly detection: Detection;
	/** Where the text came from, for the message: `, the default of parameter 'Token'`. */
	readonly origin: string;
	/** Where it stands in a text of which only parts are known. */
	readonly part: { readonly text: string; readonly start: number; readonly end: number } | null;
}

export function detectIn(value: Value, name: string): Found | null {
	switch (value.kind) {
		case "literal": {
			const detection = detectSecret(value.text, { name, kind: "environment" });
			return detection === null ? null : { detection, origin: renderOrigin(value), part: null };
		}
		case "reference":
			// A default is in the template, whoever else may be asked for the value later.
			return value.to.of === "parameter" && value.to.parameter.default !== null
				? detectIn(value.to.parameter.default, name)
				: null;
		case "text": {
			// postgres://app:secret@${Host}/db: the holes are anybody's guess, what stands between them is not.
			const known = value.parts.map((part) => (typeof part === "string" ? part : "${x}")).join("");
			const detection = detectSecret(known, { kind: "environment" });
			return detection === null
				? null
				: { detection, origin: "", part: { text: known, start: detection.start, end: detection.end } };
		}
		case "absent":
		case "map":
		case "list":
		case "branches":
		case "unresolved":
			return null;
		default:
			return value satisfies never;
	}
}
