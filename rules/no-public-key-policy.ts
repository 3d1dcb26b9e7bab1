import { narrows, readPolicy, type Statement } from "../src/model/policy.ts";
import type { Resource } from "../src/model/resource.ts";
import { alternatives, type Value } from "../src/model/value.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { defineRule, type Suggestion } from "../src/rule/rule.ts";
import { accountRoot } from "../src/model/kms-key.ts";
import { findEverybody } from "./no-public-key-policy/find-everybody.ts";
import { NARROWING } from "./no-public-key-policy/narrowing.ts";

/**
 * A key whose policy trusts everybody protects nothing: any account of AWS may decrypt with it once it holds the data.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export const noPublicKeyPolicy = defineRule({
	name: "no-public-key-policy",
	description: "Disallow key policies that allow everyone to use the key",
	types: ["AWS::KMS::Key", "AWS::KMS::ReplicaKey"],
	severity: "critical",
	fix: "suggestion",
	presets: { recommended: "error", strict: "error", audit: "error" },
	compliance: { "AWS Security Hub": ["KMS.5"], "AWS Config": ["kms-key-policy-no-public-access"] },
	checks: ["CKV_AWS_33", "f6049677-ec4a-43af-8779-5190b6d03cba"],
	messages: {
		publicPrincipal:
			"Key '{{id}}' allows everyone to use `{{action}}`{{when}}. List the principals, or add a `kms:CallerAccount` condition.",
		invertedPrincipal:
			"Key '{{id}}' allows everyone except `NotPrincipal` to use `{{action}}`{{when}}. List the allowed principals instead.",
		useAccount: "Allow only this account, subject to its IAM policies.",
	},
	*check(key) {
		for (const statement of readPolicy(key.get("KeyPolicy")).statements) {
			if (statement.effect !== "Allow" || statement.obscure || narrows(statement, NARROWING)) {
				continue;
			}
			const everybody = findEverybody(statement.principal);
			const inverted =
				everybody === null
					? alternatives(statement.notPrincipal).find(({ value }) => value.kind !== "absent")
					: undefined;
			const found = everybody ?? inverted;
			if (found !== undefined) {
				const when = [...statement.when, ...found.when];
				yield {
					at: found.value.span,
					messageId: everybody === null ? "invertedPrincipal" : "publicPrincipal",
					data: { id: key.id, action: statement.actions[0]?.text ?? "kms:*", when: whenWords(when) },
					property: `${key.spell("KeyPolicy")}.Statement.${everybody === null ? "NotPrincipal" : "Principal"}`,
					suggestions:
						everybody === null || when.length > 0 ? [] : suggestionsFor(key, statement, everybody.value),
				};
			}
		}
	},
});

function suggestionsFor(key: Resource, { principal }: Statement, everybody: Value): readonly Suggestion[] {
	// `Principal: "*"` becomes a map; `AWS: "*"` keeps its name.
	const isWhole = principal.kind === "literal";
	return [
		{
			messageId: "useAccount",
			data: {},
			edits: key.stack.editor.replace(
				isWhole ? principal : everybody,
				isWhole ? { AWS: accountRoot() } : accountRoot(),
			),
		},
	];
}
