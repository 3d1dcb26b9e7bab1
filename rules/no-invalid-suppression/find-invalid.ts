import { MASK } from "../../src/text/masked-text.ts";
import { PLACEHOLDER_REASON, stateOf, type Suppression } from "../../src/model/suppression.ts";
import { nearMissWords } from "../../src/text/did-you-mean.ts";
import { RULE_NAMES } from "../rule-names.ts";
import type { Finding } from "../../src/rule/rule.ts";
import { quotedName, wording } from "../../src/text/wording.ts";

const LIKE_A_RULE = /^[a-z]+(?:-[a-z]+){0,9}$/u;

export function findInvalid(suppression: Suppression): Pick<Finding, "messageId" | "data"> | null {
	const { rule, until } = suppression;
	if (rule !== null && !RULE_NAMES.includes(rule)) {
		// What is no name of a rule may be anything that was pasted there.
		const shown = LIKE_A_RULE.test(rule) ? rule : MASK;
		return {
			messageId: "unknownRule",
			data: { rule: shown, advice: nearMissWords(rule, RULE_NAMES) ?? wording("Check its name.") },
		};
	}
	const name = rule === null ? wording("every rule") : quotedName(rule);
	const state = stateOf(suppression);
	switch (state) {
		case "valid":
			return null;
		case "missingReason":
			return {
				messageId: state,
				data: {
					rule: name,
					how:
						suppression.kind === "comment"
							? wording("`-- reason` after the rule")
							: wording("`reason: …` next to `rule`"),
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
