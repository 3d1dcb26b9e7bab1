import type { TSESTree } from "@typescript-eslint/utils";
import { isStatic } from "../src/languages/handler/origins-of.ts";
import { perModule } from "../src/languages/program/per-module.ts";
import { runsPerInvocation } from "../src/languages/handler/per-invocation.ts";
import { findSdkCalls, type SdkCall } from "../src/languages/handler/sdk-calls.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { nodesOf } from "../src/languages/program/nodes-of.ts";
import { variableOf } from "../src/languages/program/variable-of.ts";
import { defineRule } from "../src/rule/rule.ts";
import { textOf } from "../src/languages/program/text-of.ts";
import { LOOKUPS } from "./no-decrypt-per-invocation/lookups.ts";

/**
 * A warm function keeps what its module holds. A lookup in the handler costs a round trip and a request each time, runs
 * into the throttling of `GetParameter` (40 a second) under load, and lets everything fail when KMS is slow.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html
 */
export const noDecryptPerInvocation = defineRule({
	name: "no-decrypt-per-invocation",
	description: "Disallow decrypting or looking up the same secret on every invocation",
	severity: "low",
	presets: { recommended: "warn", strict: "warn", audit: "warn" },
	messages: {
		perInvocation:
			"`{{operation}}` runs on every invocation, for the same {{what}}. Cache the result outside the handler.",
	},
	*checkModule(module) {
		const calls = findSdkCalls(module);
		for (const { service, operations, writes } of LOOKUPS) {
			const found = calls.filter((call) => call.service === service && call.sdk !== "powertools");
			if (found.some(({ operation }) => writes.has(operation))) {
				continue; // It changes what it reads, so that it must look.
			}
			for (const call of found) {
				const property = operations.get(call.operation);
				if (
					property !== undefined &&
					isSame(call, property, module) &&
					!isRare(module) &&
					sendsOf(call, module).some((place) => runsPerInvocation(place, module))
				) {
					yield {
						at: call.head,
						messageId: "perInvocation",
						data: {
							operation: call.operation,
							what: service === "kms" ? "ciphertext" : service === "ssm" ? "parameter" : "secret",
						},
					};
				}
			}
		}
	},
});

/** True where the same thing is meant in each invocation: nothing of the event says which. */
function isSame(call: SdkCall, property: string, module: SourceModule): boolean {
	const asked = call.input.get(property);
	const stage = call.input.get("VersionStage");
	if (asked.kind !== "value" || (stage.kind === "value" && textOf(stage.node) !== "AWSCURRENT")) {
		return false;
	}
	return isStatic(asked.node, module);
}

/** Where the request goes out: a v3 command can be made at the top of the module and be sent by the handler. */
function sendsOf({ sdk, node }: SdkCall, module: SourceModule): readonly TSESTree.Node[] {
	const { parent } = node;
	const variable =
		sdk === "v3" && parent.type === "VariableDeclarator" && parent.id.type === "Identifier"
			? variableOf(parent.id, module)
			: null;
	const sends = (variable?.references ?? []).flatMap(({ identifier }) =>
		identifier.parent.type === "CallExpression" && identifier.parent.arguments[0] === identifier
			? [identifier.parent]
			: [],
	);
	return sends.length > 0 ? sends : [node];
}

/** Custom resources and rotations run once in a while. */
const isRare = perModule((module) => {
	const names = new Set([
		...nodesOf(module, "Identifier").map(({ name }) => name),
		...nodesOf(module, "Literal").flatMap((node) => textOf(node) ?? []),
	]);
	return names.has("RequestType") || names.has("ClientRequestToken") || names.has("ResponseURL");
});
