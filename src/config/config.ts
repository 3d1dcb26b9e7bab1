import type { Ignore } from "ignore";
import type { PresetName } from "../rule/rule.ts";
import type { RuleSetting } from "../rule/rule-setting.ts";
import type { Language } from "../locale/language.ts";

/** The name of a configuration; the same under the key `kmslint` of a `package.json`. */
export const CONFIG_FILE = "kmslint.config.json";

/** The manifest of a package, of which `kmslint` is a configuration. */
export const MANIFEST = "package.json";

/** What rules know beside the file: `settings["aws-kms"]` of ESLint. */
export interface SharedSettings {
	/** False to read each file by itself, without the code and the templates around it. */
	readonly application?: boolean;
	/** True to suppress also what other tools are told to skip, with a reason. */
	readonly acceptSkips?: boolean;
	/** The properties that something outside of the source sets for a whole CDK app. */
	readonly assumeEnforced?: readonly string[];
	/** The language of messages and reports; without it, that of the command's or the editor's user. */
	readonly locale?: Language;
}

/** A preset and rules for some files. */
export interface Override {
	/** @param path from the folder of the configuration, with `/` */
	readonly matches: (path: string) => boolean;
	readonly preset: PresetName | null;
	readonly rules: ReadonlyMap<string, RuleSetting>;
}

/** One configuration, as it is written. */
export interface ConfigFile {
	/** Absolute. */
	readonly path: string;
	/** The folder that its globs are relative to. */
	readonly folder: string;
	/** The absolute paths of the configurations that it builds on, and a way to complain about each. */
	readonly bases: readonly Base[];
	readonly preset: PresetName | null;
	readonly rules: ReadonlyMap<string, RuleSetting>;
	readonly overrides: readonly Override[];
	/** The files that are left out; null for none. */
	readonly ignores: Ignore | null;
	readonly settings: SharedSettings;
	/** Values of template parameters by name. */
	readonly parameters: ReadonlyMap<string, string>;
}

interface Base {
	readonly path: string;
	/** Throws what is wrong with it, at its place. */
	readonly fail: (sentence: string) => never;
}

/** What applies to one file. */
export interface FileSettings {
	/** The configuration that was found first. */
	readonly path: string;
	/** The name of the file that leaves it out; null if none does. */
	readonly ignoredBy: string | null;
	/** Null if no configuration names one. */
	readonly preset: PresetName | null;
	/** What differs from the preset. */
	readonly rules: ReadonlyMap<string, RuleSetting>;
	readonly settings: SharedSettings;
	readonly parameters: Readonly<Record<string, string>>;
}
