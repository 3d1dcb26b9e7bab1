import type { IdentityPolicy } from "../../src/model/identity-policies.ts";
import type { PolicyText, Statement } from "../../src/model/policy.ts";
import type { Resource } from "../../src/model/resource.ts";
import { getIn, namesResource } from "../../src/model/value.ts";
import { refTo } from "../../src/model/written.ts";
import type { Suggestion } from "../../src/rule/rule.ts";
import { joinAll } from "../../src/text/join-edits.ts";
import type { TextEdit } from "../../src/text/span.ts";

/** More than this do not help. */
const MAX_OFFERED = 3;

/** The secrets that the statement may have meant, if it is about Secrets Manager alone. */
export function exactResources(
	{ resource: owner, template, when }: IdentityPolicy,
	{ actions, resources, map, when: inner }: Statement,
	{ value, when: own }: PolicyText,
): readonly Suggestion[] {
	const isAbout = actions.every(({ text }) => text?.toLowerCase().startsWith("secretsmanager:") === true);
	if (!isAbout || resources.length !== 1 || when.length + inner.length + own.length > 0) {
		return []; // The other resources, actions of other services and branches are the author's choice.
	}
	const { editor } = owner.stack;
	// A reference to a secret is its ARN. In a list the item is replaced, if the text has a place for that.
	const replaced = (id: string): readonly TextEdit[] | null =>
		editor.replace(value, refTo(id)) ??
		(template === null ? editor.replace(getIn(map, "Resource"), refTo(id)) : null);
	return owner.stack
		.find("AWS::SecretsManager::Secret")
		.filter((secret) => isThere(secret, owner))
		.slice(0, MAX_OFFERED)
		.map(({ id }) => ({
			messageId: "useSecret",
			data: { name: id },
			edits: replaced(id),
		}));
}

function isThere({ looped, condition, properties }: Resource, owner: Resource): boolean {
	return !looped && (condition === null || condition === owner.condition) && !namesResource(properties, owner.id);
}

const CURRENT = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"] as const;

/** The actions that read what a pattern of reading actions does, except for old values. */
export function exactActions(
	{ resource: { stack }, when }: IdentityPolicy,
	{ map, when: inner }: Statement,
	{ text, value, when: own }: PolicyText,
): readonly Suggestion[] {
	const list = getIn(map, "Action");
	// `ssm:*` and `ssm:Get*` may be needed for more.
	if (text?.toLowerCase() !== "ssm:getparameter*" || when.length + inner.length + own.length > 0) {
		return [];
	}
	const [first, ...others] = CURRENT;
	const edits =
		list.kind === "list"
			? joinAll([stack.editor.replace(value, first), ...others.map((one) => stack.editor.append(list, one))])
			: stack.editor.replace(list, CURRENT);
	return [{ messageId: "useActions", data: {}, edits }];
}
