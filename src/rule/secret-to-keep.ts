import { FoundSecret } from "./found-secret.ts";
import type { HardcodedSecret } from "./hardcoded-secret.ts";

/** What is one thing to whoever connects, although only a part of it is secret. */
const WHOLE: ReadonlySet<string> = new Set(["uri-password", "connection-string"]);

/** What is to be kept of a secret in a program before a look-up takes its place; null where only run time knows it in full. */
export function secretToKeep({ name, detection, literal, isWhole }: HardcodedSecret): FoundSecret | null {
	const { text, isOpen } = literal;
	const whole = isWhole || (WHOLE.has(detection.id) && !isOpen);
	const value = whole ? text : text.slice(detection.start, detection.end);
	return isOpen && value.includes("${") ? null : new FoundSecret(nameFor(name ?? detection.label.replace(/^an? /u, "")), value);
}

/** `apiToken`, `X-Api-Token` and `api-token` to `API_TOKEN`: the base of a variable's name. */
function nameFor(name: string): string {
	const words = name.replaceAll(/([a-z\d])([A-Z])/gu, "$1_$2").replaceAll(/[^A-Za-z\d]+/gu, "_").replaceAll(/^_+|_+$/gu, "");
	const constant = words.toUpperCase().replace(/^X_(?=.)/u, "");
	return constant.length < 2 || !/^[A-Z]/u.test(constant) ? `APP_${constant}` : constant;
}
