import type { NewResource, Written } from "../../../model/written.ts";
import { quote, renderValue, type NameRef, type NewItem } from "./render.ts";

/** What a new resource has; null if it has no spelling. */
export function itemsOfNew({ type, properties, retained }: NewResource, nameOf: NameRef): readonly NewItem[] | null {
	const items =
		type === "AWS::KMS::Key"
			? keyItems(properties)
			: type === "AWS::KMS::Alias"
				? aliasItems(properties, nameOf)
				: policyItems(properties, nameOf);
	return items === null || !retained
		? items
		: [
				...items,
				{
					kind: "block",
					head: "lifecycle",
					items: [{ kind: "argument", name: "prevent_destroy", value: "true" }],
				},
			];
}

/** Without a policy a key has the one of KMS, which leaves the decision to IAM. */
function keyItems({ Description, EnableKeyRotation }: NewResource["properties"]): readonly NewItem[] | null {
	return typeof Description === "string"
		? [
				{ kind: "argument", name: "description", value: quote(Description) },
				{ kind: "argument", name: "enable_key_rotation", value: String(EnableKeyRotation === true) },
			]
		: null;
}

function aliasItems(
	{ AliasName: name, TargetKeyId: key }: NewResource["properties"],
	nameOf: NameRef,
): readonly NewItem[] | null {
	const target = key === undefined ? null : renderValue(key, null, nameOf);
	return typeof name !== "string" || target === null
		? null
		: [
				{ kind: "argument", name: "name", value: quote(name) },
				{ kind: "argument", name: "target_key_id", value: target },
			];
}

function policyItems(properties: NewResource["properties"], nameOf: NameRef): readonly NewItem[] | null {
	const { PolicyName: name, Roles: roles, PolicyDocument: document } = properties;
	const [role, more] = (Array.isArray(roles) ? roles : []) as readonly Written[];
	const written = role === undefined || more !== undefined ? null : renderValue(role, null, nameOf);
	const policy = document === undefined ? null : renderValue(document, "  ", nameOf);
	return typeof name !== "string" || written === null || policy === null
		? null
		: [
				{ kind: "argument", name: "name", value: quote(nameOfPolicy(name)) },
				{ kind: "argument", name: "role", value: written },
				{ kind: "argument", name: "policy", value: `jsonencode(${policy})` },
			];
}

/** `aws_lambda_function.api-decrypt` is `api-decrypt`. */
function nameOfPolicy(name: string): string {
	return name.slice(name.lastIndexOf(".") + 1).replaceAll(/[^\w+=,@-]+/gu, "-");
}
