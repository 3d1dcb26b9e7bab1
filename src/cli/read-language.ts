import { environmentLanguage, LANGUAGES, type Language } from "../locale/language.ts";
import type { Io } from "./io.ts";
import { readChoice } from "./read-options.ts";

/**
 * The value of `--lang`.
 *
 * @throws {UsageError} for a language that there are no words for
 */
export function readLanguage(given: string | null): Language | null {
	return given === null ? null : readChoice("--lang", given, LANGUAGES);
}

/**
 * The language of the user, as the environment names it: that of texts for the terminal. What is written for programs, or
 * kept, is the same on every machine: its language is that of `--lang` or of the configuration.
 */
export function usersLanguage(targets: readonly Shown[], { env }: Pick<Io, "env">): Language {
	return targets.every(({ format, output }) => format === "text" && output === null)
		? (environmentLanguage(env) ?? "en")
		: "en";
}

/** A report of the run, and its file; null for standard output. */
interface Shown {
	readonly format: string;
	readonly output: string | null;
}
