import { MASK } from "../../src/text/masked-text.ts";
import { PLACEHOLDER_REASON, stateOf, type Suppression } from "../../src/model/suppression.ts";
import { nearMiss } from "../../src/text/did-you-mean.ts";
import { RULE_NAMES } from "../rule-names.ts";
import type { Finding } from "../../src/rule/rule.ts";

const LIKE_A_RULE = /^[a-z]+(?:-[a-z]+){0,9}$/u;

export function findInvalid(suppression: Suppression): Pick<Finding, "messageId" | "data"> | null {
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
