import { detectSecret } from "../src/detect/detect-secret.ts";
import { classifyName } from "../src/detect/name-kind.ts";
import {
	findDynamicReferences,
	isHarmless,
	renderText,
	type DynamicReference,
} from "../src/model/dynamic-reference.ts";
import { variablesOf, type Variable } from "../src/model/environment.ts";
import type { Resource } from "../src/model/resource.ts";
import { alternatives, type Reached, type ReferenceValue, type Value } from "../src/model/value.ts";
import { renderWhen } from "../src/model/way.ts";
import { defineRule, type Finding, type Suggestion } from "../src/rule/rule.ts";
import { readHoles, STACK_NAME, textWith, type Written } from "../src/model/written.ts";

/**
 * CloudFormation looks the secret up once, while it deploys, and writes the plain value into the function: every caller
 * of `GetFunctionConfiguration` reads it, and a rotated secret leaves the function with the old one.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export const noResolvedSecretInEnvironment = defineRule({
	name: "no-resolved-secret-in-environment",
	description: "Disallow secrets that CloudFormation resolves into environment variables of functions",
	types: ["AWS::Lambda::Function"],
	severity: "high",
	fix: "suggestion",
	presets: { recommended: "error", strict: "error", audit: "error" },
	compliance: [{ standard: "CWE", ids: ["CWE-526"], source: "https://cwe.mitre.org/data/definitions/526.html" }],
	options: {},
	defaults: {},
	messages: {
		resolvedSecret:
			"Variable '{{name}}' of '{{id}}' is deployed as a plaintext secret{{when}}. Pass the secret's name; read it at run time.",
		noEchoParameter:
			"Variable '{{name}}' of '{{id}}' exposes '{{parameter}}' despite `{{mask}}`{{when}}. Pass the name of a stored secret.",
		resolvedAttribute:
			"Variable '{{name}}' of '{{id}}' exposes the secret `{{reference}}`{{when}}. Pass the name of a stored secret.",
		unsupportedReference:
			"{{engine}} rejects `{{reference}}` in variable '{{name}}' of '{{id}}'{{when}}. Pass the parameter's name.",
		usePointer: "Pass {{what}} in '{{pointer}}', once the code reads it from there.",
	},
	*check(fn) {
		for (const variable of variablesOf(fn)) {
			const ways = alternatives(variable.value);
			for (const { value, when } of ways) {
				const found = findResolved(value, variable.name);
				if (found === null || (value.kind === "unresolved" && hasSecretFallback(ways, variable.name))) {
					continue;
				}
				const data = {
					id: fn.id,
					name: variable.name,
					when: renderWhen([...variable.when, ...when]),
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

/** `process.env.DB_PASSWORD ?? "…"`: the literal is worse, and `no-secret-in-environment` reports it. */
function hasSecretFallback(ways: readonly Reached[], name: string): boolean {
	return ways.some(
		({ value }) => value.kind === "literal" && detectSecret(value.text, { name, kind: "environment" }) !== null,
	);
}

interface Resolved extends Pick<Finding, "messageId" | "data"> {
	readonly pointer: { readonly suffix: string; readonly value: Written | null; readonly what: string };
}

function findResolved(value: Value, name: string): Resolved | null {
	switch (value.kind) {
		case "literal":
			return fromText(value.text, name, value.text);
		case "text": {
			const resolved = fromText(renderText(value), name, null);
			if (resolved !== null) {
				return resolved;
			}
			return value.parts.reduce<Resolved | null>(
				(found, part) => found ?? (typeof part === "string" ? null : findResolved(part, name)),
				null,
			);
		}
		case "reference":
			return fromReference(value, name);
		case "unresolved":
			// `DB_PASSWORD: process.env.DB_PASSWORD`: the synthesis writes it into the template. Both names must say so.
			return classifyName(name) === "secret" && classifyName(value.built ?? "") === "secret"
				? {
						messageId: "resolvedSecret",
						data: {},
						pointer: { suffix: "PARAMETER_NAME", value: null, what: "the parameter's name" },
					}
				: null;
		case "absent":
		case "map":
		case "list":
		case "branches":
			return null;
		default:
			return value satisfies never;
	}
}

function fromText(text: string, name: string, literal: string | null): Resolved | null {
	for (const reference of findDynamicReferences(text)) {
		if (isHarmless(reference)) {
			continue;
		}
		// A plain SSM parameter is a secret only by its name or the variable's.
		const last = reference.id.split("/").at(-1) ?? "";
		if (reference.service === "ssm" && classifyName(name) !== "secret" && classifyName(last) !== "secret") {
			continue;
		}
		const secret = reference.service === "secretsmanager";
		return {
			messageId: reference.service === "ssm-secure" ? "unsupportedReference" : "resolvedSecret",
			data: { reference: `{{resolve:${reference.service}:…}}` },
			pointer: {
				suffix: secret ? "SECRET_ID" : "PARAMETER_NAME",
				value: pointerOf(reference, literal),
				what: secret ? "the secret's id" : "the parameter's name",
			},
		};
	}
	return null;
}

function pointerOf(reference: DynamicReference, literal: string | null): Written | null {
	if (literal !== null && !reference.id.includes("${")) {
		return reference.id;
	}
	return reference.id === "" ? null : readHoles(reference.id);
}

/**
 * Attributes that are secrets. Source: "AWS::IAM::AccessKey", "AWS::AppSync::ApiKey", return values, CloudFormation
 * reference.
 */
const SECRET_ATTRIBUTES = new Set(["SecretAccessKey", "ApiKey", "ClientSecret"]);

function fromReference(value: ReferenceValue, name: string): Resolved | null {
	if (value.to.of === "parameter") {
		// NoEcho parameters that hold a pointer (a secret's ARN) are named so.
		const { parameter } = value.to;
		if (
			parameter.default !== null &&
			detectSecret(parameter.default.text, { name, kind: "environment" }) !== null
		) {
			return null; // Worse, and `no-secret-in-environment` says so: the secret is in the template.
		}
		return parameter.noEcho && classifyName(value.to.name) !== "pointer" && classifyName(name) !== "pointer"
			? {
					messageId: "noEchoParameter",
					data: { parameter: value.to.name },
					pointer: {
						suffix: "PARAMETER_NAME",
						value: textWith("/", STACK_NAME, `/${name}`),
						what: "the name of a SecureString parameter",
					},
				}
			: null;
	}
	if (value.to.of === "resource" && value.to.attribute !== null && SECRET_ATTRIBUTES.has(value.to.attribute)) {
		return {
			messageId: "resolvedAttribute",
			data: { reference: `${value.to.id}.${value.to.attribute}` },
			pointer: { suffix: "SECRET_ID", value: null, what: "the secret's id" },
		};
	}
	return null;
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
