import { type Backend, storeOf } from "../fix/lookup/lookup.ts";
import { findKeyByAlias } from "../model/key-reference.ts";
import { arnOf } from "../model/kms-key.ts";
import { covers, readPolicy, textsOf } from "../model/policy.ts";
import type { Resource, Stack } from "../model/resource.ts";
import { trustOf, type FunctionRole } from "../model/role.ts";
import { getIn, type Single } from "../model/value.ts";
import { groupBy } from "../text/group-by.ts";
import {
	ACCOUNT,
	type Deployed,
	PARTITION,
	REGION,
	RefTo,
	TextWith,
	textWith,
	type Written,
} from "../model/written.ts";

/** A statement of a policy, as an edit writes it. */
export interface NewStatement {
	readonly action: string;
	readonly resources: readonly Written[];
	/** Operator, condition key, values. */
	readonly conditions: readonly (readonly [operator: string, key: string, values: readonly Written[]])[];
	/** The key of the stack that it is about; null if it is about none. */
	readonly key: Resource | null;
}

/** What a function looks up: each secret where it is stored, and the key that it is stored under. */
export interface Looked {
	readonly target: string;
	readonly key: string | null;
}

/**
 * What a role needs to look secrets up, and no more: the actions on their ARNs, and decryption with each key of the
 * account's own for these secrets only. The AWS managed key of a service needs no permission.
 *
 * @param functionName for `kms`, the function that the ciphertexts are bound to
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-secrets-manager.html
 */
export function statementsFor(
	looked: readonly Looked[],
	backend: Backend,
	stack: Stack,
	functionName: string | null,
): readonly NewStatement[] {
	const store = storeOf(backend);
	const byKey = groupBy(looked, ({ key }) => key);
	const decrypts = [...byKey].flatMap(([key, own]) => {
		if (key === null) {
			return [];
		}
		const conditions: NewStatement["conditions"] =
			store === "kms"
				? [["StringEquals", "kms:EncryptionContext:LambdaFunctionName", [functionName ?? ""]]]
				: store === "ssm"
					? [
							["StringEquals", "kms:ViaService", [viaOf("ssm")]],
							[
								"StringEquals",
								"kms:EncryptionContext:PARAMETER_ARN",
								own.map(({ target }) => parameterArn(target)),
							],
						]
					: [
							["StringEquals", "kms:ViaService", [viaOf("secretsmanager")]],
							[
								"StringLike",
								"kms:EncryptionContext:SecretARN",
								own.map(({ target }) => secretArn(target)),
							],
						];
		return decryptWith(key, stack, conditions);
	});
	if (store === "kms") {
		return decrypts;
	}
	const targets = [...new Set(looked.map(({ target }) => target))];
	return [
		{
			action: store === "ssm" ? "ssm:GetParameter" : "secretsmanager:GetSecretValue",
			resources: targets.map(store === "ssm" ? parameterArn : secretArn),
			conditions: [],
			key: null,
		},
		...decrypts,
	];
}

function decryptWith(name: string, stack: Stack, conditions: NewStatement["conditions"]): NewStatement {
	const key = findKeyByAlias(stack, name);
	const last = name.slice(name.lastIndexOf(":") + 1);
	const alias = last.startsWith("alias/") ? last : undefined;
	const action = "kms:Decrypt";
	if (key !== null) {
		return { action, resources: [arnOf(key)], conditions, key };
	}
	if (alias !== undefined) {
		// A policy takes no alias for a key. https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
		const named = ["ForAnyValue:StringEquals", "kms:ResourceAliases", [alias]] as const;
		return { action, resources: [keyArn("*")], conditions: [named, ...conditions], key: null };
	}
	return { action, resources: [name.startsWith("arn:") ? name : keyArn(name)], conditions, key: null };
}

function parameterArn(name: string): TextWith {
	return textWith("arn:", PARTITION, ":ssm:", REGION, ":", ACCOUNT, `:parameter/${name.replace(/^\//u, "")}`);
}

/** Secrets Manager adds a hyphen and six characters to the name. */
function secretArn(name: string): TextWith {
	return textWith("arn:", PARTITION, ":secretsmanager:", REGION, ":", ACCOUNT, `:secret:${name}-??????`);
}

function keyArn(id: string): TextWith {
	return textWith("arn:", PARTITION, ":kms:", REGION, ":", ACCOUNT, `:key/${id}`);
}

function viaOf(service: string): TextWith {
	return textWith(`${service}.`, REGION, ".amazonaws.com");
}

/** Those that the policies of a role do not give already, as far as they are known. */
export function missingFrom(role: FunctionRole | null, statements: readonly NewStatement[]): readonly NewStatement[] {
	return statements.flatMap((statement) => {
		const resources = statement.resources.filter((resource) => !isGiven(role, statement, resource));
		return resources.length === 0 ? [] : [{ ...statement, resources }];
	});
}

/** True if a statement without conditions covers it. */
function isGiven(role: FunctionRole | null, { action }: NewStatement, resource: Written): boolean {
	const wanted = plainOf(resource);
	return (
		role?.statements.some(
			({ effect, inverted, conditions, obscure, actions, resources, when }) =>
				effect === "Allow" &&
				!inverted &&
				!obscure &&
				conditions.length === 0 &&
				when.length === 0 &&
				actions.some(({ text }) => text !== null && covers(text, action)) &&
				resources.some(({ value }) => {
					const pattern = patternOf(value);
					return pattern !== null && covers(pattern, wanted);
				}),
		) === true
	);
}

/**
 * What a resource of a statement covers, with the account, the Region and the partition of {@link KNOWN}; null if more of
 * it is not known.
 */
function patternOf(value: Single): string | null {
	switch (value.kind) {
		case "literal":
			return value.text;
		case "text": {
			const parts = value.parts.map((part) =>
				typeof part === "string" ? part : part.kind === "branches" ? null : patternOf(part),
			);
			// What SAM fills in where it expands a policy template is `?` in ours.
			return parts.includes(null) ? null : parts.join("").replaceAll(/:\?(?=:)/gu, ":*");
		}
		case "reference":
			if (value.to.of === "resource") {
				return `${value.to.id}.${value.to.attribute ?? ""}`;
			}
			return value.to.of === "pseudo" ? (PSEUDO.get(value.to.name) ?? null) : null;
		case "absent":
		case "map":
		case "list":
		case "unresolved":
			return null;
		default:
			return value satisfies never;
	}
}

const KNOWN: Readonly<Record<Deployed, string>> = {
	account: "111122223333",
	partition: "aws",
	region: "eu-west-1",
	"stack-name": "app",
};

const PSEUDO: ReadonlyMap<string, string> = new Map([
	["AWS::AccountId", KNOWN.account],
	["AWS::Partition", KNOWN.partition],
	["AWS::Region", KNOWN.region],
	["AWS::StackName", KNOWN["stack-name"]],
]);

function plainOf(resource: Written): string {
	if (resource instanceof TextWith) {
		return resource.parts
			.map((part) => (typeof part === "string" ? part : part instanceof RefTo ? part.id : KNOWN[part.deployed]))
			.join("");
	}
	return resource instanceof RefTo ? `${resource.id}.${resource.attribute ?? ""}` : String(resource);
}

/** True if the policy of the key leaves the decision to the policies of the role. */
export function isLeftToIam(key: Resource | null, role: FunctionRole): boolean {
	const trust = key === null ? "delegated" : trustOf(key, role);
	return trust === "delegated" || (trust === "unknown" && key !== null && !namesOthersOnly(key, role));
}

/** True if the policy of the key is known and names other roles and users, each by a name: `role/admin`. */
function namesOthersOnly(key: Resource, role: FunctionRole): boolean {
	const { statements, complete } = readPolicy(key.get("KeyPolicy"));
	const own = role.resource === null ? null : role.resource.get("RoleName");
	const isNamed = own !== null && own.kind !== "absent"; // Then it may be one of those.
	const principals = statements.flatMap(({ principal }) => textsOf(getIn(principal, "AWS")));
	return (
		complete &&
		!isNamed &&
		principals.every(
			({ text }) => text !== null && /^(?:role|user)\/[^?*]+$/u.test(text.slice(text.lastIndexOf(":") + 1)),
		)
	);
}

/** A statement in IAM's own spelling. */
export function toPolicyStatement({ action, resources, conditions }: NewStatement): {
	readonly [key: string]: Written;
} {
	const operators = [...new Set(conditions.map(([operator]) => operator))];
	return {
		Effect: "Allow",
		Action: action,
		Resource: oneOrMany(resources),
		...(conditions.length === 0
			? {}
			: {
					Condition: Object.fromEntries(
						operators.map((operator) => [
							operator,
							Object.fromEntries(
								conditions
									.filter(([own]) => own === operator)
									.map(([, key, values]) => [key, oneOrMany(values)] as const),
							),
						]),
					),
				}),
	};
}

function oneOrMany(items: readonly Written[]): Written {
	const [only, more] = items;
	return more === undefined && only !== undefined ? only : items;
}
