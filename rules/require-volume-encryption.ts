import { alternatives, switchOf } from "../src/model/value.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { COPY_PLACES, SNAPSHOT_PLACES, VOLUME_PLACES } from "../src/model/volume.ts";
import { lifecycleOf } from "../src/model/lifecycle-policy.ts";
import { oneOf } from "../src/rule/options.ts";
import { defineRule } from "../src/rule/rule.ts";
import { findWeakVolumes, VOLUME_MESSAGES } from "../src/rule/volume-findings.ts";

const PLACES = [...VOLUME_PLACES, ...SNAPSHOT_PLACES];

const EMR = "AWS::EMR::SecurityConfiguration";

/**
 * A plain volume leaves plain snapshots, and a snapshot that is shared by mistake hands out the whole disk.
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
 */
export const requireVolumeEncryption = defineRule({
	name: "require-volume-encryption",
	description: "Require encryption of EBS volumes",
	types: [...new Set([...PLACES, ...COPY_PLACES].map((place) => place.type)), EMR],
	severity: "high",
	severities: ["medium"],
	fix: "safe",
	presets: { recommended: "error", strict: "error", audit: ["error", { minimum: "customer-key" }] },
	compliance: {
		"AWS Security Hub": ["EC2.3", "EC2.181"],
		"AWS Config": ["encrypted-volumes", "ec2-launch-templates-ebs-volume-encrypted"],
		"NIST SP 800-53 r5": ["CA-9(1)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "SI-7(6)"],
		CWE: ["CWE-311"],
	},
	options: {
		minimum: oneOf(
			["provider-key", "customer-key"],
			"provider-key",
			"The weakest accepted key: AWS managed, or customer managed",
		),
	},
	checks: [
		"CKV_AWS_3",
		"CKV_AWS_8",
		"CKV_AWS_189",
		"AVD-AWS-0026",
		"AVD-AWS-0027",
		"AVD-AWS-0131",
		"aws-ebs-enable-volume-encryption",
		"aws-ebs-encryption-customer-key",
		"aws-ec2-enable-at-rest-encryption",
		"AwsSolutions-EC26",
		"80b7ac3f-d2b7-4577-9b10-df7913497162",
		"b7063015-6c31-4658-a8e7-14f98f37fd42",
	],
	messages: {
		...VOLUME_MESSAGES,
		localDisksUnencrypted:
			"Security configuration '{{id}}' leaves local disks unencrypted{{when}}. Set `{{setting}}`.",
	},
	*check(resource, options) {
		if (resource.type === EMR) {
			// EMR has no switch on a volume: the security configuration decides for all disks of a cluster.
			const path = "SecurityConfiguration.EncryptionConfiguration.EnableAtRestEncryption";
			if (resource.get("SecurityConfiguration").kind === "literal") {
				return; // JSON in a text, which is not read.
			}
			for (const { value, when } of alternatives(resource.get(path))) {
				const state = switchOf(value);
				if (state === "off" || state === "absent") {
					yield {
						at: state === "off" ? value.span : resource.head,
						messageId: "localDisksUnencrypted",
						data: {
							id: resource.id,
							setting: resource.spellSetting(path, true),
							when: whenWords(when),
						},
						property: resource.spell(path),
					};
				}
			}
			return;
		}
		yield* findWeakVolumes(
			lifecycleOf(resource) === "snapshots" ? [...PLACES, ...COPY_PLACES] : PLACES,
			resource,
			options.minimum,
		);
	},
});
