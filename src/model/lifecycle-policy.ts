import type { Resource } from "./resource.ts";

/**
 * What a lifecycle policy makes; null for any other resource. Source: "AWS::DLM::LifecyclePolicy PolicyDetails",
 * `PolicyType`: `EBS_SNAPSHOT_MANAGEMENT` unless it is set.
 */
export function lifecycleOf(resource: Resource): "images" | "snapshots" | "unknown" | null {
	if (resource.type !== "AWS::DLM::LifecyclePolicy") {
		return null;
	}
	const type = resource.get("PolicyDetails.PolicyType");
	if (type.kind !== "literal" && type.kind !== "absent") {
		return "unknown";
	}
	return type.kind === "literal" && type.text === "IMAGE_MANAGEMENT" ? "images" : "snapshots";
}
