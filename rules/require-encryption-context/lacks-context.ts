import type { SdkCall } from "../../src/languages/handler/sdk-calls.ts";
import type { SourceModule } from "../../src/languages/program/source-module.ts";
import { followNames } from "../../src/languages/program/variable-of.ts";
import { textOf } from "../../src/languages/program/text-of.ts";

/**
 * KMS takes `SYMMETRIC_DEFAULT` where nothing is said, so an asymmetric key shows itself. Asymmetric keys know no
 * context.
 */
export function isSymmetric({ input }: SdkCall, module: SourceModule): boolean {
	const algorithm = input.get("EncryptionAlgorithm");
	return (
		algorithm.kind === "absent" ||
		(algorithm.kind === "value" && textOf(followNames(algorithm.node, module)) === "SYMMETRIC_DEFAULT")
	);
}

export function lacksContext({ input }: SdkCall, module: SourceModule): boolean {
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
