import { reportedPoliciesOf, type IdentityPolicy } from "../src/model/identity-policies.ts";
import { isBoundary } from "../src/model/is-boundary.ts";
import { findKey } from "../src/model/key-reference.ts";
import { arnOf, fits, fittingKeys } from "../src/model/kms-key.ts";
import { covers, narrows, type PolicyText, type Statement } from "../src/model/policy.ts";
import type { Resource } from "../src/model/resource.ts";
import { getIn } from "../src/model/value.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { refTo, type Written } from "../src/model/written.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import type { TextEdit } from "../src/text/span.ts";

/**
 * Who may decrypt with every key may read whatever any team of the account ever encrypted: one function that is taken
 * over is then as good as all of them.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html
 */
export const noWildcardDecrypt = defineRule({
	name: "no-wildcard-decrypt",
	description:
		"Disallow identity policies that allow decryption or grants with every key, or on an alias, which never matches",
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	compliance: { "AWS Security Hub": ["KMS.1", "KMS.2"] },
	messages: {
		everyKey: "The policy of '{{id}}' allows `{{action}}` with every key{{when}}. List the ARNs of the keys.",
		aliasResource:
			"The policy of '{{id}}' allows `{{action}}` on an alias, which never matches{{when}}. Use the key instead.",
		arnAsKeyId: "`{{template}}` of '{{id}}' has an ARN as `KeyId`{{when}}, which never matches. Use the key ID.",
		useKey: "Allow it with key '{{key}}' of this {{unit}} only.",
	},
	*checkStack(stack) {
		for (const policy of reportedPoliciesOf(stack)) {
			if (isBoundary(policy.resource)) {
				continue;
			}
			for (const statement of policy.policy.statements) {
				if (statement.effect === "Allow" && !statement.inverted) {
					yield* findIn(policy, statement);
				}
			}
		}
	},
});

/** Actions by which data is read: who may grant may grant `Decrypt` to anyone. */
const OPENING = ["kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant"];

function* findIn(policy: IdentityPolicy, statement: Statement): Iterable<Finding> {
	const decrypts = statement.actions.find(
		({ text }) => text !== null && text !== "*" && text !== "*:*" && OPENING.some((action) => covers(text, action)),
	);
	const uses = statement.actions.every(({ text }) => text !== null && /^kms:(?!\*|.*alias)/iu.test(text))
		? statement.actions[0]
		: undefined;
	for (const resource of statement.resources) {
		const text = resource.text ?? "";
		const isEvery =
			EVERY_KEY.test(text) && decrypts !== undefined && !statement.obscure && !narrows(statement, NARROWING);
		const messageId = isEvery ? "everyKey" : uses === undefined ? null : neverMatching(policy, resource);
		if (messageId !== null) {
			yield findingOf(policy, statement, resource, messageId, (isEvery ? decrypts : uses)?.text ?? "");
		}
	}
}

/** Why a resource matches no key: an alias, or what is no key ID in a policy template, which makes the ARN of it. */
function neverMatching(
	{ template, resource: { stack } }: IdentityPolicy,
	{ text, value }: PolicyText,
): "aliasResource" | "arnAsKeyId" | null {
	const given = value.kind === "text" && value.parts.length === 2 ? value.parts[1] : undefined;
	const to = typeof given === "object" && given.kind === "reference" && given.to.of === "resource" ? given.to : null;
	if (
		ALIAS.test(text ?? "") ||
		(template !== null && to !== null && stack.resource(to.id)?.type === "AWS::KMS::Alias")
	) {
		return "aliasResource"; // `!Ref` of an alias is its name.
	}
	return template !== null && (/:key\/arn:/u.test(text ?? "") || to?.attribute === "Arn") ? "arnAsKeyId" : null;
}

/** `*`, `arn:aws:kms:*:*:key/*`, `arn:?:kms:?:?:key/*`: `?` stands for what only deploy time knows. */
const EVERY_KEY = /^(?:\*|arn:[^:]*:kms:(?:\*|[^:]*:(?:\*|[^:]*:(?:\*|key\/\*))))$/u;
const OF_ACCOUNT = /^arn:[^:]*:kms:[^:]*:\d{12}:/u;
const ALIAS = /^arn:[^:]*:kms:[^:]*:[^:]*:(?:key\/)?alias\//u;
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
	{ resource, property, template, when }: IdentityPolicy,
	statement: Statement,
	given: PolicyText,
	messageId: "everyKey" | "aliasResource" | "arnAsKeyId",
	action: string,
): Finding {
	const path = [...when, ...statement.when, ...given.when];
	return {
		at: template?.span ?? given.value.span,
		messageId,
		data: { id: resource.id, action, template: template?.name ?? "", when: whenWords(path) },
		property: `${resource.spell(property)}.${template === null ? "Statement.Resource" : `${template.name}.KeyId`}`,
		resource,
		suggestions:
			path.length > 0
				? []
				: keysFor(resource, statement, given, messageId !== "everyKey").map((key) => ({
						messageId: "useKey",
						data: { key: key.id },
						edits: replaced(
							resource,
							statement,
							given,
							template === null ? arnOf(key) : refTo(key.id),
							template,
						),
					})),
	};
}

/** The keys that the statement may have meant: the one that is named, or those that fit. */
function keysFor(
	resource: Resource,
	{ resources, actions }: Statement,
	given: PolicyText,
	isNamed: boolean,
): readonly Resource[] {
	if (resources.length !== 1 || !actions.every(({ text }) => text?.toLowerCase().startsWith("kms:") === true)) {
		return []; // The other resources, or the actions of other services, are the author's choice.
	}
	if (OF_ACCOUNT.test(given.text ?? "")) {
		return []; // Keys of an account that is named, which need not be this one.
	}
	const named = isNamed ? findKey(resource.stack, given.value) : null;
	return isNamed ? (named !== null && fits(named, resource) ? [named] : []) : fittingKeys(resource);
}

/** In a list the item is replaced, if the text has a place for that. */
function replaced(
	{ stack: { editor } }: Resource,
	{ map }: Statement,
	{ value }: PolicyText,
	by: Written,
	template: IdentityPolicy["template"],
): readonly TextEdit[] | null {
	return editor.replace(value, by) ?? (template === null ? editor.replace(getIn(map, "Resource"), by) : null);
}
