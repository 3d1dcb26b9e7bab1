import type { TSESTree } from "@typescript-eslint/utils";
import type { SdkCall } from "../../src/languages/handler/sdk-calls.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import { followNames } from "../../src/languages/program/variable-of.ts";
import type { Problem } from "../../src/rule/rule.ts";
import { replace, spanOf } from "../../src/languages/program/node-edit.ts";
import { detectSecret } from "../../src/detect/detect-secret.ts";
import { isEveryday, isPlaceholder, isReference } from "../../src/detect/veto.ts";
import { classifyName } from "../../src/detect/name-kind.ts";
import type { SdkInput } from "../../src/languages/handler/sdk-input.ts";
import { nameOfKey } from "../../src/languages/program/name-of-key.ts";
import { textOf } from "../../src/languages/program/text-of.ts";

/** What says that a secret is stored: the parameter's name, the value itself, or the name of what holds the value. */
function secretName(input: SdkInput, module: SourceModule): string | null {
	const [name, value] = [input.get("Name"), input.get("Value")];
	const called = name.kind === "value" ? lastPart(followNames(name.node, module)) : null;
	const held = value.kind === "value" ? followNames(value.node, module) : null;
	const text = held === null ? null : textOf(held);
	if (text !== null) {
		return nameOfText(text, called);
	}
	if (called !== null && classifyName(called) === "secret") {
		return called;
	}
	const variable = held === null ? null : nameOfRead(held);
	return variable !== null &&
		classifyName(variable) === "secret" &&
		name.kind !== "unknown" &&
		(called === null || classifyName(called) !== "pointer")
		? variable
		: null;
}

/** What a text that is stored is called, where it is a secret. */
function nameOfText(text: string, called: string | null): string | null {
	const detection = detectSecret(text, { kind: "source", ...(called === null ? {} : { name: called }) });
	// Under a secret's name any value is one, but what stands where a value is to be written later.
	const plain =
		called !== null &&
		classifyName(called) === "secret" &&
		!isPlaceholder(text) &&
		!isReference(text) &&
		!isEveryday(text);
	return detection !== null || plain ? (called ?? detection?.label ?? null) : null;
}

/** `dbPassword`, `config.dbPassword` */
function nameOfRead(node: TSESTree.Node): string | null {
	switch (node.type) {
		case "Identifier":
			return node.name;
		case "MemberExpression":
			return nameOfKey(node.property, node.computed);
		default:
			return null;
	}
}

/** The text of a name, of one with holes what stands behind the last. */
function lastPart(node: TSESTree.Node): string | null {
	return node.type === "TemplateLiteral"
		? node.quasis.map(({ value }) => value.cooked ?? "").join("${…}")
		: node.type === "BinaryExpression"
			? lastPart(node.right)
			: textOf(node);
}

export function* judgeParameter({ input, head }: SdkCall, module: SourceModule): Iterable<Problem> {
	const type = input.get("Type");
	const written = type.kind === "value" ? (textOf(followNames(type.node, module)) ?? constantName(type.node)) : null;
	const name = written === "String" || written === "StringList" ? secretName(input, module) : null;
	if (type.kind !== "value" || written === null || name === null) {
		return; // Without a type an overwritten parameter keeps its own.
	}
	const edits =
		type.node.type === "Literal"
			? replace(type.node, JSON.stringify("SecureString").replaceAll('"', module.text[type.node.range[0]] ?? '"'))
			: null;
	yield {
		at: type.property.shorthand ? head : spanOf(type.property),
		messageId: "plainParameter",
		severity: "medium",
		data: { name, type: written },
		property: "Type",
		suggestions: [{ messageId: "encrypt", data: { property: "Type", value: `"SecureString"` }, edits }],
	};
}

/** `ParameterType.STRING` of v3. */
function constantName(node: TSESTree.Node): string | null {
	const name = node.type === "MemberExpression" ? nameOfKey(node.property, node.computed) : null;
	return name === "STRING" ? "String" : name === "STRING_LIST" ? "StringList" : null;
}
