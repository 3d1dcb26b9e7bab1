import { addProperty } from "../src/languages/handler/object-edit.ts";
import { originsOf } from "../src/languages/handler/origins-of.ts";
import { findSdkCalls, type SdkCall } from "../src/languages/handler/sdk-calls.ts";
import type { SourceModule } from "../src/languages/handler/source-module.ts";
import { followNames, textOf } from "../src/languages/handler/variable-of.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { TextEdit } from "../src/text/span.ts";

/**
 * The console's helper encrypts a variable in the context of its function, and `Decrypt` must name the same one. Without a
 * context anybody with the ciphertext and `kms:Decrypt` gets the value; with one a policy can bind it to the function.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export const requireEncryptionContext = defineRule({
	name: "require-encryption-context",
	description: "Require the encryption context where source decrypts an environment variable with KMS",
	types: null,
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	compliance: [],
	options: {},
	defaults: {},
	messages: {
		missingContext: "Call `Decrypt` reads ciphertext from the environment without `EncryptionContext`: what Lambda's console encrypted does not decrypt, and what does is bound to no function. Encrypt it in the context `LambdaFunctionName`, and name the same context here.",
		addContext: "Add `EncryptionContext` with the function's name: for ciphertext that was encrypted in it, as the console does.",
	},
	*checkModule(module) {
		for (const call of findSdkCalls(module)) {
			if (call.service === "kms" && call.operation === "Decrypt" && isSymmetric(call, module) && lacksContext(call, module) && comesFromEnvironment(call, module)) {
				yield {
					at: call.head,
					messageId: "missingContext",
					data: {},
					property: "EncryptionContext",
					suggestions: [{ messageId: "addContext", data: {}, edits: editsOf(call, module) }],
				};
			}
		}
	},
});

/** KMS takes `SYMMETRIC_DEFAULT` where nothing is said, so an asymmetric key shows itself. Asymmetric keys know no context. */
function isSymmetric({ input }: SdkCall, module: SourceModule): boolean {
	const algorithm = input.get("EncryptionAlgorithm");
	return algorithm.kind === "absent" || (algorithm.kind === "value" && textOf(followNames(algorithm.node, module)) === "SYMMETRIC_DEFAULT");
}

function lacksContext({ input }: SdkCall, module: SourceModule): boolean {
	const context = input.get("EncryptionContext");
	if (context.kind !== "value") {
		return context.kind === "absent";
	}
	const value = followNames(context.node, module);
	return (value.type === "ObjectExpression" && value.properties.length === 0 && value === context.node) || (value.type === "Identifier" && value.name === "undefined");
}

function comesFromEnvironment({ input }: SdkCall, module: SourceModule): boolean {
	const blob = input.get("CiphertextBlob");
	return blob.kind === "value" && originsOf(blob.node, module).has("environment");
}

function editsOf({ input }: SdkCall, module: SourceModule): readonly TextEdit[] | null {
	// The name is there in every function, but TypeScript does not know.
	const context = `{ LambdaFunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME${/\.[cm]?tsx?$/iu.test(module.filename) ? "!" : ""} }`;
	const given = input.get("EncryptionContext");
	if (given.kind === "value") {
		const [start, end] = given.node.range;
		return [{ span: { start, end }, text: context }];
	}
	return input.object === null ? null : addProperty(input.object, `EncryptionContext: ${context}`, module);
}
