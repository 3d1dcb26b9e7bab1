import { detectSecret } from "../src/detect/detect-secret.ts";
import { isIdOfPair } from "../src/detect/key-pair.ts";
import { ENVIRONMENT_TYPES, type Variable, variablesOf } from "../src/model/environment.ts";
import type { Resource } from "../src/model/resource.ts";
import { alternatives, type Reached, type Value } from "../src/model/value.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { defineRule, type Suggestion } from "../src/rule/rule.ts";
import { findPassed } from "./no-resolved-secret-in-environment/passed-resolved.ts";
import { findResolved, type Resolved } from "./no-resolved-secret-in-environment/resolved-secret.ts";
import { renderWords, wording, type Words } from "../src/text/wording.ts";

/**
 * CloudFormation looks the secret up once, while it deploys, and writes the plain value into the function: every caller
 * of `GetFunctionConfiguration` reads it, and a rotated secret leaves the function with the old one.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export const noResolvedSecretInEnvironment = defineRule({
	name: "no-resolved-secret-in-environment",
	description: "Disallow secrets that a deployment resolves into environment variables",
	types: ENVIRONMENT_TYPES,
	findsDeployed: true,
	severity: "high",
	fix: "suggestion",
	presets: { recommended: "error", strict: "error", audit: "error" },
	compliance: { CWE: ["CWE-526"] },
	messages: {
		resolvedSecret: "Variable '{{name}}' of '{{id}}' is deployed as a plaintext secret{{when}}. {{advice}}",
		noEchoParameter:
			"Variable '{{name}}' of '{{id}}' exposes '{{parameter}}' despite `{{mask}}`{{when}}. {{advice}}",
		resolvedAttribute: "Variable '{{name}}' of '{{id}}' exposes the secret `{{reference}}`{{when}}. {{advice}}",
		unsupportedReference:
			"{{engine}} rejects `{{reference}}` in variable '{{name}}' of '{{id}}'{{when}}. Pass the parameter's name.",
		usePointer: "Pass {{what}} in '{{pointer}}', once the code reads it from there.",
	},
	*check(fn) {
		const variables = variablesOf(fn);
		const names = variables.map(({ name }) => name);
		for (const variable of variables.filter(({ name }) => !isIdOfPair(name, names))) {
			const ways = alternatives(variable.value);
			for (const { value, when } of ways) {
				const found = resolvedIn(value, variable.name, fn);
				if (found === null || (value.kind === "unresolved" && hasSecretFallback(ways, variable.name))) {
					continue;
				}
				const data = {
					id: fn.id,
					name: variable.name,
					when: whenWords([...variable.when, ...when]),
					advice: adviceFor(fn, found.messageId),
					...found.data,
				};
				yield {
					at: value.span,
					messageId: found.messageId,
					data,
					property: variable.property,
					suggestions: when.length > 0 || variable.entry === null ? [] : suggestionsFor(fn, variable, found),
				};
				break;
			}
		}
	},
});

/**
 * What a resource of that type takes in place of the value. Sources: "Pass sensitive data to an ECS container",
 * "EnvironmentVariable" of AWS CodeBuild, "Reference environment variables" of AWS App Runner.
 */
const INSTEAD: readonly (readonly [type: RegExp, advice: Words])[] = [
	[/^AWS::(?:ECS|Batch)::/u, wording("Use `Secrets` with `ValueFrom` instead.")],
	[/^AWS::AppRunner::/u, wording("Use `RuntimeEnvironmentSecrets` instead.")],
	[/^AWS::CodeBuild::/u, wording("Use `Type: SECRETS_MANAGER` and the secret's name.")],
];

function adviceFor({ type }: Resource, messageId: string): Words {
	return (
		INSTEAD.find(([of]) => of.test(type))?.[1] ??
		(messageId === "resolvedSecret"
			? wording("Pass the secret's name; read it at run time.")
			: wording("Pass the name of an SSM parameter."))
	);
}

/** `process.env.DB_PASSWORD ?? "…"`: the literal is worse, and `no-secret-in-environment` reports it. */
function hasSecretFallback(ways: readonly Reached[], name: string): boolean {
	return ways.some(
		({ value }) => value.kind === "literal" && detectSecret(value.text, { name, kind: "environment" }) !== null,
	);
}

function resolvedIn(value: Value, name: string, fn: Resource): Resolved | null {
	const found = findResolved(value, name);
	// Terraform deploys the braces of a dynamic reference as they are.
	const isText =
		found !== null &&
		fn.stack.engine.lookup === null &&
		/\{\{resolve:/u.test(renderWords(found.data["reference"] ?? ""));
	return (isText ? null : found) ?? findPassed(value, name, fn);
}

function suggestionsFor(fn: Resource, variable: Variable, found: Resolved): readonly Suggestion[] {
	const { entry } = variable;
	if (entry === null || found.pointer.value === null) {
		return [];
	}
	const pointer = `${variable.name}_${found.pointer.suffix}`;
	return [
		{
			messageId: "usePointer",
			data: { pointer, what: found.pointer.what },
			edits: fn.stack.editor.rewrite(entry, pointer, found.pointer.value),
		},
	];
}
