import { readBucket, type BucketState } from "../src/model/bucket.ts";
import { takesLogs } from "../src/model/log-delivery.ts";
import { arnOf, fittingKeys } from "../src/model/kms-key.ts";
import { isBelow } from "../src/model/protection.ts";
import type { Plain, Resource } from "../src/model/resource.ts";
import { renderWhen } from "../src/model/value.ts";
import { defineRule, type Suggestion } from "../src/rule/rule.ts";
import { joinEdits } from "../src/text/join-edits.ts";

interface Options extends Readonly<Record<string, unknown>> {
	readonly minimum: "provider-owned" | "provider-key" | "customer-key";
	readonly dualLayer: boolean;
}

/**
 * Under SSE-S3 whoever may read the bucket reads the data: no key policy stands in between, and no CloudTrail line
 * tells
 * of each use of a key.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export const requireBucketEncryption = defineRule<Options>({
	name: "require-bucket-encryption",
	description: "Require a default encryption of buckets under a KMS key",
	types: ["AWS::S3::Bucket"],
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: ["error", { minimum: "customer-key" }] },
	compliance: [
		{
			standard: "AWS Security Hub",
			ids: ["S3.17"],
			source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
		},
		{
			standard: "AWS Config",
			ids: ["s3-default-encryption-kms"],
			source: "https://docs.aws.amazon.com/config/latest/developerguide/s3-default-encryption-kms.html",
		},
		{
			standard: "NIST SP 800-53 r5",
			ids: ["SC-12(2)", "CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SC-7(10)", "CA-9(1)", "SI-7(6)", "AU-9"],
			source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
		},
		{
			standard: "PCI DSS 4.0.1",
			ids: ["3.5.1"],
			source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
		},
		{ standard: "CWE", ids: ["CWE-311"], source: "https://cwe.mitre.org/data/definitions/311.html" },
	],
	options: {
		minimum: {
			enum: ["provider-owned", "provider-key", "customer-key"],
			description: "The rung of the ladder that is asked for",
		},
		dualLayer: { type: "boolean", description: "Ask for dual-layer encryption, `aws:kms:dsse`" },
	},
	defaults: { minimum: "provider-key", dualLayer: false },
	messages: {
		missingEncryption:
			"Bucket '{{id}}' sets no default encryption{{when}}, so S3 uses keys of its own (SSE-S3). Set `{{property}}` to `aws:kms`{{customer}}.",
		ownedKey:
			"Bucket '{{id}}' is encrypted with keys of S3's own, `{{algorithm}}`{{when}}. Set `{{property}}` to `aws:kms`{{customer}}.",
		providerKey:
			"Bucket '{{id}}' is encrypted under `aws/s3`, whose policy AWS writes{{when}}. Set `{{property}}` to a customer managed key.",
		singleLayer: "Bucket '{{id}}' is encrypted in one layer{{when}}. Set `{{property}}` to `aws:kms:dsse`.",
		useKey: "Encrypt with the key '{{key}}' of this template{{how}} (new objects only; readers and writers need `kms:Decrypt` and `kms:GenerateDataKey`).",
		useDualLayer:
			"Encrypt in two layers under the key that is set (new objects only; charged by the gigabyte, without a bucket key).",
		useProviderKey:
			"Encrypt with `aws/s3`{{how}} (new objects only; 0.03 USD per 10,000 requests, no access from other accounts).",
	},
	*check(bucket, options) {
		if (takesLogs(bucket)) {
			yield {
				unknown: "it takes logs from a service that cannot write under SSE-KMS",
				at: bucket.head,
				property: bucket.spell("BucketEncryption"),
			};
			return;
		}
		for (const state of readBucket(bucket)) {
			const weak =
				isBelow(state.protection, options.minimum) ||
				(state.algorithm === null && options.minimum === "provider-owned");
			const thin = options.dualLayer && state.protection !== "unknown" && state.algorithm !== "aws:kms:dsse";
			if (!weak && !thin) {
				continue;
			}
			const keyed = state.protection === "provider-key" && weak;
			const property = bucket.spell(propertyOf(state, keyed));
			yield {
				at: state.at,
				messageId: keyed
					? "providerKey"
					: !weak
						? "singleLayer"
						: state.algorithm === null
							? "missingEncryption"
							: "ownedKey",
				data: {
					id: bucket.id,
					property: property.split(".").at(-1) ?? property,
					algorithm: state.algorithm ?? "",
					when: renderWhen(state.when),
					customer: options.minimum === "customer-key" ? " with a customer managed key" : "",
				},
				property,
				suggestions: state.when.length > 0 ? [] : suggestionsFor(bucket, state, options, weak),
			};
		}
	},
});

function propertyOf(state: BucketState, keyed: boolean): string {
	const rule = "BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault";
	return keyed ? `${rule}.KMSMasterKeyID` : state.algorithm === null ? "BucketEncryption" : `${rule}.SSEAlgorithm`;
}

function suggestionsFor(bucket: Resource, state: BucketState, options: Options, weak: boolean): readonly Suggestion[] {
	const algorithm = options.dualLayer ? "aws:kms:dsse" : "aws:kms";
	const write = (key: Plain | null): Suggestion["edits"] => {
		const byDefault: Plain = { SSEAlgorithm: algorithm, ...(key === null ? {} : { KMSMasterKeyID: key }) };
		if (state.rule === null) {
			return bucket.set("BucketEncryption", {
				ServerSideEncryptionConfiguration: [
					{
						ServerSideEncryptionByDefault: byDefault,
						...(options.dualLayer ? {} : { BucketKeyEnabled: true }),
					},
				],
			});
		}
		const { editor } = bucket.stack;
		const first =
			state.byDefault === null
				? null
				: editor.setAll(state.byDefault, {
						SSEAlgorithm: algorithm,
						...(key === null ? {} : { KMSMasterKeyID: key }),
					});
		const second = options.dualLayer ? [] : editor.set(state.rule, "BucketKeyEnabled", true);
		return joinEdits(first, second);
	};
	if (!weak) {
		return [{ messageId: "useDualLayer", data: {}, edits: write(null) }];
	}
	const how = options.dualLayer ? " in two layers" : " and a bucket key";
	const keys = fittingKeys(bucket);
	const own = keys.map((key): Suggestion => ({
		messageId: "useKey",
		data: { key: key.id, how },
		edits: write(arnOf(key)),
	}));
	return options.minimum === "customer-key" || state.protection === "provider-key"
		? own
		: [...own, { messageId: "useProviderKey", data: { how }, edits: write(null) }];
}
