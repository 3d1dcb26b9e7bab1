import { addProperty } from "../src/languages/program/object-edit.ts";
import { originsOf } from "../src/languages/handler/origins-of.ts";
import { findSdkCalls, type SdkCall } from "../src/languages/handler/sdk/sdk-calls.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { variablesOf } from "../src/model/environment.ts";
import type { Stack } from "../src/model/resource.ts";
import { alternatives, type Single } from "../src/model/value.ts";
import { oneOf } from "../src/rule/options.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { TextEdit } from "../src/text/span.ts";
import { mismatches } from "./require-encryption-context/both-ends.ts";
import { knownContext, consoleContext } from "./require-encryption-context/known-context.ts";
import { lacksContext } from "../src/languages/handler/sdk/encryption-context.ts";

/**
 * The console's helper encrypts a variable in the context of its function, and `Decrypt` must name the same one.
 * Without a context anybody with the ciphertext and `kms:Decrypt` gets the value; with one a policy can bind it to the
 * function. The engine that makes the ciphertext must encrypt it with the same one.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export const requireEncryptionContext = defineRule({
	name: "require-encryption-context",
	description: "Require the encryption context when an environment variable is encrypted and decrypted with KMS",
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	options: {
		maker: oneOf(
			["auto", "console"],
			"auto",
			"What encrypts the variables: `console` for the encryption helpers in the Lambda console, which use the context `LambdaFunctionName`; `auto` to infer it from the module",
		),
	},
	messages: {
		missingContext:
			"`Decrypt` has no `EncryptionContext`. Encrypt the value again with one, then pass the same context here.",
		unmatchedContext:
			"`Decrypt` has no `EncryptionContext`, but its ciphertext is encrypted with one. Pass the same context.",
		unboundCiphertext:
			"'{{id}}' encrypts variable '{{variable}}' without an encryption context. Set `{{argument}}`, and pass it to `Decrypt`.",
		missedContext:
			"'{{id}}' decrypts '{{variable}}' ({{place}}) without the context that it is encrypted with. Pass `EncryptionContext`.",
		needlessContext:
			"'{{id}}' decrypts '{{variable}}' ({{place}}) with a context, but it is encrypted without one. Set `{{argument}}`.",
		addContext: "Add the `EncryptionContext` that the ciphertext is encrypted with.",
	},
	*checkStack(stack) {
		yield* mismatches(stack);
		for (const { id, at, argument, context } of stack.ciphertexts ?? []) {
			const variable = variableWith(id, stack);
			if (variable !== undefined && alternatives(context).every(({ value }) => isEmpty(value))) {
				yield {
					at,
					messageId: "unboundCiphertext",
					data: { id, argument, variable },
					property: argument,
					resource: stack.resource(id) ?? null,
				};
			}
		}
	},
	*checkModule(module, { maker }) {
		const calls = findSdkCalls(module);
		const context = maker === "console" ? consoleContext(module) : knownContext(calls, module);
		for (const call of calls) {
			if (
				call.service === "kms" &&
				call.operation === "Decrypt" &&
				isSymmetric(call) &&
				lacksContext(call.input, module) &&
				comesFromEnvironment(call, module)
			) {
				yield {
					at: call.head,
					messageId: context === null ? "missingContext" : "unmatchedContext",
					data: {},
					property: "EncryptionContext",
					suggestions:
						context === null
							? []
							: [{ messageId: "addContext", data: {}, edits: editsOf(call, context, module) }],
				};
			}
		}
	},
});

/** The name of an environment variable that holds a ciphertext; undefined for one that is used elsewhere. */
function variableWith(id: string, stack: Stack): string | undefined {
	return stack.resources
		.flatMap(variablesOf)
		.find(({ value }) =>
			alternatives(value).some(
				({ value: one }) =>
					one.kind === "reference" && one.to.of === "resource" && stack.resource(one.to.id)?.id === id,
			),
		)?.name;
}

function isEmpty(context: Single): boolean {
	return context.kind === "absent" || (context.kind === "map" && !context.open && context.entries.length === 0);
}

function comesFromEnvironment({ input }: SdkCall, module: SourceModule): boolean {
	const blob = input.get("CiphertextBlob");
	return blob.kind === "value" && originsOf(blob.node, module).has("environment");
}

function editsOf({ input }: SdkCall, context: string, module: SourceModule): readonly TextEdit[] | null {
	const given = input.get("EncryptionContext");
	if (given.kind === "value") {
		return [{ span: given.span, text: context }];
	}
	return input.object === null ? null : addProperty(input.object, `EncryptionContext: ${context}`, module);
}

/**
 * KMS takes `SYMMETRIC_DEFAULT` where nothing is said, so an asymmetric key shows itself. Asymmetric keys know no
 * context.
 */
function isSymmetric({ input }: SdkCall): boolean {
	const algorithm = input.get("EncryptionAlgorithm");
	return algorithm.kind === "absent" || (algorithm.kind === "value" && algorithm.constant === "SYMMETRIC_DEFAULT");
}
