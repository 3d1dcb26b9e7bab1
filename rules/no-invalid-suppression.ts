import { stateOf, SUPPRESSION_KEYS, type Suppression } from "../src/model/suppression.ts";
import { didYouMean } from "../src/rule/did-you-mean.ts";
import { RULE_NAMES } from "../src/rule/rule-names.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";

/**
 * A suppression that hides nothing because of a typo, and one that goes on hiding what was meant to be mended in March,
 * are
 * both believed for years.
 */
export const noInvalidSuppression = defineRule({
	name: "no-invalid-suppression",
	description: "Disallow suppressions without a reason, past their day, of rules that there are not, or of nothing",
	types: null,
	severity: "medium",
	severities: ["low"],
	fix: "none",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	compliance: [],
	options: {},
	defaults: {},
	messages: {
		unknownRule: "There is no rule '{{rule}}', so nothing is suppressed. {{advice}}",
		missingReason: "The suppression of {{rule}} gives no reason. Add {{how}}.",
		malformedDate: "The suppression of {{rule}} does not count: '{{until}}' is no date such as 2027-03-31.",
		passedDate:
			"The suppression of {{rule}} ended with {{until}}. Mend what it hid, or say until when it is accepted now.",
		malformedEntry: "This is no suppression, because {{why}}. {{advice}}",
		unused: "The suppression of {{rule}} hides nothing{{where}}. Remove it.",
	},
	*checkSuppressions({ entries, problems }, { asked, used, stack }) {
		for (const { span, why, key } of problems) {
			yield {
				at: span,
				messageId: "malformedEntry",
				data: {
					why,
					advice:
						key === null
							? "See docs/suppressions.md for its form."
							: didYouMean(key, key === "suppress" ? ["suppress"] : [...SUPPRESSION_KEYS, "suppress"]),
				},
				resource: null,
			};
		}
		for (const suppression of entries) {
			const invalid = findInvalid(suppression);
			if (invalid !== null) {
				yield {
					at: suppression.span,
					resource: null,
					...invalid,
					addReason: invalid.messageId === "missingReason" ? (suppression.addReason ?? null) : null,
				};
			} else if (
				suppression.kind === "metadata" &&
				suppression.rule !== null &&
				asked.has(suppression.rule) &&
				!used.has(suppression) &&
				(suppression.resource === null || stack?.resource(suppression.resource) !== undefined)
			) {
				const where = suppression.resource === null ? "" : ` of '${suppression.resource}'`;
				yield {
					at: suppression.span,
					messageId: "unused",
					severity: "low",
					data: { rule: `'${suppression.rule}'`, where },
					resource: null,
				};
			}
		}
	},
});

function findInvalid(suppression: Suppression): Pick<Finding, "messageId" | "data"> | null {
	const { rule, until } = suppression;
	if (rule !== null && !RULE_NAMES.includes(rule)) {
		return { messageId: "unknownRule", data: { rule, advice: didYouMean(rule, RULE_NAMES) } };
	}
	const name = rule === null ? "every rule" : `'${rule}'`;
	const state = stateOf(suppression);
	switch (state) {
		case "valid":
			return null;
		case "missingReason":
			return {
				messageId: state,
				data: {
					rule: name,
					how: suppression.kind === "comment" ? "`-- reason` after the rule" : "`reason: …` beside the rule",
				},
			};
		case "malformedDate":
		case "passedDate":
			return { messageId: state, data: { rule: name, until: until ?? "" } };
		default:
			return state satisfies never;
	}
}
