import { isAtEdge } from "../src/model/at-edge.ts";
import { type Variable, variablesOf } from "../src/model/environment.ts";
import { readKey } from "../src/model/key.ts";
import { isBelow, type Rung } from "../src/model/protection.ts";
import type { Resource } from "../src/model/resource.ts";
import { sharedBy } from "../src/model/shared-variables.ts";
import type { Reached } from "../src/model/value.ts";
import { contradict } from "../src/model/way.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { oneOf, string } from "../src/rule/options.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { sensitiveNames } from "../src/rule/sensitive-variable.ts";
import { usedAsSecrets } from "../src/rule/used-as-secret.ts";
import { renderKey, suggestionsFor } from "../src/rule/offers/environment-key.ts";
import { messageOf } from "./require-environment-key/message.ts";
import { isPassed, keysOf } from "./require-environment-key/passed-keys.ts";
import { isNoArn, noArn } from "./require-environment-key/no-arn.ts";
import { namesWords, wording } from "../src/text/wording.ts";

/**
 * Lambda encrypts environment variables with `aws/lambda`, a key whose policy AWS writes: everybody who may call
 * `GetFunctionConfiguration` reads them, and nobody can be kept out by a key policy.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
export const requireEnvironmentKey = defineRule({
	name: "require-environment-key",
	description: "Require a customer managed key for the environment variables of functions",
	types: ["AWS::Lambda::Function"],
	severity: "low",
	severities: ["medium"],
	fix: "safe",
	presets: {
		recommended: ["warn", { functions: "sensitive" }],
		strict: "error",
		audit: ["error", { functions: "all" }],
	},
	compliance: { "CIS Controls 8.1": ["3.11"] },
	options: {
		key: string("The key that the fix sets: a logical id or parameter of the template, or a key ARN"),
		functions: oneOf(
			["sensitive", "with-variables", "all"],
			"with-variables",
			"Which functions need a key: those with a secret among their variables, those with variables, or all",
		),
	},
	checks: ["CKV_AWS_173"],
	messages: {
		missingKey:
			"Environment variables of '{{id}}' are not encrypted with a customer managed key{{when}}. Set `{{property}}`.",
		missingKeySensitive:
			"Environment variables of '{{id}}'{{names}} are not encrypted with a customer managed key{{when}}. Set `{{property}}`.",
		missingKeyWithoutVariables: "Function '{{id}}' has no customer managed key{{when}}. Set `{{property}}`.",
		providerKey:
			"Environment variables of '{{id}}' use the AWS managed key{{when}}. Set `{{property}}` to a customer managed key.",
		noArn: "Lambda rejects `{{property}}` of '{{id}}'{{when}}: it is not an ARN. Use the ARN of the key.",
		edgeVariables: "Function '{{id}}' has environment variables, which Lambda@Edge does not support. Remove them.",
		useKey: "Use key '{{key}}' of this {{unit}}.",
		addKey: "Add key '{{key}}' with rotation enabled, and use it.",
	},
	*check(fn, options) {
		const variables = variablesOf(fn);
		if (variables.length === 0 && options.functions !== "all") {
			return; // Nothing is kept, or only deploy time knows it.
		}
		if (isAtEdge(fn)) {
			if (variables[0] !== undefined) {
				yield edgeVariables(fn, variables[0]);
			}
			return; // Whoever asks for a key for each function cannot have one there either.
		}
		const property = fn.spell("KmsKeyArn");
		for (const { value, when } of keysOf(fn)) {
			const protection = readKey(value, "none");
			const kept = variables.filter((variable) => !contradict(variable.when, when));
			if (isNoArn(value, fn)) {
				yield noArn(fn, { value, when });
			} else if (protection === "unknown") {
				const unknown =
					value.kind === "unresolved" ? value.why : wording("the key is not known until deployment");
				yield { unknown, at: value.span, property };
			} else if (isBelow(protection, "customer-key") && (kept.length > 0 || options.functions === "all")) {
				yield* missingKey(fn, { value, when }, protection, kept, options);
			}
		}
	},
});

function edgeVariables(fn: Resource, { nameSpan }: Variable): Finding {
	return {
		at: nameSpan,
		messageId: "edgeVariables",
		severity: "medium",
		data: { id: fn.id },
		property: fn.spell("Environment.Variables"),
	};
}

/** @param kept the variables that there are where the key is this one */
function* missingKey(
	fn: Resource,
	{ value, when }: Reached,
	protection: Rung,
	kept: readonly Variable[],
	{ key, functions }: { readonly key: string; readonly functions: string },
): Iterable<Finding> {
	const property = fn.spell("KmsKeyArn");
	const isMissing = value.kind === "absent" && !value.explicit;
	const shared = isMissing && when.length === 0 ? sharedBy(fn) : null;
	const used = usedAsSecrets(fn);
	const named = sensitiveNames(shared?.variables ?? kept);
	const sensitive = [...new Set([...named, ...kept.map(({ name }) => name).filter((name) => used.has(name))])];
	if (functions === "sensitive" && sensitive.length === 0) {
		return;
	}
	const given = key === "" ? null : renderKey(fn, key);
	yield {
		at: shared?.place ?? (isMissing ? fn.head : value.span),
		...(shared === null ? {} : { subject: shared.place }),
		messageId: messageOf(protection, kept.length > 0, sensitive.length > 0),
		severity: sensitive.length > 0 ? "medium" : "low",
		data: {
			id: fn.id,
			property,
			when: whenWords(when),
			names: wording(" (including {{names}})", { names: namesWords(sensitive) }),
		},
		property,
		...(when.length > 0 || isPassed(fn)
			? {} // Which branch gets which key is the author's choice.
			: given === null
				? { suggestions: suggestionsFor(fn) }
				: { fix: fn.set("KmsKeyArn", given) }),
	};
}
