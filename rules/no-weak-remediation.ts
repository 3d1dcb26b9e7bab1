import { documentOf, inputsNamed, parameterOf, passedFor, readAutomation } from "../src/model/automation.ts";
import { asksForBucketKms, ruleOfRemediation } from "../src/model/config-rule.ts";
import type { Resource } from "../src/model/resource.ts";
import { literalOf, type Value } from "../src/model/value.ts";
import { defineRule, type Problem } from "../src/rule/rule.ts";
import { keepsAlgorithm } from "./no-weak-remediation/keeps-algorithm.ts";
import { missingPermissions } from "./no-weak-remediation/missing-permission.ts";

/**
 * Automation is run again and again, on every bucket that a rule finds, with a role of its own: what sets the wrong
 * algorithm there takes the key away from buckets that had one, and what lacks a permission fixes nothing, unseen.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/remediation.html
 */
export const noWeakRemediation = defineRule({
	name: "no-weak-remediation",
	description: "Disallow automation that sets S3-managed keys, a key without its ARN, or lacks the permission",
	types: ["AWS::SSM::Document", "AWS::Config::RemediationConfiguration"],
	severity: "medium",
	severities: ["low"],
	presets: { recommended: "warn", strict: "error", audit: "error" },
	messages: {
		weakAlgorithm:
			"Document '{{id}}' sets S3-managed keys (`AES256`) as bucket encryption. Use `aws:kms` and a key.",
		weakParameter:
			"Remediation '{{id}}' sets S3-managed keys (`AES256`), but its Config rule asks for KMS. Pass `aws:kms` and a key.",
		weakRunbook:
			"Remediation '{{id}}' runs '{{runbook}}', which sets S3-managed keys; its Config rule asks for KMS. Use another.",
		keyWithoutArn:
			"Document '{{id}}' sets a bucket key without its ARN, so each account looks up its own. Use the ARN of the key.",
		missingPermission: "'{{id}}' runs as role '{{role}}', which has no permission for `{{action}}`. Allow it.",
	},
	*check(resource) {
		yield* resource.type === "AWS::SSM::Document" ? checkDocument(resource) : checkRemediation(resource);
	},
});

const WEAK = "AES256";
const SCRIPT_CALLS = /put_bucket_encryption|PutBucketEncryption|Set-S3BucketEncryption/u;
const SCRIPT_WEAK = /SSEAlgorithm["']?\s{0,8}[:=]\s{0,8}["']?AES256/u;
/** The alias or the ID of a key. `alias/aws/s3` is there in each account. */
const NO_ARN = /^(?:alias\/(?!aws\/)|(?:mrk-)?[\da-f-]{32,36}$)/u;

function* checkDocument(document: Resource): Iterable<Problem> {
	const automation = readAutomation(document);
	const property = document.spell("Content");
	const data = { id: document.id };
	const keeps = keepsAlgorithm(document);
	for (const call of automation.calls.filter(setsEncryption)) {
		for (const value of keeps ? [] : inputsNamed(call, "SSEAlgorithm")) {
			if (literalOf(value)?.text === WEAK) {
				yield { at: value.span, messageId: "weakAlgorithm", data, property };
			}
		}
		for (const value of inputsNamed(call, "KMSMasterKeyID")) {
			if (NO_ARN.test(literalOf(value)?.text ?? "")) {
				yield { at: value.span, messageId: "keyWithoutArn", severity: "low", data, property };
			}
		}
	}
	for (const { text, value } of automation.scripts) {
		const weak = SCRIPT_CALLS.test(text) ? SCRIPT_WEAK.exec(text) : null;
		if (weak !== null) {
			const at = document.stack.spanOfPart(value, text, weak.index, weak.index + weak[0].length);
			yield { at, messageId: "weakAlgorithm", data, property };
		}
	}
	if (parameterOf(automation.assumeRole) === null) {
		yield* missingPermissions(document, automation.assumeRole, automation.calls);
	}
}

function setsEncryption({ service, api }: { readonly service: string; readonly api: string }): boolean {
	return service === "s3" && api === "PutBucketEncryption";
}

function* checkRemediation(remediation: Resource): Iterable<Problem> {
	const rule = ruleOfRemediation(remediation);
	const asksForKms = rule !== null && asksForBucketKms(rule);
	const document = documentOf(remediation);
	if (document === null) {
		yield* checkRunbook(remediation, asksForKms);
		return;
	}
	const automation = readAutomation(document);
	if (asksForKms) {
		for (const call of automation.calls.filter(setsEncryption)) {
			const names = inputsNamed(call, "SSEAlgorithm").flatMap((value) => parameterOf(value) ?? []);
			for (const name of names) {
				yield* weakValue(remediation, name, automation.defaultOf(name));
			}
		}
	}
	const role = parameterOf(automation.assumeRole);
	for (const value of role === null ? [] : (passedFor(remediation, role)?.values ?? [])) {
		yield* missingPermissions(remediation, value, automation.calls);
	}
}

/** AWS's own document for buckets, whose parameter is `AES256` unless it is passed. */
const RUNBOOK = "AWS-EnableS3BucketEncryption";

function* checkRunbook(remediation: Resource, asksForKms: boolean): Iterable<Problem> {
	const target = literalOf(remediation.get("TargetId"));
	if (target?.text !== RUNBOOK) {
		return;
	}
	if (asksForKms) {
		const passed = passedFor(remediation, "SSEAlgorithm");
		if (passed?.isPassed === false) {
			const data = { id: remediation.id, runbook: RUNBOOK };
			yield { at: target.span, messageId: "weakRunbook", data, property: remediation.spell("TargetId") };
		}
		yield* weakValue(remediation, "SSEAlgorithm", null);
	}
	for (const value of passedFor(remediation, "AutomationAssumeRole")?.values ?? []) {
		yield* missingPermissions(remediation, value, [{ service: "s3", api: "PutBucketEncryption" }]);
	}
}

/** @param byDefault what the document takes if nothing is passed; null if that is not asked */
function* weakValue(remediation: Resource, name: string, byDefault: Value | null): Iterable<Problem> {
	const passed = passedFor(remediation, name);
	const weak = passed?.values.find((value) => literalOf(value)?.text === WEAK);
	const isDefault = passed?.isPassed === false && byDefault !== null && literalOf(byDefault)?.text === WEAK;
	if (weak !== undefined || isDefault) {
		yield {
			at: weak?.span ?? remediation.head,
			messageId: "weakParameter",
			data: { id: remediation.id },
			property: `${remediation.spell("Parameters")}.${name}`,
		};
	}
}
