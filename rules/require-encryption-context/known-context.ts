import type { SdkCall } from "../../src/languages/handler/sdk/sdk-calls.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import { stableContext } from "../../src/languages/handler/sdk/encryption-context.ts";

/**
 * The context that the module's ciphertext is known to be encrypted with: that of its own `Encrypt`, or of another
 * `Decrypt`. Null where nothing says: a context that the ciphertext was made without breaks the decryption.
 */
export function knownContext(calls: readonly SdkCall[], module: SourceModule): string | null {
	const contexts = new Set(
		calls
			.filter(
				({ service, operation }) => service === "kms" && (operation === "Encrypt" || operation === "Decrypt"),
			)
			.flatMap(({ input }) => stableContext(input, module) ?? []),
	);
	const [only = null] = contexts;
	return contexts.size === 1 ? only : null;
}

/**
 * What the encryption helpers of the console use. The name is there in every function, but TypeScript does not know.
 */
export function consoleContext({ filename }: SourceModule): string {
	return `{ LambdaFunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME${/\.[cm]?tsx?$/iu.test(filename) ? "!" : ""} }`;
}
