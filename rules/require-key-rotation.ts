import { hasKindByParameter, kindOfKey } from "../src/model/kms-key.ts";
import type { Resource } from "../src/model/resource.ts";
import { alternatives, switchOf, type Reached } from "../src/model/value.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";

/**
 * A key that never changes protects everything it ever encrypted: whoever gets hold of its material once reads it all.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export const requireKeyRotation = defineRule({
	name: "require-key-rotation",
	description: "Require automatic rotation of customer managed keys",
	types: ["AWS::KMS::Key"],
	severity: "medium",
	fix: "safe",
	presets: { recommended: "error", strict: "error", audit: "error" },
	compliance: {
		"AWS Security Hub": ["KMS.4"],
		"AWS Config": ["cmk-backing-key-rotation-enabled"],
		"CIS AWS Foundations Benchmark 3.0, 5.0": ["3.6"],
		"NIST SP 800-53 r5": ["SC-12", "SC-12(2)", "SC-28(3)"],
		"PCI DSS 4.0.1": ["3.7.4"],
	},
	checks: [
		"CKV_AWS_7",
		"AVD-AWS-0065",
		"aws-kms-auto-rotate-keys",
		"AwsSolutions-KMS5",
		"1c07bfaf-663c-4f6f-b22b-8e2d481e4df5",
		"235ca980-eb71-48f4-9030-df0c371029eb",
	],
	messages: {
		impossibleRotation: "Key '{{id}}' is of a kind that KMS cannot rotate{{when}}. Remove `{{property}}`.",
		missingRotation: "Key '{{id}}' is never rotated{{when}}. Set `{{setting}}`.",
	},
	*check(key) {
		const kind = kindOfKey(key);
		if (kind === "other") {
			yield* impossibleRotation(key);
		}
		if (kind !== "symmetric") {
			return; // Asymmetric, HMAC, imported or in a custom store: KMS cannot rotate it. Or nobody knows yet.
		}
		const property = key.spell("EnableKeyRotation");
		for (const { value, when } of alternatives(key.get("EnableKeyRotation"))) {
			const rotation = switchOf(value);
			if (rotation === "unknown") {
				yield { unknown: "it is not known until deployment", at: value.span, property };
			} else if (rotation !== "on") {
				yield isForKind(key, when)
					? {
							unknown: "a parameter decides whether this kind of key can be rotated",
							at: value.span,
							property,
						}
					: missingRotation(key, { value, when }, rotation === "off");
			}
		}
	},
});

/** CloudFormation cannot create an asymmetric or HMAC key with rotation, or one in a custom key store. */
function* impossibleRotation(key: Resource): Iterable<Finding> {
	if (hasKindByParameter(key)) {
		return;
	}
	for (const { value, when } of alternatives(key.get("EnableKeyRotation"))) {
		if (value.kind === "literal" && switchOf(value) === "on") {
			const property = key.spell("EnableKeyRotation");
			yield {
				at: value.span,
				messageId: "impossibleRotation",
				data: { id: key.id, property, when: whenWords(when) },
				property,
			};
		}
	}
}

/** `!If [IsSymmetric, true, false]`: the condition asks for the kind of key, too. */
function isForKind(key: Resource, when: Reached["when"]): boolean {
	return when.length > 0 && hasKindByParameter(key);
}

function missingRotation(key: Resource, { value, when }: Reached, isOff: boolean): Finding {
	// What another place decides (a parameter, a mapping) is not overwritten here.
	const isDecidedHere =
		when.length === 0 && (value.kind === "absent" || (value.kind === "literal" && value.via === null));
	return {
		at: isOff ? value.span : key.head,
		messageId: "missingRotation",
		data: { id: key.id, setting: key.spellSetting("EnableKeyRotation", true), when: whenWords(when) },
		property: key.spell("EnableKeyRotation"),
		fix: isDecidedHere ? key.set("EnableKeyRotation", true) : null,
	};
}
