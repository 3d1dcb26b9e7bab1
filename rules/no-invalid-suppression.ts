import { MASK } from "../src/text/masked-text.ts";
import {
	PLACEHOLDER_REASON,
	stateOf,
	SUPPRESSION_KEYS,
	type Suppression,
	type SuppressionProblem,
} from "../src/model/suppression.ts";
import { didYouMean, nearMiss } from "../src/text/did-you-mean.ts";
import { RULE_NAMES } from "./rule-names.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";

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
		for (const suppression of entries) {
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
				const where = suppression.resource === null ? "" : ` on '${suppression.resource}'`;
				const data = { rule: `'${suppression.rule}'`, where };
				yield { at: suppression.span, messageId: "unused", severity: "low", data, resource: null };
			}
		}
	},
});

const LIKE_A_RULE = /^[a-z]+(?:-[a-z]+){0,9}$/u;

function findInvalid(suppression: Suppression): Pick<Finding, "messageId" | "data"> | null {
	const { rule, until } = suppression;
	if (rule !== null && !RULE_NAMES.includes(rule)) {
		// What is no name of a rule may be anything that was pasted there.
		const shown = LIKE_A_RULE.test(rule) ? rule : MASK;
		return {
			messageId: "unknownRule",
			data: { rule: shown, advice: nearMiss(rule, RULE_NAMES) ?? "Check its name." },
		};
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
					how: suppression.kind === "comment" ? "`-- reason` after the rule" : "`reason: …` next to `rule`",
				},
			};
		case "placeholderReason":
			return { messageId: state, data: { rule: name, placeholder: PLACEHOLDER_REASON } };
		case "malformedDate":
		case "passedDate":
			return { messageId: state, data: { rule: name, until: until ?? "" } };
		default:
			return state satisfies never;
	}
}

function malformedEntry({ span, why, key, advice: given }: SuppressionProblem): Finding {
	const known = key === "suppress" ? ["suppress"] : [...SUPPRESSION_KEYS, "suppress"];
	const advice = key === null ? (given ?? "") : didYouMean(key, known);
	return { at: span, messageId: "malformedEntry", data: { why, advice }, resource: null };
}
