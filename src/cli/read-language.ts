import { environmentLanguage, LANGUAGES, type Language } from "../locale/language.ts";
import type { Io } from "./io.ts";
import { readChoice } from "./read-options.ts";
import { join } from "node:path";
import { ConfigError } from "../config/config-error.ts";
import { ConfigFinder } from "../config/find-config.ts";
import { fileSettings } from "../config/file-settings.ts";
import { UsageError } from "../lint/usage-error.ts";
import { RULES } from "../plugin.ts";

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
	return readLanguage(given) ?? configuredLanguage(cwd) ?? usersLanguage([{ format, output: null }], { env });
}

/** @throws {UsageError} for a configuration that is not understood */
function configuredLanguage(cwd: string): Language | null {
	try {
		return fileSettings(new ConfigFinder(RULES, cwd, true), join(cwd, "package.json"))?.settings.locale ?? null;
	} catch (error) {
		throw error instanceof ConfigError ? new UsageError(error.message, { cause: error }) : error;
	}
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
