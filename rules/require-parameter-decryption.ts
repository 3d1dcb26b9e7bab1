import { decryptedNodes } from "../src/languages/handler/decrypted-nodes.ts";
import { addProperty } from "../src/languages/program/object-edit.ts";
import { findSdkCalls, type SdkCall } from "../src/languages/handler/sdk-calls.ts";
import { readInput } from "../src/languages/handler/sdk-input.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { followNames } from "../src/languages/program/variable-of.ts";
import { flag } from "../src/rule/options.ts";
import { defineRule, type Problem } from "../src/rule/rule.ts";
import type { TextEdit } from "../src/text/span.ts";
import { NAMED_BY, secretName } from "./require-parameter-decryption/read-parameter.ts";

/**
 * Parameter Store hands out a SecureString as ciphertext unless it is asked to decrypt it; the flag means nothing for a
 * String. So a secret that works without the flag is stored in plaintext, where everybody with `ssm:GetParameter` reads
 * it, no key asked.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export const requireParameterDecryption = defineRule({
	name: "require-parameter-decryption",
	description: "Require `WithDecryption: true` when code reads a secret from Parameter Store",
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "error", strict: "error", audit: "error" },
	compliance: { CWE: ["CWE-312"] },
	options: {
		checkPowertools: flag(
			"Also check Powertools lookups. Turn it off if `POWERTOOLS_PARAMETERS_SSM_DECRYPT` is `true` everywhere.",
			true,
		),
	},
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
				(call.sdk !== "powertools" || (checkPowertools && !module.text.includes(SWITCH))) &&
				!listsOnly(call, module)
			) {
				yield* judge(call, module);
			}
		}
	},
});

/** Powertools decrypts everything where this variable says so, and a module that names it sets or checks it. */
const SWITCH = "POWERTOOLS_PARAMETERS_SSM_DECRYPT";

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
