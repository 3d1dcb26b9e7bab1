import { type BucketState, readBucket } from "../src/model/bucket.ts";
import {
	hasOriginAccessIdentity,
	hasUnknownAccess,
	isPublic,
	isSharedWithAccounts,
	isUsedByService,
	servesSite,
	servesWebsite,
} from "./require-bucket-encryption/bucket-clients.ts";
import { takesLogs } from "./require-bucket-encryption/log-delivery.ts";
import { sameEverywhere, type TellableState } from "./require-bucket-encryption/same-everywhere.ts";
import { isBelow } from "../src/model/protection.ts";
import type { Resource } from "../src/model/resource.ts";
import type { Way } from "../src/model/way.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { flag, oneOf } from "../src/rule/options.ts";
import { BUCKET_CHECKS } from "../src/rule/checks-at-rest.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { BY_DEFAULT, type Options, suggestionsFor } from "../src/rule/offers/bucket-edits.ts";
import { wording, type Words } from "../src/text/wording.ts";

/**
 * Under SSE-S3 whoever may read the bucket reads the data: no key policy stands in between, and no CloudTrail line
 * tells of each use of a key.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export const requireBucketEncryption = defineRule({
	name: "require-bucket-encryption",
	description: "Require KMS as the default encryption of buckets",
	types: ["AWS::S3::Bucket"],
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: ["error", { minimum: "customer-key" }] },
	compliance: {
		"AWS Security Hub": ["S3.17"],
		"AWS Config": ["s3-default-encryption-kms"],
		"NIST SP 800-53 r5": [
			"SC-12(2)",
			"CM-3(6)",
			"SC-13",
			"SC-28",
			"SC-28(1)",
			"SC-7(10)",
			"CA-9(1)",
			"SI-7(6)",
			"AU-9",
		],
		"PCI DSS 4.0.1": ["3.5.1"],
		CWE: ["CWE-311"],
	},
	options: {
		minimum: oneOf(
			["provider-owned", "provider-key", "customer-key"],
			"provider-key",
			"The weakest accepted key: S3-managed, AWS managed, or customer managed",
		),
		dualLayer: flag("Require dual-layer encryption, `aws:kms:dsse`"),
	},
	checks: BUCKET_CHECKS,
	messages: {
		missingEncryption:
			"Bucket '{{id}}' has no default encryption{{when}} and uses S3-managed keys (SSE-S3). Set `{{setting}}`{{customer}}.",
		ownedKey: "Bucket '{{id}}' uses S3-managed keys (`{{algorithm}}`){{when}}. Set `{{setting}}`{{customer}}.",
		providerKey:
			"Bucket '{{id}}' uses the AWS managed key `aws/s3`{{when}}. Set `{{property}}` to a customer managed key.",
		singleLayer: "Bucket '{{id}}' uses single-layer encryption{{when}}. Set `{{setting}}`.",
		useKey: "Encrypt with key '{{key}}' of this {{unit}}{{how}}.",
		useDualLayer: "Use dual-layer encryption with the same key.",
		useProviderKey: "Encrypt with the AWS managed key `aws/s3`{{how}}.",
	},
	*check(bucket, options) {
		const why = exemptionOf(bucket, options);
		if (why !== null) {
			yield { unknown: why, at: bucket.head, property: bucket.spell("BucketEncryption") };
			return;
		}
		const needsCustomerKey =
			options.minimum === "customer-key" || isUsedByService(bucket) || isSharedWithAccounts(bucket);
		const states = sameEverywhere(readBucket(bucket));
		for (const state of states) {
			const weak = isWeak(state, options);
			const thin = options.dualLayer && state.protection !== "unknown" && state.algorithm !== "aws:kms:dsse";
			if (weak && state.when.some(isSwitch) && states.some((other) => !isWeak(other, options))) {
				const property = bucket.spell("BucketEncryption");
				yield { unknown: wording("a setting of the app decides whether KMS is used"), at: state.at, property };
			} else if (weak || thin) {
				yield findingFor(bucket, state, options, { weak, needsCustomerKey });
			}
		}
	},
});

function isWeak({ protection, algorithm }: BucketState, { minimum }: Options): boolean {
	return (
		isBelow(protection, minimum) || (algorithm === null && protection !== "unknown" && minimum === "provider-owned")
	);
}

/** `config.useKmsEncryption`, which only the run of the app knows: it is there to decide. */
function isSwitch(way: Way): boolean {
	return way.of === "expression" && way.asks === "truth" && /encrypt|kms|cmk/iu.test(way.text);
}

/** Why a bucket cannot be under SSE-KMS, or need not be; null where nothing says so. */
function exemptionOf(bucket: Resource, { minimum }: Options): Words | null {
	return takesLogs(bucket)
		? wording("it takes logs from a service that cannot write under SSE-KMS")
		: servesWebsite(bucket)
			? wording("it serves a website, and anonymous readers cannot decrypt with KMS")
			: isPublic(bucket)
				? wording("it is public, and anonymous readers cannot decrypt with KMS")
				: hasOriginAccessIdentity(bucket)
					? wording("CloudFront reads it with an origin access identity, which cannot decrypt with KMS")
					: hasUnknownAccess(bucket)
						? wording("its ACL is not known, and may be for anonymous readers or for logs")
						: minimum !== "customer-key" && servesSite(bucket)
							? wording("CloudFront serves it to everyone as a site")
							: null;
}

function propertyOf(state: BucketState, keyed: boolean): string {
	return keyed
		? `${BY_DEFAULT}.KMSMasterKeyID`
		: state.algorithm === null
			? "BucketEncryption"
			: `${BY_DEFAULT}.SSEAlgorithm`;
}

function findingFor(
	bucket: Resource,
	state: TellableState,
	options: Options,
	{ weak, needsCustomerKey }: { readonly weak: boolean; readonly needsCustomerKey: boolean },
): Finding {
	const keyed = state.protection === "provider-key" && weak;
	const property = bucket.spell(propertyOf(state, keyed));
	const algorithm = options.dualLayer ? "aws:kms:dsse" : "aws:kms";
	return {
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
			setting: bucket.spellSetting(`${BY_DEFAULT}.SSEAlgorithm`, algorithm),
			when: whenWords(state.when),
			customer: needsCustomerKey ? wording(" with a customer managed key") : "",
		},
		property,
		suggestions: state.isWhole ? suggestionsFor(bucket, state, options, { weak, needsCustomerKey }) : [],
	};
}
