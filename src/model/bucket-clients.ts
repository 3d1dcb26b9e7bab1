import type { Resource, Stack } from "./resource.ts";
import { alternatives, follow, type Value } from "./value.ts";

/**
 * True for a bucket that serves a website: its readers are anonymous and cannot decrypt with KMS.
 *
 * Source: "Troubleshooting static website hosting": objects of a website endpoint cannot be encrypted with KMS.
 */
export function servesWebsite(bucket: Resource): boolean {
	return alternatives(bucket.get("WebsiteConfiguration")).some(({ value }) => value.kind !== "absent");
}

/** Cached, because every bucket needs it. */
const USED = new WeakMap<Stack, ReadonlySet<string>>();

/**
 * True for an origin of a CloudFront distribution, and for the bucket of its logs: the key policy has to allow
 * CloudFront, and that of `aws/s3` cannot be changed.
 *
 * Sources: "Restrict access to an Amazon S3 origin" (SSE-KMS); "Configure standard logging (legacy)" (key policy).
 */
export function isUsedByCloudFront(bucket: Resource): boolean {
	const { stack } = bucket;
	let used = USED.get(stack);
	if (used === undefined) {
		used = new Set(
			stack
				.find("AWS::CloudFront::Distribution")
				.flatMap(({ properties }) => [
					...follow(properties, "DistributionConfig.Origins[].DomainName"),
					...follow(properties, "DistributionConfig.Logging.Bucket"),
				])
				.flatMap(({ value }) => resourcesOf(value)),
		);
		USED.set(stack, used);
	}
	return used.has(bucket.id);
}

/** `!GetAtt Site.RegionalDomainName`, `!Sub "${Site}.s3.amazonaws.com"`. */
function resourcesOf(value: Value): readonly string[] {
	return value.kind === "text"
		? value.parts.flatMap((part) => (typeof part === "string" ? [] : resourcesOf(part)))
		: value.kind === "reference" && value.to.of === "resource"
			? [value.to.id]
			: [];
}
