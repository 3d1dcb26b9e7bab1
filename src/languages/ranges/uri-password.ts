import { REGEXES } from "../../detect/regexes.ts";

/** True for what stands between two pieces of a text where a URI has its password: `postgres://app:`, `@host/db`. */
export function isUriPassword(before: string, after: string): boolean {
	return after.startsWith("@") && REGEXES.uriUser.test(before.slice(-LONGEST_USER));
}

const LONGEST_USER = 128;
