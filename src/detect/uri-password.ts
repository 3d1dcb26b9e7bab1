import { REGEXES } from "./regexes.ts";

/** True for what stands between two pieces of a text where a URI has its password: `postgres://app:`, `@host/db`. */
export function isUriPassword(before: string, after: string): boolean {
	return after.startsWith("@") && REGEXES.uriUser.test(before.slice(-LONGEST_USER));
}

/**
 * Which pieces of a text stand where a URI has its password: the fourth of `postgres://`, `app`, `:`, a name, `@db`.
 *
 * @param pieces null for one that is not known
 */
export function uriPasswordsIn(pieces: readonly (string | null)[]): readonly number[] {
	const found: number[] = [];
	let before = "";
	for (const [index, piece] of pieces.entries()) {
		if (isUriPassword(before, pieces[index + 1] ?? "")) {
			found.push(index);
		}
		before = (before + (piece ?? UNKNOWN)).slice(-LONGEST_USER);
	}
	return found;
}

const LONGEST_USER = 128;
/** What stands for a piece that is not known. */
const UNKNOWN = "x";
