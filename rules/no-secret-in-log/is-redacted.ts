import type { ShownSecret } from "../../src/languages/exposure/shown-secrets.ts";
import { isUnderKey, type LogCall } from "../../src/languages/handler/log-calls.ts";

/** True for what stands under a key of an object that the logger's own redaction sees. */
export function isRedacted({ redactsKeys, node }: LogCall, secret: ShownSecret): boolean {
	return redactsKeys && secret.kind !== "environment" && isUnderKey(secret.node, node);
}
