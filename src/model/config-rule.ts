import { entryOf } from "./entry-of.ts";
import type { Resource, Stack } from "./resource.ts";
import { alternatives, getIn, literalOf, textWithHoles, type Value } from "./value.ts";

/** Where the types of Config rules have the identifier of an AWS managed rule, and its parameters. */
const PLACES = [
	{ type: "AWS::Config::ConfigRule", identifier: "Source.SourceIdentifier", input: "InputParameters" },
	{
		type: "AWS::Config::OrganizationConfigRule",
		identifier: "OrganizationManagedRuleMetadata.RuleIdentifier",
		input: "OrganizationManagedRuleMetadata.InputParameters",
	},
] as const;

/** The types of Config rules. */
export const CONFIG_RULE_TYPES: readonly string[] = PLACES.map(({ type }) => type);

/** The AWS managed rule that asks for SSE-KMS on buckets. Source: "s3-default-encryption-kms", AWS Config Developer Guide. */
const BUCKET_KMS = "S3_DEFAULT_ENCRYPTION_KMS";

/** True if a Config rule certainly asks for SSE-KMS as the default encryption of buckets. */
export function asksForBucketKms(rule: Resource): boolean {
	const place = PLACES.find(({ type }) => type === rule.type);
	return place !== undefined && literalOf(rule.get(place.identifier))?.text === BUCKET_KMS;
}

/** The property with the parameters of a Config rule. */
export function inputOf(rule: Resource): string {
	return PLACES.find(({ type }) => type === rule.type)?.input ?? "InputParameters";
}

/** One parameter of a Config rule. */
export type ConfigInput =
	| { readonly kind: "value"; readonly value: Value }
	| { readonly kind: "absent" }
	/** In a text of which not all is known, or not known at all. */
	| { readonly kind: "unknown" };

/** A parameter of a Config rule, which has them as a map, or as JSON in a text. */
export function configInput(rule: Resource, name: string): ConfigInput {
	const [input, ...others] = alternatives(rule.get(inputOf(rule)));
	if (input === undefined || others.length > 0) {
		return { kind: "unknown" };
	}
	const { value } = input;
	switch (value.kind) {
		case "absent":
			return { kind: "absent" };
		case "map": {
			const found = getIn(value, name);
			return found.kind === "absent"
				? { kind: value.open ? "unknown" : "absent" }
				: { kind: "value", value: found };
		}
		case "literal":
			return inText(value.text, name, value);
		case "text":
			return textWithHoles(value).includes(name) ? { kind: "unknown" } : { kind: "absent" };
		case "list":
		case "reference":
		case "unresolved":
			return { kind: "unknown" };
		default:
			return value satisfies never;
	}
}

function inText(text: string, name: string, around: Value): ConfigInput {
	if (!text.includes(name)) {
		return { kind: "absent" };
	}
	try {
		const found = entryOf(JSON.parse(text) as Readonly<Record<string, unknown>>, name);
		return typeof found === "string"
			? { kind: "value", value: { kind: "literal", span: around.span, value: found, text: found, via: null } }
			: { kind: "unknown" };
	} catch {
		return { kind: "unknown" };
	}
}

/** The Config rule that a remediation belongs to; null if it is not in this stack. */
export function ruleOfRemediation(remediation: Resource): Resource | null {
	const { stack } = remediation;
	const [name] = alternatives(remediation.get("ConfigRuleName"));
	if (name?.value.kind === "reference" && name.value.to.of === "resource") {
		return stack.resource(name.value.to.id) ?? null;
	}
	return name?.value.kind === "literal" ? (rulesOf(stack).get(name.value.text) ?? null) : null;
}

function rulesOf(stack: Stack): ReadonlyMap<string, Resource> {
	return new Map(
		stack.find("AWS::Config::ConfigRule").flatMap((rule) => {
			const name = literalOf(rule.get("ConfigRuleName"));
			return name === null ? [] : [[name.text, rule] as const];
		}),
	);
}
