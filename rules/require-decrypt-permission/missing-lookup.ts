import { lineOf, type AppLookup } from "../../src/app/application.ts";
import { joinedFunction } from "../../src/app/joined-function.ts";
import { covers } from "../../src/model/policy.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { FunctionRole } from "../../src/model/role.ts";
import type { Finding } from "../../src/rule/rule.ts";

/** The lookups that a function's code surely makes; none if its code is not known. */
export function lookupsOf(fn: Resource): readonly AppLookup[] {
	return joinedFunction(fn)?.lookups.filter(({ mayRun }) => mayRun) ?? [];
}

/** Actions that the code needs and no statement of the role allows on anything, each once. */
export function* missingLookups(fn: Resource, role: FunctionRole): Iterable<Finding> {
	const told = new Set<string>();
	for (const { fact, place } of lookupsOf(fn)) {
		if (fact.what !== "ciphertext" && !told.has(fact.what) && !isAllowed(fact.what, role, fn)) {
			told.add(fact.what);
			yield {
				at: fn.head,
				messageId: "missingLookup",
				data: { id: fn.id, action: fact.action, place: lineOf(place), role: role.id },
				property: fn.spell("Role"),
			};
		}
	}
}

const ACTIONS = {
	parameter: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
	secret: ["secretsmanager:GetSecretValue"],
} as const;

/** True if any statement may allow such a read, be it of something else: which one is read may not be known. */
function isAllowed(what: keyof typeof ACTIONS, { statements }: FunctionRole, { stack }: Resource): boolean {
	// The policy of a secret may allow it as well.
	return (
		(what === "secret" && stack.find("AWS::SecretsManager::ResourcePolicy").length > 0) ||
		statements.some(
			({ effect, inverted, actions }) =>
				effect !== "Deny" &&
				(inverted ||
					actions.some(({ text }) => text === null || ACTIONS[what].some((one) => covers(text, one)))),
		)
	);
}
