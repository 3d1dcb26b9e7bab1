import { asksForBucketKms, CONFIG_RULE_TYPES, configInput, inputOf } from "../src/model/config-rule.ts";
import { literalOf } from "../src/model/value.ts";
import { wording } from "../src/text/wording.ts";
import { defineRule } from "../src/rule/rule.ts";

/**
 * The Config rule for SSE-KMS takes any key, also `aws/s3` and the key of another account, unless it is told which. It
 * compares ARNs, so that the id or the alias of a key matches no bucket.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/s3-default-encryption-kms.html
 */
export const requireConfigRuleKey = defineRule({
	name: "require-config-rule-key",
	description: "Require the ARNs of the expected keys for the Config rule on the default encryption of buckets",
	types: CONFIG_RULE_TYPES,
	severity: "low",
	severities: ["medium"],
	presets: { recommended: "off", strict: "error", audit: "error" },
	compliance: { "AWS Config": ["s3-default-encryption-kms"] },
	messages: {
		missingKeys:
			"Config rule '{{id}}' accepts buckets with any KMS key. Set `{{property}}` to the ARNs of your keys.",
		noArn: "`kmsKeyArns` of Config rule '{{id}}' has no key ARN, so no bucket complies. Use the ARNs of the keys.",
	},
	*check(rule) {
		if (!asksForBucketKms(rule)) {
			return;
		}
		const input = configInput(rule, KEYS);
		const property = `${rule.spell(inputOf(rule))}.${KEYS}`;
		if (input.kind === "absent") {
			yield { at: rule.head, messageId: "missingKeys", data: { id: rule.id, property }, property };
		} else if (input.kind === "unknown") {
			const unknown = wording("the parameters of the Config rule are not known until deployment");
			yield { unknown, at: rule.head, property };
		} else {
			const keys = literalOf(input.value)?.text.split(",");
			if (keys?.every((key) => NO_ARN.test(key.trim())) === true) {
				yield { at: input.value.span, messageId: "noArn", severity: "medium", data: { id: rule.id }, property };
			}
		}
	},
});

const KEYS = "kmsKeyArns";

/** `alias/orders`, the id of a key, nothing. */
const NO_ARN = /^(?:alias\/.*|(?:mrk-)?[\da-f-]{32,36}|)$/u;
