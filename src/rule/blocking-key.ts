import type { BucketState } from "../model/bucket.ts";
import type { Statement } from "../model/policy.ts";
import type { Resource } from "../model/resource.ts";
import { getIn } from "../model/value.ts";
import { renderWhen } from "../model/way.ts";
import type { Problem } from "./rule.ts";
import { KEY_HEADER, otherKeyOf } from "../model/upload-policy.ts";
import { addNull } from "./offers/upload-policy-edits.ts";

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
		data: { id: policy.id, operator: other.operator, header: KEY_HEADER, when: renderWhen(statement.when) },
		property: `${policy.spell("PolicyDocument")}.Statement.Condition`,
		suggestions: statement.when.length > 0 ? [] : addNull(policy, condition, KEY_HEADER),
	};
}
