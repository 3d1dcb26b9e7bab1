import { alternatives, itemsOf } from "./value.ts";
import type { Resource } from "./resource.ts";

/**
 * True for a bucket that takes logs from a service that cannot write under SSE-KMS: S3 server access logs (named as a
 * `DestinationBucketName`, or with the canned ACL `LogDeliveryWrite`) and load balancers' access logs.
 *
 * Sources: "Enabling Amazon S3 server access logging" (default encryption of the destination: SSE-S3 only); "Access logs
 * for your Application Load Balancer" (the only server-side encryption option that's supported is SSE-S3).
 */
export function takesLogs(bucket: Resource): boolean {
	const { stack } = bucket;
	const acl = bucket.get("AccessControl");
	if (alternatives(acl).some(({ value }) => value.kind === "literal" && value.text === "LogDeliveryWrite")) {
		return true;
	}
	const name = bucket.get("BucketName");
	const names = (value: ReturnType<Resource["get"]>): boolean =>
		alternatives(value).some(
			({ value: one }) =>
				(one.kind === "reference" && one.to.of === "resource" && one.to.id === bucket.id) ||
				(one.kind === "literal" && name.kind === "literal" && one.text === name.text) ||
				(one.kind === "text" && name.kind === "text" && JSON.stringify(shape(one.parts)) === JSON.stringify(shape(name.parts))),
		);
	if (stack.find("AWS::S3::Bucket").some((other) => names(other.get("LoggingConfiguration.DestinationBucketName")))) {
		return true;
	}
	const attributes = [
		...stack.find("AWS::ElasticLoadBalancingV2::LoadBalancer").flatMap((balancer) => itemsOf(balancer.get("LoadBalancerAttributes"))),
	];
	return (
		attributes.some(({ value }) => {
			const key = value.kind === "map" ? value.entries.find((entry) => entry.key === "Key") : undefined;
			const given = value.kind === "map" ? value.entries.find((entry) => entry.key === "Value") : undefined;
			return key?.value.kind === "literal" && key.value.text === "access_logs.s3.bucket" && given !== undefined && names(given.value);
		}) || stack.find("AWS::ElasticLoadBalancing::LoadBalancer").some((balancer) => names(balancer.get("AccessLoggingPolicy.S3BucketName")))
	);
}

function shape(parts: readonly (string | { readonly kind: string })[]): readonly unknown[] {
	return parts.map((part) => (typeof part === "string" ? part : "to" in part ? (part as { to: { name?: string; id?: string } }).to.name ?? (part as { to: { id?: string } }).to.id : part.kind));
}
