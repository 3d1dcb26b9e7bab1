import type { ESLint, Linter } from "eslint";
import { createRequire } from "node:module";
import { join } from "node:path";
import { RULES } from "../rules/index.ts";
import { templateLanguage } from "./languages/template/language.ts";
import { createRule } from "./rule/create-rule.ts";
import { createTemplateProcessor } from "./rule/template-processor.ts";
import { docsUrl, PRESETS, type PresetName } from "./rule/rule.ts";

// The same two folders up from `src/` and, once built, from `dist/src/` one more.
const require = createRequire(import.meta.url);
const { name, version } = readPackage();

function readPackage(): { readonly name: string; readonly version: string } {
	const path = import.meta.url.includes("/dist/src/") ? "../../package.json" : "../package.json";
	return require(path) as { readonly name: string; readonly version: string };
}

/** The key under which the plugin's rules and its language are known. */
export const NAMESPACE = "aws-kms";

/** Every rule's name, without the namespace. */
export const RULE_NAMES: readonly string[] = RULES.map((rule) => rule.name);

/** What reports say of each rule. */
export const RULE_FACTS = RULES.map((rule) => ({
	name: rule.name,
	description: rule.description,
	severity: rule.severity,
	docs: docsUrl(rule.name),
}));

const YIELDS = new Map(RULES.map((rule) => [rule.name, rule.yieldsTo ?? []] as const));

/**
 * The more specific rules, which speak in place of one where both report the same thing; names without the namespace.
 */
export function yieldsTo(rule: string): readonly string[] {
	return YIELDS.get(rule) ?? [];
}

/** The package's version. */
export const VERSION: string = version;

/** True for the id of a rule of ours, whatever the configuration calls the plugin. */
function isOurs(ruleId: string): boolean {
	return RULE_NAMES.includes(ruleId.slice(ruleId.lastIndexOf("/") + 1));
}

/** File names that say: a template of ours. Any other JSON or YAML stays with whoever lints it. */
const TEMPLATE_FILES: readonly string[] = [
	"**/template.{yaml,yml,json}",
	"**/*.template",
	"**/*.template.{yaml,yml,json}",
	"**/*-template.{yaml,yml,json}",
	"**/*.cfn.{yaml,yml,json}",
	"**/*.sam.{yaml,yml,json}",
	"**/cloudformation.{yaml,yml,json}",
	"**/cloudformation/**/*.{yaml,yml,json}",
	"**/packaged.{yaml,yml,json}",
];

type Plugin = ESLint.Plugin & {
	meta: { name: string; version: string; namespace: string };
	readonly configs: Record<PresetName | `${PresetName}-rules`, Linter.Config[]>;
};

/** JavaScript, which ESLint parses by itself. */
const JAVASCRIPT_FILES: readonly string[] = ["**/*.{js,mjs,cjs,jsx}"];
const TYPESCRIPT_FILES: readonly string[] = ["**/*.{ts,mts,cts,tsx}"];

/**
 * typescript-eslint's parser, an optional peer: found where somebody asks for a preset, loaded with the first
 * TypeScript file that ESLint lints by a
 * preset. It is looked for beside the plugin and in the working directory, whose configuration ESLint has run by then.
 * Null
 * where it is in neither. The command does not use it.
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

const plugin: Plugin = {
	meta: { name, version, namespace: NAMESPACE },
	processors: { template: createTemplateProcessor({ name: `${NAMESPACE}/template`, version }, isOurs, yieldsTo) },
	languages: { template: templateLanguage as unknown as NonNullable<ESLint.Plugin["languages"]>[string] },
	rules: Object.fromEntries(RULES.map((rule) => [rule.name, createRule(rule)])),
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

/** Other plugins' rules that a config for all JSON or YAML may switch on, and that would refuse our language. */
const FOREIGN_RULES = [
	"json/no-duplicate-keys",
	"json/no-empty-keys",
	"json/no-unnormalized-keys",
	"json/no-unsafe-values",
	"json/sort-keys",
	"json/top-level-interop",
];

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
		// Without `files`: for what other configurations bring in, under their language. A file that is none of ours by
		// its content is silent.
		const rules: Linter.Config = {
			name: `${NAMESPACE}/${preset}/rules`,
			ignores: [...WRITTEN_BY_TOOLS, COPIES],
			plugins: { [NAMESPACE]: plugin },
			rules: rulesOf(preset),
		};
		configs[`${preset}-rules`].push(rules);
		configs[preset].push({
			name: `${NAMESPACE}/${preset}/template`,
			files: [...TEMPLATE_FILES],
			ignores: [...TOOLS_FOLDERS, COPIES],
			plugins: { [NAMESPACE]: plugin },
			language: `${NAMESPACE}/template`,
			processor: `${NAMESPACE}/template`,
			rules: { ...Object.fromEntries(FOREIGN_RULES.map((rule) => [rule, "off"] as const)), ...rulesOf(preset) },
		});
		configs[preset].push({
			name: `${NAMESPACE}/${preset}/source`,
			files: [...JAVASCRIPT_FILES, ...(typescriptParser === null ? [] : TYPESCRIPT_FILES)],
			ignores: [...WRITTEN_BY_TOOLS],
			plugins: { [NAMESPACE]: plugin },
			rules: rulesOf(preset),
		});
		if (typescriptParser !== null) {
			configs[preset].push({
				name: `${NAMESPACE}/${preset}/typescript`,
				files: [...TYPESCRIPT_FILES],
				ignores: ["**/*.d.{ts,mts,cts}"],
				languageOptions: { parser: typescriptParser },
			});
		}
		configs[preset].push(rules);
	}
	return configs;
}

export default plugin;
