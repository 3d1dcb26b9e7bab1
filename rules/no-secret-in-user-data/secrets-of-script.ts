import { detectAlone } from "../../src/detect/detect-secret.ts";
import { findSecrets } from "../../src/detect/find-secrets.ts";
import type { SecretInText } from "../../src/detect/text-secrets.ts";
import { decode } from "../../src/detect/structures.ts";
import type { NamedText } from "../../src/model/texts-in.ts";

/** The secrets of a script, or of a text that is already encoded as the machine gets it. */
export function secretsOf({ text, name }: NamedText): readonly SecretInText[] {
	const named = text.includes("\n") || name === "" ? null : detectAlone(text, { name, kind: "environment" });
	if (named !== null) {
		return [{ detection: named, name, start: 0, end: text.length }];
	}
	const script = text.length < 16 || /\s/u.test(text) ? null : decode(text);
	return script === null
		? findSecrets(text)
		: findSecrets(script).map((found) => ({ ...found, start: 0, end: text.length }));
}
