import type { Detection } from "../src/detect/detection.ts";
import { detectSecret } from "../src/detect/detect-secret.ts";
import { classifyName } from "../src/detect/name-kind.ts";
import { findDynamicReferences, isHarmless, renderText } from "../src/model/dynamic-reference.ts";
import type { Resource } from "../src/model/resource.ts";
import {
	alternatives,
	type LiteralValue,
	type Parameter,
	type Target,
	type TextValue,
	type Value,
} from "../src/model/value.ts";
import { renderWhen } from "../src/model/way.ts";
import { writtenSpans } from "../src/rule/masking/secret-spans.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { renderOrigin, renderRedacted, SEVERITY_OF, sharedPlaceOf } from "../src/rule/secret-finding.ts";

/**
 * A parameter of type String is kept in clear: `GetParameter` gives it to whoever may read parameters, no key policy
 * asked, and its history keeps every value it ever had.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html
 */
export const noPlaintextParameter = defineRule({
	name: "no-plaintext-parameter",
	description: "Disallow secrets in SSM parameters of type String",
	types: ["AWS::SSM::Parameter"],
	severity: "high",
	severities: ["critical", "medium"],
	fix: "none",
	presets: { recommended: "error", strict: "error", audit: "error" },
	yieldsTo: ["no-secret-parameter-default", "no-secret-in-environment"],
	compliance: [{ standard: "CWE", ids: ["CWE-312"], source: "https://cwe.mitre.org/data/definitions/312.html" }],
	options: {},
	defaults: {},
	messages: {
		literalSecret:
			"SSM parameter '{{id}}' stores {{label}} in plaintext{{redacted}}{{origin}}{{when}}. Run `{{command}}` instead.",
		namedSecret:
			"SSM parameter '{{id}}' stores the secret '{{name}}' in plaintext{{when}}. Run `{{command}}` instead.",
		noEchoParameter:
			"SSM parameter '{{id}}' stores '{{source}}' in plaintext{{when}}, despite `{{mask}}`. Run `{{command}}` instead.",
		resolvedSecret:
			"SSM parameter '{{id}}' stores {{source}} in plaintext{{when}}. Pass the secret's name instead of a copy.",
		unsupportedType:
			"{{engine}} cannot create '{{id}}', an SSM parameter of type `SecureString`{{when}}. Run `{{command}}`.",
	},
	*check(resource) {
		for (const { value: given, when: before } of alternatives(resource.get("Type"))) {
			const written =
				given.kind === "reference" && given.to.of === "parameter"
					? (given.to.parameter.default ?? given)
					: given;
			const type = written.kind === "literal" ? written.text : written.kind === "absent" ? "String" : null;
			if (type === "SecureString") {
				yield {
					at: given.span,
					messageId: "unsupportedType",
					data: { id: resource.id, command: commandFor(resource), when: renderWhen(before) },
					property: "Type",
				};
				continue;
			}
			if (type === null) {
				yield { unknown: "the type is not known until deployment", at: given.span, property: "Type" };
				continue;
			}
			for (const { value, when } of alternatives(resource.get("Value"))) {
				const name = nameOf(resource);
				const found = findIn(value, name);
				if (found !== null) {
					const place = found.messageId === "literalSecret" ? sharedPlaceOf(value) : undefined;
					yield {
						at: place ?? value.span,
						subject: place ?? value.span,
						messageId: found.messageId,
						...(found.severity === undefined ? {} : { severity: found.severity }),
						data: {
							id: resource.id,
							name: name ?? "",
							type,
							command: commandFor(resource),
							when: renderWhen([...before, ...when]),
							...found.data,
						},
						property: "Value",
						secretSpans: writtenSpans(value),
					};
					if (place === undefined) {
						break;
					}
				}
			}
		}
	},
});

/**
 * What the parameter is called: the last part of its path, else its logical id without what says that it is a
 * parameter.
 */
function nameOf(resource: Resource): string | null {
	const { value } = alternatives(resource.get("Name"))[0] ?? {};
	const text = value?.kind === "literal" ? value.text : value?.kind === "text" ? renderText(value) : null;
	const last = text?.split("/").at(-1) ?? "";
	if (last === "") {
		return value?.kind === "absent" ? resource.id.replace(/(?:SSM)?Param(?:eter)?$/iu, "") : null;
	}
	// `/${Stage}/db/password`, `${Stack}-db-password`; what a hole at the end holds, as in `/orders/${Name}`, is
	// nobody's guess.
	const known = last.slice(last.lastIndexOf("}") + 1);
	return known === last || /^[-_.]/u.test(known) ? known : null;
}

/** What keeps the value instead; it is read from a file, so that it is in no history of a shell. */
function commandFor(resource: Resource): string {
	const { value } = alternatives(resource.get("Name"))[0] ?? {};
	return `aws ssm put-parameter --type SecureString --name ${value?.kind === "literal" ? value.text : "NAME"} --value file://FILE`;
}

type Found = Pick<Finding, "messageId" | "data" | "severity">;

function findIn(value: Value, name: string | null): Found | null {
	const isSecretName = name !== null && classifyName(name) === "secret";
	switch (value.kind) {
		case "literal":
			return findInLiteral(value, name, isSecretName);
		case "text":
			return findInText(value, isSecretName);
		case "reference":
			return findBehind(value.to, name, isSecretName);
		case "absent":
		case "map":
		case "list":
		case "branches":
		case "unresolved":
			return null;
		default:
			return value satisfies never;
	}
}

function findInLiteral(value: LiteralValue, name: string | null, isSecretName: boolean): Found | null {
	const resolved = findResolved(value.text, isSecretName);
	if (resolved !== null) {
		return resolved;
	}
	const detection = detectSecret(value.text, name === null ? { kind: "template" } : { name, kind: "template" });
	if (detection !== null) {
		return literalSecret(detection, renderOrigin(value));
	}
	return isSecretName && !POINTS.test(value.text) ? { messageId: "namedSecret", severity: "medium", data: {} } : null;
}

function literalSecret(detection: Detection, origin: string): Found {
	return {
		messageId: "literalSecret",
		severity: SEVERITY_OF[detection.confidence],
		data: { label: detection.label, redacted: renderRedacted(detection), origin },
	};
}

/** `postgres://app:${Password}@host` */
function findInText(value: TextValue, isSecretName: boolean): Found | null {
	const resolved = findResolved(renderText(value), isSecretName);
	if (resolved !== null) {
		return resolved;
	}
	for (const part of value.parts) {
		const found = typeof part === "string" ? null : findIn(part, null);
		if (found !== null) {
			return found;
		}
	}
	const known = value.parts.map((part) => (typeof part === "string" ? part : "${x}")).join("");
	const detection = detectSecret(known, { kind: "template" });
	return detection === null ? null : literalSecret(detection, "");
}

function findBehind(to: Target, name: string | null, isSecretName: boolean): Found | null {
	if (to.of === "parameter") {
		return findInParameter(to.parameter, name, isSecretName);
	}
	return to.of === "resource" && to.attribute !== null && classifyName(to.attribute) === "secret"
		? { messageId: "resolvedSecret", data: { source: `\`${to.id}.${to.attribute}\`` } }
		: null;
}

function findInParameter(parameter: Parameter, name: string | null, isSecretName: boolean): Found | null {
	const source = classifyName(parameter.name);
	if (source === "pointer") {
		return null; // The name of a secret, however it is hidden.
	}
	const byDefault = parameter.default === null || parameter.noEcho ? null : findIn(parameter.default, name);
	if (byDefault?.messageId === "literalSecret") {
		return byDefault;
	}
	return parameter.noEcho || (isSecretName && source === "secret")
		? { messageId: parameter.noEcho ? "noEchoParameter" : "namedSecret", data: { source: parameter.name } }
		: null;
}

/** A path, an ARN, an address, a switch, a number, nothing: says where a secret is, or is none. */
const POINTS =
	/^(?:arn:|alias\/|\/|[a-z][a-z0-9+.-]*:\/\/[^@]*$|\s*$|[\d.:-]+$|true$|false$|\{\{resolve:|[^\\/\r\n]*[\\/][^\\/\r\n]*[\\/])/iu;

function findResolved(text: string, isSecretName: boolean): Found | null {
	for (const reference of findDynamicReferences(text)) {
		if (!isHarmless(reference) && (reference.service !== "ssm" || isSecretName)) {
			return { messageId: "resolvedSecret", data: { source: `\`{{resolve:${reference.service}:…}}\`` } };
		}
	}
	return null;
}
