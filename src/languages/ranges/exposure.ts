import { classOfName } from "../../detect/name-kind.ts";
import { REGEXES } from "../../detect/regexes.ts";

/**
 * How likely the place of a text takes a secret:
 * - `taken`: what stands there lets in, be it a word: the key of a signature, a property for a password, a secret's
 *   name.
 * - `likely`: it may take one, or a word that says of which kind it is: `auth: "…"`, `auth: "iam"`.
 * - `near`: something around it speaks of secrets: the function it is given to, what holds the object it is in.
 * - `free`: nothing says so; only the text's own form tells.
 */
export type Exposure = "taken" | "likely" | "near" | "free";

/** How likely a name has a secret for its value. */
export function exposureOfName(name: string): Exposure {
	if (REGEXES.sharedCondition.test(name)) {
		return "taken";
	}
	switch (classOfName(name)) {
		case "password":
		case "secret":
			return "taken";
		case "weak":
		case "near":
			return REGEXES.credentialName.test(name) ? "likely" : "near";
		case "pointer":
		case "none":
			return REGEXES.credentialName.test(name) ? "likely" : "free";
	}
}

/** Keys beside a secret whose values are none. */
export const HARMLESS_NAME =
	/user|host|port|name|region|type|kind|algorithm|issuer|audience|subject|endpoint|ur[il]|path|file|table|bucket|database|schema|dialect|format|encoding|version|description|scope|stage|env|mode|date|expir|ttl|stringkey|arn|label|title|id$/iu;
