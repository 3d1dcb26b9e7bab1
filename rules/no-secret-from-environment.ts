import { classOfName, wordsOf } from "../src/detect/name-kind.ts";
import { environmentReads, type EnvironmentRead } from "../src/languages/handler/environment-reads.ts";
import { setsEnvironment } from "../src/languages/handler/environment-writes.ts";
import { importedModules, lambdaEvidence } from "../src/languages/handler/evidence.ts";
import { isForDevelopment } from "../src/languages/handler/fallbacks.ts";
import type { SourceModule } from "../src/languages/handler/source-module.ts";
import { isTestFile } from "../src/languages/handler/test-file.ts";
import { isOnlyAsked, leadsToSecret, variableLeadsToSecret } from "../src/languages/handler/value-use.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";

/**
 * `GetFunction` and `GetFunctionConfiguration` show the variables of a function, decrypted, to everybody who may call them,
 * and so does the console.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
export const noSecretFromEnvironment = defineRule({
	name: "no-secret-from-environment",
	description: "Disallow reading a secret from the environment of a Lambda function",
	types: null,
	severity: "high",
	fix: "none",
	presets: { recommended: "warn", strict: "error", audit: ["error", { modules: "all" }] },
	compliance: [{ standard: "CWE", ids: ["CWE-526", "CWE-522"], source: "https://cwe.mitre.org/data/definitions/526.html" }],
	options: {
		allow: { type: "array", items: { type: "string" }, description: "Names of variables that may hold a secret: regular expressions" },
		modules: { enum: ["lambda", "all"], description: "Which modules are asked: those that show that they run in Lambda (a handler, types or tools of Lambda), or all but those of CDK" },
	},
	defaults: { allow: [] as readonly string[], modules: "lambda" as "lambda" | "all" },
	messages: {
		secretVariable: "The secret '{{name}}' comes from the environment, which everybody sees who may call `GetFunctionConfiguration`. Keep it in Parameter Store or Secrets Manager, give the function its name, and read it from there.",
	},
	*checkModule(module, { allow, modules }) {
		if (isTestFile(module) || !(modules === "all" ? !isInfrastructure(module) : lambdaEvidence(module).isLambda)) {
			return;
		}
		const allowed = allow.map((pattern) => new RegExp(pattern, "u"));
		const reads = environmentReads(module).filter(({ name }) => isSecretVariable(name) && !allowed.some((pattern) => pattern.test(name)));
		// What one place uses as a pointer or as a ciphertext is one everywhere.
		const elsewhere = new Set(reads.filter((read) => leadsElsewhere(read, module)).map(({ name }) => name));
		for (const read of reads) {
			if (!elsewhere.has(read.name) && !setsEnvironment(read.name, module) && !(read.shape === "expression" && isOnlyAsked(read.node)) && !isForDevelopment(read.node, module)) {
				yield findingFor(read);
			}
		}
	},
});

/** The one place where a finding is made: what a rewrite offers is attached here. */
function findingFor({ name, node }: EnvironmentRead): Finding {
	return { at: { start: node.range[0], end: node.range[1] }, messageId: "secretVariable", data: { name }, property: name };
}

/** Lambda sets these itself: the keys of the function's role, which last for hours. */
const OWN = /^(?:AWS_(?:ACCESS_KEY(?:_ID)?|SECRET_ACCESS_KEY|SECRET_KEY|SESSION_TOKEN|SECURITY_TOKEN|CONTAINER_AUTHORIZATION_TOKEN(?:_FILE)?|LAMBDA_\w+)|_\w+)$/u;

/** An id names a key; alone it opens nothing. */
function isSecretVariable(name: string): boolean {
	const found = classOfName(name);
	return (found === "secret" || found === "password") && !OWN.test(name) && wordsOf(name).slice(-3).join(" ") !== "access key id";
}

function leadsElsewhere({ shape, node, variable }: EnvironmentRead, module: SourceModule): boolean {
	return (shape === "expression" && leadsToSecret(node, module)) || variableLeadsToSecret(variable, module);
}

function isInfrastructure(module: SourceModule): boolean {
	return importedModules(module).some((name) => name === "constructs" || /^(?:aws-cdk-lib|@aws-cdk|@pulumi|cdktf|sst)(?:\/|$)/u.test(name));
}
