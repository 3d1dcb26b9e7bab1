import { detectSecret } from "../../src/detect/detect-secret.ts";
import { classifyName } from "../../src/detect/name-kind.ts";
import {
	type DynamicReference,
	findDynamicReferences,
	isHarmless,
	isHarmlessName,
	renderText,
} from "../../src/model/dynamic-reference.ts";
import type { Parameter, ReferenceValue, Target, TextValue, UnresolvedValue, Value } from "../../src/model/value.ts";
import { namesConnection } from "../../src/languages/exposure/connection-name.ts";
import type { Finding } from "../../src/rule/rule.ts";
import { readHoles, STACK_NAME, textWith, type Written } from "../../src/model/written.ts";
import { wording, type Words } from "../../src/text/wording.ts";

export interface Resolved extends Pick<Finding, "messageId" | "data"> {
	readonly pointer: { readonly suffix: string; readonly value: Written | null; readonly what: Words };
}

export function findResolved(value: Value, name: string): Resolved | null {
	switch (value.kind) {
		case "literal":
			return fromText(value.text, name, value.text);
		case "text": {
			const resolved = fromText(renderText(value), name, null);
			if (resolved !== null) {
				return resolved;
			}
			const scheme = value.parts.findIndex((part) => typeof part === "string" && part.includes("://"));
			return value.parts.reduce<Resolved | null>(
				(found, part, at) =>
					found ??
					(typeof part === "string"
						? null
						: findResolved(
								part,
								scheme !== -1 && scheme < at && isPasswordAt(value, at) ? "password" : name,
							)),
				null,
			);
		}
		case "reference":
			return fromReference(value, name);
		case "unresolved":
			// `DB_PASSWORD: process.env.DB_PASSWORD`, `props.dbPassword`: the synthesis writes it into the template. Both
			// names must say so.
			return isBuiltSecret(value, name)
				? {
						messageId: "resolvedSecret",
						data: {},
						pointer: { suffix: "PARAMETER_NAME", value: null, what: wording("the parameter's name") },
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

/**
 * True for what synthesis inserts under the name of a secret, by two names. `DATABASE_URL: process.env.DATABASE_URL` has
 * a password in it, and what a construct gives as its address may have none.
 */
function isBuiltSecret({ built = "", plain }: UnresolvedValue, name: string): boolean {
	return (
		(classifyName(name) === "secret" && classifyName(built) === "secret") ||
		(plain === true && namesConnection(name) && namesConnection(built))
	);
}

/** `postgresql://${user}:${password}@${host}`: behind a scheme, the place of a part says what it is. */
function isPasswordAt({ parts }: TextValue, at: number): boolean {
	const [before, after] = [parts[at - 1], parts[at + 1]];
	return typeof before === "string" && before.endsWith(":") && typeof after === "string" && after.startsWith("@");
}

function fromText(text: string, name: string, literal: string | null): Resolved | null {
	for (const reference of findDynamicReferences(text)) {
		if (isHarmless(reference) || isHarmlessPart(reference, name)) {
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
				what: secret ? wording("the secret's id") : wording("the parameter's name"),
			},
		};
	}
	return null;
}

/** `DB_USER` of a part of a secret whose key does not say that it is the password. The whole secret has that in it, too. */
function isHarmlessPart({ service, jsonKey }: DynamicReference, name: string): boolean {
	return service === "secretsmanager" && jsonKey !== "" && isHarmlessName(name) && classifyName(jsonKey) !== "secret";
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

/**
 * `Type: AWS::SSM::Parameter::Value<String>`: CloudFormation looks the value up, as it does for `{{resolve:ssm:…}}`. It
 * is a secret only by the name of the variable, unless a name says that a pointer is stored. Source: "SSM parameter
 * types", AWS CloudFormation User Guide: `SecureString` is not supported.
 */
function isLookedUp({ type, name, written }: Parameter, variable: string): boolean {
	const stored = written?.text.split("/").at(-1) ?? "";
	return (
		type === "AWS::SSM::Parameter::Value<String>" &&
		classifyName(variable) === "secret" &&
		classifyName(stored) !== "pointer" &&
		// `DbPasswordParameter` names what it looks up.
		classifyName(name.replace(/(?:SSM)?Param(?:eter)?(?:Name)?$/iu, "")) !== "pointer"
	);
}

/** True for an attribute that is a secret, as far as the dialect or the name of the variable says. */
function isSecret({ attribute, secret }: Extract<Target, { of: "resource" }>, name: string): boolean {
	return (
		SECRET_ATTRIBUTES.has(attribute ?? "") ||
		secret === "certain" ||
		(secret === "by-name" && classifyName(name) === "secret")
	);
}

/** What every browser gets: `NEXT_PUBLIC_GTAG_ID`, `VITE_API_URL`, the address that Sentry takes events at. */
const PUBLISHED = /(?:^|_)PUBLIC_|^(?:VITE|REACT_APP|GATSBY)_|^SENTRY_(?:\w{1,40}_)?DSN$/u;

function fromReference(value: ReferenceValue, name: string): Resolved | null {
	if (value.to.of === "parameter") {
		// NoEcho parameters that hold a pointer (a secret's ARN) are named so.
		const { parameter } = value.to;
		if (
			parameter.default !== null &&
			detectSecret(parameter.default.text, { name, kind: "environment" }) !== null
		) {
			return null; // Worse, and reported as such: the secret is in the template.
		}
		if (isLookedUp(parameter, name)) {
			return {
				messageId: "resolvedSecret",
				data: { reference: parameter.name },
				pointer: {
					suffix: "PARAMETER_NAME",
					value: parameter.written?.text ?? null,
					what: wording("the parameter's name"),
				},
			};
		}
		return parameter.noEcho &&
			classifyName(value.to.name) !== "pointer" &&
			classifyName(name) !== "pointer" &&
			!PUBLISHED.test(name)
			? {
					messageId: "noEchoParameter",
					data: { parameter: value.to.name },
					pointer: {
						suffix: "PARAMETER_NAME",
						value: textWith("/", STACK_NAME, `/${name}`),
						what: wording("the name of a SecureString parameter"),
					},
				}
			: null;
	}
	if (value.to.of === "resource" && value.to.attribute !== null && isSecret(value.to, name)) {
		return {
			messageId: "resolvedAttribute",
			data: { reference: `${value.to.id}.${value.to.attribute}` },
			pointer: { suffix: "SECRET_ID", value: null, what: wording("the secret's id") },
		};
	}
	return null;
}
