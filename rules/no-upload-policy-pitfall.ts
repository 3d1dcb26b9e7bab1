import { type BucketState, readBucket } from "../src/model/bucket.ts";
import { covers, readPolicy, type Statement } from "../src/model/policy.ts";
import type { Resource } from "../src/model/resource.ts";
import { getIn } from "../src/model/value.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { defineRule, type Problem } from "../src/rule/rule.ts";
import { askedBy, hasNull, HEADER, isNegated, isNullOnly, isSatisfied, namesKey } from "../src/model/upload-policy.ts";
import { addNull, denyWrong } from "../src/rule/offers/upload-policy-edits.ts";
import { findBlockingKey } from "./no-upload-policy-pitfall/blocking-key.ts";
import { bucketOf } from "./no-upload-policy-pitfall/bucket-of.ts";
import { findAnyKey } from "./no-upload-policy-pitfall/find-any-key.ts";
import { wording } from "../src/text/wording.ts";

/**
 * IAM's negated operators match a header that is absent: the statement that should stop plain uploads stops every
 * client that leaves encryption to the bucket, and teams take the whole policy away again. Or it takes any key, and a
 * client puts objects under the key of another account.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const noUploadPolicyPitfall = defineRule({
	name: "no-upload-policy-pitfall",
	description: "Disallow bucket policies that block the default encryption or accept any KMS key",
	types: ["AWS::S3::BucketPolicy"],
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	messages: {
		blocksDefault:
			"Policy '{{id}}' denies uploads that use the bucket's default encryption{{when}}. Add `{{setting}}`.",
		requiresHeader:
			"Policy '{{id}}' denies uploads that use the bucket's default encryption{{when}}. Deny only a wrong header.",
		anyKey: "Policy '{{id}}' requires KMS but accepts any key{{when}}. Also deny keys other than the bucket's.",
		addNull: "Allow uploads without the header; the bucket's default encrypts them.",
		denyWrongHeader: "Deny a wrong header, and allow a missing one.",
		addKeyStatement: "Deny uploads with a key other than the bucket's.",
	},
	*check(policy) {
		const { statements } = readPolicy(policy.get("PolicyDocument"));
		const uploads = statements.filter(
			({ effect, actions }) =>
				effect === "Deny" && actions.some(({ text }) => text !== null && covers(text, "s3:PutObject")),
		);
		const asked = uploads.flatMap(askedBy);
		if (asked.length === 0 && !uploads.some(isNullOnly) && !uploads.some(namesKey)) {
			return;
		}
		const bucket = bucketOf(policy);
		const states = bucket === null ? [] : readBucket(bucket);
		for (const statement of uploads) {
			yield* findBlocking(policy, statement, states, asked);
		}
		yield* findAnyKey(policy, uploads, asked, bucket, states);
	},
});

function* findBlocking(
	policy: Resource,
	statement: Statement,
	states: readonly BucketState[],
	asked: readonly (string | null)[],
): Iterable<Problem> {
	const negated = statement.conditions.find(isNegated);
	const requires = isNullOnly(statement);
	if (statement.obscure || hasNull(statement, "false")) {
		return;
	}
	if (negated === undefined && !requires) {
		yield* findBlockingKey(policy, statement, states);
		return;
	}
	const condition = getIn(statement.map, "Condition");
	const property = `${policy.spell("PolicyDocument")}.Statement.Condition`;
	const wanted = requires ? asked : (negated?.values.map(({ text }) => text) ?? []);
	const satisfied = isSatisfied(wanted, states);
	if (satisfied === "unknown") {
		yield {
			unknown: wording("the bucket's default encryption is not in this {{unit}}", {
				unit: policy.stack.engine.unit,
			}),
			at: condition.span,
			property,
		};
	} else if (satisfied) {
		yield {
			at: requires ? condition.span : (negated?.values[0]?.value.span ?? condition.span),
			messageId: requires ? "requiresHeader" : "blocksDefault",
			data: {
				id: policy.id,
				operator: negated?.operator ?? "Null",
				setting: policy.stack.spellPair("Null", { [HEADER]: false }),
				when: whenWords(statement.when),
			},
			property,
			suggestions:
				statement.when.length > 0
					? []
					: requires
						? denyWrong(policy, condition, states)
						: addNull(policy, condition, HEADER),
		};
	}
}
