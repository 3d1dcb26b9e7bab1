import { decryptedNodes } from "../src/languages/handler/decrypted-nodes.ts";
import { findSdkCalls, type SdkCall } from "../src/languages/handler/sdk/sdk-calls.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { flag } from "../src/rule/options.ts";
import { defineRule, type Problem } from "../src/rule/rule.ts";
import { NAMED_BY, secretName } from "./require-parameter-decryption/read-parameter.ts";
import { stateOf, editsOf } from "./require-parameter-decryption/option-state.ts";

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
