import { identityPoliciesOf, type IdentityPolicy } from "../src/model/identity-policies.ts";
import { findKey } from "../src/model/key-reference.ts";
import { arnOf, fits, fittingKeys } from "../src/model/kms-key.ts";
import { covers, narrows, type PolicyText, type Statement } from "../src/model/policy.ts";
import type { Resource } from "../src/model/resource.ts";
import { getIn } from "../src/model/value.ts";
import { renderWhen } from "../src/model/way.ts";
import { defineRule, type Finding, type Suggestion } from "../src/rule/rule.ts";

/**
 * Who may decrypt with every key may read whatever any team of the account ever encrypted: one function that is taken
 * over is then as good as all of them.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html
 */
export const noWildcardDecrypt = defineRule({
	name: "no-wildcard-decrypt",
	description: "Disallow identity policies that allow decryption with every key, or on an alias, which never matches",
	types: null,
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	compliance: [
		{
			standard: "AWS Security Hub",
			ids: ["KMS.1", "KMS.2"],
			source: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html",
		},
	],
	options: {},
	defaults: {},
	messages: {
		everyKey: "The policy of '{{id}}' allows `{{action}}` with every key{{when}}. List the ARNs of the keys.",
		aliasResource:
			"The policy of '{{id}}' allows `{{action}}` on an alias, which never matches{{when}}. Use the ARN of the key.",
		useKey: "Allow it with key '{{key}}' of this {{unit}} only.",
	},
	*checkStack(stack) {
		for (const policy of identityPoliciesOf(stack)) {
			for (const statement of policy.policy.statements) {
				if (statement.effect === "Allow" && !statement.inverted) {
					yield* findIn(policy, statement);
				}
			}
		}
	},
});

function* findIn(policy: IdentityPolicy, statement: Statement): Iterable<Finding> {
	const decrypts = statement.actions.find(
		({ text }) =>
			text !== null &&
			text !== "*" &&
			text !== "*:*" &&
			["kms:Decrypt", "kms:ReEncryptFrom"].some((action) => covers(text, action)),
	);
	const uses = statement.actions.every(({ text }) => text !== null && /^kms:(?!\*|.*alias)/iu.test(text))
		? statement.actions[0]
		: undefined;
	for (const resource of statement.resources) {
		const text = resource.text ?? "";
		const isEvery =
			EVERY_KEY.test(text) && decrypts !== undefined && !statement.obscure && !narrows(statement, NARROWING);
		if (isEvery || (ALIAS.test(text) && uses !== undefined)) {
			yield findingOf(
				policy,
				statement,
				resource,
				isEvery ? "everyKey" : "aliasResource",
				(isEvery ? decrypts : uses)?.text ?? "",
			);
		}
	}
}

/** `*`, `arn:aws:kms:*:*:key/*`, `arn:?:kms:?:?:key/*`: `?` stands for what only deploy time knows. */
const EVERY_KEY = /^(?:\*|arn:[^:]*:kms:(?:\*|[^:]*:(?:\*|[^:]*:(?:\*|key\/\*))))$/u;
const ALIAS = /^arn:[^:]*:kms:[^:]*:[^:]*:alias\//u;
/**
 * Conditions on which keys, or by which service and for which data. Source: "AWS KMS condition keys", AWS KMS Developer
 * Guide.
 */
const NARROWING = [
	"kms:resourcealiases",
	"kms:requestalias",
	"kms:viaservice",
	"kms:encryptioncontext:*",
	"kms:grantisforawsresource",
	"aws:resourcetag/*",
	"aws:calledvia*",
];

function findingOf(
	{ resource, property, when }: IdentityPolicy,
	statement: Statement,
	given: PolicyText,
	messageId: "everyKey" | "aliasResource",
	action: string,
): Finding {
	const path = [...when, ...statement.when, ...given.when];
	return {
		at: given.value.span,
		messageId,
		data: { id: resource.id, action, when: renderWhen(path) },
		property: `${resource.spell(property)}.Statement.Resource`,
		resource,
		suggestions: path.length > 0 ? [] : suggestionsFor(resource, statement, given, messageId === "aliasResource"),
	};
}

function suggestionsFor(
	resource: Resource,
	{ map, resources, actions }: Statement,
	given: PolicyText,
	isAlias: boolean,
): readonly Suggestion[] {
	if (resources.length !== 1 || !actions.every(({ text }) => text?.toLowerCase().startsWith("kms:") === true)) {
		return []; // The other resources, or the actions of other services, are the author's choice.
	}
	const behind = isAlias ? findKey(resource.stack, given.value) : null;
	const keys = isAlias ? (behind !== null && fits(behind, resource) ? [behind] : []) : fittingKeys(resource);
	return keys.map((key) => ({
		messageId: "useKey",
		data: { key: key.id },
		edits: resource.stack.editor.replace(getIn(map, "Resource"), arnOf(key)),
	}));
}
