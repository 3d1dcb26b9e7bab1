import { impliedPolicies } from "../../src/model/identity-policies.ts";
import { textsOf } from "../../src/model/policy.ts";
import type { Resource, Stack } from "../../src/model/resource.ts";
import { makesRole } from "../../src/model/sam-types.ts";
import type { Way } from "../../src/model/way.ts";
import type { Readable } from "../../src/rule/secret-reads.ts";
import type { Span } from "../../src/text/span.ts";
import { reportedIn } from "../../src/rule/reported.ts";

/**
 * Policies that AWS manages, and what they read all of. `AmazonSSMManagedInstanceCore` reads every parameter too, but
 * the agent of an instance requires it. Source: "AWS Managed Policy Reference Guide".
 */
const MANAGED: ReadonlyMap<string, Readable> = new Map([
	["SecretsManagerReadWrite", "secret"],
	["AmazonSSMReadOnlyAccess", "parameter"],
	["AmazonSSMFullAccess", "parameter"],
]);

interface AttachedPolicy {
	readonly resource: Resource;
	readonly name: string;
	readonly what: Readable;
	readonly at: Span;
	readonly when: readonly Way[];
}

/** The managed policies of roles, users, groups and functions of SAM that read every secret or SSM parameter. */
export function* attachedPolicies(stack: Stack): Iterable<AttachedPolicy> {
	for (const type of ["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"]) {
		for (const resource of reportedIn(stack).byType.get(type) ?? []) {
			for (const { text, value, when } of textsOf(resource.get("ManagedPolicyArns"))) {
				yield* found(resource, text, value.span, when);
			}
		}
	}
	for (const resource of stack.resources.filter(({ writtenType }) => makesRole(writtenType))) {
		for (const { name, arguments: given, span, when } of impliedPolicies(resource)) {
			yield* given === null ? found(resource, name, span, when) : [];
		}
	}
}

function found(resource: Resource, text: string | null, at: Span, when: readonly Way[]): readonly AttachedPolicy[] {
	const name = /^(?:arn:[^:]*:iam::aws:policy\/)?(\w+)$/u.exec(text ?? "")?.[1] ?? "";
	const what = MANAGED.get(name);
	return what === undefined ? [] : [{ resource, name, what, at, when }];
}
