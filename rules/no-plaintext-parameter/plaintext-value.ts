import type { Detection } from "../../src/detect/detection.ts";
import { detectSecret } from "../../src/detect/detect-secret.ts";
import { classifyName } from "../../src/detect/name-kind.ts";
import { findDynamicReferences, isHarmless, renderText } from "../../src/model/dynamic-reference.ts";
import {
	textWithHoles,
	type LiteralValue,
	type Parameter,
	type Target,
	type TextValue,
	type Value,
} from "../../src/model/value.ts";
import type { Finding } from "../../src/rule/rule.ts";
import { originWords, SEVERITY_OF, shownOf } from "../../src/rule/secret-finding.ts";
import { isServiceToken } from "../../src/rule/secret-parameter.ts";
import type { Words } from "../../src/text/wording.ts";

type Found = Pick<Finding, "messageId" | "data" | "severity">;

export function findIn(value: Value, name: string | null): Found | null {
	const isSecretName = name !== null && classifyName(name) === "secret";
	switch (value.kind) {
		case "literal":
			return findInLiteral(value, name, isSecretName);
		case "text":
			return findInText(value, isSecretName);
		case "reference":
			return findBehind(value.to, name, isSecretName);
		case "unresolved":
			// `stringValue: process.env.DB_PASSWORD`: synthesis inserts it. Both names must say so.
			return isSecretName && classifyName(value.built ?? "") === "secret"
				? { messageId: "namedSecret", data: {} }
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

function findInLiteral(value: LiteralValue, name: string | null, isSecretName: boolean): Found | null {
	const resolved = findResolved(value.text, isSecretName);
	if (resolved !== null) {
		return resolved;
	}
	const detection = detectSecret(value.text, name === null ? { kind: "template" } : { name, kind: "template" });
	if (detection !== null) {
		return literalSecret(detection, originWords(value));
	}
	return isSecretName && !POINTS.test(value.text) ? { messageId: "namedSecret", severity: "medium", data: {} } : null;
}

function literalSecret(detection: Detection, origin: Words): Found {
	return {
		messageId: "literalSecret",
		severity: SEVERITY_OF[detection.confidence],
		data: { ...shownOf(detection), origin },
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
	const detection = detectSecret(textWithHoles(value), { kind: "template" });
	return detection === null ? null : literalSecret(detection, "");
}

function findBehind(to: Target, name: string | null, isSecretName: boolean): Found | null {
	if (to.of === "parameter") {
		return findInParameter(to.parameter, name, isSecretName);
	}
	const isSecret =
		to.of === "resource" &&
		to.attribute !== null &&
		(to.secret === "certain" ||
			(to.secret === "by-name" && isSecretName) ||
			(classifyName(to.attribute) === "secret" && !isServiceToken(to.attribute)));
	return isSecret ? { messageId: "resolvedSecret", data: { source: `\`${to.id}.${to.attribute}\`` } } : null;
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
	/^(?:arn:|alias\/|\/|[a-z][a-z0-9+.-]*:\/\/[^@]*$|[\s"']*$|[\d.:-]+$|true$|false$|\{\{resolve:|[^\\/\r\n]*[\\/][^\\/\r\n]*[\\/])/iu;

function findResolved(text: string, isSecretName: boolean): Found | null {
	for (const reference of findDynamicReferences(text)) {
		if (!isHarmless(reference) && (reference.service !== "ssm" || isSecretName)) {
			return { messageId: "resolvedSecret", data: { source: `\`{{resolve:${reference.service}:…}}\`` } };
		}
	}
	return null;
}
