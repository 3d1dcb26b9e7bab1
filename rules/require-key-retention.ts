import { alternatives } from "../src/model/value.ts";
import { defineRule } from "../src/rule/rule.ts";

/**
 * Whoever deletes the stack, or removes the key from its template, schedules the deletion of the key: after at most 30
 * days, nothing that it encrypted can be read again, whether the data itself was retained or not.
 *
 * CloudFormation refuses to replace a key, so only `DeletionPolicy` decides.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
 */
export const requireKeyRetention = defineRule({
	name: "require-key-retention",
	description: "Require that a KMS key is retained when it leaves its stack",
	types: ["AWS::KMS::Key"],
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "off", strict: "error", audit: "error" },
	messages: {
		missingRetention: "Removing '{{id}}' from the {{whole}} schedules the deletion of the key. Set `{{setting}}`.",
		addRetention: "Retain the key (`{{setting}}`).",
	},
	*check(key) {
		const { policy, property, setting, retain } = key.removal;
		const ways = alternatives(policy).map(({ value }) => value);
		const unknown = ways.find((value) => value.kind !== "literal" && value.kind !== "absent");
		if (unknown !== undefined) {
			yield { unknown: "it is not known until deployment", at: unknown.span, property };
			return;
		}
		// `RetainExceptOnCreate` retains it too. A key that only some deployments delete is a decision of its author.
		if (!ways.every((value) => value.kind === "absent" || (value.kind === "literal" && value.text === "Delete"))) {
			return;
		}
		const at = policy.kind === "literal" ? policy.span : key.head;
		yield {
			at,
			messageId: "missingRetention",
			data: { id: key.id, setting },
			property,
			suggestions: [{ messageId: "addRetention", data: { setting }, edits: retain() }],
		};
	},
});
