import { Linter, RuleTester } from "eslint";
import { describe, it } from "vitest";
import plugin, { NAMESPACE } from "../index.ts";
import { createRule } from "../rule/create-rule.ts";
import { detailsOf, type Details } from "../rule/details.ts";
import type { Rule } from "../rule/rule.ts";

RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

/** A template on which the rule keeps silent. Its name is a sentence. */
export interface SilentCase {
	readonly name: string;
	readonly code: string;
	/** `template.yaml` unless it says otherwise; the extension decides how the text is read. */
	readonly filename?: string;
	readonly options?: Readonly<Record<string, unknown>>;
	/** Values given at deploy time, by parameter name. */
	readonly parameters?: Readonly<Record<string, string>>;
}

/** A suggestion, with the whole text that it makes. */
export interface ExpectedSuggestion {
	readonly messageId: string;
	readonly data?: Readonly<Record<string, string>>;
	readonly output: string;
}

/** A finding. `data` is what ESLint compares the message with, so every placeholder must be given. */
export interface ExpectedError {
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

function caseOf({ name, code, filename = "template.yaml", options, parameters }: SilentCase) {
	return {
		name,
		code,
		filename,
		...(options === undefined ? {} : { options: [options] }),
		...(parameters === undefined ? {} : { languageOptions: { template: { parameterOverrides: parameters } } }),
	};
}

/** Runs a rule over cases through ESLint's own tester, in our language. */
export function testRule(rule: Rule, cases: { readonly silent: readonly SilentCase[]; readonly found: readonly FoundCase[] }): void {
	const tester = new RuleTester({ plugins: { [NAMESPACE]: plugin }, language: `${NAMESPACE}/template` });
	tester.run(rule.name, createRule(rule), {
		valid: cases.silent.map(caseOf),
		invalid: cases.found.map((found) => ({
			...caseOf(found),
			errors: found.errors.map((error) => ({ ...error, ...(Array.isArray(error.suggestions) ? { suggestions: [...error.suggestions] } : {}) })) as RuleTester.TestCaseError[],
			output: found.output ?? null,
		})),
	});
}

/** What a lint gives: ESLint's messages, and what they cannot carry. */
export interface LintResult {
	readonly messages: readonly Linter.LintMessage[];
	readonly details: Details;
}

/** Rules with their options, by name: `{ "require-key-rotation": {} }`. */
export type RuleOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function configOf(rules: RuleOptions, parameters: Readonly<Record<string, string>>): Linter.Config {
	return {
		files: ["**/*.{yaml,yml,json,template}"], // A bare `**/*` never says that a file is linted at all.
		plugins: { [NAMESPACE]: plugin },
		language: `${NAMESPACE}/template`,
		languageOptions: { template: { parameterOverrides: parameters } } as Linter.Config["languageOptions"] & object,
		rules: Object.fromEntries(Object.entries(rules).map(([name, options]) => [`${NAMESPACE}/${name}`, ["error", options]])),
	};
}

/** Lints one text, as ESLint does in an editor. */
export function lintTemplate(code: string, rules: RuleOptions, filename = "template.yaml", parameters: Readonly<Record<string, string>> = {}): LintResult {
	const linter = new Linter({ configType: "flat" });
	const messages = linter.verify(code, [configOf(rules, parameters)], { filename });
	const sourceCode = linter.getSourceCode() as object | null;
	return { messages, details: sourceCode === null ? { findings: [], unknown: [], suppressed: [], asked: new Set<string>() } : detailsOf(sourceCode) };
}

/** What `--fix` makes of a text: passes until nothing changes. */
export function fixTemplate(code: string, rules: RuleOptions, filename = "template.yaml"): string {
	return new Linter({ configType: "flat" }).verifyAndFix(code, [configOf(rules, {})], { filename }).output;
}
