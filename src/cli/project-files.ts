import type { FileSettings } from "../config/config.ts";
import { fileSettings } from "../config/file-settings.ts";
import { ConfigFinder } from "../config/find-config.ts";
import { tellMistakes } from "../lint/tell-mistakes.ts";
import type { Language } from "../locale/language.ts";
import { RULES } from "../plugin.ts";

/** What the configurations of a project say of its files, for commands that ask no rules, or their own. */
export class ProjectFiles {
	readonly #finder: ConfigFinder;

	/** @param cwd absolute */
	constructor(cwd: string) {
		this.#finder = new ConfigFinder(RULES, cwd, true);
	}

	/**
	 * True for a file that a configuration leaves out.
	 *
	 * @param path absolute
	 * @throws {UsageError} for a configuration that is not understood
	 */
	leavesOut(path: string): boolean {
		return (this.#settingsOf(path)?.ignoredBy ?? null) !== null;
	}

	/** The values that a configuration gives to the parameters of a template. @throws {UsageError} */
	parametersOf(path: string): Readonly<Record<string, string>> {
		return this.#settingsOf(path)?.parameters ?? {};
	}

	/** The language that a configuration names; null for none. @throws {UsageError} */
	languageOf(path: string): Language | null {
		return this.#settingsOf(path)?.settings.locale ?? null;
	}

	#settingsOf(path: string): FileSettings | null {
		return tellMistakes(() => fileSettings(this.#finder, path));
	}
}
