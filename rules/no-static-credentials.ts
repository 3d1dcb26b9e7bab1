import type { TSESTree } from "@typescript-eslint/utils";
import { environmentNameOf } from "../src/languages/handler/environment-reads.ts";
import { lambdaEvidence } from "../src/languages/handler/evidence.ts";
import { isForDevelopment } from "../src/languages/handler/fallbacks.ts";
import { findGivenKeys, type GivenKeys } from "../src/languages/handler/given-keys.ts";
import { removeProperty } from "../src/languages/program/remove-property.ts";
import { spanOf } from "../src/languages/program/node-edit.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { staticTextOf } from "../src/languages/program/static-text.ts";
import { isTestFile } from "../src/languages/handler/test-file.ts";
import { followNames } from "../src/languages/program/variable-of.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { isAmazon, isDummy, isLocal } from "./no-static-credentials/local-double.ts";
import { unwrap } from "../src/languages/program/unwrap.ts";

/**
 * The keys of an IAM user work until somebody deletes them, from anywhere. Those of a function's role change every few
 * hours, and the SDK finds them without being told.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export const noStaticCredentials = defineRule({
	name: "no-static-credentials",
	description: "Disallow static credentials in AWS clients",
	severity: "critical",
	severities: ["high", "medium"],
	fix: "suggestion",
	presets: { recommended: "error", strict: "error", audit: "error" },
	compliance: { CWE: ["CWE-798", "CWE-522"] },
	messages: {
		literalKeys:
			"'{{client}}' uses hardcoded credentials. Remove `{{property}}` to use the execution role, then delete the keys.",
		variableKeys:
			"'{{client}}' uses static credentials from `{{names}}`. Remove `{{property}}` to use the execution role.",
		roleKeys:
			"'{{client}}' uses the role's keys without a session token, so AWS rejects them. Remove `{{property}}`.",
		removeKeys: "Remove `{{property}}` to use the execution role.",
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

const at = ({ node }: GivenKeys) => ({ start: node.range[0], end: node.range[1] });

function literalKeys(keys: GivenKeys, module: SourceModule): Finding | null {
	const secret = staticTextOf(keys.secret, module);
	const id = keys.keyId === null ? null : staticTextOf(keys.keyId, module);
	if (secret === null || isDummy(secret) || (id !== null && isDummy(id))) {
		return null;
	}
	return {
		at: at(keys),
		messageId: "literalKeys",
		data: { client: keys.client, property: propertyName(keys) },
		secretSpans: [keys.keyId, keys.secret, keys.token].flatMap((node) =>
			node === null ? [] : spanOf(followNames(node, module)),
		),
	};
}

/** Variables that only the author can have set; Lambda's own come with a session token. */
function variableKeys(keys: GivenKeys, module: SourceModule): Finding | null {
	const secret = variableOf(keys.secret, module);
	const id = keys.keyId === null ? null : variableOf(keys.keyId, module);
	// Another vendor's store of the same kind knows no role.
	if (
		secret === null ||
		(keys.keyId !== null && id === null && staticTextOf(keys.keyId, module) === null) ||
		(keys.endpoint !== null && !isAmazon(keys.endpoint, module)) ||
		!lambdaEvidence(module).isLambda
	) {
		return null;
	}
	const property = propertyName(keys);
	const suggestions = [
		{
			messageId: "removeKeys",
			data: { property },
			edits: keys.property === null || property !== "credentials" ? null : removeProperty(keys.property, module),
		},
	];
	if (secret === "AWS_SECRET_ACCESS_KEY") {
		return keys.token === null && !keys.isTokenOpen
			? {
					at: at(keys),
					messageId: "roleKeys",
					severity: "medium",
					data: { client: keys.client, property },
					suggestions,
				}
			: null;
	}
	return {
		at: at(keys),
		messageId: "variableKeys",
		severity: "high",
		data: { client: keys.client, names: [id, secret].filter((name) => name !== null).join("`, `"), property },
		suggestions,
	};
}

function propertyName({ node, property, client }: GivenKeys): string {
	return property === null
		? client === "AWS.Credentials"
			? client
			: "accessKeyId"
		: node.type === "Identifier"
			? node.name
			: "credentials";
}

/** `process.env.X`, `process.env.X ?? ""`. */
function variableOf(given: TSESTree.Node, module: SourceModule): string | null {
	const node = unwrap(given);
	return (
		environmentNameOf(node, module) ??
		(node.type === "LogicalExpression" && node.operator !== "&&" ? environmentNameOf(node.left, module) : null)
	);
}
