import type { Detection } from "../detect/detection.ts";
import { literalOf, type LiteralValue, type Value } from "../model/value.ts";
import type { Span } from "../text/span.ts";
import type { Severity } from "./rule.ts";
import { wording, type Words } from "../text/wording.ts";

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
export function shownOf({ label, redacted }: Detection): { readonly label: string; readonly redacted: Words } {
	return { label, redacted: redactedTail(redacted) };
}

/** `AKIA… (20 characters)`, `(8 characters)` */
const REDACTED = /^(?:(.{4}…) )?\((\d{1,9}) characters?\)$/u;

/** What `redact` wrote, as words of any language. */
export function redactedWords(redacted: string): Words {
	const [, head = "", count = ""] = REDACTED.exec(redacted) ?? [];
	if (count === "") {
		return redacted;
	}
	if (head !== "") {
		return wording("{{head}} ({{count}} characters)", { head, count });
	}
	return count === "1" ? wording("({{count}} character)", { count }) : wording("({{count}} characters)", { count });
}

/** What `redact` wrote, as the tail of a sentence: `, AKIA… (20 characters)`, ` (8 characters)`. */
export function redactedTail(redacted: string): Words {
	const words = redactedWords(redacted);
	return redacted.startsWith("(")
		? wording(" {{redacted}}", { redacted: words })
		: wording(", {{redacted}}", { redacted: words });
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
export function originWords({ via }: LiteralValue): Words {
	if (via === null) {
		return "";
	}
	switch (via.kind) {
		case "parameter":
			return wording(", the default of {{noun}} '{{name}}'", { noun: via.noun ?? "parameter", name: via.name });
		case "override":
			return wording(", given for {{noun}} '{{name}}'", { noun: via.noun ?? "parameter", name: via.name });
		case "mapping":
			return wording(", from {{noun}} '{{name}}'", { noun: via.noun ?? "mapping", name: via.name });
		default:
			return via.kind satisfies never;
	}
}
