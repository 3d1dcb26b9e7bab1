import type { SdkCall } from "../../src/languages/handler/sdk/sdk-calls.ts";
import type { Problem } from "../../src/rule/rule.ts";
import { spanOf } from "../../src/languages/program/node-edit.ts";
import { detectSecret } from "../../src/detect/detect-secret.ts";
import { isEveryday, isPlaceholder, isReference } from "../../src/detect/veto.ts";
import { classifyName } from "../../src/detect/name-kind.ts";
import type { SdkInput } from "../../src/languages/handler/sdk/sdk-input.ts";
import type { WrittenValue } from "../../src/languages/handler/sdk/written-value.ts";

/** What says that a secret is stored: the parameter's name, the value itself, or the name of what holds the value. */
function secretName(input: SdkInput): string | null {
	const [name, value] = [input.get("Name"), input.get("Value")];
	const called = name.kind === "value" ? name.tail : null;
	if (value.kind === "value" && typeof value.constant === "string") {
		return nameOfText(value.constant, called);
	}
	if (called !== null && classifyName(called) === "secret") {
		return called;
	}
	const variable = value.kind === "value" ? value.name : null;
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

export function* judgeParameter({ input, head }: SdkCall): Iterable<Problem> {
	const type = input.get("Type");
	const written = type.kind === "value" ? typeOf(type) : null;
	const name = written === "String" || written === "StringList" ? secretName(input) : null;
	if (type.kind !== "value" || written === null || name === null) {
		return; // Without a type an overwritten parameter keeps its own.
	}
	yield {
		at: type.isShorthand ? head : spanOf(type.property),
		messageId: "plainParameter",
		severity: "medium",
		data: { name, type: written },
		property: "Type",
		suggestions: [
			{
				messageId: "encrypt",
				data: { property: "Type", value: `"SecureString"` },
				edits: type.replaceText("SecureString"),
			},
		],
	};
}

/** `String`, or v3's constant for it: `ParameterType.STRING`. */
function typeOf({ constant, member }: WrittenValue): string | null {
	if (typeof constant === "string") {
		return constant;
	}
	return member === "STRING" ? "String" : member === "STRING_LIST" ? "StringList" : null;
}
