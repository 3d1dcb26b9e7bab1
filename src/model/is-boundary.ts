import type { Resource } from "./resource.ts";
import { alternatives, namesResource } from "./value.ts";

/**
 * True for a policy that limits what others allow, and allows nothing itself. Source: "Permissions boundaries for IAM
 * entities", AWS IAM User Guide.
 */
export function isBoundary(policy: Resource): boolean {
	const isCalled = ({ value }: ReturnType<typeof alternatives>[number]): boolean =>
		value.kind === "literal" && BOUNDARY.test(value.text);
	return (
		policy.type === "AWS::IAM::ManagedPolicy" &&
		(BOUNDARY.test(policy.id) ||
			alternatives(policy.get("ManagedPolicyName")).some(isCalled) ||
			["AWS::IAM::Role", "AWS::IAM::User"].some((type) =>
				policy.stack.find(type).some((owner) => namesResource(owner.get("PermissionsBoundary"), policy.id)),
			))
	);
}

const BOUNDARY = /boundary/iu;
