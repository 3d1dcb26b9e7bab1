import type { LogCall } from "../../src/languages/handler/log-calls.ts";
import type { ShownSecret } from "./shown-secrets.ts";

/** True for what stands under a key of an object that the logger's own redaction sees. */
export function isRedacted({ redactsKeys, node }: LogCall, { node: secret, kind }: ShownSecret): boolean {
	if (!redactsKeys || kind === "environment") {
		return false;
	}
	for (let at = secret.parent; at !== undefined && at !== node; at = at.parent) {
		if (
			at.type === "TemplateLiteral" ||
			at.type === "BinaryExpression" ||
			(at.type === "CallExpression" && at !== node)
		) {
			return false;
		}
		if (at.type === "Property") {
			return true;
		}
	}
	return false;
}
