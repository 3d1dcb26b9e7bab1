import { readBucket } from "../src/model/bucket.ts";
import type { Resource, Stack } from "../src/model/resource.ts";
import { alternatives, getIn, switchOf, type Reached, type Value } from "../src/model/value.ts";
import { contradict } from "../src/model/way.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { defineRule } from "../src/rule/rule.ts";

const PATH = "BucketEncryption.ServerSideEncryptionConfiguration.BucketKeyEnabled";

/**
 * Without a bucket key S3 asks KMS once for every object it writes or reads. The bill and the request quota of the
 * account grow with the traffic, and who has to pay for a customer managed key by the object goes back to a weaker one.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export const requireBucketKey = defineRule({
	name: "require-bucket-key",
	description: "Require a bucket key for buckets encrypted with KMS",
	types: ["AWS::S3::Bucket"],
	severity: "low",
	fix: "safe",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	messages: {
		missingBucketKey:
			"Bucket '{{id}}' calls KMS for every object{{when}}. Set `{{setting}}` to save up to 99 % of these requests.",
	},
	*check(bucket) {
		const property = bucket.spell(PATH);
		for (const { algorithm, algorithmWhen, at, rule, byDefault } of readBucket(bucket)) {
			if (algorithm !== "aws:kms" || rule === null || byDefault === null) {
				continue; // `aws:kms:dsse` takes no bucket key, `AES256` needs none.
			}
			for (const { value, when } of alternatives(getIn(rule, "BucketKeyEnabled"))) {
				const state = contradict(algorithmWhen, when) ? "on" : switchOf(value);
				if (state === "unknown") {
					yield { unknown: "it is not known until deployment", at: value.span, property };
				} else if (state !== "on") {
					const isHere = isDecidedHere(value, when) && isWritten(getIn(byDefault, "SSEAlgorithm"));
					yield {
						at: state === "off" ? value.span : at,
						messageId: "missingBucketKey",
						data: {
							id: bucket.id,
							setting: bucket.spellSetting(PATH, true),
							when: whenWords([...algorithmWhen, ...when]),
						},
						property,
						fix:
							isHere && !isBoundToObjects(bucket)
								? bucket.stack.editor.set(rule, "BucketKeyEnabled", true)
								: null,
					};
				}
			}
		}
	},
});

const ARN_OF_OBJECT = "kms:encryptioncontext:aws:s3:arn";

const BOUND = new WeakMap<Stack, boolean>();

/**
 * True where a policy of the template asks for the ARN of an object in the encryption context: with a bucket key S3
 * gives the bucket's ARN instead, and the policy would refuse it.
 *
 * Source: "Changes to note before enabling an S3 Bucket Key", Amazon S3 User Guide.
 */
function isBoundToObjects({ stack }: Resource): boolean {
	let bound = BOUND.get(stack);
	if (bound === undefined) {
		bound = [...stack.texts()].some(({ path }) =>
			path.some((name) => name.length === ARN_OF_OBJECT.length && name.toLowerCase() === ARN_OF_OBJECT),
		);
		BOUND.set(stack, bound);
	}
	return bound;
}

/** What another place decides (a parameter, a branch) is not overwritten, nor set beside an algorithm that may be another. */
function isDecidedHere(value: Value, when: Reached["when"]): boolean {
	return when.length === 0 && (value.kind === "absent" || isWritten(value));
}

function isWritten(value: Value): boolean {
	return value.kind === "literal" && value.via === null;
}
