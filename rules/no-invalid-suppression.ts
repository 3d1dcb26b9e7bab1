import { SUPPRESSION_KEYS, type SuppressionProblem } from "../src/model/suppression.ts";
import { didYouMeanWords } from "../src/text/did-you-mean.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { findInvalid } from "./no-invalid-suppression/find-invalid.ts";
import { quotedName, wording } from "../src/text/wording.ts";

/**
 * A suppression that hides nothing because of a typo, and one that goes on hiding what was meant to be mended in March,
 * are both believed for years.
 */
export const noInvalidSuppression = defineRule({
	name: "no-invalid-suppression",
	description: "Disallow suppressions that are expired, unused or without a reason, or name an unknown rule",
	severity: "medium",
	severities: ["low"],
	presets: { recommended: "warn", strict: "error", audit: "error" },
	messages: {
		unknownRule: "Unknown rule '{{rule}}': this suppression has no effect. {{advice}}",
		missingReason: "The suppression of {{rule}} has no reason. Add {{how}}.",
		placeholderReason: "The suppression of {{rule}} has no reason yet. Replace '{{placeholder}}' with the reason.",
		malformedDate: "The suppression of {{rule}} has no effect: '{{until}}' is not a date such as 2027-03-31.",
		passedDate: "The suppression of {{rule}} expired on {{until}}. Fix the finding or extend the date.",
		malformedEntry: "This suppression has no effect: {{why}}. {{advice}}",
		unused: "The suppression of {{rule}}{{where}} is unused. Remove it.",
	},
	*checkSuppressions({ entries, problems }, { asked, used, stack }) {
		for (const problem of problems) {
			yield malformedEntry(problem);
		}
		for (const suppression of entries.filter(({ kind }) => kind !== "skip")) {
			const invalid = findInvalid(suppression);
			if (invalid !== null) {
				const addReason = invalid.messageId === "missingReason" ? (suppression.addReason ?? null) : null;
				yield { at: suppression.span, resource: null, ...invalid, addReason };
			} else if (
				suppression.kind === "metadata" &&
				suppression.rule !== null &&
				asked.has(suppression.rule) &&
				!used.has(suppression) &&
				(suppression.resource === null || stack?.resource(suppression.resource) !== undefined)
			) {
				const { resource } = suppression;
				const where = resource === null ? "" : wording(" on '{{resource}}'", { resource });
				const data = { rule: quotedName(suppression.rule), where };
				yield { at: suppression.span, messageId: "unused", severity: "low", data, resource: null };
			}
		}
	},
});

function malformedEntry({ span, why, key, advice: given }: SuppressionProblem): Finding {
	const known = key === "suppress" ? ["suppress"] : [...SUPPRESSION_KEYS, "suppress"];
	const advice = key === null ? (given ?? "") : didYouMeanWords(key, known);
	return { at: span, messageId: "malformedEntry", data: { why, advice }, resource: null };
}
