import { detectSecret } from "../../src/detect/detect-secret.ts";
import type { Detection } from "../../src/detect/detection.ts";
import type { LocatedText, Stack } from "../../src/model/resource.ts";
import { INIT_METADATA } from "../../src/model/user-data.ts";
import type { Finding } from "../../src/rule/rule.ts";
import { SEVERITY_OF, shownOf } from "../../src/rule/secret-finding.ts";
import { isSure } from "./template-secrets.ts";

/**
 * Secrets in literals that belong to no resource: a local, an argument of a module or a provider, a file of values,
 * a description, metadata, a mapping.
 *
 * @param reported where resources that use such a literal have it reported already
 */
export function* looseSecrets(stack: Stack, reported: ReadonlySet<number>): Iterable<Finding> {
	for (const located of stack.looseTexts?.() ?? []) {
		const name = nameOf(located);
		const detection = detectSecret(located.text, { name, kind: "template" });
		if (detection !== null && detection.confidence !== "low" && !reported.has(located.span.start)) {
			yield findingFor(located, name, detection);
		}
	}
	for (const located of stack.proseTexts?.() ?? []) {
		// Prose about a secret, names of parameters: only what a format proves counts there.
		const detection = located.text.length < SHORTEST ? null : detectSecret(located.text, { kind: "template" });
		if (isSure(detection) && !reported.has(located.span.start) && !isScript(located)) {
			yield findingFor(located, nameOf(located), detection);
		}
	}
}

/** True for what another rule reads as scripts. */
function isScript({ path }: LocatedText): boolean {
	return path[2] === "Metadata" && INIT_METADATA.includes(path[3] ?? "");
}

/** No format is shorter. */
const SHORTEST = 16;

function findingFor(located: LocatedText, name: string, detection: Detection): Finding {
	return {
		at: located.span,
		subject: located.span,
		messageId: "looseSecret",
		severity: SEVERITY_OF[detection.confidence],
		data: { name, ...shownOf(detection) },
		property: located.path.filter((part) => part !== "").join("."),
		resource: null,
		secretSpans: [located.span],
	};
}

/** The nearest name around a text: `password` of `users[0].password`. */
function nameOf({ path }: LocatedText): string {
	return path.findLast((part) => part !== "*" && !/^\d+$/u.test(part)) ?? "";
}
