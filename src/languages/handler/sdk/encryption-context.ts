import type { TSESTree } from "@typescript-eslint/utils";
import { isNothing } from "../../program/is-nothing.ts";
import { sourceOf } from "../../program/node-edit.ts";
import type { SourceModule } from "../../program/source-module.ts";
import { constantOf } from "../../program/text-of.ts";
import { unwrap } from "../../program/unwrap.ts";
import { followNames } from "../../program/variable-of.ts";
import type { SdkInput } from "./sdk-input.ts";

/** True where a request of KMS surely has no encryption context: none, `undefined`, `{}`. */
export function lacksContext(input: SdkInput, module: SourceModule): boolean {
	const context = input.get("EncryptionContext");
	if (context.kind !== "value") {
		return context.kind === "absent";
	}
	const value = followNames(context.node, module);
	return (
		(value.type === "ObjectExpression" && value.properties.length === 0 && value === context.node) ||
		isNothing(value)
	);
}

/** The context of a request as it is written, where it means the same all over the module; null for any other. */
export function stableContext(input: SdkInput, module: SourceModule): string | null {
	const given = input.get("EncryptionContext");
	return given.kind === "value" &&
		given.node.type === "ObjectExpression" &&
		given.node.properties.length > 0 &&
		given.node.properties.every(isSameEverywhere)
		? sourceOf(given.node, module)
		: null;
}

/** A text, or a variable of the environment: what names of one function say may be another thing in the next. */
function isSameEverywhere(property: TSESTree.ObjectLiteralElement): boolean {
	const value = property.type === "Property" && !property.computed ? unwrap(property.value) : null;
	return (
		value !== null &&
		(constantOf(value) !== undefined ||
			(value.type === "MemberExpression" &&
				value.object.type === "MemberExpression" &&
				value.object.object.type === "Identifier" &&
				value.object.object.name === "process"))
	);
}
