import { detectSecret } from "../../src/detect/detect-secret.ts";
import type { LocatedText, Stack } from "../../src/model/resource.ts";
import type { Finding } from "../../src/rule/rule.ts";
import { SEVERITY_OF, shownOf } from "../../src/rule/secret-finding.ts";

/**
 * Secrets in literals that belong to no resource: a local, an argument of a module or a provider, a file of values.
 *
 * @param reported where resources that use such a literal have it reported already
 */
export function* looseSecrets(stack: Stack, reported: ReadonlySet<number>): Iterable<Finding> {
	for (const located of stack.looseTexts?.() ?? []) {
		const name = nameOf(located);
		const detection = detectSecret(located.text, { name, kind: "template" });
		if (detection !== null && detection.confidence !== "low" && !reported.has(located.span.start)) {
			yield {
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
	}
}

/** The nearest name around a text: `password` of `users[0].password`. */
function nameOf({ path }: LocatedText): string {
	return path.findLast((part) => part !== "*" && !/^\d+$/u.test(part)) ?? "";
}
