import type { BucketState } from "../../src/model/bucket.ts";
import type { Statement } from "../../src/model/policy.ts";
import type { Resource } from "../../src/model/resource.ts";
import { getIn } from "../../src/model/value.ts";
import { whenWords } from "../../src/rule/when-words.ts";
import type { Problem } from "../../src/rule/rule.ts";
import { KEY_HEADER, otherKeyOf } from "../../src/model/upload-policy.ts";
import { addNull } from "../../src/rule/offers/upload-policy-edits.ts";

/** A statement about the key alone, over a bucket whose default names a key of the customer's. */
export function* findBlockingKey(
	policy: Resource,
	statement: Statement,
	states: readonly BucketState[],
): Iterable<Problem> {
	const other = otherKeyOf(statement, states);
	if (other === null) {
		return;
	}
	const condition = getIn(statement.map, "Condition");
	yield {
		at: other.values[0]?.value.span ?? condition.span,
		messageId: "blocksDefault",
		data: {
			id: policy.id,
			operator: other.operator,
			setting: policy.stack.spellPair("Null", { [KEY_HEADER]: false }),
			when: whenWords(statement.when),
		},
		property: `${policy.spell("PolicyDocument")}.Statement.Condition`,
		suggestions: statement.when.length > 0 ? [] : addNull(policy, condition, KEY_HEADER),
	};
}
