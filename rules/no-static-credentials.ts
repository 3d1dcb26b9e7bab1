import { isForDevelopment } from "../src/languages/handler/fallbacks.ts";
import { findGivenKeys, type GivenKeys } from "../src/languages/handler/given-keys.ts";
import { spanOf } from "../src/languages/program/node-edit.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { staticTextOf } from "../src/languages/program/static-text.ts";
import { isTestFile } from "../src/languages/handler/test-file.ts";
import { followNames } from "../src/languages/program/variable-of.ts";
import { flag } from "../src/rule/options.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { configuredKeys, unkeyedStates } from "./no-static-credentials/configured-keys.ts";
import { isDummy, isLocal } from "./no-static-credentials/local-double.ts";
import { variableKeys } from "./no-static-credentials/variable-keys.ts";

/**
 * The keys of an IAM user work until somebody deletes them, from anywhere. Those of a function's role change every few
 * hours, and the SDK finds them without being told.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export const noStaticCredentials = defineRule({
	name: "no-static-credentials",
	description: "Disallow static credentials in AWS clients, and in the providers and backends of Terraform",
	severity: "critical",
	severities: ["high", "medium", "low"],
	fix: "suggestion",
	presets: { recommended: "error", strict: "error", audit: ["error", { stateKey: true }] },
	compliance: { CWE: ["CWE-798", "CWE-522"] },
	options: {
		stateKey: flag("Also require a customer managed key for the bucket of Terraform's state"),
	},
	checks: ["CKV_AWS_41"],
	messages: {
		literalKeys:
			"'{{client}}' uses hardcoded credentials. Remove `{{property}}` to use the execution role, then delete the keys.",
		variableKeys:
			"'{{client}}' uses static credentials from `{{names}}`. Remove `{{property}}` to use the execution role.",
		roleKeys:
			"'{{client}}' uses the role's keys without a session token, so AWS rejects them. Remove `{{property}}`.",
		configuredKeys:
			"`{{where}}` has hardcoded credentials. Remove `{{argument}}`, use a role or a profile, and delete the keys.",
		configuredVariable:
			"`{{where}}` takes static credentials from a variable. Remove `{{argument}}`, and use a role or a profile.",
		missingStateKey: "The state in `{{where}}` is not encrypted with a customer managed key. Set `{{argument}}`.",
		removeKeys: "Remove `{{property}}` to use the execution role.",
	},
	*checkStack(stack, { stateKey }) {
		yield* configuredKeys(stack);
		yield* stateKey ? unkeyedStates(stack) : [];
	},
	*checkModule(module) {
		if (isTestFile(module)) {
			return;
		}
		for (const keys of findGivenKeys(module)) {
			const finding =
				keys.isEndpointOpen || isLocal(keys.endpoint, module) || isForDevelopment(keys.node, module)
					? null
					: (literalKeys(keys, module) ?? variableKeys(keys, module));
			if (finding !== null) {
				yield finding;
			}
		}
	},
});

function literalKeys(keys: GivenKeys, module: SourceModule): Finding | null {
	const secret = staticTextOf(keys.secret, module);
	const id = keys.keyId === null ? null : staticTextOf(keys.keyId, module);
	if (secret === null || isDummy(secret) || (id !== null && isDummy(id))) {
		return null;
	}
	return {
		at: spanOf(keys.node),
		messageId: "literalKeys",
		data: { client: keys.client, property: keys.propertyName },
		secretSpans: [keys.keyId, keys.secret, keys.token].flatMap((node) =>
			node === null ? [] : spanOf(followNames(node, module)),
		),
	};
}
