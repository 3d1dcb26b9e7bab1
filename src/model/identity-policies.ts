import { readPolicy, type Policy } from "./policy.ts";
import type { Resource, Stack } from "./resource.ts";
import { makesRole } from "./sam-types.ts";
import { alternatives, follow, getIn, itemsOf, type MapValue, type Value, type Single } from "./value.ts";
import { type Way } from "./way.ts";
import type { Span } from "../text/span.ts";

/** A policy of a role, a user or a group. */
export interface IdentityPolicy {
	/** The resource that contains it: a policy, a role, a SAM function. */
	readonly resource: Resource;
	readonly policy: Policy;
	/** The path of the document in that resource: `Policies.PolicyDocument`. */
	readonly property: string;
	/** The policy template that SAM expands to it; null for a document that the author wrote. */
	readonly template: { readonly name: string; readonly span: Span } | null;
	readonly when: readonly Way[];
}

/** Types that are a policy themselves. */
const DOCUMENTS: ReadonlyMap<string, string> = new Map([
	["AWS::IAM::Policy", "PolicyDocument"],
	["AWS::IAM::ManagedPolicy", "PolicyDocument"],
	["AWS::IAM::RolePolicy", "PolicyDocument"],
	["AWS::IAM::UserPolicy", "PolicyDocument"],
	["AWS::IAM::GroupPolicy", "PolicyDocument"],
	["AWS::SSO::PermissionSet", "InlinePolicy"],
]);

/** Types that contain policies. */
const INLINE: ReadonlySet<string> = new Set(["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"]);

const READ = new WeakMap<object, readonly IdentityPolicy[]>();

/** Every identity policy of the stack. */
export function identityPoliciesOf(stack: Stack): readonly IdentityPolicy[] {
	const key = stack.shared ?? stack;
	let policies = READ.get(key);
	if (policies === undefined) {
		policies = stack.resources.flatMap(policiesIn);
		READ.set(key, policies);
	}
	return policies;
}

/** The identity policies of which something is written in this file. */
export function reportedPoliciesOf(stack: Stack): readonly IdentityPolicy[] {
	return identityPoliciesOf(stack).filter(({ resource }) => stack.isReported(resource));
}

/** The policies written in one resource. */
export function policiesIn(resource: Resource): readonly IdentityPolicy[] {
	const document = DOCUMENTS.get(resource.type);
	if (document !== undefined) {
		return [{ resource, policy: readPolicy(resource.get(document)), property: document, template: null, when: [] }];
	}
	if (INLINE.has(resource.type)) {
		return follow(resource.properties, "Policies[].PolicyDocument").map(({ value, when }) => ({
			resource,
			policy: readPolicy(value),
			property: "Policies.PolicyDocument",
			template: null,
			when,
		}));
	}
	return makesRole(resource.writtenType)
		? impliedPolicies(resource).flatMap((item): readonly IdentityPolicy[] => {
				if (item.document !== null) {
					const policy = readPolicy(item.document);
					return [{ resource, policy, property: "Policies", template: null, when: item.when }];
				}
				return item.name === null || item.arguments === null
					? []
					: expand(resource, { name: item.name, span: item.span }, item.arguments, item.when);
			})
		: [];
}

/** What a policy template of SAM allows, on a resource whose ARN ends with one of its arguments. */
interface TemplatePolicy {
	readonly action: string;
	readonly argument: string;
	readonly prefix: string;
}

const PARAMETERS = { action: "ssm:GetParameter", argument: "ParameterName" } as const;

/**
 * SAM's policy templates for keys, parameters and secrets. Source: "AWS SAM policy templates", AWS SAM Developer Guide.
 */
const TEMPLATES: ReadonlyMap<string, TemplatePolicy> = new Map<string, TemplatePolicy>([
	["KMSDecryptPolicy", { action: "kms:Decrypt", argument: "KeyId", prefix: "arn:?:kms:?:?:key/" }],
	["KMSEncryptPolicy", { action: "kms:Encrypt", argument: "KeyId", prefix: "arn:?:kms:?:?:key/" }],
	["SSMParameterReadPolicy", { ...PARAMETERS, prefix: "arn:?:ssm:?:?:parameter/" }],
	["SSMParameterWithSlashPrefixReadPolicy", { ...PARAMETERS, prefix: "arn:?:ssm:?:?:parameter" }],
	[
		"AWSSecretsManagerGetSecretValuePolicy",
		{ action: "secretsmanager:GetSecretValue", argument: "SecretArn", prefix: "" },
	],
]);

/** The statement that SAM creates from a policy template. All of its values point to the argument. */
function expand(
	resource: Resource,
	template: NonNullable<IdentityPolicy["template"]>,
	given: Value,
	when: readonly Way[],
): readonly IdentityPolicy[] {
	const row = TEMPLATES.get(template.name);
	return row === undefined
		? []
		: alternatives(getIn(given, row.argument))
				.filter(({ value }) => value.kind !== "absent")
				.map(({ value, when: through }) => {
					const { span } = value;
					const literal = (text: string): Value => ({ kind: "literal", span, value: text, text, via: null });
					const arn: Value =
						row.prefix === "" ? value : { kind: "text", span, parts: [row.prefix, ...partsOf(value)] };
					const map = (entries: Readonly<Record<string, Value>>): MapValue => ({
						kind: "map",
						span,
						entries: Object.entries(entries).map(([key, one]) => ({
							key,
							keySpan: span,
							value: one,
							span,
						})),
						open: false,
						origin: null,
					});
					const statement = map({ Effect: literal("Allow"), Action: literal(row.action), Resource: arn });
					return {
						resource,
						policy: readPolicy(map({ Statement: statement })),
						property: "Policies",
						template,
						when: [...when, ...through],
					};
				});
}

function partsOf(value: Single): readonly (string | Value)[] {
	return value.kind === "literal" ? [value.text] : value.kind === "text" ? value.parts : [value];
}

/** An item of SAM's `Policies`: a document, or the name of a template or of a managed policy. */
export interface ImpliedPolicy {
	readonly document: MapValue | null;
	/** `DynamoDBCrudPolicy`, `AWSLambdaBasicExecutionRole`, an ARN; null if it is not known until deployment. */
	readonly name: string | null;
	readonly arguments: Value | null;
	readonly span: Span;
	readonly when: readonly Way[];
}

/** SAM's `Policies`, unless `Role` is set. */
export function impliedPolicies(resource: Resource): readonly ImpliedPolicy[] {
	if (resource.get("Role").kind !== "absent") {
		return []; // SAM then ignores them.
	}
	return alternatives(resource.get("Policies")).flatMap(({ value, when }) => {
		const items =
			value.kind === "list" || value.kind === "map"
				? itemsOf(value)
				: value.kind === "absent"
					? []
					: [{ value, when: [] }];
		return items.map((item) => impliedPolicy(item.value, [...when, ...item.when]));
	});
}

function impliedPolicy(value: Single, when: readonly Way[]): ImpliedPolicy {
	if (value.kind === "map") {
		if (getIn(value, "Statement").kind !== "absent") {
			return { document: value, name: null, arguments: null, span: value.span, when };
		}
		// { DynamoDBCrudPolicy: { TableName: … } }
		const [entry] = value.entries;
		const { key = null, value: given = null, span = value.span } = entry ?? {};
		return { document: null, name: key, arguments: given, span, when };
	}
	const name = value.kind === "literal" ? value.text : null;
	return { document: null, name, arguments: null, span: value.span, when };
}
