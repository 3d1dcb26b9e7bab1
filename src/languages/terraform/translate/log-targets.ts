import { follow, type Value } from "../../../model/value.ts";
import type { TerraformResource } from "./terraform-resource.ts";

/**
 * Arguments that name a bucket for logs which their service writes with SSE-S3 alone, by type. Sources: "Enabling Amazon
 * S3 server access logging", "Access logs for your Application Load Balancer", "Database audit logging" of Redshift.
 */
const TARGETS: readonly (readonly [type: string, path: string])[] = [
	["aws_s3_bucket", "logging[].target_bucket"],
	["aws_s3_bucket_logging", "target_bucket"],
	...["aws_lb", "aws_alb"].flatMap((type) => [
		[type, "access_logs[].bucket"] as const,
		[type, "connection_logs[].bucket"] as const,
	]),
	["aws_redshift_cluster", "logging[].bucket_name"],
	["aws_redshift_logging", "bucket_name"],
];

/** The buckets to which resources of a module write logs that take no KMS key. */
export function logTargetsOf(resources: readonly TerraformResource[]): readonly Value[] {
	// Only those of the list are evaluated.
	return resources.flatMap((resource) =>
		resource.declared.declaration.isData
			? []
			: TARGETS.filter(([type]) => type === resource.writtenType).flatMap(([, path]) =>
					follow(resource.body, path).map(({ value }) => value),
				),
	);
}
