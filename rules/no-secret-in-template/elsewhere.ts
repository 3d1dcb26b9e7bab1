import { ENVIRONMENT_PLACES } from "../../src/model/environment.ts";
import type { Resource } from "../../src/model/resource.ts";
import { follow, literalOf } from "../../src/model/value.ts";
import { SCRIPT_PLACES } from "../../src/model/user-data.ts";

const SSM = "AWS::SSM::Parameter";

/** Places that rules of their own ask, and what the names of resources say. */
const ELSEWHERE = new Map<string, string[]>([[SSM, ["Name", "Description"]]]);
for (const { type, path } of [...ENVIRONMENT_PLACES, ...SCRIPT_PLACES]) {
	ELSEWHERE.set(type, [...(ELSEWHERE.get(type) ?? []), path.replaceAll("[]", "")]);
}

export function isElsewhere({ type, properties }: Resource, path: string): boolean {
	if (type === SSM && /^Value(?:$|\.)/u.test(path)) {
		// What an encrypted parameter keeps is no plaintext there, but here.
		return !follow(properties, "Type").some(({ value }) => literalOf(value)?.text === "SecureString");
	}
	// A tag's key is a name: `aws-cdk:cr-owned:f3fab2a2`, which CDK gives to the bucket of a deployment.
	return (
		path === "Tags.Key" ||
		ELSEWHERE.get(type)?.some((place) => path === place || path.startsWith(`${place}.`)) === true
	);
}
