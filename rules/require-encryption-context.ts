import type { TSESTree } from "@typescript-eslint/utils";
import { addProperty } from "../src/languages/program/object-edit.ts";
import { originsOf } from "../src/languages/handler/origins-of.ts";
import { findSdkCalls, type SdkCall } from "../src/languages/handler/sdk-calls.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { followNames } from "../src/languages/program/variable-of.ts";
import { oneOf } from "../src/rule/options.ts";
import { defineRule } from "../src/rule/rule.ts";
import type { TextEdit } from "../src/text/span.ts";
import { textOf } from "../src/languages/program/text-of.ts";

/**
 * The console's helper encrypts a variable in the context of its function, and `Decrypt` must name the same one.
 * Without a context anybody with the ciphertext and `kms:Decrypt` gets the value; with one a policy can bind it to the
 * function.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export const requireEncryptionContext = defineRule({
	name: "require-encryption-context",
	description: "Require the encryption context when code decrypts an environment variable with KMS",
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
		addContext: "Add the `EncryptionContext` that the ciphertext is encrypted with.",
	},
	*checkModule(module, { maker }) {
		const calls = findSdkCalls(module);
		const context = maker === "console" ? consoleContext(module) : knownContext(calls, module);
		for (const call of calls) {
			if (
				call.service === "kms" &&
				call.operation === "Decrypt" &&
				isSymmetric(call, module) &&
				lacksContext(call, module) &&
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

/**
 * KMS takes `SYMMETRIC_DEFAULT` where nothing is said, so an asymmetric key shows itself. Asymmetric keys know no
 * context.
 */
function isSymmetric({ input }: SdkCall, module: SourceModule): boolean {
	const algorithm = input.get("EncryptionAlgorithm");
	return (
		algorithm.kind === "absent" ||
		(algorithm.kind === "value" && textOf(followNames(algorithm.node, module)) === "SYMMETRIC_DEFAULT")
	);
}

function lacksContext({ input }: SdkCall, module: SourceModule): boolean {
	const context = input.get("EncryptionContext");
	if (context.kind !== "value") {
		return context.kind === "absent";
	}
	const value = followNames(context.node, module);
	return (
		(value.type === "ObjectExpression" && value.properties.length === 0 && value === context.node) ||
		(value.type === "Identifier" && value.name === "undefined")
	);
}

function comesFromEnvironment({ input }: SdkCall, module: SourceModule): boolean {
	const blob = input.get("CiphertextBlob");
	return blob.kind === "value" && originsOf(blob.node, module).has("environment");
}

/**
 * The context that the module's ciphertext is known to be encrypted with: that of its own `Encrypt`, or of another
 * `Decrypt`. Null where nothing says: a context that the ciphertext was made without breaks the decryption.
 */
function knownContext(calls: readonly SdkCall[], module: SourceModule): string | null {
	const contexts = new Set<string>();
	for (const { service, operation, input } of calls) {
		const given = input.get("EncryptionContext");
		if (
			service === "kms" &&
			(operation === "Encrypt" || operation === "Decrypt") &&
			given.kind === "value" &&
			given.node.type === "ObjectExpression" &&
			given.node.properties.length > 0 &&
			given.node.properties.every(isSameEverywhere)
		) {
			contexts.add(module.text.slice(...given.node.range));
		}
	}
	const [only = null] = contexts;
	return contexts.size === 1 ? only : null;
}

/** A text, or a variable of the environment: what names of one function say may be another thing in the next. */
function isSameEverywhere(property: TSESTree.ObjectLiteralElement): boolean {
	const value = property.type === "Property" && !property.computed ? property.value : null;
	const inner = value?.type === "TSNonNullExpression" ? value.expression : value;
	return (
		inner?.type === "Literal" ||
		(inner?.type === "MemberExpression" &&
			inner.object.type === "MemberExpression" &&
			inner.object.object.type === "Identifier" &&
			inner.object.object.name === "process")
	);
}

/**
 * What the encryption helpers of the console use. The name is there in every function, but TypeScript does not know.
 */
function consoleContext({ filename }: SourceModule): string {
	return `{ LambdaFunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME${/\.[cm]?tsx?$/iu.test(filename) ? "!" : ""} }`;
}

function editsOf({ input }: SdkCall, context: string, module: SourceModule): readonly TextEdit[] | null {
	const given = input.get("EncryptionContext");
	if (given.kind === "value") {
		const [start, end] = given.node.range;
		return [{ span: { start, end }, text: context }];
	}
	return input.object === null ? null : addProperty(input.object, `EncryptionContext: ${context}`, module);
}
