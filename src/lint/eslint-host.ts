import { readDirective } from "../languages/directive.ts";
import { createRequire } from "node:module";
import type * as Eslint from "eslint/universal";
import type { Linter } from "eslint/universal";
import plugin, { NAMESPACE, RULE_FACTS, rulesFor, SUPPRESSION_RULE } from "../plugin.ts";
import { readReason, stateOf } from "../model/suppression.ts";
import type { Dialect, DialectConfig } from "../languages/dialect.ts";
import type { ParsedSource } from "../languages/program/source-module.ts";
import { detailsOf, type FindingDetail } from "../rule/file/details.ts";
import { knownReading } from "../rule/file/read-source.ts";
import { saysTooDeep, TOO_DEEP } from "../rule/file/failure.ts";
import { LineIndex } from "../text/line-index.ts";
import type { Heard } from "./heard.ts";
import type { LintedError } from "./linted-text.ts";
import { redactParserMessage } from "./parser-message.ts";
import { settingsFor } from "./settings-for.ts";
import { directivesOf, namedDirectives, unused, withoutIdle, type CommentedSource } from "./told-directives.ts";
import { phrasesOf } from "../locale/catalogue.ts";
import { languageOf } from "../rule/rule-words.ts";

/** What ESLint's types leave out: https://eslint.org/docs/latest/integrate/nodejs-api#lintergetsuppressedmessages */
interface WithSuppressed {
	getSuppressedMessages(): readonly (Linter.LintMessage & {
		readonly suppressions: readonly { readonly justification: string }[];
	})[];
}

/** How ESLint begins what a parser said. */
const PARSE_ERROR = "Parsing error: ";

/** A text that may have comments to ESLint, and the byte order mark, which ESLint takes off a text. */
export const FOR_ESLINT = /eslint|^\uFEFF/u;

/** Comments that may switch rules off by name: to the end of the line, and in a block. */
const NAMING = [
	/\/\/[ \t]{0,9}(eslint-disable-(?:next-)?line[^\r\n\u2028\u2029]*)/gu,
	/\/\*[ \t]{0,9}(eslint-(?:disable|enable)[^*]*)\*\//gu,
];

const RULE = /^[@\w][@\w/-]*$/u;
const OURS: ReadonlySet<string> = new Set(RULE_FACTS.map(({ name }) => name));

/**
 * True for a program that ESLint has to read. Most comments to it name rules of others, and mean nothing to ours; what looks
 * like one in a text or inside of another comment means nothing at all.
 */
export function isForEslint(text: string): boolean {
	const withoutForeign = (left: string, naming: RegExp): string =>
		left.replaceAll(naming, (comment, value: string) => (namesOthers(value) ? "" : comment));
	return (
		FOR_ESLINT.test(text) && (text.startsWith("\uFEFF") || NAMING.reduce(withoutForeign, text).includes("eslint"))
	);
}

/** True for a directive about rules of others alone; one of ours without its namespace is a mistake that ESLint tells of. */
function namesOthers(value: string): boolean {
	const { rules = [], justification = "" } = readDirective({ value, start: 0, end: value.length, mark: 0 }) ?? {};
	return (
		rules.length > 0 &&
		!justification.includes("eslint") &&
		rules.every((rule) => RULE.test(rule) && !rule.includes(NAMESPACE) && !OURS.has(rule))
	);
}

/** What is said of a text that only ESLint can read, where it is not installed. */
export const NO_ESLINT = "Reading this file needs ESLint, which is not installed. Run: npm install --save-dev eslint";

/**
 * Asks the rules through ESLint's engine, which knows what the comments to ESLint in a text mean, and parses what our own
 * parsers refuse. Loading ESLint takes longer than checking a template, so this is done with the first text that needs it.
 */
export class EslintHost {
	readonly #linter: Linter;
	readonly #config: Linter.Config;
	readonly #suppressions: boolean;

	/**
	 * @param suppressions false to report what comments suppress, too
	 * @returns null where ESLint is not installed
	 */
	static load(
		rules: Linter.RulesRecord,
		cwd: string,
		suppressions: boolean,
		settings: NonNullable<Linter.Config["settings"]> = {},
	): EslintHost | null {
		try {
			const { Linter: Engine } = createRequire(import.meta.url)("eslint/universal") as typeof Eslint;
			return new EslintHost(new Engine({ cwd }), { rules, settings }, suppressions);
		} catch (error) {
			if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") {
				return null;
			}
			throw error;
		}
	}

	private constructor(
		linter: Linter,
		{ rules, settings }: Required<Pick<Linter.Config, "rules" | "settings">>,
		suppressions: boolean,
	) {
		this.#linter = linter;
		this.#suppressions = suppressions;
		this.#config = {
			files: ["**/*.*", "**/*"],
			plugins: {
				[NAMESPACE]: {
					meta: plugin.meta,
					languages: plugin.languages ?? {},
					// Without the schemas of their options, which were checked before: compiling them takes a while.
					rules: Object.fromEntries(
						Object.entries(rulesFor("command")).map(([name, rule]) => [
							name,
							{ ...rule, meta: { ...rule.meta, schema: false as const } },
						]),
					),
				},
			},
			linterOptions: {
				reportUnusedDisableDirectives:
					(
						[rules[`${NAMESPACE}/${SUPPRESSION_RULE}`] ?? "off"].flat() as readonly Linter.RuleSeverity[]
					)[0] ?? "off",
			},
			rules,
			settings,
		};
	}

	/**
	 * What the rules say of a text, or why it cannot be parsed.
	 *
	 * @param name the file, from the working directory
	 */
	lint(
		text: string,
		config: DialectConfig,
		dialect: Dialect,
		name = config.filename,
	): Heard | readonly LintedError[] {
		const { settings = {}, ...own } = this.#configOf(config);
		const refused: (readonly LintedError[])[] = [];
		for (const languageOptions of config.languageOptions) {
			const messages = this.#linter.verify(
				text,
				[{ ...own, languageOptions, settings: settingsFor(name, settings) }],
				{ filename: config.filename },
			);
			const fatal = fatalErrors(messages, text, dialect);
			if (fatal.length === 0) {
				return this.#gather(
					messages.filter(({ ruleId }) => ruleId === null || ruleId.startsWith(`${NAMESPACE}/`)),
					dialect,
				);
			}
			refused.push(fatal);
		}
		return refused[0] ?? [];
	}

	/** Parses a text, and asks no rule; null if that fails. */
	parse(text: string, { languageOptions, filename }: DialectConfig): ParsedSource | null {
		const isParsed = languageOptions.some((options) =>
			this.#linter
				.verify(
					text,
					[{ files: ["**/*.*"], languageOptions: options, linterOptions: { noInlineConfig: true } }],
					{ filename },
				)
				.every(({ fatal }) => fatal !== true),
		);
		return isParsed ? this.#linter.getSourceCode() : null;
	}

	#configOf({ language, hasOwnComments }: DialectConfig): Linter.Config {
		const { linterOptions, ...base } = this.#config;
		return {
			...base,
			...(language === undefined ? {} : { language: `${NAMESPACE}/${language}` }),
			linterOptions: { ...linterOptions, noInlineConfig: !hasOwnComments && !this.#suppressions },
		};
	}

	#gather(messages: readonly Linter.LintMessage[], dialect: Dialect): Heard {
		const sourceCode = this.#linter.getSourceCode() as unknown as ParsedSource & CommentedSource;
		const index = new LineIndex(sourceCode.text, dialect.hasScriptLines);
		const details = detailsOf(sourceCode);
		const reading = knownReading(sourceCode);
		const phrases = phrasesOf(languageOf({ settings: this.#config.settings ?? {} }));
		// ESLint carries the number of a finding alone; bugs of rules are told apart.
		const detailOf = ({ ruleId, message }: Linter.LintMessage): FindingDetail | undefined =>
			ruleId === null || !/^\d+$/u.test(message) ? undefined : details.findings[Number(message)];
		const directives = directivesOf(sourceCode);
		const acceptedAt = namedDirectives(directives, index);
		const hidden = (this.#linter as unknown as WithSuppressed).getSuppressedMessages().map((message) => {
			const reasons = message.suppressions.map(({ justification }) => readReason(justification));
			const accepted =
				reasons.find((given) => stateOf(given) === "valid") ??
				acceptedAt(message.ruleId ?? "", index.startOf(message.line) + message.column - 1);
			return {
				message,
				reason: accepted?.reason ?? null,
				until: accepted?.until ?? null,
				counts: accepted !== null,
			};
		});
		// ESLint lets a directive hide what it likes; a bare one was written for other rules, and one whose day has
		// passed does not count.
		const told = [...messages, ...hidden.filter(({ counts }) => !counts).map(({ message }) => message)];
		const isShared = dialect.holds(sourceCode.ast) && dialect.isShared;
		const findings = told.flatMap((message) => {
			const finding =
				message.ruleId === null ? unused(message, index, details.asked, isShared, phrases) : detailOf(message);
			const isNothing =
				finding === undefined ||
				(message.ruleId === null && reading?.mayBeUsedElsewhere?.(finding.span.start) === true);
			return isNothing
				? []
				: [{ ...finding, level: message.severity === 2 ? ("error" as const) : ("warn" as const) }];
		});
		return {
			sourceCode,
			findings: withoutIdle(findings, directives),
			suppressed: hidden
				.filter(({ counts }) => counts)
				.flatMap(({ message, reason, until }) => {
					const detail = detailOf(message);
					return detail === undefined
						? []
						: [{ ...detail, kind: "comment" as const, reason: reason ?? "", until }];
				}),
		};
	}
}

/**
 * What a parser refuses, as a sentence at its place. Comments to ESLint that it refuses (`/* eslint-env node *\/`) are
 * fatal to it too, but the file was read.
 */
function fatalErrors(messages: readonly Linter.LintMessage[], text: string, dialect: Dialect): readonly LintedError[] {
	return messages
		.filter(({ fatal, message }) => fatal === true && message.startsWith(PARSE_ERROR))
		.map(({ message, line, column }) =>
			saysTooDeep(message)
				? {
						message: TOO_DEEP,
						...new LineIndex(text, dialect.hasScriptLines).locate(dialect.deepestPlace(text)),
					}
				: {
						message: redactParserMessage(message.slice(PARSE_ERROR.length)).replace(/(?<![.!?])$/u, "."),
						line: line || 1,
						column: column || 1,
					},
		);
}
