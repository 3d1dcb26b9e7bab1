import { isStatic } from "../src/languages/handler/origins-of.ts";
import { runsPerInvocation, isRare, sendsOf } from "../src/languages/handler/per-invocation.ts";
import { findSdkCalls, type SdkCall } from "../src/languages/handler/sdk/sdk-calls.ts";
import type { SourceModule } from "../src/languages/program/source-module.ts";
import { defineRule } from "../src/rule/rule.ts";
import { LOOKUPS } from "./no-decrypt-per-invocation/lookups.ts";
import { wording, type Wording } from "../src/text/wording.ts";

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
							what: nounOf(service),
						},
					};
				}
			}
		}
	},
});

function nounOf(service: string): Wording {
	return service === "kms" ? wording("ciphertext") : service === "ssm" ? wording("parameter") : wording("secret");
}

/** True where the same thing is meant in each invocation: nothing of the event says which. */
function isSame(call: SdkCall, property: string, module: SourceModule): boolean {
	const asked = call.input.get(property);
	const stage = call.input.get("VersionStage");
	if (asked.kind !== "value" || (stage.kind === "value" && stage.constant !== "AWSCURRENT")) {
		return false;
	}
	return isStatic(asked.node, module) && (call.service !== "ssm" || decrypts(call));
}

/** False for a parameter that is read as it is stored: it holds no secret, or ciphertext. */
function decrypts({ input }: SdkCall): boolean {
	const decryption = input.get("WithDecryption");
	return decryption.kind === "value" ? decryption.constant !== false : decryption.kind !== "absent";
}
