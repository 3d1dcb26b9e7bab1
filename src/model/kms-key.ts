import { alternatives, namesResource, withDefault } from "./value.ts";
import type { Resource, Stack } from "./resource.ts";
import { ACCOUNT, type NewResource, PARTITION, type RefTo, refTo, type TextWith, textWith } from "./written.ts";

/** The kind of KMS key that a resource creates; `unknown` if it is not known until deployment. */
export type KeyKind = "symmetric" | "other" | "unknown";

/** The properties that decide the kind of key, with their values for a symmetric key with KMS key material. */
const OF_SYMMETRIC = [
	["KeySpec", "SYMMETRIC_DEFAULT"],
	["CustomerMasterKeySpec", "SYMMETRIC_DEFAULT"],
	["KeyUsage", "ENCRYPT_DECRYPT"],
	["Origin", "AWS_KMS"],
] as const;

/** True if a parameter decides the kind of key: its default is one of several kinds. */
export function hasKindByParameter(key: Resource): boolean {
	return OF_SYMMETRIC.some(([property]) =>
		alternatives(key.get(property)).some(
			({ value }) =>
				(value.kind === "reference" && value.to.of === "parameter") ||
				(value.kind === "literal" && value.via?.kind === "parameter"),
		),
	);
}

/**
 * Whether a key is a symmetric encryption key with KMS key material: the only kind that Lambda, S3 and EBS accept and
 * that KMS rotates automatically. Source: "Rotating AWS KMS keys", AWS KMS Developer Guide: no automatic rotation for
 * asymmetric keys, HMAC keys, imported key material or custom key stores.
 */
export function kindOfKey(key: Resource): KeyKind {
	let kind: KeyKind = "symmetric";
	for (const [property, value] of OF_SYMMETRIC) {
		for (const { value: given } of alternatives(key.get(property))) {
			const settled = withDefault(given);
			if (settled.kind === "literal" && settled.text !== value) {
				return "other";
			}
			if (settled.kind !== "literal" && settled.kind !== "absent") {
				kind = "unknown";
			}
		}
	}
	return kind;
}

/** More suggestions than this do not help. */
const MAX_OFFERED = 3;

/** The first keys of the stack that can protect the data of `user`, in file order. */
export function fittingKeys(user: Resource): readonly Resource[] {
	const fitting: Resource[] = [];
	for (const key of user.stack.find("AWS::KMS::Key")) {
		if (fitting.length === MAX_OFFERED) {
			break;
		}
		if (fits(key, user)) {
			fitting.push(key);
		}
	}
	return fitting;
}

/**
 * True for a symmetric key that exists whenever `user` does. A key that refers to the user (in its policy) does not
 * fit: CloudFormation rejects a circular dependency.
 */
export function fits(key: Resource, user: Resource): boolean {
	return (
		key.type === "AWS::KMS::Key" &&
		!key.looped &&
		(key.condition === null || key.condition === user.condition) &&
		kindOfKey(key) === "symmetric" &&
		!namesResource(key.properties, user.id)
	);
}

/** A reference to a key of this stack where an ARN is required. */
export function arnOf(key: Resource): RefTo {
	return refTo(key.id, "Arn");
}

/** A new key with rotation, retained when the stack is deleted, with a policy that delegates to IAM. */
export function newKey(description: string): NewResource {
	return {
		type: "AWS::KMS::Key",
		retained: true,
		properties: {
			Description: description,
			EnableKeyRotation: true,
			KeyPolicy: {
				Version: "2012-10-17",
				Statement: [
					{
						Sid: "EnableIamPolicies",
						Effect: "Allow",
						Principal: { AWS: accountRoot() },
						Action: "kms:*",
						Resource: "*",
					},
				],
			},
		},
	};
}

/** The account of the deployment as a principal, in a form for every partition. */
export function accountRoot(): TextWith {
	return textWith("arn:", PARTITION, ":iam::", ACCOUNT, ":root");
}

/**
 * A logical id that the stack does not use yet: `wanted`, `wanted2`, …
 *
 * @param type the CloudFormation type of the resource that gets it
 */
export function freshId(stack: Stack, type: string, wanted: string): string {
	const first = stack.newId?.(type, wanted) ?? wanted;
	let id = first;
	for (let count = 2; stack.resource(id) !== undefined || stack.parameters.has(id); count += 1) {
		id = first + String(count);
	}
	return id;
}
