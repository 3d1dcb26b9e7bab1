import { narrows, readPolicy, textsOf, type Statement } from "../src/model/policy.ts";
import type { Resource } from "../src/model/resource.ts";
import { alternatives, type BranchesValue, type Value } from "../src/model/value.ts";
import { renderWhen, type Way } from "../src/model/way.ts";
import { defineRule, type Suggestion } from "../src/rule/rule.ts";
import { accountRoot } from "../src/model/kms-key.ts";

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
					data: { id: key.id, action: statement.actions[0]?.text ?? "kms:*", when: renderWhen(when) },
					property: `${key.spell("KeyPolicy")}.Statement.${everybody === null ? "NotPrincipal" : "Principal"}`,
					suggestions:
						everybody === null || when.length > 0 ? [] : suggestionsFor(key, statement, everybody.value),
				};
			}
		}
	},
});

/**
 * Conditions on who asks, or from where. `kms:ViaService` alone is none: every account may use every service.
 * Source: "AWS global condition context keys", AWS IAM User Guide; "AWS KMS condition keys", AWS KMS Developer Guide.
 */
const NARROWING = [
	"kms:calleraccount",
	"aws:principalaccount",
	"aws:principalarn",
	"aws:principalorgid",
	"aws:principalorgpaths",
	"aws:principaltag/*",
	"aws:principalserviceprincipal*",
	"aws:sourceaccount",
	"aws:sourcearn",
	"aws:sourceorgid",
	"aws:sourceorgpaths",
	"aws:sourcevpc",
	"aws:sourcevpce",
	"aws:sourceip",
	"aws:userid",
	"aws:username",
	"aws:resourceorgid",
	"kms:granteeprincipal",
];

interface Everybody {
	readonly value: Exclude<Value, BranchesValue>;
	readonly when: readonly Way[];
}

/** `*`, `{ AWS: "*" }`, `{ AWS: ["*"] }`. A service's principal is somebody. */
function findEverybody(principal: Value): Everybody | null {
	for (const { value, when } of alternatives(principal)) {
		const texts =
			value.kind === "map"
				? value.entries.filter((entry) => entry.key === "AWS").flatMap((entry) => textsOf(entry.value))
				: textsOf(value);
		const all = texts.find(({ text }) => text === "*" || text === "arn:aws:iam::*:root");
		if (all !== undefined) {
			return { value: all.value, when: [...when, ...all.when] };
		}
	}
	return null;
}

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
