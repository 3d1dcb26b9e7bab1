import type { Resource } from "./resource.ts";

/**
 * True for a lifecycle policy that makes images, not snapshots. Source: "AWS::DLM::LifecyclePolicy PolicyDetails",
 * `PolicyType`.
 */
export function isImagePolicy(resource: Resource): boolean {
	const type = resource.type === "AWS::DLM::LifecyclePolicy" ? resource.get("PolicyDetails.PolicyType") : undefined;
	return type?.kind === "literal" && type.text === "IMAGE_MANAGEMENT";
}
