import { ENVIRONMENT_TYPES, type Variable, variablesOf } from "../src/model/environment.ts";
import type { Resource } from "../src/model/resource.ts";
import type { Reached } from "../src/model/value.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { writtenSpans } from "../src/rule/masking/secret-spans.ts";
import { patterns } from "../src/rule/options.ts";
import { usedAsSecrets } from "../src/rule/used-as-secret.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { sharedCopies } from "../src/rule/shared-copies.ts";
import { SEVERITY_OF, sharedPlaceOf, shownOf } from "../src/rule/secret-finding.ts";
import { STACK_NAME, type TextWith, textWith } from "../src/model/written.ts";
import { detectIn, settingsOf } from "./no-secret-in-environment/variable-secret.ts";
import { detectPassed } from "./no-secret-in-environment/passed-secret.ts";
import { secretsOf } from "./no-secret-in-environment/secrets-of-variable.ts";

/**
 * A secret in a template is in git, in the template bucket, in CloudFormation's history and, decrypted, in what
 * `GetFunctionConfiguration` answers to anyone who may call it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const noSecretInEnvironment = defineRule({
	name: "no-secret-in-environment",
	description: "Disallow plaintext secrets in environment variables of functions, containers, builds and jobs",
	types: ENVIRONMENT_TYPES,
	givesSecrets: true,
	severity: "critical",
	severities: ["high", "medium"],
	fix: "suggestion",
	presets: { recommended: "error", strict: "error", audit: "error" },
	yieldsTo: ["no-secret-parameter-default"],
	compliance: { CWE: ["CWE-526", "CWE-312", "CWE-522"] },
	options: {
		allow: patterns("Regular expressions of variables that are not checked"),
	},
	checks: ["CKV_AWS_45"],
	messages: {
		literalSecret:
			"Variable '{{name}}' of '{{id}}' is {{label}} in plaintext{{redacted}}{{origin}}{{when}}. Pass an SSM parameter's name.",
		usePointer: "Pass a SecureString parameter's name in '{{pointer}}', once the code reads it.",
	},
	*check(resource, { allow }) {
		for (const variable of variablesOf(resource)) {
			if (allow(variable.name)) {
				continue;
			}
			for (const { value, when, name } of settingsOf(variable)) {
				const as = usedAsSecrets(resource).get(variable.name) ?? name;
				const found = detectIn(value, name) ?? detectIn(value, as) ?? detectPassed(value, [name, as], resource);
				if (found === null) {
					continue;
				}
				yield findingFor(resource, variable, { value, when }, found);
				if (sharedPlaceOf(value) === undefined) {
					break; // One finding a variable: mending it mends all branches that stand there.
				}
			}
		}
	},
});

function pointerFor(resource: Resource, variable: Variable): TextWith {
	return textWith("/", STACK_NAME, `/${resource.looped ? "" : `${resource.id}/`}${variable.name}`);
}

function findingFor(
	resource: Resource,
	variable: Variable,
	{ value, when }: Reached,
	{ detection, part, origin }: NonNullable<ReturnType<typeof detectIn>>,
): Finding {
	const pointer = `${variable.name}_PARAMETER_NAME`;
	const { editor } = resource.stack;
	const isWhole = variable.value.kind !== "map" && variable.value.kind !== "list";
	const place = sharedPlaceOf(value) ?? value.span;
	const inPart = part === null ? [] : [resource.stack.spanOfPart(value, part.text, part.start, part.end)];
	return {
		at: place,
		subject: place,
		messageId: "literalSecret",
		severity: SEVERITY_OF[detection.confidence],
		data: {
			id: resource.id,
			name: variable.name,
			...shownOf(detection),
			origin,
			when: whenWords([...variable.when, ...when]),
		},
		property: variable.property,
		secretSpans: [...[variable.value, value].flatMap(writtenSpans), ...inPart],
		covers: inPart.flatMap((span) =>
			sharedCopies(resource.stack, value, span, part?.text.slice(part.start, part.end) ?? ""),
		),
		secrets: secretsOf(variable),
		suggestions:
			variable.entry === null || when.length > 0 || !isWhole
				? []
				: [
						{
							messageId: "usePointer",
							data: { pointer },
							edits: editor.rewrite(variable.entry, pointer, pointerFor(resource, variable)),
						},
					],
	};
}
