import type { Resource } from "../src/model/resource.ts";
import { textsIn } from "../src/model/texts-in.ts";
import { alternatives, type Reached, type Value, withDefault } from "../src/model/value.ts";
import { whenWords } from "../src/rule/when-words.ts";
import { writtenSpans } from "../src/rule/masking/secret-spans.ts";
import { defineRule, type Finding } from "../src/rule/rule.ts";
import { sharedPlaceOf } from "../src/rule/secret-finding.ts";
import { findIn } from "./no-plaintext-parameter/plaintext-value.ts";
import { lookedUpPasswords } from "./no-plaintext-parameter/looked-up-password.ts";
import { nameOf, commandFor } from "./no-plaintext-parameter/put-command.ts";
import { wording, type Words } from "../src/text/wording.ts";

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
	presets: { recommended: "error", strict: "error", audit: "error" },
	yieldsTo: ["no-secret-parameter-default", "no-secret-in-environment"],
	compliance: { CWE: ["CWE-312"] },
	checks: ["CKV2_AWS_34"],
	messages: {
		literalSecret:
			"SSM parameter '{{id}}' stores {{label}} in plaintext{{redacted}}{{origin}}{{when}}. Run `{{command}}` instead.",
		namedSecret:
			"SSM parameter '{{id}}' stores the secret '{{name}}' in plaintext{{when}}. Run `{{command}}` instead.",
		noEchoParameter:
			"SSM parameter '{{id}}' stores '{{source}}' in plaintext{{when}}, despite `{{mask}}`. Run `{{command}}` instead.",
		resolvedSecret: "SSM parameter '{{id}}' stores {{source}} in plaintext{{when}}. {{advice}}",
		lookedUpPassword:
			"Property '{{property}}' of '{{id}}' reads a plaintext password through {{source}}{{when}}. Store it in Secrets Manager.",
		unsupportedType:
			"{{engine}} cannot create '{{id}}', an SSM parameter of type `SecureString`{{when}}. Run `{{command}}`.",
	},
	*check(resource) {
		for (const { value: given, when } of alternatives(resource.get("Type"))) {
			const type = typeOf(given);
			if (type === "SecureString") {
				if (resource.stack.engine.makesSecureStrings) {
					continue; // It is encrypted.
				}
				const data = { id: resource.id, command: commandFor(resource), when: whenWords(when) };
				yield { at: given.span, messageId: "unsupportedType", data, property: "Type" };
			} else if (type === null) {
				yield { unknown: "the type is not known until deployment", at: given.span, property: "Type" };
			} else {
				yield* plaintextValues(resource, type, when);
			}
		}
	},
	*checkStack(stack) {
		for (const { resource, path, source, value, when } of lookedUpPasswords(stack)) {
			const property = resource.spell(path);
			yield {
				at: value.span,
				messageId: "lookedUpPassword",
				data: { id: resource.id, property, source, when: whenWords(when) },
				property,
				resource,
			};
		}
	},
});

function adviceFor(resource: Resource): Words {
	return resource.stack.engine.makesSecureStrings
		? wording("Set `{{setting}}`.", { setting: resource.spellSetting("Type", "SecureString") })
		: wording("Pass the secret's name instead of a copy.");
}

/** The type that a parameter has; null where only deploy time knows it. */
function typeOf(given: Value): string | null {
	const written = withDefault(given);
	return written.kind === "literal" ? written.text : written.kind === "absent" ? "String" : null;
}

/** The value, or what stands in one that `Fn::ToJsonString` makes, under its own names. */
function partsOf({ value, when }: Reached, name: string | null): readonly Part[] {
	return value.kind === "map" || value.kind === "list"
		? textsIn(value, name ?? "", when).map((text) => ({ value: text.value, called: text.name, when: text.when }))
		: [{ value, called: name, when }];
}

interface Part extends Pick<Reached, "value" | "when"> {
	readonly called: string | null;
}

/** Secrets in the values of a parameter that is not encrypted; `before` is when it has that type. */
function* plaintextValues(resource: Resource, type: string, before: Reached["when"]): Iterable<Finding> {
	const name = nameOf(resource);
	for (const { value, called, when } of alternatives(resource.get("Value")).flatMap((one) => partsOf(one, name))) {
		const found = findIn(value, called);
		if (found === null) {
			continue;
		}
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
				when: whenWords([...before, ...when]),
				...(found.messageId === "resolvedSecret" ? { advice: adviceFor(resource) } : {}),
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
