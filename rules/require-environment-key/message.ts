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

/** `'A'`, `'A' and 'B'`, `'A', 'B', 'C' and 2 more`. */
export function namesOf(names: readonly string[]): string {
	const shown = names.slice(0, 3).map((name) => `'${name}'`);
	const last = names.length > 3 ? `${String(names.length - 3)} more` : shown.pop();
	return shown.length === 0 ? (last ?? "") : `${shown.join(", ")} and ${last ?? ""}`;
}
