import * as typescriptParser from "@typescript-eslint/parser";
import { Linter, RuleTester } from "eslint";
import { describe, expect, it } from "vitest";
import { kindOfSource, languageOptionsOf } from "../languages/javascript/source-config.ts";
import plugin, { NAMESPACE } from "../plugin.ts";
import { CDK_ENGINE, TEMPLATE_ENGINE } from "../languages/cloudformation/engine.ts";
import { TERRAFORM } from "../languages/terraform/dialect.ts";
import { TERRAFORM_ENGINE } from "../languages/terraform/translate/engine.ts";
import { SOURCE_NAME } from "../languages/program/source-module.ts";
import { createRule } from "../rule/create-rule.ts";
import { detailsOf, type Details } from "../rule/file/details.ts";
import { groupedData, Subjects } from "../rule/file/finding-groups.ts";
import { IGNORE_WITH_REASON } from "../rule/ignore-offer.ts";
import type { Rule } from "../rule/rule.ts";
import { wordsOf } from "../rule/words.ts";
import { askRules, type RuleOptions } from "./ask-rules.ts";
import { openedTexts } from "./opened-texts.ts";
import { FUZZ_RUNS, SEED } from "./seed.ts";
import { kindOf, untoldFixes, watchFixes, type FixKind } from "./seen-fixes.ts";

RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

/** A template or a source on which the rule keeps silent. Its name is a sentence. */
export interface SilentCase {
	readonly name: string;
	readonly code: string;
	/**
	 * `template.yaml`, for a rule that asks source `handler.ts`, unless it says otherwise; the extension decides how
	 * the text is read.
	 */
	readonly filename?: string;
	readonly options?: Readonly<Record<string, unknown>>;
	/** Values given at deploy time, by parameter name. */
	readonly parameters?: Readonly<Record<string, string>>;
	/** The author's `settings["aws-kms"]`. */
	readonly settings?: Readonly<Record<string, unknown>>;
}

/** A suggestion, with the whole text that it makes. */
interface ExpectedSuggestion {
	readonly messageId: string;
	readonly data?: Readonly<Record<string, string>>;
	readonly output: string;
}

/** A finding. `data` is what ESLint compares the message with, so every placeholder must be given. */
interface ExpectedError {
	readonly messageId: string;
	readonly data?: Readonly<Record<string, string>>;
	readonly line?: number;
	readonly column?: number;
	readonly endLine?: number;
	readonly endColumn?: number;
	/** How many, where their texts are asserted in another case. */
	readonly suggestions?: readonly ExpectedSuggestion[] | number;
}

/** A template in which the rule finds something. */
export interface FoundCase extends SilentCase {
	readonly errors: readonly ExpectedError[];
	/** What `--fix` makes of the text in one pass; null where it changes nothing. */
	readonly output?: string | null;
}

const PARSER = typescriptParser as unknown as Linter.Parser;

/** What ESLint must know to read a text of that name: our language for a template, its own for a program. */
function readerOf(
	code: string,
	filename: string,
	parameters: Readonly<Record<string, string>>,
): Pick<Linter.Config, "language" | "languageOptions"> {
	if (TERRAFORM.isNamed(filename)) {
		return { language: `${NAMESPACE}/terraform` };
	}
	return SOURCE_NAME.test(filename)
		? { language: "@/js", languageOptions: languageOptionsOf(kindOfSource(code, filename), filename, PARSER) }
		: {
				language: `${NAMESPACE}/template`,
				languageOptions: { template: { parameterOverrides: parameters } } as Linter.Config["languageOptions"] &
					object,
			};
}

function caseOf({ name, code, filename = "template.yaml", options, parameters = {}, settings }: SilentCase) {
	return {
		name,
		code,
		filename,
		...(options === undefined ? {} : { options: [options] }),
		...readerOf(code, filename, parameters),
		...(settings === undefined ? {} : { settings: { [NAMESPACE]: settings } }),
	};
}

/**
 * Data as ESLint is given it: each name in quotes, too, as several would be. A case names several as
 * `"'id'": "'A' and 'B'"`.
 */
function withNames<Expected extends { readonly data?: Readonly<Record<string, string>> }>(
	expected: Expected,
	filename = "template.yaml",
): Expected {
	// The words of the dialect are there for every message.
	const words = wordsOf(
		TERRAFORM.isNamed(filename) ? TERRAFORM_ENGINE : SOURCE_NAME.test(filename) ? CDK_ENGINE : TEMPLATE_ENGINE,
	);
	return expected.data === undefined
		? expected
		: { ...expected, data: { ...words, ...groupedData([expected.data], null), ...expected.data } };
}

/** Runs a rule over cases through ESLint's own tester, in our language or in ESLint's. */
export function testRule(
	rule: Rule,
	cases: { readonly silent: readonly SilentCase[]; readonly found: readonly FoundCase[] },
): void {
	const tester = new RuleTester({ plugins: { [NAMESPACE]: plugin } });
	const named = <C extends SilentCase>(one: C): C =>
		rule.checkModule !== undefined && one.filename === undefined ? { ...one, filename: "handler.ts" } : one;
	const seen = new Map<string, Set<FixKind>>();
	tester.run(rule.name, watchFixes(createRule(rule), seen), {
		valid: cases.silent.map((one) => caseOf(named(one))),
		invalid: cases.found.map((found) => ({
			...caseOf(named(found)),
			errors: found.errors.map((error) =>
				withNames(
					{
						...error,
						...(Array.isArray(error.suggestions)
							? { suggestions: error.suggestions.map((one) => withNames(one, named(found).filename)) }
							: {}),
					},
					named(found).filename,
				),
			) as RuleTester.TestCaseError[],
			output: found.output ?? null,
		})),
	});
	it(`${rule.name} takes nothing for missing that may still come`, () => {
		expect(cases.silent.flatMap((one) => takenForMissing(rule, named(one)))).toEqual([]);
	});
	it(`${rule.name} offers no other fixes than its page says`, () => {
		expect(untoldFixes(rule.name, seen)).toEqual([]);
	});
}

/** How many entries of each silent case are hidden behind what may still grow; all with `KMSLINT_FUZZ`. */
const HIDDEN = FUZZ_RUNS ?? 2;

/** What a rule finds in a text that it is silent on, as soon as one entry is hidden. See {@link openedTexts}. */
function takenForMissing(
	rule: Rule,
	{ name, code, filename = "template.yaml", ...given }: SilentCase,
): readonly string[] {
	const { options = {}, parameters = {}, settings = {} } = given;
	const rules = { [rule.name]: options };
	const texts = openedTexts(code, filename);
	const step = Math.max(1, texts.length / HIDDEN);
	return Array.from({ length: Math.min(HIDDEN, texts.length) }, (_, index) => {
		const opened = texts[Math.floor((index + ((SEED * 0.618) % 1)) * step)];
		if (opened === undefined) {
			return [];
		}
		const { text, within } = opened;
		const [first, last] = [lineAt(text, within.start), lineAt(text, within.end)];
		const isPlain = Object.keys(settings).length === 0;
		const { findings, failures } =
			(isPlain ? askRules(text, rules, filename, parameters) : null) ??
			lint(text, filename, configOf(text, filename, rules, parameters, settings)).details;
		expect(failures, text).toEqual([]);
		return findings
			.filter(({ span }) => first <= lineAt(text, span.start) && lineAt(text, span.start) <= last)
			.map(({ message }) => `${name}: ${message}\n${text}`);
	}).flat();
}

function lineAt(text: string, offset: number): number {
	return text.slice(0, offset).split("\n").length;
}

/** What a lint gives: ESLint's messages, and what they cannot carry. */
export interface LintResult {
	readonly messages: readonly Linter.LintMessage[];
	readonly details: Details;
}

function configOf(
	code: string,
	filename: string,
	rules: RuleOptions,
	parameters: Readonly<Record<string, string>>,
	settings: Readonly<Record<string, unknown>>,
): Linter.Config {
	return {
		files: ["**/*.*"], // A bare `**/*` never says that a file is linted at all.
		plugins: { [NAMESPACE]: plugin },
		...readerOf(code, filename, parameters),
		settings: { [NAMESPACE]: settings },
		rules: Object.fromEntries(
			Object.entries(rules).map(([name, options]) => [`${NAMESPACE}/${name}`, ["error", options]]),
		),
	};
}

/** Lints one program, as ESLint does in an editor; the name says which dialect it is. */
export function lintSource(
	code: string,
	rules: RuleOptions,
	filename = "handler.ts",
	settings: Readonly<Record<string, unknown>> = {},
): LintResult {
	return lint(code, filename, configOf(code, filename, rules, {}, settings));
}

/** Lints one template, as ESLint does in an editor. */
export function lintTemplate(
	code: string,
	rules: RuleOptions,
	filename = "template.yaml",
	parameters: Readonly<Record<string, string>> = {},
): LintResult {
	return lint(code, filename, configOf(code, filename, rules, parameters, {}));
}

/** What rules keep of a template: asked as the command asks them, where nothing is for ESLint to say. */
export function askTemplate(code: string, rules: RuleOptions, filename = "template.yaml"): Details {
	return askRules(code, rules, filename) ?? lintTemplate(code, rules, filename).details;
}

/** A message without the offer to ignore the finding, which each has. */
export function withoutIgnore({ suggestions, ...message }: Linter.LintMessage): Linter.LintMessage {
	const others = (suggestions ?? []).filter(({ messageId }) => messageId !== IGNORE_WITH_REASON);
	return others.length === 0 ? message : { ...message, suggestions: others };
}

function lint(code: string, filename: string, config: Linter.Config): LintResult {
	const linter = new Linter({ configType: "flat" });
	const messages = linter.verify(code, [config], { filename }).map(withoutIgnore);
	if (process.env["UPDATE_DOCS"] === "1") {
		messages.forEach((message) => tellFix(message, config));
	}
	const sourceCode = linter.getSourceCode() as object | null;
	return {
		messages,
		details:
			sourceCode === null
				? {
						findings: [],
						unknown: [],
						suppressed: [],
						silenced: [],
						subjects: new Subjects(),
						asked: new Set<string>(),
						cut: new Set<string>(),
						failures: [],
					}
				: detailsOf(sourceCode),
	};
}

/** Adds how a finding is fixed to what the documents tell. */
function tellFix(
	{ ruleId, messageId, fix, suggestions = [] }: Linter.LintMessage,
	{ rules = {} }: Linter.Config,
): void {
	const entry = rules[ruleId ?? ""];
	if (ruleId !== null && messageId !== undefined && entry !== undefined) {
		const options = (Array.isArray(entry) ? (entry[1] as object | undefined) : undefined) ?? {};
		untoldFixes(
			ruleId.replace(`${NAMESPACE}/`, ""),
			new Map([[messageId, new Set([kindOf(fix, suggestions.length, Object.keys(options).length === 0)])]]),
		);
	}
}

/**
 * What `--fix` makes of a text: passes until nothing changes. Directives stay: those of rules that do not run here look
 * unused to ESLint.
 */
export function fixTemplate(code: string, rules: RuleOptions, filename = "template.yaml"): string {
	const config: Linter.Config = {
		...configOf(code, filename, rules, {}, {}),
		linterOptions: { reportUnusedDisableDirectives: "off" },
	};
	return new Linter({ configType: "flat" }).verifyAndFix(code, [config], { filename }).output;
}

/** The name of the file that a block of a document is. */
export function fileOfBlock(language: string): string {
	return language === "hcl"
		? "main.tf"
		: `${language === "yaml" || language === "json" ? "template" : "handler"}.${language}`;
}

/**
 * Lints a block of a document: `yaml`, `json`, `hcl`, `js` or `ts`; rules by their name, with the level or the entry of a
 * configuration.
 */
export function lintText(
	code: string,
	language: string,
	rules: Readonly<Record<string, Linter.RuleEntry>>,
): readonly Linter.LintMessage[] {
	const filename = fileOfBlock(language);
	const config = {
		...configOf(code, filename, {}, {}, {}),
		rules: Object.fromEntries(Object.entries(rules).map(([name, entry]) => [`${NAMESPACE}/${name}`, entry])),
	};
	return new Linter({ configType: "flat" }).verify(code, [config], { filename });
}
