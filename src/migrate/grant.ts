import type { AppFunction } from "../app/application.ts";
import { freshId } from "../model/kms-key.ts";
import type { Resource, Stack } from "../model/resource.ts";
import type { FunctionRole } from "../model/role.ts";
import { alternatives, type Value } from "../model/value.ts";
import { type NewResource, refTo, type Written } from "../model/written.ts";
import type { TextEdit } from "../text/span.ts";
import { type NewStatement, toPolicyStatement } from "./permissions.ts";

/**
 * Edits that let a role do what the statements say, in the style at hand: in the list of policies that the function or
 * the role has, otherwise as a policy of its own. Null if the file has no place for them.
 *
 * @param fn a function of the role, in whose file they are written
 */
export function grantTo(
	{ resource, stack: { stack } }: AppFunction,
	role: FunctionRole,
	statements: readonly NewStatement[],
): readonly TextEdit[] | null {
	if (stack.editor.grant !== undefined) {
		return stack.editor.grant(resource, statements.map(toPolicyStatement));
	}
	const document = { Version: "2012-10-17", Statement: statements.map(toPolicyStatement) };
	const inPlace =
		role.resource === null
			? addTo(resource, document, stack)
			: stack.isReported(role.resource) && role.resource.writtenType === "AWS::IAM::Role"
				? addTo(role.resource, { PolicyName: "ReadSecrets", PolicyDocument: document }, stack)
				: null;
	if (inPlace !== null) {
		return inPlace;
	}
	const id = freshId(stack, "AWS::IAM::Policy", `${resource.id}SecretsPolicy`);
	const policy: NewResource = {
		type: "AWS::IAM::Policy",
		retained: false,
		properties: { PolicyName: `${resource.id}-secrets`, Roles: [refTo(role.id)], PolicyDocument: document },
	};
	return resource.looped ? null : stack.editor.addResources({ [id]: policy }, resource.id);
}

/** Adds an item to the list of policies, or the list. */
function addTo(resource: Resource, item: Written, { editor }: Stack): readonly TextEdit[] | null {
	const policies = single(resource.get("Policies"));
	switch (policies?.kind) {
		case "absent":
			return policies.explicit ? null : resource.set("Policies", [item]);
		case "list":
			return policies.open ? null : editor.append(policies, item);
		default:
			return null;
	}
}

function single(value: Value): Exclude<Value, { kind: "branches" }> | null {
	const [only, more] = alternatives(value);
	return more === undefined ? (only?.value ?? null) : null;
}
