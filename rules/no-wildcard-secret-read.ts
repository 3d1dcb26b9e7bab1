import { reportedPoliciesOf, type IdentityPolicy } from "../src/model/identity-policies.ts";
import { covers, narrows, type PolicyText, type Statement } from "../src/model/policy.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { findReading, isEvery, type Readable } from "../src/rule/secret-reads.ts";
import { attachedPolicies } from "./no-wildcard-secret-read/attached-policies.ts";
import { isBoundary } from "../src/model/is-boundary.ts";
import { exactActions, exactResources } from "./no-wildcard-secret-read/offers.ts";
import { wording, type Words } from "../src/text/wording.ts";

/**
 * Who may read every secret of the account may read those of all other teams: one function that is taken over then
 * gives away the databases and vendors of all of them.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
 */
export const noWildcardSecretRead = defineRule({
	name: "no-wildcard-secret-read",
	description: "Disallow identity policies that allow reading every secret or SSM parameter, or their old values",
	severity: "medium",
	severities: ["low"],
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	compliance: { CWE: ["CWE-732"] },
	messages: {
		everyValue:
			"The policy of '{{id}}' allows `{{action}}` on every {{what}}{{when}}. List the ARNs that it needs.",
		everyValueByPolicy:
			"'{{id}}' has the policy `{{policy}}`, which reads every {{what}}{{when}}. Use one that lists the ARNs it needs.",
		oldValues:
			"`{{action}}` in the policy of '{{id}}' includes `ssm:GetParameterHistory`: old values{{when}}. List the actions.",
		useSecret: "Allow it on '{{name}}' of this {{unit}} only.",
		useActions: "Allow the actions that read current values only.",
	},
	*checkStack(stack) {
		for (const policy of reportedPoliciesOf(stack)) {
			const { statements, complete } = policy.policy;
			// `Deny` with `NotResource` leaves only what it names.
			const mayNarrow = !complete || statements.some(({ effect, inverted }) => effect !== "Allow" && inverted);
			if (mayNarrow || isBoundary(policy.resource)) {
				continue;
			}
			for (const statement of statements) {
				if (statement.effect === "Allow" && !statement.inverted && !statement.obscure) {
					const found = [...everyValue(policy, statement)];
					yield* found;
					yield* found.length === 0 ? historyIn(policy, statement) : [];
				}
			}
		}
		for (const { resource, name, what, at, when } of attachedPolicies(stack)) {
			const data = { id: resource.id, policy: name, what: NOUN[what], when: whenWords(when) };
			yield { at, messageId: "everyValueByPolicy", data, property: "ManagedPolicyArns", resource };
		}
	},
});

const NOUN: Readonly<Record<Readable, Words>> = {
	secret: wording("secret"),
	parameter: wording("SSM parameter"),
};

/** Conditions on which values, or through which service. */
const NARROWING = [
	"aws:resourcetag/*",
	"aws:calledvia*",
	"ssm:resourcetag/*",
	"secretsmanager:resourcetag/*",
	"secretsmanager:resource/*",
	"secretsmanager:secretid",
	"secretsmanager:name",
];

function* everyValue(policy: IdentityPolicy, statement: Statement): Iterable<Finding> {
	if (narrows(statement, NARROWING)) {
		return;
	}
	for (const kind of ["secret", "parameter"] as const) {
		const action = findReading(kind, statement.actions);
		const resource = statement.resources.find(({ text }) => isEvery(kind, text ?? ""));
		if (action !== undefined && resource !== undefined) {
			yield {
				...placeOf(policy, action),
				messageId: "everyValue",
				data: {
					id: policy.resource.id,
					action: action.text ?? "",
					what: NOUN[kind],
					when: whenWords([...policy.when, ...statement.when, ...action.when, ...resource.when]),
				},
				suggestions: exactResources(policy, statement, resource),
			};
		}
	}
}

/** Patterns of actions that take in old values, on SSM parameters. */
function* historyIn(policy: IdentityPolicy, statement: Statement): Iterable<Finding> {
	const { actions, resources } = statement;
	if (
		policy.template !== null ||
		!resources.some(({ text }) => text === null || /^\*$|:parameter|:\*$/u.test(text))
	) {
		return;
	}
	for (const action of actions) {
		const { text } = action;
		if (text?.includes("*") === true && /^ssm:/iu.test(text) && covers(text, "ssm:GetParameterHistory")) {
			yield {
				...placeOf(policy, action),
				messageId: "oldValues",
				severity: "low",
				data: {
					id: policy.resource.id,
					action: text,
					when: whenWords([...policy.when, ...statement.when, ...action.when]),
				},
				suggestions: exactActions(policy, statement, action),
			};
		}
	}
}

/** At the action: `*` as a resource is also that of other actions. */
function placeOf(
	{ resource, property, template }: IdentityPolicy,
	action: PolicyText,
): Pick<Finding, "at" | "property" | "resource"> {
	return {
		at: template?.span ?? action.value.span,
		property: `${resource.spell(property)}.${template?.name ?? "Statement.Action"}`,
		resource,
	};
}
