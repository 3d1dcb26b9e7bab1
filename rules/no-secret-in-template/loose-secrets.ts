import { detectSecret } from "../../src/detect/detect-secret.ts";
import type { Detection } from "../../src/detect/detection.ts";
import { REGEXES } from "../../src/detect/regexes.ts";
import type { LocatedText, Stack } from "../../src/model/resource.ts";
import { INIT_METADATA } from "../../src/model/user-data.ts";
import type { Finding } from "../../src/rule/rule.ts";
import { SEVERITY_OF, shownOf } from "../../src/rule/secret-finding.ts";
import { once } from "../../src/text/once.ts";
import type { Span } from "../../src/text/span.ts";
import { SpanIndex } from "../../src/text/span-index.ts";
import { isSure } from "./template-secrets.ts";

/**
 * Secrets in literals that belong to no resource: a local, an argument of a module or a provider, a file of values,
 * a description, metadata, a mapping.
 *
 * @param reported where resources that use such a literal have it reported already
 */
export function* looseSecrets(stack: Stack, reported: readonly Span[]): Iterable<Finding> {
	const known = once(() => new SpanIndex(reported));
	const isNew = ({ span }: LocatedText): boolean => !known().meets(span);
	for (const located of stack.looseTexts?.() ?? []) {
		const { text, path } = located;
		const detection = path.includes("?")
			? proved(text)
			: detectSecret(text, { name: nameOf(located), kind: "template" });
		if (detection !== null && detection.confidence !== "low" && isNew(located)) {
			yield findingFor(located, detection);
		}
	}
	for (const located of stack.proseTexts?.() ?? []) {
		const detection = isOfOthers(located) ? null : proved(located.text);
		if (detection !== null && isNew(located)) {
			yield findingFor(located, detection);
		}
	}
}

/** Prose about a secret, names of parameters, what is compared: only what a format proves counts there. */
function proved(text: string): Detection | null {
	// Most texts are words.
	if (text.length < SHORTEST || !REGEXES.mayBeRedacted.test(text)) {
		return null;
	}
	const detection = detectSecret(text, { kind: "template" });
	return isSure(detection) ? detection : null;
}

/** True for what another rule reads: the defaults of parameters, and what cfn-init runs. */
function isOfOthers({ path }: LocatedText): boolean {
	return (
		(path[0] === "Parameters" && path[2] === "Default") ||
		path.some((name, at) => name === "Metadata" && INIT_METADATA.includes(path[at + 1] ?? ""))
	);
}

/** No format is shorter. */
const SHORTEST = 16;

function findingFor(located: LocatedText, detection: Detection): Finding {
	return {
		at: located.span,
		subject: located.span,
		messageId: "looseSecret",
		severity: SEVERITY_OF[detection.confidence],
		data: { name: nameOf(located), ...shownOf(detection) },
		property: located.path.filter((part) => part !== "" && part !== "?").join("."),
		resource: null,
		secretSpans: [located.span],
	};
}

/** The nearest name around a text: `password` of `users[0].password`. */
function nameOf({ path }: LocatedText): string {
	return path.findLast((part) => part !== "*" && part !== "?" && !/^\d+$/u.test(part)) ?? "";
}
