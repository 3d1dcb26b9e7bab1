import type { Detection } from "../detect/detection.ts";
import type { LiteralValue } from "../model/value.ts";
import type { Severity } from "./rule.ts";

/** How bad a secret in plain text is, by how sure the detector is that it is one. */
export const SEVERITY_OF = { certain: "critical", high: "critical", medium: "high", low: "medium" } as const satisfies Record<Detection["confidence"], Severity>;

/** `, AKIA… (20 characters)`, ` (8 characters)`: the tail of "is a password in plain text". */
export function renderRedacted({ redacted }: Detection): string {
	return `${redacted.startsWith("(") ? "" : ","} ${redacted}`;
}

/** Where a literal came from, for the tail of a message: `, the default of parameter 'Token'`; empty where it stands in place. */
export function renderOrigin({ via }: LiteralValue): string {
	if (via === null) {
		return "";
	}
	switch (via.kind) {
		case "parameter":
			return `, the default of parameter '${via.name}'`;
		case "override":
			return `, given for parameter '${via.name}'`;
		case "mapping":
			return `, from mapping '${via.name}'`;
		default:
			return via.kind satisfies never;
	}
}
