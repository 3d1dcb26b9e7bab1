import type { TSESTree } from "@typescript-eslint/utils";
import { classifyName } from "../src/detect/name-kind.ts";
import { decryptedNodes } from "../src/languages/handler/decrypted-nodes.ts";
import { addProperty } from "../src/languages/program/object-edit.ts";
import { takersOf } from "../src/languages/handler/result-takers.ts";
import { findSdkCalls, type SdkCall } from "../src/languages/handler/sdk-calls.ts";
import { readInput } from "../src/languages/handler/sdk-input.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { followNames, nameOfKey, textOf } from "../src/languages/program/variable-of.ts";
import { defineRule, type Problem } from "../src/rule/rule.ts";
import type { TextEdit } from "../src/text/span.ts";

/** The operations, with what names the parameter in a request; Powertools names it in its first argument. */
const NAMED_BY: ReadonlyMap<string, string> = new Map([
	["GetParameter", "Name"],
	["GetParameters", "Names"],
	["GetParametersByPath", "Path"],
	["GetParameterHistory", "Name"],
]);

/**
 * Parameter Store hands out a SecureString as ciphertext unless it is asked to decrypt it; the flag means nothing for a
 * String. So a secret that works without the flag is stored in plaintext, where everybody with `ssm:GetParameter` reads
 * it, no key asked.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export const requireParameterDecryption = defineRule<{ readonly checkPowertools: boolean }>({
	name: "require-parameter-decryption",
	description: "Require `WithDecryption: true` when code reads a secret from Parameter Store",
	types: null,
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "error", strict: "error", audit: "error" },
	compliance: [{ standard: "CWE", ids: ["CWE-312"], source: "https://cwe.mitre.org/data/definitions/312.html" }],
	options: {
		checkPowertools: {
			type: "boolean",
			description:
				"Also check Powertools lookups. Turn it off if `POWERTOOLS_PARAMETERS_SSM_DECRYPT` is `true` everywhere.",
		},
	},
	defaults: { checkPowertools: true },
	messages: {
		notDecrypted:
			"Secret '{{name}}' is read without decryption, so a SecureString is returned as ciphertext. Add `{{option}}`.",
		addDecryption: "Add `{{option}}` (the role needs `kms:Decrypt`).",
	},
	*checkModule(module, { checkPowertools }) {
		const decrypted = decryptedNodes(module);
		if (decrypted === null) {
			return; // It decrypts something by itself, which may be any of these.
		}
		for (const call of findSdkCalls(module)) {
			if (
				!decrypted.has(call.node) &&
				call.service === "ssm" &&
				NAMED_BY.has(call.operation) &&
				(call.sdk !== "powertools" || checkPowertools) &&
				!listsOnly(call, module)
			) {
				yield* judge(call, module);
			}
		}
	},
});

/** Asks for all parameters of a path in a module that reads what they are called or how old they are, and no value. */
function listsOnly({ operation }: SdkCall, { text }: SourceModule): boolean {
	return operation === "GetParametersByPath" && ABOUT_PARAMETERS.test(text) && !VALUE.test(text);
}

const ABOUT_PARAMETERS = /\.(?:Name|ARN|Version|LastModifiedDate)\b/u;
const VALUE = /\bValue\b/u;

function* judge(call: SdkCall, module: SourceModule): Iterable<Problem> {
	const option = call.sdk === "powertools" ? "decrypt" : "WithDecryption";
	const switched = stateOf(call, option, module);
	const name = switched === "off" ? secretName(call, module) : null;
	if (name === null) {
		return;
	}
	const data = { name, option: `${option}: true` };
	yield {
		at: call.head,
		messageId: "notDecrypted",
		data,
		property: option,
		suggestions: [
			{ messageId: "addDecryption", data: { option: data.option }, edits: editsOf(call, option, module) },
		],
	};
}

function stateOf(call: SdkCall, option: string, module: SourceModule): "on" | "off" | "unknown" {
	const given = call.input.get(option);
	if (given.kind === "value") {
		const value = followNames(given.node, module);
		return value.type === "Literal" && value.value === false
			? "off"
			: value.type === "Literal" && value.value === true
				? "on"
				: "unknown";
	}
	if (given.kind === "unknown") {
		return "unknown";
	}
	// Powertools hands `sdkOptions` on as they are.
	const handed = call.sdk === "powertools" ? call.input.get("sdkOptions") : given;
	if (handed.kind !== "value") {
		return handed.kind === "absent" ? "off" : "unknown";
	}
	const inner = readInput(handed.node, module).get("WithDecryption");
	return inner.kind === "absent" ? "off" : "unknown";
}

/**
 * What says that the parameter is a secret: its own name, the name that leads to it, or the name that takes the value.
 */
function secretName(call: SdkCall, module: SourceModule): string | null {
	const asked = call.sdk === "powertools" ? call.arguments[0] : valueOf(call, NAMED_BY.get(call.operation) ?? "");
	if (asked === undefined || isPublic(asked, module)) {
		return null;
	}
	for (const name of namesIn(asked, module)) {
		if (isSecret(name)) {
			return name.text;
		}
	}
	return takersOf(call.node, module).find((taker) => classifyName(taker) === "secret") ?? null;
}

function valueOf(call: SdkCall, property: string): TSESTree.Node | undefined {
	const value = call.input.get(property);
	return value.kind === "value" ? value.node : undefined;
}

/** A name, and whether it is the parameter's own or a variable's that holds the parameter's name. */
interface Named {
	readonly text: string;
	readonly own: boolean;
}

function isSecret({ text, own }: Named): boolean {
	if (text.startsWith("/aws/reference/secretsmanager/")) {
		return true; // https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
	}
	const kind = classifyName(text);
	return kind === "secret" || (!own && kind === "pointer" && !/kms|_?ids?$/iu.test(text));
}

/** `/aws/service/…` is what AWS itself publishes. */
function isPublic(node: TSESTree.Node, module: SourceModule): boolean {
	return /^\/aws\/service\//u.test(textOf(followNames(node, module)) ?? "");
}

function* namesIn(given: TSESTree.Node, module: SourceModule): Iterable<Named> {
	const node = followNames(given, module);
	switch (node.type) {
		case "Literal":
			if (typeof node.value === "string") {
				yield { text: node.value, own: true };
			}
			break;
		case "TemplateLiteral": // `/${stage}/db-password`: what stands behind the last hole says what it is.
			yield {
				text:
					(node.quasis.at(-1)?.value.cooked ?? "") === ""
						? ""
						: node.quasis.map(({ value }) => value.cooked ?? "").join("${…}"),
				own: true,
			};
			break;
		case "BinaryExpression":
			yield* namesIn(node.right, module);
			break;
		case "LogicalExpression":
			yield* namesIn(node.left, module);
			yield* namesIn(node.right, module);
			break;
		case "ArrayExpression":
			for (const element of node.elements) {
				if (element !== null) {
					yield* namesIn(element, module);
				}
			}
			break;
		case "ObjectExpression": // Powertools' `getParametersByName({ "/app/token": { … } })`.
			for (const property of node.properties) {
				const name =
					property.type === "Property" && stateOfEntry(property, module)
						? nameOfKey(property.key, property.computed)
						: null;
				if (name !== null) {
					yield { text: name, own: true };
				}
			}
			break;
		case "Identifier":
			yield { text: node.name, own: false };
			break;
		case "MemberExpression": {
			const name = nameOfKey(node.property, node.computed);
			if (name !== null) {
				yield { text: name, own: false };
			}
			break;
		}
		default:
			break;
	}
}

/** True where an entry of `getParametersByName` does not ask to decrypt on its own. */
function stateOfEntry({ value }: TSESTree.Property, module: SourceModule): boolean {
	const node = followNames(value, module);
	return node.type === "ObjectExpression" && readInput(node, module).get("decrypt").kind === "absent";
}

function editsOf(call: SdkCall, option: string, module: SourceModule): readonly TextEdit[] | null {
	const given = call.input.get(option);
	if (given.kind === "value") {
		const [start, end] = given.node.range;
		return given.node.type === "Literal" ? [{ span: { start, end }, text: "true" }] : null;
	}
	if (call.input.object !== null) {
		return addProperty(call.input.object, `${option}: true`, module);
	}
	const last = call.arguments.at(-1);
	return last === undefined || call.arguments.length !== 1
		? null
		: [{ span: { start: last.range[1], end: last.range[1] }, text: `, { ${option}: true }` }];
}
