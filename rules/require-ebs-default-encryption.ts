import type { Resource, Stack } from "../src/model/resource.ts";
import { alternatives, switchOf } from "../src/model/value.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { defineRule, type Problem } from "../src/rule/rule.ts";
import type { VolumeDefault } from "../src/model/stack-facts.ts";

/**
 * A setting of each Region encrypts every new volume, snapshot copy and image, whoever forgets the switch. Without it,
 * one volume that somebody creates by hand ends in an unencrypted image.
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
 */
export const requireEbsDefaultEncryption = defineRule({
	name: "require-ebs-default-encryption",
	description: "Require that the set-up of an account or Region enables EBS encryption by default",
	severity: "low",
	severities: ["medium"],
	fix: "suggestion",
	presets: { recommended: "off", strict: "off", audit: "error" },
	compliance: { "AWS Security Hub": ["EC2.7"], "AWS Config": ["ec2-ebs-encryption-by-default"] },
	checks: ["CKV_AWS_106"],
	messages: {
		missingDefault:
			"'{{id}}' sets up EBS for a Region, but nothing here enables encryption by default. Enable it in each Region.",
		missingSetting:
			"This {{unit}} sets up EBS, but does not enable encryption by default for its Region. Add `{{setting}}`.",
		disabledDefault: "EBS encryption by default is disabled for a Region{{when}}. Enable it.",
		encryptVolumes: "Encrypt every new volume of the Region (`{{setting}}`).",
	},
	*checkStack(stack) {
		const setting = stack.volumeDefault;
		yield* setting === undefined ? withoutSetting(stack) : settingOf(setting);
	},
});

function* settingOf({ at, encrypted, setting, encrypt }: VolumeDefault): Iterable<Problem> {
	for (const { value, when } of alternatives(encrypted)) {
		const state = switchOf(value);
		if (state === "unknown") {
			yield { unknown: "the setting is not known until deployment", at: value.span, property: setting };
		} else if (state !== "on") {
			yield {
				at: state === "off" ? value.span : at,
				messageId: state === "off" ? "disabledDefault" : "missingSetting",
				severity: state === "off" ? "medium" : "low",
				data: { setting, when: whenWords(when) },
				property: setting,
				resource: null,
				suggestions:
					when.length > 0 ? [] : [{ messageId: "encryptVolumes", data: { setting }, edits: encrypt() }],
			};
		}
	}
}

/**
 * CloudFormation has no resource for the setting: a custom resource makes it, or the remediation of a rule of AWS
 * Config. So only a template that sets up EBS for its Region, without any of these, is reported.
 */
function* withoutSetting(stack: Stack): Iterable<Problem> {
	const [setup] = stack.find("AWS::EC2::SnapshotBlockPublicAccess");
	if (setup !== undefined && !stack.resources.some(maySet) && !mentions(stack)) {
		const data = { id: setup.id };
		yield { at: setup.head, messageId: "missingDefault", data, property: "", resource: setup };
	}
}

/** Resources whose effect is written elsewhere: custom resources, other templates, macros. */
const ELSEWHERE = /^(?:Custom::|AWS::CloudFormation::|AWS::Serverless::Application$|CDK::custom-resources::)/u;

/** `EnableEbsEncryptionByDefault`, `ec2-ebs-encryption-by-default`, `EC2_EBS_ENCRYPTION_BY_DEFAULT`. */
const ABOUT = /ebs[\s_-]?(?:default[\s_-]?)?encrypt|encrypt\w{0,8}[\s_-]?ebs/iu;

function maySet({ id, type }: Resource): boolean {
	return ELSEWHERE.test(type) || ABOUT.test(id);
}

function mentions(stack: Stack): boolean {
	for (const { text } of stack.texts()) {
		if (ABOUT.test(text)) {
			return true;
		}
	}
	return false;
}
