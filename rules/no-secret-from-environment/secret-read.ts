import { classOfName, wordsOf } from "../../src/detect/name-kind.ts";
import { environmentReads, type EnvironmentRead } from "../../src/languages/handler/environment/environment-reads.ts";
import { importedModules } from "../../src/languages/handler/evidence.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import { leadsToSecret, variableLeadsToSecret } from "../../src/languages/program/value-use.ts";

/** Lambda sets these itself: the keys of the function's role, which last for hours. `PWD` is the shell's folder. */
const OWN =
	/^(?:(?:OLD)?PWD|AWS_(?:ACCESS_KEY(?:_ID)?|SECRET_ACCESS_KEY|SECRET_KEY|SESSION_TOKEN|SECURITY_TOKEN|CONTAINER_AUTHORIZATION_TOKEN(?:_FILE)?|LAMBDA_\w+)|_\w+)$/u;

/** An id names a key; alone it opens nothing. */
export function isSecretVariable(name: string): boolean {
	const found = classOfName(name);
	return (
		(found === "secret" || found === "password") &&
		!OWN.test(name) &&
		wordsOf(name).slice(-3).join(" ") !== "access key id"
	);
}

export function leadsElsewhere({ shape, node, variable }: EnvironmentRead, module: SourceModule): boolean {
	return (shape === "expression" && leadsToSecret(node, module)) || variableLeadsToSecret(variable, module);
}

/** The variables of a module that say where a secret is kept, and that it looks up there. */
export function lookedUpNames(module: SourceModule): readonly string[] {
	return environmentReads(module)
		.filter((read) => classOfName(read.name) === "pointer" && leadsElsewhere(read, module))
		.map(({ name }) => name);
}

/** What the name of a variable adds to that of a secret to say where the secret is kept, and nothing else. */
const SAYS_WHERE: ReadonlySet<string> = new Set(
	"secret secrets manager parameter param store ssm arn name id path key ref prefix location".split(" "),
);

/**
 * `SITE_TOKEN_SECRET_ARN` of `SITE_TOKEN_SECRET`: a module that looks the one up takes the other where a developer sets
 * it by hand. `DB_PASSWORD_ROTATION_SECRET_ARN` says where another secret is kept.
 */
export function isPointerOf(pointer: string, name: string): boolean {
	return (
		pointer.startsWith(`${name}_`) && wordsOf(pointer.slice(name.length + 1)).every((word) => SAYS_WHERE.has(word))
	);
}

export function isInfrastructure(module: SourceModule): boolean {
	return importedModules(module).some(
		(name) => name === "constructs" || /^(?:aws-cdk-lib|@aws-cdk|@pulumi|cdktf|sst)(?:\/|$)/u.test(name),
	);
}
