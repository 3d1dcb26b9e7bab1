import { REGEXES } from "./regexes.ts";

// What most texts are is told in one look, so that the detectors are spared them. `plain-texts.test.ts` shows that none of
// them would have said anything.

/** True for a text that is one word, in which nothing stands beside a name: `sts:AssumeRole`, `arn:aws:s3:::${Bucket}/*`. */
export function isSoleWord(text: string): boolean {
	return REGEXES.soleWord.test(text) && !REGEXES.tellingWord.test(text);
}

/** In a longer text each form is looked for by itself. */
const SHORT = 512;

/** False for a text that has no form of a key, a token, a URL with a password, a signature or a header. */
export function mayBeStructure(text: string): boolean {
	return text.length > SHORT || REGEXES.mayBeStructure.test(text);
}

/** What of all that `secretsInText` looks for in each line a text may have anywhere. */
export interface Possible {
	readonly commands: boolean;
	readonly statements: boolean;
	readonly elements: boolean;
	/** Entries of `.netrc` and lines of `.pgpass`. */
	readonly logins: boolean;
	readonly headers: boolean;
}

export function possibleIn(text: string): Possible {
	return {
		commands: REGEXES.command.test(text),
		statements: REGEXES.mayHoldStatement.test(text),
		elements: text.includes("</"),
		logins: text.includes("password ") || REGEXES.mayHoldPgpass.test(text),
		headers: REGEXES.mayHoldHeader.test(text),
	};
}
