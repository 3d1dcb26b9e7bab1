import { findKey } from "./key-reference.ts";
import { identityPoliciesOf, impliedPolicies, policiesIn } from "./identity-policies.ts";
import { covers, readPolicy, textsOf, type PolicyText, type Statement } from "./policy.ts";
import type { Resource, Stack } from "./resource.ts";
import { alternatives, type Value } from "./value.ts";
import { pushAll } from "../text/push-all.ts";

/** The execution role of a function, as far as it is in this template. */
export interface FunctionRole {
	/** The logical id by which a policy is attached to it. */
	readonly id: string;
	/** The resource of the role; null if SAM creates it. */
	readonly resource: Resource | null;
	readonly statements: readonly Statement[];
	/** False if a policy that cannot be read here is attached, so it is not known what the role may not do. */
	readonly complete: boolean;
}

/**
 * AWS managed policies for functions without any KMS action. Source: "AWS managed policies for Lambda" and the policy
 * documents in the IAM console.
 */
const WITHOUT_KMS =
	/(?:^|\/)(?:AWSLambdaBasicExecutionRole|AWSLambdaVPCAccessExecutionRole|AWSLambdaENIManagementAccess|AWSXRayDaemonWriteAccess|AWSXrayWriteOnlyAccess|AWSXrayFullAccess|CloudWatchLambdaInsightsExecutionRolePolicy|CloudWatchLambdaApplicationSignalsExecutionRolePolicy|AWSLambdaSQSQueueExecutionRole|AWSLambdaDynamoDBExecutionRole|AWSLambdaKinesisExecutionRole|AWSLambdaInvocation-DynamoDB|AWSLambdaRole)$/u;

const ROLES = new WeakMap<Resource, FunctionRole>();

/** The role of a function; null if it is not in this template. */
export function roleOf(fn: Resource): FunctionRole | null {
	const [role, ...others] = alternatives(fn.get("Role"));
	if (role === undefined || others.length > 0) {
		return null;
	}
	const { value } = role;
	if (value.kind === "absent" && fn.writtenType === "AWS::Serverless::Function") {
		return impliedRole(fn);
	}
	const resource =
		value.kind === "reference" && value.to.of === "resource" ? fn.stack.resource(value.to.id) : undefined;
	return resource === undefined ? null : permissionsOf(resource);
}

/** What a role may do; null for another resource. */
export function permissionsOf(role: Resource): FunctionRole | null {
	if (role.type !== "AWS::IAM::Role") {
		return null;
	}
	// Cached, because many functions may share it.
	let known = ROLES.get(role);
	if (known === undefined) {
		known = writtenRole(role);
		ROLES.set(role, known);
	}
	return known;
}

function impliedRole(fn: Resource): FunctionRole {
	const items = impliedPolicies(fn);
	const attached = attachedTo(fn.stack, `${fn.id}Role`);
	const readable = items.every(
		(item) =>
			item.document !== null || item.arguments !== null || (item.name !== null && WITHOUT_KMS.test(item.name)),
	);
	const own = policiesIn(fn).map(({ policy }) => policy);
	return {
		id: `${fn.id}Role`,
		resource: null,
		statements: [...own.flatMap(({ statements }) => statements), ...attached.statements],
		complete: readable && attached.complete && own.every((policy) => policy.complete),
	};
}

function writtenRole(role: Resource): FunctionRole {
	const own = policiesIn(role).map(({ policy }) => policy);
	const attached = attachedTo(role.stack, role.id);
	const managed = textsOf(role.get("ManagedPolicyArns")).map((arn) => managedPolicy(role.stack, arn));
	return {
		id: role.id,
		resource: role,
		statements: [
			...own.flatMap(({ statements }) => statements),
			...attached.statements,
			...managed.flatMap((policy) => policy?.statements ?? []),
		],
		complete:
			own.every((policy) => policy.complete) &&
			attached.complete &&
			managed.every((policy) => policy?.complete === true) &&
			isListed(role.get("ManagedPolicyArns")) &&
			isListed(role.get("Policies")),
	};
}

/** True if the list (or its absence) is fully known. */
function isListed(value: Value): boolean {
	return alternatives(value).every(({ value: one }) => one.kind === "absent" || (one.kind === "list" && !one.open));
}

function managedPolicy(
	stack: Stack,
	{ text, value }: PolicyText,
): Pick<FunctionRole, "statements" | "complete"> | null {
	if (value.kind === "reference" && value.to.of === "resource") {
		const resource = stack.resource(value.to.id);
		return resource?.type === "AWS::IAM::ManagedPolicy" ? readPolicy(resource.get("PolicyDocument")) : null;
	}
	return text !== null && WITHOUT_KMS.test(text) ? { statements: [], complete: true } : null;
}

interface Attached {
	readonly statements: Statement[];
	complete: boolean;
}

const ATTACHED = new WeakMap<object, { readonly byRole: ReadonlyMap<string, Attached>; readonly complete: boolean }>();

/** The policies of the stack that attach themselves to the role. */
function attachedTo(stack: Stack, role: string): Pick<FunctionRole, "statements" | "complete"> {
	const key = stack.shared ?? stack;
	let known = ATTACHED.get(key);
	if (known === undefined) {
		known = readAttached(stack);
		ATTACHED.set(key, known);
	}
	const own = known.byRole.get(role);
	return { statements: own?.statements ?? [], complete: known.complete && (own?.complete ?? true) };
}

function readAttached(stack: Stack): { readonly byRole: ReadonlyMap<string, Attached>; readonly complete: boolean } {
	const byRole = new Map<string, Attached>();
	let complete = true;
	for (const { resource, policy } of identityPoliciesOf(stack)) {
		if (!["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"].includes(resource.type)) {
			continue;
		}
		for (const { text, value } of textsOf(
			resource.get(resource.type === "AWS::IAM::RolePolicy" ? "RoleName" : "Roles"),
		)) {
			const role = value.kind === "reference" && value.to.of === "resource" ? value.to.id : text;
			if (role !== null) {
				const attached = byRole.get(role) ?? { statements: [], complete: true };
				byRole.set(role, attached);
				pushAll(attached.statements, policy.statements);
				attached.complete &&= policy.complete;
			}
			if (value.kind !== "literal" && !(value.kind === "reference" && value.to.of === "resource")) {
				complete = false; // It may be any role: a parameter, an import, a role that SAM creates.
			}
		}
	}
	return { byRole, complete };
}

/** The keys that a role may decrypt with. */
interface Decryption {
	/** With any key. */
	readonly any: boolean;
	/** With keys that cannot be determined: a pattern, a parameter. */
	readonly unknown: boolean;
	readonly keys: ReadonlySet<Resource>;
}

const DECRYPTIONS = new WeakMap<FunctionRole, WeakMap<Stack, Decryption>>();

/**
 * True if the role's policies may allow decryption with the key; with any key if `key` is null. Conditions are assumed
 * to hold.
 */
export function mayDecrypt(role: FunctionRole, key: Resource | null, stack: Stack): boolean {
	const byStack = DECRYPTIONS.get(role) ?? new WeakMap<Stack, Decryption>();
	DECRYPTIONS.set(role, byStack);
	let known = byStack.get(stack);
	if (known === undefined) {
		known = readDecryption(role, stack);
		byStack.set(stack, known);
	}
	return key === null ? known.any : known.unknown || known.keys.has(key);
}

function readDecryption(role: FunctionRole, stack: Stack): Decryption {
	let any = false;
	let unknown = false;
	const keys = new Set<Resource>();
	const allow = ({ text, value }: Pick<PolicyText, "text" | "value">): void => {
		const found = findKey(stack, value);
		any = true;
		if (found !== null) {
			keys.add(found);
		} else {
			// A literal ARN belongs to another key: this one has no ARN before it is created.
			unknown ||= value.kind !== "literal" || text === null || text.includes("*");
		}
	};
	for (const { effect, inverted, actions, resources } of role.statements) {
		if (
			effect !== "Deny" &&
			(inverted || actions.some(({ text }) => text === null || covers(text, "kms:Decrypt")))
		) {
			any ||= inverted;
			unknown ||= inverted;
			resources.forEach(allow);
		}
	}
	return { any, unknown, keys };
}

const SECRETS = new WeakMap<FunctionRole, readonly Resource[]>();

/** The secrets of this template that the role's policies name, so that the function may read them. */
export function readableSecrets(role: FunctionRole, stack: Stack): readonly Resource[] {
	let secrets = SECRETS.get(role);
	if (secrets === undefined) {
		secrets = readSecrets(role, stack);
		SECRETS.set(role, secrets);
	}
	return secrets;
}

function readSecrets(role: FunctionRole, stack: Stack): readonly Resource[] {
	const named = role.statements
		.filter(
			({ effect, inverted, actions }) =>
				effect === "Allow" &&
				!inverted &&
				actions.some(({ text }) => text !== null && covers(text, "secretsmanager:GetSecretValue")),
		)
		.flatMap(({ resources }) => resources.map(({ value }) => value));
	return [
		...new Set(
			named.flatMap((value) => (value.kind === "reference" && value.to.of === "resource" ? [value.to.id] : [])),
		),
	].flatMap((id) => {
		const resource = stack.resource(id);
		return resource?.type === "AWS::SecretsManager::Secret" ? [resource] : [];
	});
}

/** Whether a key policy trusts a role: it names the role, delegates to IAM, does neither, or is not known. */
export type Trust = "named" | "delegated" | "none" | "unknown";

/** What a key policy says about roles: those it names, and the rule for all others. */
interface KeyTrust {
	readonly named: ReadonlySet<string>;
	readonly namesAll: boolean;
	readonly others: Trust;
}

const TRUSTS = new WeakMap<Resource, KeyTrust>();

/**
 * Reads whether a key policy allows a role to decrypt. Source: "Key policies in AWS KMS", AWS KMS Developer Guide: a
 * key without a policy, and one that names the account, delegates to IAM policies.
 */
export function trustOf(key: Resource, role: FunctionRole): Trust {
	let known = TRUSTS.get(key);
	if (known === undefined) {
		known = readTrust(key);
		TRUSTS.set(key, known);
	}
	return known.namesAll || known.named.has(role.id) ? "named" : known.others;
}

function readTrust(key: Resource): KeyTrust {
	const named = new Set<string>();
	let namesAll = false;
	const document = key.get("KeyPolicy");
	if (document.kind === "absent") {
		return { named, namesAll, others: "delegated" };
	}
	const { statements, complete } = readPolicy(document);
	let trust: Trust = complete ? "none" : "unknown";
	for (const { effect, inverted, actions, principal } of statements) {
		if (
			effect === "Deny" ||
			(!inverted && !actions.some(({ text }) => text === null || covers(text, "kms:Decrypt")))
		) {
			continue;
		}
		for (const { text, value } of principalsOf(principal)) {
			namesAll ||= text === "*";
			if (value.kind === "reference" && value.to.of === "resource") {
				named.add(value.to.id);
			}
			if (text === null) {
				trust = trust === "delegated" ? trust : "unknown";
			} else if (/:root$|^\d{12}$/u.test(text) || (value.kind === "reference" && value.to.of === "pseudo")) {
				trust = "delegated";
			} else if (text.includes("?") && trust === "none") {
				trust = "unknown"; // arn:aws:iam::111122223333:role/${RoleName}
			}
		}
	}
	return { named, namesAll, others: trust };
}

function principalsOf(principal: Value): readonly PolicyText[] {
	return alternatives(principal).flatMap(({ value }) =>
		value.kind === "map"
			? value.entries.filter((entry) => entry.key === "AWS").flatMap((entry) => textsOf(entry.value))
			: textsOf(value),
	);
}
