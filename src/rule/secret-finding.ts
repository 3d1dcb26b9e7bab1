import type { Detection } from "../detect/detection.ts";
import { literalOf, type LiteralValue, type Value } from "../model/value.ts";
import type { Span } from "../text/span.ts";
import type { Severity } from "./rule.ts";

/** How bad a secret in plain text is, by how sure the detector is that it is one. */
export const SEVERITY_OF = {
	certain: "critical",
	high: "critical",
	medium: "high",
	low: "medium",
} as const satisfies Record<Detection["confidence"], Severity>;

/**
 * What messages show of a secret: its kind, `a password`, and as the tail of a sentence its masked value,
 * `, AKIA… (20 characters)` or ` (8 characters)`.
 */
export function shownOf({ label, redacted }: Detection): { readonly label: string; readonly redacted: string } {
	return { label, redacted: `${redacted.startsWith("(") ? "" : ","} ${redacted}` };
}

/**
 * Where the text of a secret stands: the default of a parameter or the entry of a mapping, which many resources may
 * use; undefined where it stands in place, or comes from outside of the file.
 */
export function sharedPlaceOf(value: Value): Span | undefined {
	return literalOf(value)?.via?.span ?? undefined;
}

/**
 * Where a literal came from, for the tail of a message: `, the default of parameter 'Token'`; empty where it stands in
 * place.
 */
export function renderOrigin({ via }: LiteralValue): string {
	if (via === null) {
		return "";
	}
	switch (via.kind) {
		case "parameter":
			return `, the default of ${via.noun ?? "parameter"} '${via.name}'`;
		case "override":
			return `, given for ${via.noun ?? "parameter"} '${via.name}'`;
		case "mapping":
			return `, from ${via.noun ?? "mapping"} '${via.name}'`;
		default:
			return via.kind satisfies never;
	}
}
