import { relative } from "node:path";
import { addRules, fileSettings } from "../config/file-settings.ts";
import type { FileSettings, ConfigFile } from "../config/config.ts";
import { ConfigFinder } from "../config/find-config.ts";
import { absolutePath } from "../files/absolute-path.ts";
import { RULES } from "../plugin.ts";
import type { PresetName } from "../rule/rule.ts";
import { DeepLinter } from "./deep-linter.ts";
import { TextLinter, type LintSettings } from "./lint-text.ts";
import { tellMistakes } from "./tell-mistakes.ts";
import type { Language } from "../locale/language.ts";

/** How files are linted that a configuration may have something to say about; what is given here wins over it. */
export interface RunSettings extends Omit<LintSettings, "preset" | "shared"> {
	/** Null if the configuration decides. */
	readonly preset: PresetName | null;
	/** The absolute path of a configuration for every file; null to find that of each file, false for none. */
	readonly config: string | false | null;
	/** What applies to each file, from the working directory, in place of configurations that are found. */
	readonly files?: ReadonlyMap<string, FileSettings>;
	/** The folder that stands for the working directory where configurations are found, if it is another one. */
	readonly configCwd?: string;
	/** True if what is nested too deeply is read again in a process of its own. */
	readonly readsDeep: boolean;
	/** The language of messages, whatever a configuration says; null if that decides. */
	readonly language?: Language | null;
	/** The language of messages where no configuration names one. */
	readonly usersLanguage?: Language;
}

/** Asks the rules about files, about each as its configuration says. */
export class ProjectLinter {
	readonly #settings: RunSettings;
	readonly #finder: ConfigFinder;
	readonly #named: ConfigFile | null;
	/** By what they are made with. */
	readonly #linters = new Map<string, TextLinter>();
	readonly #plain: TextLinter;

	/** @throws {UsageError} for a configuration that is not understood, and for options that a rule does not take */
	constructor(settings: RunSettings) {
		this.#settings = settings;
		const { config, configCwd, cwd } = settings;
		this.#finder = new ConfigFinder(RULES, configCwd ?? cwd, true);
		this.#named = typeof config === "string" ? tellMistakes(() => this.#finder.named(config)) : null;
		this.#plain = this.#make(null);
		// A mistake is told before anything is read.
		this.#settingsOf("package.json");
	}

	/**
	 * How a file is linted.
	 *
	 * @param file from the working directory
	 * @throws {UsageError} for a configuration that is not understood
	 */
	for(file: string): TextLinter {
		const own = this.#settingsOf(file);
		if (own === null) {
			return this.#plain;
		}
		const key = keyOf(own);
		let linter = this.#linters.get(key);
		if (linter === undefined) {
			linter = this.#make(own);
			this.#linters.set(key, linter);
		}
		return linter;
	}

	/** What of a configuration applies to a file, as a text that differs whenever it does; empty for nothing. */
	keyOf(file: string): string {
		const own = this.#settingsOf(file);
		return own === null ? "" : keyOf(own);
	}

	/** The paths of the inventories that rules are given for a file: what they hold decides, too. */
	inventoriesOf(file: string): readonly string[] {
		const given = [...(this.#settingsOf(file)?.rules.values() ?? []), ...this.#settings.rules.values()];
		return given.flatMap(({ options }) => {
			const path = options?.["inventory"];
			return typeof path === "string" && path !== "" ? [path] : [];
		});
	}

	/** The configuration of a file, from the working directory; null for none. */
	configOf(file: string): string | null {
		const own = this.#settingsOf(file);
		return own === null ? null : relative(this.#settings.cwd, own.path).replaceAll("\\", "/");
	}

	/** The language of the run itself: that of a file in the working directory. */
	get language(): Language {
		return this.#languageBy(this.#settingsOf("package.json"));
	}

	/** The name of the configuration that leaves a file out; null if none does. */
	ignoredBy(file: string): string | null {
		return this.#settingsOf(file)?.ignoredBy ?? null;
	}

	#settingsOf(file: string): FileSettings | null {
		const { config, configCwd, cwd, files } = this.#settings;
		if (files !== undefined) {
			return files.get(file) ?? null;
		}
		return config === false
			? null
			: tellMistakes(() => fileSettings(this.#finder, absolutePath(configCwd ?? cwd, file), this.#named));
	}

	#languageBy(own: FileSettings | null): Language {
		const { language, usersLanguage } = this.#settings;
		return language ?? own?.settings.locale ?? usersLanguage ?? "en";
	}

	#make(own: FileSettings | null): TextLinter {
		const {
			preset,
			rules,
			parameterOverrides,
			config: _,
			configCwd: _cwd,
			files: _files,
			readsDeep,
			language: _language,
			usersLanguage: _users,
			...others
		} = this.#settings;
		const locale = this.#languageBy(own);
		const joined = new Map(own?.rules);
		addRules(joined, rules);
		return new (readsDeep ? DeepLinter : TextLinter)({
			...others,
			preset: preset ?? own?.preset ?? "recommended",
			rules: joined,
			parameterOverrides: { ...own?.parameters, ...parameterOverrides },
			...(own === null && locale === "en" ? {} : { shared: { ...own?.settings, locale } }),
		});
	}
}

function keyOf({ preset, rules, settings, parameters }: FileSettings): string {
	return JSON.stringify([preset, [...rules], settings, parameters]);
}
