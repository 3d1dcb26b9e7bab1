import type { BucketState } from "../../src/model/bucket.ts";
import type { Statement } from "../../src/model/policy.ts";
import type { Resource } from "../../src/model/resource.ts";
import { whenWords } from "../../src/rule/when-words.ts";
import type { Problem } from "../../src/rule/rule.ts";
import { takingAnyKey } from "../../src/model/upload-policy.ts";
import { addKeyStatement } from "../../src/rule/offers/upload-policy-edits.ts";

export function* findAnyKey(
	policy: Resource,
	uploads: readonly Statement[],
	asked: readonly (string | null)[],
	bucket: Resource | null,
	states: readonly BucketState[],
): Iterable<Problem> {
	const [state, ...others] = states;
	if (bucket === null || state === undefined || others.length > 0 || state.protection !== "customer-key") {
		return;
	}
	const found = takingAnyKey(uploads, asked);
	if (found !== null) {
		const { statement, value } = found;
		yield {
			at: value.span,
			messageId: "anyKey",
			data: { id: policy.id, when: whenWords(statement.when) },
			property: `${policy.spell("PolicyDocument")}.Statement`,
			suggestions: statement.when.length > 0 ? [] : addKeyStatement(policy, bucket, state),
		};
	}
}
