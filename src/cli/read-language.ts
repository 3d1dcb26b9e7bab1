import { environmentLanguage, LANGUAGES, type Language } from "../locale/language.ts";
import type { Io } from "./io.ts";
import { ProjectFiles } from "./project-files.ts";
import { readChoice } from "./read-options.ts";
import { join } from "node:path";

/**
 * The value of `--lang`.
 *
 * @throws {UsageError} for a language that there are no words for
 */
export function readLanguage(given: string | null): Language | null {
	return given === null ? null : readChoice("--lang", given, LANGUAGES);
}

/**
 * The language of a command that does not lint: `--lang`, that of the configuration of the working directory, or that of
 * the user if it prints text.
 *
 * @throws {UsageError} for a language that there are no words for, and for a configuration that is not understood
 */
export function commandLanguage(given: string | null, format: string, { env, cwd }: Pick<Io, "env" | "cwd">): Language {
	return (
		readLanguage(given) ??
		new ProjectFiles(cwd).languageOf(join(cwd, "package.json")) ??
		usersLanguage([{ format, output: null }], { env })
	);
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
