import type { TSESTree } from "@typescript-eslint/utils";
import { classOfName, wordsOf } from "../src/detect/name-kind.ts";
import type { EnvironmentTarget } from "../src/fix/lookup/lookup.ts";
import { environmentReads, readsOf, type EnvironmentRead } from "../src/languages/handler/environment-reads.ts";
import { setsEnvironment } from "../src/languages/handler/environment-writes.ts";
import { importedModules, lambdaEvidence } from "../src/languages/handler/evidence.ts";
import { isForDevelopment } from "../src/languages/handler/fallbacks.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { isTestFile } from "../src/languages/handler/test-file.ts";
import { isOnlyAsked, leadsToSecret, variableLeadsToSecret } from "../src/languages/program/value-use.ts";
import {
	LOOKUP_DEFAULTS,
	LOOKUP_MESSAGES,
	LOOKUP_OPTIONS,
	lookupOffers,
	type FixMode,
	type LookupOffer,
	type LookupRuleOptions,
} from "../src/rule/offers/lookup-offers.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { groupBy } from "../src/text/group-by.ts";
import { suppressedAt } from "../src/rule/suppressed-at.ts";
import { pushAll } from "../src/text/push-all.ts";

/**
 * `GetFunction` and `GetFunctionConfiguration` show the variables of a function, decrypted, to everybody who may call
 * them, and so does the console.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
export const noSecretFromEnvironment = defineRule({
	name: "no-secret-from-environment",
	description: "Disallow reading secrets from environment variables of Lambda functions",
	types: null,
	severity: "medium",
	fix: "option",
	presets: { recommended: "warn", strict: "error", audit: ["error", { modules: "all" }] },
	yieldsTo: ["no-secret-in-log"],
	compliance: [
		{ standard: "CWE", ids: ["CWE-526", "CWE-522"], source: "https://cwe.mitre.org/data/definitions/526.html" },
	],
	options: {
		allow: {
			type: "array",
			items: { type: "string" },
			description: "Regular expressions of variables that may hold a secret",
		},
		modules: {
			enum: ["lambda", "all"],
			description:
				"Which modules are checked: those that run in Lambda (a handler, Lambda's types or tools), or all except CDK apps",
		},
		...LOOKUP_OPTIONS,
	},
	patterns: ["allow"],
	defaults: { allow: [] as readonly string[], modules: "lambda" as "lambda" | "all", ...LOOKUP_DEFAULTS },
	messages: {
		secretVariable:
			"Secret '{{name}}' is read from an environment variable. Pass the name of an SSM parameter or secret instead.",
		refusedVariable:
			"Secret '{{name}}' is read from an environment variable. `--fix` cannot replace the read: {{reason}}.",
		unkeptVariable:
			"Secret '{{name}}' is read from an environment variable. {{store}}, then apply the editor's suggestion.",
		...LOOKUP_MESSAGES,
	},
	*checkModule(module, { allow, modules, ...lookups }) {
		if (isTestFile(module) || !(modules === "all" ? !isInfrastructure(module) : lambdaEvidence(module).isLambda)) {
			return;
		}
		const allowed = allow.map((pattern) => new RegExp(pattern, "u"));
		const reads = environmentReads(module).filter(
			({ name }) => isSecretVariable(name) && !allowed.some((pattern) => pattern.test(name)),
		);
		// What one place uses as a pointer or as a ciphertext is one everywhere.
		const elsewhere = new Set(reads.filter((read) => leadsElsewhere(read, module)).map(({ name }) => name));
		const found = reads.filter(
			(read) =>
				!elsewhere.has(read.name) &&
				!setsEnvironment(read.name, module) &&
				!(read.shape === "expression" && isOnlyAsked(read.node, module)) &&
				!isForDevelopment(read.node, module),
		);
		if (found.length === 0) {
			return;
		}
		const offers = offersFor(new Set(found.map(({ name }) => name)), module, lookups);
		for (const read of found) {
			yield findingFor(read, offers.get(read.name) ?? new Map<TSESTree.Node, LookupOffer>(), lookups.fix);
		}
	},
});

/**
 * What is offered for a variable, by its read, or why nothing is. Once a lookup is there, the variable goes: all of
 * its reads do, or none.
 */
function offersFor(
	names: ReadonlySet<string>,
	module: SourceModule,
	options: LookupRuleOptions,
): ReadonlyMap<string, ReadonlyMap<TSESTree.Node, LookupOffer> | string> {
	const isAccepted = suppressedAt(module, "no-secret-from-environment");
	const offers = new Map<string, ReadonlyMap<TSESTree.Node, LookupOffer> | string>();
	const targets: EnvironmentTarget[] = [];
	for (const name of names) {
		const all = readsOf(name, module);
		const members = all.flatMap(({ shape, node }) =>
			(shape === "expression" && node.type === "MemberExpression") ||
			(shape === "pattern" && node.type === "Property")
				? [node]
				: [],
		);
		if (all.some(({ node }) => isAccepted(node.range[0]))) {
			offers.set(name, "another of its reads is accepted by a comment");
		} else if (members.length < all.length) {
			offers.set(name, "it is read through a function or a schema");
		} else {
			pushAll(
				targets,
				members.map((node) => ({ kind: "environment", node, variable: name }) as const),
			);
		}
	}
	const planned = lookupOffers(
		module,
		targets.sort((a, b) => a.node.range[0] - b.node.range[0]),
		options,
	);
	const byName = groupBy(targets, ({ variable }) => variable);
	for (const name of names) {
		if (!offers.has(name)) {
			offers.set(name, new Map((byName.get(name) ?? []).map((target) => [target.node, planned.of(target)])));
		}
	}
	return offers;
}

/**
 * What stores a value that the program never held. `kmslint secrets store` does only where a template beside it holds the
 * value, which no rule about a program knows.
 */
function howToStore(fix: FixMode): string {
	switch (fix) {
		case "kms":
			return "Encrypt its value with KMS";
		case "secrets-manager":
			return "Store its value in Secrets Manager";
		default:
			return "Store its value in Parameter Store";
	}
}

/** The one place where a finding is made. */
function findingFor(
	{ name, node }: EnvironmentRead,
	offers: ReadonlyMap<TSESTree.Node, LookupOffer> | string,
	fix: FixMode,
): Finding {
	const offer = typeof offers === "string" ? null : (offers.get(node) ?? null);
	const refusal = fix === "off" ? null : typeof offers === "string" ? offers : (offer?.refusal ?? null);
	const said =
		refusal !== null
			? { messageId: "refusedVariable", data: { name, reason: refusal } }
			: offer?.isUnkept === true
				? { messageId: "unkeptVariable", data: { name, store: howToStore(fix) } }
				: { messageId: "secretVariable", data: { name } };
	return {
		at: { start: node.range[0], end: node.range[1] },
		...said,
		property: name,
		fix: offer?.fix ?? null,
		suggestions: offer?.suggestions ?? [],
		needs: offer?.needs ?? [],
	};
}

/** Lambda sets these itself: the keys of the function's role, which last for hours. */
const OWN =
	/^(?:AWS_(?:ACCESS_KEY(?:_ID)?|SECRET_ACCESS_KEY|SECRET_KEY|SESSION_TOKEN|SECURITY_TOKEN|CONTAINER_AUTHORIZATION_TOKEN(?:_FILE)?|LAMBDA_\w+)|_\w+)$/u;

/** An id names a key; alone it opens nothing. */
function isSecretVariable(name: string): boolean {
	const found = classOfName(name);
	return (
		(found === "secret" || found === "password") &&
		!OWN.test(name) &&
		wordsOf(name).slice(-3).join(" ") !== "access key id"
	);
}

function leadsElsewhere({ shape, node, variable }: EnvironmentRead, module: SourceModule): boolean {
	return (shape === "expression" && leadsToSecret(node, module)) || variableLeadsToSecret(variable, module);
}

function isInfrastructure(module: SourceModule): boolean {
	return importedModules(module).some(
		(name) => name === "constructs" || /^(?:aws-cdk-lib|@aws-cdk|@pulumi|cdktf|sst)(?:\/|$)/u.test(name),
	);
}
