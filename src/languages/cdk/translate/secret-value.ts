import type { Value } from "../../../model/value.ts";
import { findJsEntry, type Js } from "../evaluate/js.ts";
import type { Translation } from "./translation.ts";

/** The methods and properties that turn a `SecretValue` into a string. */
const UNWRAP = new Set(["unsafeUnwrap", "toString", "toJSON", "resolve"]);

/**
 * The text of a CDK secret in the template: `secret.secretValue.unsafeUnwrap()` is `{{resolve:secretsmanager:…}}`,
 * which CloudFormation resolves at deployment. Null for anything else.
 *
 * Source: "class SecretValue", AWS CDK API reference; synthesized with `aws-cdk-lib` 2.276.
 */
export function resolvedText(translator: Translation, js: Js): Value | null {
	if (js.kind === "method" && UNWRAP.has(js.name)) {
		return js.name === "unsafeUnwrap" && js.of.kind === "unresolved"
			? { kind: "unresolved", span: js.span, why: js.of.why, built: "secretValue" }
			: resolvedText(translator, js.of);
	}
	if (js.kind === "member" && js.name === "stringValue") {
		return storedParameter(translator, js);
	}
	if (js.kind === "member" && js.name === "secretValue") {
		return reference(translator, js.of, "", js);
	}
	if (js.kind === "method" && js.name === "secretValueFromJson") {
		const key = translator.argument(js.args, 0, js.frame, js.span);
		return reference(translator, js.of, key.kind === "literal" ? key.text : "", js);
	}
	if (js.kind === "member" && (js.name === "secretAccessKey" || js.name === "userPoolClientSecret")) {
		const id = js.of.kind === "instance" ? translator.registry.idOf(js.of) : null;
		return id === null
			? null
			: {
					kind: "reference",
					span: js.span,
					to: {
						of: "resource",
						id,
						attribute: js.name === "secretAccessKey" ? "SecretAccessKey" : "ClientSecret",
					},
				};
	}
	return js.kind === "call" ? fromCall(translator, js) : null;
}

/** `{{resolve:secretsmanager:${Secret}:SecretString:password::}}`. */
function reference(translator: Translation, secret: Js, jsonKey: string, { span }: Js): Value | null {
	const id = secret.kind === "instance" ? translator.registry.idOf(secret) : null;
	if (id !== null) {
		return {
			kind: "text",
			span,
			parts: [
				"{{resolve:secretsmanager:",
				{ kind: "reference", span, to: { of: "resource", id, attribute: null } },
				`:SecretString:${jsonKey}::}}`,
			],
		};
	}
	// A secret of another stack: Secret.fromSecretNameV2(…), `props.secret`, `cluster.secret`.
	const isImported = secret.kind === "call" && secret.entity.module === "aws-secretsmanager";
	const isMade = secret.kind === "member" && secret.name === "secret";
	const name = isImported ? translator.argument(secret.args, 2, secret.frame, span) : null;
	const known = name?.kind === "literal" ? name.text : null;
	return isImported || isMade || secret.kind === "unresolved"
		? {
				kind: "text",
				span,
				parts:
					known === null
						? [
								"{{resolve:secretsmanager:",
								{ kind: "unresolved", span, why: "it is in another stack" },
								`:SecretString:${jsonKey}::}}`,
							]
						: [`{{resolve:secretsmanager:${known}:SecretString:${jsonKey}::}}`],
			}
		: null;
}

function fromCall(translator: Translation, js: Extract<Js, { kind: "call" }>): Value | null {
	const { span } = js;
	const [owner, name = ""] = js.entity.path;
	const argument = (index: number): Js => translator.argument(js.args, index, js.frame, span);
	const known = (one: Js): string => (one.kind === "literal" ? String(one.value) : "${x}");
	const literal = (text: string): Value => ({ kind: "literal", span, value: text, text, via: null });
	if (owner === "SecretValue") {
		switch (name) {
			case "unsafePlainText":
			case "plainText":
				return asPlain(translator.toValue(argument(0)));
			case "secretsManager": {
				const options = argument(1);
				const field = options.kind === "object" ? findJsEntry(options, "jsonField")?.value : undefined;
				return literal(
					`{{resolve:secretsmanager:${known(argument(0))}:SecretString:${field === undefined ? "" : known(field)}::}}`,
				);
			}
			case "ssmSecure":
				return literal(`{{resolve:ssm-secure:${known(argument(0))}}}`);
			case "cfnParameter": {
				const given = argument(0);
				const parameter = given.kind === "instance" ? translator.registry.parameterOf(given) : null;
				return parameter === null
					? null
					: { kind: "reference", span, to: { of: "parameter", name: parameter.name, parameter } };
			}
			case "resourceAttribute":
				return translator.toValue(argument(0));
			default:
				return null;
		}
	}
	if (
		owner === "StringParameter" &&
		(name === "valueForStringParameter" || name === "valueForTypedStringParameterV2")
	) {
		return stored(known(argument(1)), js);
	}
	return owner === "StringParameter" && name === "valueForSecureStringParameter"
		? literal(`{{resolve:ssm-secure:${known(argument(1))}}}`)
		: null;
}

/** What `unsafePlainText` takes is a text, whoever gives it. */
function asPlain(value: Value): Value {
	return value.kind === "unresolved" ? { ...value, plain: true } : value;
}

/** `StringParameter.fromStringParameterName(this, "P", "/app/x").stringValue`. */
function storedParameter(translator: Translation, js: Extract<Js, { kind: "member" }>): Value | null {
	const { of, span } = js;
	if (of.kind !== "call" || of.entity.path[0] !== "StringParameter") {
		return null;
	}
	const given = translator.argument(of.args, 2, of.frame, span);
	const named = given.kind === "object" ? (findJsEntry(given, "parameterName")?.value ?? given) : given;
	const name = named.kind === "literal" ? named.text : "${x}";
	if (of.entity.path[1]?.startsWith("fromSecure") === true) {
		return {
			kind: "literal",
			span,
			value: `{{resolve:ssm-secure:${name}}}`,
			text: `{{resolve:ssm-secure:${name}}}`,
			via: null,
		};
	}
	return stored(name, js);
}

/** CDK creates a template parameter of type `AWS::SSM::Parameter::Value<String>`, which CloudFormation resolves. */
function stored(name: string, { span }: Js): Value {
	const parameter = {
		name: `SsmParameterValue${name.replace(/[^A-Za-z0-9]/gu, "")}Parameter`,
		type: "AWS::SSM::Parameter::Value<String>",
		noEcho: false,
		description: "",
		default: null,
		written: null,
		overridden: false,
		allowed: null,
		open: false,
		span,
		nameSpan: span,
		origin: null,
	};
	return { kind: "reference", span, to: { of: "parameter", name: parameter.name, parameter } };
}
