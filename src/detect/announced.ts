import { isSecretName } from "./name-kind.ts";
import { REGEXES } from "./regexes.ts";
import { isUriPassword } from "./uri-password.ts";

/** True for a text that ends where a secret begins: `Password=`, `"apiKey": "`, `--password `, `the password is `. */
export function announcesSecret(before: string): boolean {
	const name = REGEXES.announced.exec(before.slice(-LONGEST_HEAD))?.[1];
	return name !== undefined && isSecretName(name);
}

/** The same for what a machine reads, where a sentence about secrets does not count. */
export function assignsSecret(before: string): boolean {
	if (!ENDS.has(before.at(-1) ?? "")) {
		return false; // Asked about each piece of a text, of which there may be many.
	}
	const head = before.slice(-LONGEST_HEAD);
	const name = (REGEXES.assignedTo.exec(head) ?? REGEXES.optionEnd.exec(head))?.[1];
	return name !== undefined && isSecretName(name);
}

/**
 * Which pieces of a text stand where it has a secret: the password of a URI, the value of a pair. The fourth of
 * `postgres://`, `app`, `:`, a name, `@db`.
 *
 * @param pieces null for one that is not known
 */
export function secretPiecesOf(pieces: readonly (string | null)[]): readonly number[] {
	const found: number[] = [];
	let before = "";
	for (const [index, piece] of pieces.entries()) {
		if (isUriPassword(before, pieces[index + 1] ?? "") || assignsSecret(before)) {
			found.push(index);
		}
		before = (before + (piece ?? UNKNOWN)).slice(-LONGEST_HEAD);
	}
	return found;
}

const LONGEST_HEAD = 128;
/** What such a text ends with. */
const ENDS: ReadonlySet<string> = new Set(["=", ":", " ", '"', "'", "\\"]);
/** What stands for a piece that is not known. */
const UNKNOWN = "x";
