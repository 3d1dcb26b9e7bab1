import type { Rung } from "../../src/model/protection.ts";

export function messageOf(protection: Rung, hasVariables: boolean, isSensitive: boolean): string {
	if (!hasVariables) {
		return "missingKeyWithoutVariables";
	}
	if (protection === "provider-key") {
		return "providerKey";
	}
	return isSensitive ? "missingKeySensitive" : "missingKey";
}
