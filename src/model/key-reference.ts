import type { Resource, Stack } from "./resource.ts";
import { alternatives, type BranchesValue, type Value } from "./value.ts";

/** `alias/orders`, `arn:aws:kms:eu-west-1:111122223333:alias/orders`, holes as `?`. */
const ALIAS = /(?:^|:)(alias\/.+)$/u;

/** The key of this template that a value names, by reference, through an alias, or by an alias' name; null for any other. */
export function findKey(stack: Stack, value: Exclude<Value, BranchesValue>): Resource | null {
	switch (value.kind) {
		case "reference":
			return value.to.of === "resource" ? keyBehind(stack.resource(value.to.id)) : null;
		case "literal":
			return findKeyByAlias(stack, value.text);
		case "text": {
			const named = value.parts.find((part) => typeof part !== "string" && part.kind === "reference" && part.to.of === "resource");
			// arn:${AWS::Partition}:kms:…:key/${Key}
			if (named !== undefined && typeof named !== "string" && named.kind === "reference" && named.to.of === "resource") {
				return keyBehind(stack.resource(named.to.id));
			}
			return findKeyByAlias(stack, value.parts.map((part) => (typeof part === "string" ? part : "?")).join(""));
		}
		case "absent":
		case "map":
		case "list":
		case "unresolved":
			return null;
		default:
			return value satisfies never;
	}
}

function keyBehind(resource: Resource | undefined): Resource | null {
	if (resource?.type === "AWS::KMS::Key") {
		return resource;
	}
	if (resource?.type !== "AWS::KMS::Alias") {
		return null;
	}
	const [target] = alternatives(resource.get("TargetKeyId"));
	const key = target?.value.kind === "reference" && target.value.to.of === "resource" ? resource.stack.resource(target.value.to.id) : undefined;
	return key?.type === "AWS::KMS::Key" ? key : null;
}

function findKeyByAlias(stack: Stack, text: string): Resource | null {
	const name = ALIAS.exec(text)?.[1];
	const alias = name === undefined ? undefined : stack.find("AWS::KMS::Alias").find((one) => alternatives(one.get("AliasName")).some(({ value }) => value.kind === "literal" && value.text === name));
	return keyBehind(alias);
}
