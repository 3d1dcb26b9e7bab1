import type { TSESTree } from "@typescript-eslint/utils";
import type { SdkCall } from "../../src/languages/handler/sdk-calls.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";

/**
 * The context that the module's ciphertext is known to be encrypted with: that of its own `Encrypt`, or of another
 * `Decrypt`. Null where nothing says: a context that the ciphertext was made without breaks the decryption.
 */
export function knownContext(calls: readonly SdkCall[], module: SourceModule): string | null {
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
export function consoleContext({ filename }: SourceModule): string {
	return `{ LambdaFunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME${/\.[cm]?tsx?$/iu.test(filename) ? "!" : ""} }`;
}
