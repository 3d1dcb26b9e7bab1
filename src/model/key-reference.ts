import type { Resource, Stack } from "./resource.ts";
import { alternatives, textWithHoles, type Single } from "./value.ts";

/** `alias/orders`, `arn:aws:kms:eu-west-1:111122223333:alias/orders`, with `?` for unknown parts. */
const ALIAS = /(?:^|:|:key\/)(alias\/[^:]+)$/u;

/**
 * The key of this template that a value refers to: directly, through an alias resource, or by the name of an alias;
 * null for other keys.
 */
export function findKey(stack: Stack, value: Single): Resource | null {
	switch (value.kind) {
		case "reference":
			return value.to.of === "resource" ? keyBehind(stack.resource(value.to.id)) : null;
		case "literal":
			return findKeyByAlias(stack, value.text);
		case "text": {
			const named = value.parts.find(
				(part) => typeof part !== "string" && part.kind === "reference" && part.to.of === "resource",
			);
			// arn:${AWS::Partition}:kms:…:key/${Key}
			if (
				named !== undefined &&
				typeof named !== "string" &&
				named.kind === "reference" &&
				named.to.of === "resource"
			) {
				return keyBehind(stack.resource(named.to.id));
			}
			return findKeyByAlias(stack, textWithHoles(value, "?"));
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
	const key =
		target?.value.kind === "reference" && target.value.to.of === "resource"
			? resource.stack.resource(target.value.to.id)
			: undefined;
	return key?.type === "AWS::KMS::Key" ? key : null;
}

/** The key of this template that an alias, or the ARN of one, names; null for other keys. */
export function findKeyByAlias(stack: Stack, text: string): Resource | null {
	const name = ALIAS.exec(text)?.[1];
	return name === undefined ? null : keyBehind(aliasesOf(stack).get(name));
}

const ALIASES = new WeakMap<Stack, ReadonlyMap<string, Resource>>();

/** The aliases of the template by name. */
function aliasesOf(stack: Stack): ReadonlyMap<string, Resource> {
	let aliases = ALIASES.get(stack);
	if (aliases === undefined) {
		const found = new Map<string, Resource>();
		for (const resource of stack.find("AWS::KMS::Alias")) {
			for (const { value } of alternatives(resource.get("AliasName"))) {
				if (value.kind === "literal" && !found.has(value.text)) {
					found.set(value.text, resource);
				}
			}
		}
		aliases = found;
		ALIASES.set(stack, aliases);
	}
	return aliases;
}
