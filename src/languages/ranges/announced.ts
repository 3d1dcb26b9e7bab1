import { isSecretName } from "../../detect/name-kind.ts";
import { REGEXES } from "../../detect/regexes.ts";
import { isUriPassword } from "./uri-password.ts";

/** True for a text that ends where a secret begins: `Password=`, `"apiKey": "`, `--password `, `the password is `. */
export function announcesSecret(before: string): boolean {
	const head = before.slice(-LONGEST_HEAD);
	const name = REGEXES.announced.exec(head)?.[1];
	return (name !== undefined && isSecretName(name)) || isFieldValue(head);
}

/** The same for what a machine reads, where a sentence about secrets does not count. */
function assignsSecret(before: string): boolean {
	if (!ENDS.has(before.at(-1) ?? "")) {
		return false; // Asked about each piece of a text, of which there may be many.
	}
	const head = before.slice(-LONGEST_HEAD);
	const name = (REGEXES.assignedTo.exec(head) ?? REGEXES.optionEnd.exec(head))?.[1];
	return (
		(name !== undefined && isSecretName(name)) ||
		REGEXES.schemeEnd.test(head) ||
		REGEXES.commandEnd.test(head) ||
		isFieldValue(head)
	);
}

/** `<input type="password" value="` */
function isFieldValue(head: string): boolean {
	const field = REGEXES.fieldValue.exec(head)?.[0] ?? "";
	return [...field.matchAll(REGEXES.fieldName)].some(([, name = ""]) => isSecretName(name));
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
		// `postgres://app:` and a piece that ends the text: no port has a letter.
		const isLast = index === pieces.length - 1 && piece !== null && REGEXES.hasLetter.test(piece);
		if (isUriPassword(before, isLast ? "@" : (pieces[index + 1] ?? "")) || assignsSecret(before)) {
			found.push(index);
		}
		before = (before + (piece ?? UNKNOWN)).slice(-LONGEST_HEAD);
	}
	return found;
}

/** The names of those holes of a `Fn::Sub` that stand where a text has a secret. */
export function secretHolesIn(text: string): readonly string[] {
	const names: string[] = [];
	for (const { 0: hole, 1: name = "", index } of text.matchAll(REGEXES.holes)) {
		const end = index + hole.length;
		const before = text.slice(Math.max(0, index - LONGEST_HEAD), index);
		if (isUriPassword(before, text.slice(end, end + 1)) || assignsSecret(before)) {
			names.push(name);
		}
	}
	return names;
}

const LONGEST_HEAD = 128;
/** What such a text ends with. */
const ENDS: ReadonlySet<string> = new Set(["=", ":", " ", '"', "'", "\\", "p"]);
/** What stands for a piece that is not known. */
const UNKNOWN = "x";
