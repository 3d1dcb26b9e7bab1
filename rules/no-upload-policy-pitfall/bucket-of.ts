import type { Resource } from "../../src/model/resource.ts";
import { alternatives } from "../../src/model/value.ts";

/** The bucket of this template that the policy is for; null where it is another's. */
export function bucketOf(policy: Resource): Resource | null {
	const [bucket, ...others] = alternatives(policy.get("Bucket"));
	if (bucket === undefined || others.length > 0) {
		return null;
	}
	const { value } = bucket;
	if (value.kind === "reference" && value.to.of === "resource") {
		const resource = policy.stack.resource(value.to.id);
		return resource?.type === "AWS::S3::Bucket" ? resource : null;
	}
	return value.kind === "literal"
		? (policy.stack
				.find("AWS::S3::Bucket")
				.find((one) =>
					alternatives(one.get("BucketName")).some(
						({ value: name }) => name.kind === "literal" && name.text === value.text,
					),
				) ?? null)
		: null;
}
