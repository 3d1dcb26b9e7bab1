import { statSync } from "node:fs";
import { basename, dirname, relative, sep } from "node:path";
import type { PresetName } from "../rule/rule.ts";
import type { RuleSetting } from "../rule/rule-setting.ts";
import { isBelowFolder } from "../files/leads-out-of.ts";
import type { ConfigFile, FileSettings, SharedSettings } from "./config.ts";
import type { ConfigFinder } from "./find-config.ts";

/**
 * What applies to a file, by the nearest configuration; null if there is none.
 *
 * @param path absolute; of a program inside a template, with its name after that of the template
 * @param named a configuration that applies to every file
 * @throws {ConfigError} for a configuration that is not understood
 */
export function fileSettings(finder: ConfigFinder, path: string, named: ConfigFile | null = null): FileSettings | null {
	const file = withoutProgram(path);
	const config = named ?? finder.nearest(dirname(file));
	return config === null ? null : settingsIn(finder.chain(config), config, file);
}

/** `template.yaml` of `template.yaml/Api.cjs`, as the processor and the command name a program inside a template. */
function withoutProgram(path: string): string {
	const folder = dirname(path);
	return /\.[A-Za-z0-9]{1,12}$/u.test(folder) && !isFolder(folder) ? folder : path;
}

function isFolder(path: string): boolean {
	try {
		return statSync(path).isDirectory();
	} catch {
		return false;
	}
}

function settingsIn(chain: readonly ConfigFile[], config: ConfigFile, file: string): FileSettings {
	let preset: PresetName | null = null;
	let ignoredBy: string | null = null;
	let settings: SharedSettings = {};
	const rules = new Map<string, RuleSetting>();
	const parameters = new Map<string, string>();
	for (const one of chain) {
		preset = one.preset ?? preset;
		addRules(rules, one.rules);
		settings = { ...settings, ...one.settings };
		one.parameters.forEach((value, name) => parameters.set(name, value));
	}
	for (const { folder, path, overrides, ignores } of chain) {
		const name = isBelowFolder(folder, file) ? relative(folder, file).split(sep).join("/") : null;
		if (name === null) {
			continue; // A file that is named from elsewhere, with this configuration.
		}
		ignoredBy ??= ignores?.ignores(name) === true ? basename(path) : null;
		for (const override of overrides.filter(({ matches }) => matches(name))) {
			preset = override.preset ?? preset;
			addRules(rules, override.rules);
		}
	}
	return { path: config.path, ignoredBy, preset, rules, settings, parameters: Object.fromEntries(parameters) };
}

/** A level without options keeps those that are there, as in ESLint. */
export function addRules(rules: Map<string, RuleSetting>, more: ReadonlyMap<string, RuleSetting>): void {
	for (const [name, { level, options }] of more) {
		rules.set(name, { level, options: options ?? rules.get(name)?.options ?? null });
	}
}
