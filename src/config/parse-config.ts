import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import type ignore from "ignore";
import type { Ignore } from "ignore";
import { redactName } from "../detect/redact.ts";
import { valueOf, type JsonValue } from "../languages/json-value.ts";
import { entryOf } from "../model/entry-of.ts";
import { explainOptions } from "../rule/explain-options.ts";
import { findBadPattern } from "../rule/options.ts";
import { PRESETS, type PresetName, type Rule } from "../rule/rule.ts";
import { LEVELS } from "../rule/level.ts";
import type { RuleSetting } from "../rule/rule-setting.ts";
import { didYouMean } from "../text/did-you-mean.ts";
import type { ConfigFile, Override, SharedSettings } from "./config.ts";
import type { ConfigReader, Entry } from "./config-reader.ts";
import { matcherOf, refuseGlob } from "./glob.ts";
import { LANGUAGES } from "../locale/language.ts";

/** The keys of a configuration. */
export const CONFIG_KEYS = [
	"$schema",
	"extends",
	"preset",
	"rules",
	"overrides",
	"ignores",
	"settings",
	"parameters",
] as const;

/** The keys of an override. */
export const OVERRIDE_KEYS = ["files", "preset", "rules"] as const;

/** The keys of `settings`. */
export const SETTING_KEYS = ["application", "acceptSkips", "assumeEnforced", "locale"] as const;

/**
 * Reads a configuration. It is data: nothing is executed, and nothing else is read.
 *
 * @param node the object with its keys
 * @param path absolute
 * @param rules every rule there is
 * @throws {ConfigError} for what is not understood, with its place
 */
export function parseConfig(reader: ConfigReader, node: JsonValue, path: string, rules: readonly Rule[]): ConfigFile {
	const entries = reader.object(node, "A configuration");
	reader.refuseUnknown(entries, CONFIG_KEYS);
	const given = new Map(entries.map(({ name, value }) => [name, value]));
	const read = <T>(name: (typeof CONFIG_KEYS)[number], take: (value: JsonValue) => T): T | null => {
		const value = given.get(name);
		return value === undefined ? null : take(value);
	};
	const folder = dirname(path);
	read("$schema", (value) => reader.text(value, "`$schema`"));
	return {
		path,
		folder,
		bases: read("extends", (value) => readBases(reader, value, folder)) ?? [],
		preset: read("preset", (value) => readPreset(reader, value)),
		rules: read("rules", (value) => readRules(reader, value, rules, folder)) ?? new Map(),
		overrides:
			read("overrides", (value) =>
				reader.list(value, "`overrides`").map((one) => readOverride(reader, one, rules, folder)),
			) ?? [],
		ignores: read("ignores", (value) => readIgnores(reader, value)),
		settings: read("settings", (value) => readSettings(reader, value)) ?? {},
		parameters: read("parameters", (value) => readParameters(reader, value)) ?? new Map(),
	};
}

function readBases(reader: ConfigReader, node: JsonValue, folder: string): ConfigFile["bases"] {
	const items = node.kind === "list" ? node.items : [node];
	return items.map((item) => {
		const way = reader.text(item, "`extends`");
		if (!/^\.{1,2}\//u.test(way)) {
			reader.fail(item.at, "`extends` takes the path of a file, such as './kmslint.base.json'.");
		}
		return { path: resolve(folder, way), fail: (sentence) => reader.fail(item.at, sentence) };
	});
}

function readPreset(reader: ConfigReader, node: JsonValue): PresetName {
	return reader.choice(node, "`preset`", PRESETS);
}

function readRules(
	reader: ConfigReader,
	node: JsonValue,
	rules: readonly Rule[],
	folder: string,
): ReadonlyMap<string, RuleSetting> {
	const known = new Map(rules.map((rule) => [rule.name, rule]));
	return new Map(
		reader.object(node, "`rules`").map((entry) => {
			// As ESLint calls it.
			const name = entry.name.replace(/^aws-kms\//u, "");
			const rule = known.get(name);
			if (rule === undefined) {
				reader.fail(entry.keyAt, `Unknown rule '${redactName(name)}'. ${didYouMean(name, [...known.keys()])}`);
			}
			return [name, readSetting(reader, entry, rule, folder)];
		}),
	);
}

function readSetting(reader: ConfigReader, { value }: Entry, rule: Rule, folder: string): RuleSetting {
	if (value.kind !== "list") {
		return { level: reader.choice(value, `rule '${rule.name}'`, LEVELS), options: null };
	}
	const [first, second, third] = value.items;
	if (first === undefined || third !== undefined) {
		return reader.fail(value.at, `Rule '${rule.name}' takes a level and one object with options.`);
	}
	const level = reader.choice(first, `rule '${rule.name}'`, LEVELS);
	return { level, options: second === undefined ? null : readOptions(reader, second, rule, folder) };
}

function readOptions(
	reader: ConfigReader,
	node: JsonValue,
	{ name: rule, options: schemas, patterns }: Rule,
	folder: string,
): Readonly<Record<string, unknown>> {
	const entries = reader.object(node, `Rule '${rule}'`);
	return Object.fromEntries(
		entries.map(({ name, keyAt, value }) => {
			const option = { [name]: valueOf(value) };
			const refused = explainOptions(rule, option, schemas) ?? findBadPattern(rule, patterns, option);
			if (refused !== null) {
				reader.fail(Object.hasOwn(schemas, name) ? value.at : keyAt, refused);
			}
			// The path of a file, which is meant from here.
			const isPath = name === "inventory" && option[name] !== "";
			return [name, isPath ? resolve(folder, String(option[name])) : option[name]];
		}),
	);
}

function readOverride(reader: ConfigReader, node: JsonValue, rules: readonly Rule[], folder: string): Override {
	const entries = reader.object(node, "An override");
	reader.refuseUnknown(entries, OVERRIDE_KEYS);
	const given = Object.fromEntries(entries.map(({ name, value }) => [name, value]));
	const { files, preset, rules: own } = given;
	if (files === undefined) {
		return reader.fail(node.at, "An override needs `files`.");
	}
	const globs = (files.kind === "list" ? files.items : [files]).map((item) => {
		const glob = reader.text(item, "`files`");
		const refused = refuseGlob(glob);
		return refused === null ? glob : reader.fail(item.at, `A glob ${refused}.`);
	});
	return {
		matches: matcherOf(globs),
		preset: preset === undefined ? null : readPreset(reader, preset),
		rules: own === undefined ? new Map() : readRules(reader, own, rules, folder),
	};
}

/** Patterns in the syntax of `.gitignore`. */
function readIgnores(reader: ConfigReader, node: JsonValue): Ignore {
	const create = createRequire(import.meta.url)("ignore") as typeof ignore;
	const patterns = reader.list(node, "`ignores`").map((item) => {
		const pattern = reader.text(item, "`ignores`");
		return pattern.length > 200 || /[\r\n]/u.test(pattern)
			? reader.fail(item.at, "A pattern has one line of at most 200 characters.")
			: pattern.replace(/^\.\//u, "/");
	});
	return create().add(patterns);
}

function readSettings(reader: ConfigReader, node: JsonValue): SharedSettings {
	const entries = reader.object(node, "`settings`");
	reader.refuseUnknown(entries, SETTING_KEYS);
	const given = Object.fromEntries(entries.map(({ name, value }) => [name, value]));
	const flag = (name: "application" | "acceptSkips"): object => {
		const value = entryOf(given, name);
		return value === undefined ? {} : { [name]: reader.flag(value, `\`${name}\``) };
	};
	const enforced = entryOf(given, "assumeEnforced");
	const locale = entryOf(given, "locale");
	return {
		...flag("application"),
		...flag("acceptSkips"),
		...(enforced === undefined
			? {}
			: {
					assumeEnforced: reader
						.list(enforced, "`assumeEnforced`")
						.map((item) => reader.text(item, "`assumeEnforced`")),
				}),
		...(locale === undefined ? {} : { locale: reader.choice(locale, "`locale`", LANGUAGES) }),
	};
}

function readParameters(reader: ConfigReader, node: JsonValue): ReadonlyMap<string, string> {
	return new Map(
		reader.object(node, "`parameters`").map(({ name, keyAt, value }) => {
			if (!/^[A-Za-z0-9]{1,255}$/u.test(name)) {
				reader.fail(keyAt, "The name of a parameter has letters and digits only.");
			}
			if (value.kind !== "scalar" || value.value === null) {
				reader.fail(value.at, "A parameter takes a text, a number, true or false.");
			}
			return [name, value.text];
		}),
	);
}
