import type { ESLint, Linter, Rule as EslintRule } from "eslint";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RULES } from "../rules/index.ts";
import { ConfigSlots } from "./config/config-slots.ts";
import { ConfigFinder } from "./config/find-config.ts";
import { fileSettings } from "./config/file-settings.ts";
import { DIALECTS } from "./languages/dialects.ts";
import { createRule } from "./rule/create-rule.ts";
import type { Host } from "./rule/report-group.ts";
import { createTemplateProcessor } from "./rule/template-processor.ts";
import { docsUrl, PRESETS, type PresetName } from "./rule/rule.ts";
import { joinEntry } from "./rule/rule-setting.ts";
import { pushAll } from "./text/push-all.ts";
import { PACKAGE_ROOT } from "./text/package-root.ts";

const require = createRequire(import.meta.url);
const { name, version } = require(fileURLToPath(new URL("package.json", PACKAGE_ROOT))) as {
	readonly name: string;
	readonly version: string;
};

/** The key under which the plugin's rules and its language are known. */
export const NAMESPACE = "aws-kms";

/** The rules, for whoever asks them without ESLint. */
export { RULES };

/** Every rule's name, without the namespace. */
export const RULE_NAMES: readonly string[] = RULES.map((rule) => rule.name);

/** What reports say of each rule. */
export const RULE_FACTS = RULES.map((rule) => ({
	name: rule.name,
	description: rule.description,
	severity: rule.severity,
	docs: docsUrl(rule.name),
	/** The weaknesses of which it finds some: `CWE-798`. */
	weaknesses: rule.compliance.CWE ?? [],
	/** The ids of the requirements it covers, by standard. */
	compliance: rule.compliance,
	/** Its findings give the values that a lookup would read: `kmslint secrets` keeps them. */
	givesSecrets: rule.givesSecrets === true,
	/** It finds secrets whose values only the deployment knows. */
	findsDeployed: rule.findsDeployed === true,
	/** It has an option that says what its fix makes. */
	canFix: Object.hasOwn(rule.options, "fix"),
	/** It takes the inventory of images that the command is given. */
	takesInventory: Object.hasOwn(rule.options, "inventory"),
}));

const YIELDS = new Map(RULES.map((rule) => [rule.name, rule.yieldsTo ?? []] as const));

/**
 * The more specific rules, which speak in place of one where both report the same thing; names without the namespace.
 */
export function yieldsTo(rule: string): readonly string[] {
	return YIELDS.get(rule) ?? [];
}

/** The rule that speaks about suppressions. */
export const SUPPRESSION_RULE: string =
	RULES.find(({ checkSuppressions }) => checkSuppressions !== undefined)?.name ?? "";

/** The rules, by their names without the namespace, for whom they speak to. */
export function rulesFor(host: Host): Record<string, EslintRule.RuleModule> {
	return Object.fromEntries(RULES.map((rule) => [rule.name, createRule(rule, host)]));
}

/** The package's version. */
export const VERSION: string = version;

/** True for the id of a rule of ours, whatever the configuration calls the plugin. */
function isOurs(ruleId: string): boolean {
	return RULE_NAMES.includes(ruleId.slice(ruleId.lastIndexOf("/") + 1));
}

type Plugin = ESLint.Plugin & {
	meta: { name: string; version: string; namespace: string };
	readonly configs: Record<PresetName | `${PresetName}-rules`, Linter.Config[]>;
};

const TYPESCRIPT_FILES: readonly string[] = ["**/*.{ts,mts,cts,tsx}"];

/**
 * typescript-eslint's parser, an optional peer: found where somebody asks for a preset, loaded with the first
 * TypeScript file that ESLint lints by a preset. It is looked for beside the plugin and in the working directory, whose
 * configuration ESLint has run by then. Null where it is in neither. The command does not use it.
 */
function findTypeScriptParser(): Linter.Parser | null {
	const found = [import.meta.url, join(process.cwd(), "eslint.config.js")].flatMap((from) => {
		try {
			return [createRequire(from).resolve("@typescript-eslint/parser")];
		} catch {
			return [];
		}
	})[0];
	if (found === undefined) {
		return null;
	}
	const load = (): { parseForESLint: (text: string, options?: unknown) => { ast: never } } => require(found) as never;
	return {
		meta: { name: `${name}/typescript`, version },
		parseForESLint: (text: string, options?: unknown) => load().parseForESLint(text, options),
	} as unknown as Linter.Parser;
}

/** Lints the programs inside a text, of whatever dialect. */
const PROCESSOR = `${NAMESPACE}/template`;

const plugin: Plugin = {
	meta: { name, version, namespace: NAMESPACE },
	processors: { template: createTemplateProcessor({ name: PROCESSOR, version }, isOurs, yieldsTo) },
	languages: Object.fromEntries(
		DIALECTS.flatMap(({ language }) => (language === null ? [] : [[language.name, language.implementation]])),
	) as unknown as NonNullable<ESLint.Plugin["languages"]>,
	rules: rulesFor("eslint"),
	// The command asks for no preset, so it looks for no parser in the working directory.
	get configs() {
		return (configs ??= createConfigs());
	},
};

let configs: Plugin["configs"] | undefined;

/** A preset's rules as ESLint takes them. */
export function rulesOf(preset: PresetName): Linter.RulesRecord {
	return Object.fromEntries(
		RULES.flatMap((rule) => {
			const entry = rule.presets[preset];
			return entry === "off"
				? []
				: [[`${NAMESPACE}/${rule.name}`, typeof entry === "string" ? entry : [...entry]]];
		}),
	) as Linter.RulesRecord;
}

/**
 * What the configuration of the project says of each file that is linted, in place of what a preset says.
 *
 * @param preset if the configuration names none
 */
function slotsFor(preset: PresetName): ConfigSlots {
	const cwd = process.cwd();
	const finder = new ConfigFinder(RULES, cwd, false);
	return new ConfigSlots(
		(path) => (DIALECTS.some(({ names }) => names.test(path)) ? fileSettings(finder, path) : null),
		({ preset: own, rules, settings, parameters }) => ({
			rules: Object.fromEntries(
				RULES.map((rule) => {
					// Without options, ESLint would keep those of the preset before.
					const [level, options = rule.defaults] = joinEntry(
						rule.presets[own ?? preset],
						rules.get(rule.name),
					);
					return [`${NAMESPACE}/${rule.name}`, [level, options]];
				}),
			),
			// As the command reads a project: what it says of a file may depend on others.
			settings: { [NAMESPACE]: { application: true, ...settings, parameters } },
		}),
	);
}

/** The copy of a template that the processor makes for the rules of others. */
const COPIES = "**/*.{yaml,yml,json}/*.{yaml,yml,json}";

/** What `cdk synth` and `sam build` write, and declarations: nobody's own text. */
const TOOLS_FOLDERS: readonly string[] = ["**/cdk.out/**", "**/.aws-sam/**"];
const WRITTEN_BY_TOOLS: readonly string[] = [...TOOLS_FOLDERS, "**/*.d.{ts,mts,cts}"];

function createConfigs(): Plugin["configs"] {
	const configs: Plugin["configs"] = {
		recommended: [],
		strict: [],
		audit: [],
		"recommended-rules": [],
		"strict-rules": [],
		"audit-rules": [],
	};
	const typescriptParser = findTypeScriptParser();
	for (const preset of PRESETS) {
		const { slots, isIgnored } = slotsFor(preset);
		const skipped = [isIgnored, ...WRITTEN_BY_TOOLS] as string[];
		// Without `files`: for what other configurations bring in, under their language. A file that is none of ours by
		// its content is silent.
		const rules: Linter.Config = {
			name: `${NAMESPACE}/${preset}/rules`,
			ignores: [...skipped, COPIES],
			plugins: { [NAMESPACE]: plugin },
			rules: rulesOf(preset),
		};
		// ESLint's types leave out what its matchers may be.
		const configured = slots.map(({ ignores, ...content }) => ({
			name: `${NAMESPACE}/${preset}/project`,
			ignores: [ignores, ...WRITTEN_BY_TOOLS, COPIES],
			plugins: { [NAMESPACE]: plugin },
			...content,
		})) as unknown as Linter.Config[];
		pushAll(configs[`${preset}-rules`], [rules, ...configured]);
		for (const { preset: part, language } of DIALECTS) {
			configs[preset].push(
				language === null
					? {
							name: `${NAMESPACE}/${preset}/${part.name}`,
							files: [...part.globs, ...(typescriptParser === null ? [] : TYPESCRIPT_FILES)],
							ignores: skipped,
							plugins: { [NAMESPACE]: plugin },
							rules: rulesOf(preset),
						}
					: {
							name: `${NAMESPACE}/${preset}/${part.name}`,
							files: [...part.globs],
							ignores: [isIgnored as never, ...TOOLS_FOLDERS, COPIES],
							plugins: { [NAMESPACE]: plugin },
							language: `${NAMESPACE}/${language.name}`,
							processor: PROCESSOR,
							rules: {
								...Object.fromEntries(language.foreignRules.map((rule) => [rule, "off"] as const)),
								...rulesOf(preset),
							},
						},
			);
		}
		if (typescriptParser !== null) {
			configs[preset].push({
				name: `${NAMESPACE}/${preset}/typescript`,
				files: [...TYPESCRIPT_FILES],
				ignores: ["**/*.d.{ts,mts,cts}"],
				languageOptions: { parser: typescriptParser },
			});
		}
		pushAll(configs[preset], [rules, ...configured]);
	}
	return configs;
}

export default plugin;
