import { environmentReads, type EnvironmentRead } from "../src/languages/handler/environment/environment-reads.ts";
import { setsEnvironment } from "../src/languages/handler/environment/environment-writes.ts";
import { isLoadedByHandler } from "../src/app/loaded-by-handler.ts";
import { lambdaEvidence } from "../src/languages/handler/evidence.ts";
import { isForDevelopment } from "../src/languages/handler/fallbacks.ts";
import { isTestFile } from "../src/languages/handler/test-file.ts";
import { isOnlyAsked } from "../src/languages/program/value-use.ts";
import { LOOKUP_MESSAGES, LOOKUP_OPTIONS, type LookupOffer } from "../src/rule/offers/lookup-offers.ts";
import { oneOf, patterns } from "../src/rule/options.ts";
import { defineRule } from "../src/rule/rule.ts";
import {
	isInfrastructure,
	isPointerOf,
	isSecretVariable,
	leadsElsewhere,
	lookedUpNames,
} from "./no-secret-from-environment/secret-read.ts";
import { offersFor } from "../src/rule/offers/read-offers.ts";
import { suppressedAt } from "../src/rule/suppressed-at.ts";
import { findingFor } from "./no-secret-from-environment/finding-for-read.ts";

/**
 * `GetFunction` and `GetFunctionConfiguration` show the variables of a function, decrypted, to everybody who may call
 * them, and so does the console.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
export const noSecretFromEnvironment = defineRule({
	name: "no-secret-from-environment",
	description: "Disallow reading secrets from environment variables of Lambda functions",
	severity: "medium",
	fix: "option",
	presets: { recommended: "warn", strict: "error", audit: ["error", { modules: "all" }] },
	yieldsTo: ["no-secret-in-log", "no-static-credentials"],
	compliance: { CWE: ["CWE-526", "CWE-522"] },
	options: {
		allow: patterns("Regular expressions of variables that may hold a secret"),
		modules: oneOf(
			["lambda", "all"],
			"lambda",
			"Which modules are checked: those that run in Lambda (a handler, Lambda's types or tools), or all except CDK apps",
		),
		...LOOKUP_OPTIONS,
	},
	messages: {
		secretVariable:
			"Secret '{{name}}' is read from an environment variable. Pass the name of an SSM parameter or secret instead.",
		refusedVariable:
			"Secret '{{name}}' is read from an environment variable. Replace the read by hand; `--fix` cannot: {{reason}}.",
		unkeptVariable:
			"Secret '{{name}}' is read from an environment variable. {{store}}, then apply the editor's suggestion.",
		...LOOKUP_MESSAGES,
	},
	*checkModule(module, { allow, modules, ...lookups }) {
		const isKnown = modules === "all" ? !isInfrastructure(module) : lambdaEvidence(module).isLambda;
		if (isTestFile(module) || (!isKnown && (modules === "all" || isInfrastructure(module)))) {
			return;
		}
		const reads = environmentReads(module).filter(({ name }) => isSecretVariable(name) && !allow(name));
		// What one place uses as a pointer or as a ciphertext is one everywhere.
		const elsewhere = new Set(reads.filter((read) => leadsElsewhere(read, module)).map(({ name }) => name));
		const looked = lookedUpNames(module);
		const found = reads.filter(
			(read) =>
				!elsewhere.has(read.name) &&
				!looked.some((pointer) => isPointerOf(pointer, read.name)) &&
				!setsEnvironment(read.name, module) &&
				!(read.shape === "expression" && isOnlyAsked(read.node, module)) &&
				!isForDevelopment(read.node, module),
		);
		if (found.length === 0 || !(isKnown || isLoadedByHandler(module))) {
			return;
		}
		const isAccepted = suppressedAt(module, "no-secret-from-environment");
		const offers = offersFor(new Set(found.map(({ name }) => name)), module, lookups, isAccepted);
		for (const read of found) {
			yield findingFor(read, offers.get(read.name) ?? new Map<EnvironmentRead, LookupOffer>(), lookups.fix);
		}
	},
});
