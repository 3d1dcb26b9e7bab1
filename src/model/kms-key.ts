import { alternatives, namesResource } from "./value.ts";
import type { Resource, Stack } from "./resource.ts";
import { ACCOUNT, type NewResource, PARTITION, type RefTo, refTo, type TextWith, textWith } from "./written.ts";

/** What kind of KMS key a resource makes; `unknown` where only deploy time tells. */
export type KeyKind = "symmetric" | "other" | "unknown";

/** The properties that decide what kind of key it is, with what a symmetric key of KMS's own making has. */
const OF_SYMMETRIC = [
	["KeySpec", "SYMMETRIC_DEFAULT"],
	["CustomerMasterKeySpec", "SYMMETRIC_DEFAULT"],
	["KeyUsage", "ENCRYPT_DECRYPT"],
	["Origin", "AWS_KMS"],
] as const;

/** True where a parameter decides what kind of key it is: its default is one of several kinds. */
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
 * Reads whether a key is a symmetric encryption key whose material KMS made: the only kind that Lambda, S3 and EBS take
 * and that KMS rotates by itself. Source: "Rotating AWS KMS keys", AWS KMS Developer Guide: automatic rotation is not
 * for asymmetric keys, HMAC keys, imported material or custom key stores.
 */
export function kindOfKey(key: Resource): KeyKind {
	let kind: KeyKind = "symmetric";
	for (const [property, value] of OF_SYMMETRIC) {
		for (const { value: given } of alternatives(key.get(property))) {
			const settled =
				given.kind === "reference" && given.to.of === "parameter"
					? (given.to.parameter.default ?? given)
					: given;
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

/** More keys than this are no help in choosing one. */
const MAX_OFFERED = 3;

/** The first keys of the stack that can protect the data of `user`, in the order of the file. */
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
 * True for a symmetric key that is there whenever `user` is. A key that itself names the user (in its policy) does not
 * fit: each would wait for the other, and CloudFormation refuses a circle.
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

/** How to name a key of this stack where an ARN is wanted. */
export function arnOf(key: Resource): RefTo {
	return refTo(key.id, "Arn");
}

/** A new key with rotation, kept when the stack goes, under a policy that hands its use to IAM. */
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

/** The account that it is deployed to, as a principal; in words that hold in every partition. */
export function accountRoot(): TextWith {
	return textWith("arn:", PARTITION, ":iam::", ACCOUNT, ":root");
}

/** A logical id that the stack does not use yet: `wanted`, `wanted2`, … */
export function freshId(stack: Stack, wanted: string): string {
	let id = wanted;
	for (let count = 2; stack.resource(id) !== undefined || stack.parameters.has(id); count += 1) {
		id = wanted + String(count);
	}
	return id;
}
