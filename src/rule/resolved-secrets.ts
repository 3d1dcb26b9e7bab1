import { findDynamicReferences, isHarmless, renderText } from "../model/dynamic-reference.ts";
import type { Stack } from "../model/resource.ts";
import { textsIn } from "../model/texts-in.ts";
import { alternatives, type ReferenceValue, type TextValue, type Value } from "../model/value.ts";
import type { Way } from "../model/way.ts";
import type { Span } from "../text/span.ts";

/** A secret that a deployment writes in plaintext where the template only refers to it. */
export interface ResolvedSecret {
	/** As the message shows it: `Key.SecretAccessKey`, `{{resolve:secretsmanager:…}}`. */
	readonly reference: string;
	readonly at: Span;
	readonly when: readonly Way[];
}

/**
 * Attributes that are secrets, by type. The key of an AppSync API is none here: it is made for clients. Source: return
 * values of "AWS::IAM::AccessKey" and "AWS::Cognito::UserPoolClient", CloudFormation reference.
 */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
	["AWS::IAM::AccessKey", "SecretAccessKey"],
	["AWS::Cognito::UserPoolClient", "ClientSecret"],
]);

/** The attributes in a value that are secrets, each at its place. */
export function* secretAttributesIn(stack: Stack, value: Value, when: readonly Way[] = []): Iterable<ResolvedSecret> {
	switch (value.kind) {
		case "reference": {
			const reference = secretAttribute(stack, value);
			if (reference !== null) {
				yield { reference, at: value.span, when };
			}
			break;
		}
		case "text":
			yield* attributesInText(stack, value, when);
			break;
		case "map":
			for (const entry of value.entries) {
				yield* secretAttributesIn(stack, entry.value, when);
			}
			break;
		case "list":
			for (const item of value.items) {
				yield* secretAttributesIn(stack, item, when);
			}
			break;
		case "branches":
			for (const one of alternatives(value)) {
				yield* secretAttributesIn(stack, one.value, [...when, ...one.when]);
			}
			break;
		case "absent":
		case "literal":
		case "unresolved":
			break;
		default:
			value satisfies never;
	}
}

/** `export AWS_SECRET_ACCESS_KEY=${Key.SecretAccessKey}`: each at its hole, where it has one. */
function* attributesInText(stack: Stack, value: TextValue, when: readonly Way[]): Iterable<ResolvedSecret> {
	const text = renderText(value);
	let end = 0;
	for (const part of value.parts) {
		const start = end;
		end += renderText({ ...value, parts: [part] }).length;
		for (const found of typeof part === "string" ? [] : secretAttributesIn(stack, part, when)) {
			const hole = stack.spanOfPart(value, text, start, end);
			yield hole.start === value.span.start ? found : { ...found, at: hole };
		}
	}
}

function secretAttribute(stack: Stack, { to }: ReferenceValue): string | null {
	const type = to.of === "resource" ? stack.resource(to.id)?.type : undefined;
	return to.of === "resource" &&
		(to.secret === "certain" || (type !== undefined && ATTRIBUTES.get(type) === to.attribute))
		? `${to.id}.${to.attribute ?? ""}`
		: null;
}

/**
 * The secrets of Secrets Manager that CloudFormation looks up for a text. Source: "Get a secret or secret value from
 * Secrets Manager", AWS CloudFormation User Guide: such references are resolved in the properties of resources.
 */
export function* lookedUpIn(stack: Stack, value: Value, when: readonly Way[]): Iterable<ResolvedSecret> {
	if (stack.engine.lookup === null) {
		return; // Terraform deploys the braces as they are.
	}
	for (const { value: one, when: ways } of textsIn(value, "", when)) {
		const text = one.kind === "text" ? renderText(one) : one.text;
		for (const reference of findDynamicReferences(text)) {
			if (reference.service === "secretsmanager" && !isHarmless(reference)) {
				const start = text.indexOf(`{{resolve:secretsmanager:${reference.id}`);
				const at = stack.spanOfPart(one, text, start, text.indexOf("}}", start) + 2);
				yield { reference: "{{resolve:secretsmanager:…}}", at, when: ways };
			}
		}
	}
}
