import { ENVIRONMENT_PLACES } from "../../src/model/environment.ts";
import { SCRIPT_PLACES } from "../../src/model/user-data.ts";

/** Places that rules of their own ask, and what the names of resources say. */
const ELSEWHERE = new Map<string, string[]>([["AWS::SSM::Parameter", ["Value", "Name", "Description"]]]);
for (const { type, path } of [...ENVIRONMENT_PLACES, ...SCRIPT_PLACES]) {
	ELSEWHERE.set(type, [...(ELSEWHERE.get(type) ?? []), path.replaceAll("[]", "")]);
}

export function isElsewhere(type: string, path: string): boolean {
	// A tag's key is a name: `aws-cdk:cr-owned:f3fab2a2`, which CDK gives to the bucket of a deployment.
	return (
		path === "Tags.Key" ||
		ELSEWHERE.get(type)?.some((place) => path === place || path.startsWith(`${place}.`)) === true
	);
}
