import type { Resource } from "./resource.ts";

/**
 * What a lifecycle policy creates; null for other resources. Source: "AWS::DLM::LifecyclePolicy PolicyDetails",
 * `PolicyType`: `EBS_SNAPSHOT_MANAGEMENT` by default.
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
