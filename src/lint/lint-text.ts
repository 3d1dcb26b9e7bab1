import { entryOf } from "../model/entry-of.ts";
import { joinSpans } from "../text/masked-text.ts";
import { Linter } from "eslint/universal";
import plugin, { NAMESPACE, RULE_FACTS, rulesFor, rulesOf, SUPPRESSION_RULE } from "../plugin.ts";
import { hasEnded, readReason, stateOf } from "../model/suppression.ts";
import type { Dialect, DialectConfig } from "../languages/dialect.ts";
import { likelyDialect, namedDialect } from "../languages/dialects.ts";
import { readDirective, type Directive } from "../languages/directive.ts";
import { directivesAt, type CoveringDirectives } from "../languages/directives-at.ts";
import { quotedRanges } from "../rule/masking/quoted-ranges.ts";
import { knownReading, readSource } from "../rule/file/read-source.ts";
import { insideQuotes, secretSpansOf, withCopies } from "../rule/masking/secret-spans.ts";
import { detailsOf, type Details, type FindingDetail, type UnknownDetail } from "../rule/file/details.ts";
import { failureOf, renderFailure, saysTooDeep, TOO_DEEP } from "../rule/file/failure.ts";
import { InventoryError } from "../rule/read-inventory.ts";
import type { PresetName } from "../rule/rule.ts";
import { cutAnalyses } from "../text/fuel.ts";
import { LineIndex } from "../text/line-index.ts";
import { mergeEdits } from "../text/apply-edits.ts";
import type { Span } from "../text/span.ts";
import { explainOptions } from "./explain-options.ts";
import { joinInlineFindings } from "./inline-findings.ts";
import type { LintedError, LintedFinding, LintedText, SuppressedFinding } from "./linted-text.ts";
import type { Level, RuleSetting } from "./rule-setting.ts";
import { redactParserMessage } from "./parser-message.ts";
import { UsageError } from "./usage-error.ts";

export interface LintSettings {
	readonly preset: PresetName;
	readonly rules: ReadonlyMap<string, RuleSetting>;
	readonly parameterOverrides: Readonly<Record<string, string>>;
	readonly inventory: string | null;
	/** False to report what comments and `Metadata` suppress, too. */
	readonly suppressions: boolean;
	/** The folder that file names are relative to. */
	readonly cwd: string;
}

/**
 * The rules for the command, without the schemas of their options: {@link refuseOptions} says better what is wrong, and
 * compiling the schemas is a third of a short run.
 */
const COMMAND = {
	meta: plugin.meta,
	languages: plugin.languages,
	rules: Object.fromEntries(
		Object.entries(rulesFor("command")).map(([name, rule]) => [
			name,
			{ ...rule, meta: { ...rule.meta, schema: false as const } },
		]),
	),
};

/** What ESLint's types leave out: https://eslint.org/docs/latest/integrate/nodejs-api#lintergetsuppressedmessages */
interface WithSuppressed {
	getSuppressedMessages(): readonly (Linter.LintMessage & {
		readonly suppressions: readonly { readonly justification: string }[];
	})[];
}

/** How ESLint begins what a parser said. */
const PARSE_ERROR = "Parsing error: ";

/** Asks the rules through ESLint's engine, one text at a time. */
export class TextLinter {
	readonly #linter: Linter;
	readonly #config: Linter.Config;
	readonly #settings: LintSettings;
	readonly #suppressions: boolean;
	readonly #cwd: string;

	/** @throws {UsageError} where the options of a rule are not what it takes */
	constructor(settings: LintSettings) {
		this.#linter = new Linter({ cwd: settings.cwd });
		this.#suppressions = settings.suppressions;
		this.#cwd = settings.cwd;
		this.#settings = settings;
		const rules = settingsOf(settings);
		this.#config = {
			files: ["**/*.*", "**/*"],
			plugins: { [NAMESPACE]: COMMAND },
			linterOptions: {
				reportUnusedDisableDirectives:
					(
						[rules[`${NAMESPACE}/${SUPPRESSION_RULE}`] ?? "off"].flat() as readonly Linter.RuleSeverity[]
					)[0] ?? "off",
			},
			rules,
		};
		refuseOptions(rules);
		const config = likelyDialect("").configure("", "", settings);
		this.#linter.verify("", [this.#configOf(config)], { filename: config.filename });
		const refused = detailsOf(this.#linter.getSourceCode()).failures.find(({ sentence }) => sentence !== undefined);
		if (refused?.sentence !== undefined) {
			throw new UsageError(refused.sentence);
		}
	}

	/** How a rule is switched on, by its name without the namespace. */
	levelOf(rule: string): Level {
		const level = [this.#config.rules?.[`${NAMESPACE}/${rule}`] ?? "off"].flat()[0];
		return level === "warn" || level === "error" ? level : "off";
	}

	/**
	 * Never throws for the sake of a text: what goes wrong is one of its errors.
	 *
	 * @param filename from the working directory, with `/`
	 * @throws {InventoryError} where the inventory that a rule is given is none
	 */
	lint(text: string, filename: string): LintedText {
		const dialect = likelyDialect(filename);
		return attempt(text, dialect, () => this.#lint(text, filename, dialect));
	}

	/**
	 * The stretches of a source that are not to be shown, be it linted or not: of a program as
	 * {@link LintedText.secretSpans} has them, of what cannot be parsed, or is written in another language, what its
	 * quotes and comments give away.
	 */
	secretSpansOf(text: string, filename: string): readonly Span[] {
		const dialect = namedDialect(filename);
		const config = dialect?.prepare(filename) === null ? dialect.configure(text, filename, this.#settings) : null;
		if (config === null || config.isTooDeep) {
			return quotesIn(text);
		}
		const messages = this.#linter.verify(
			text,
			[
				{
					files: ["**/*.*"],
					languageOptions: config.languageOptions,
					linterOptions: { noInlineConfig: true },
				},
			],
			{ filename: config.filename },
		);
		return messages.some(({ fatal }) => fatal === true)
			? quotesIn(text)
			: secretSpansOf(
					readSource({ sourceCode: this.#linter.getSourceCode(), filename, cwd: this.#cwd, settings: {} }),
					text,
				);
	}

	#lint(text: string, filename: string, dialect: Dialect): LintedText {
		const index = new LineIndex(text, dialect.hasScriptLines);
		const config = dialect.configure(text, filename, this.#settings);
		if (config.isTooDeep) {
			return unread(dialect, index, [{ message: TOO_DEEP, ...index.locate(dialect.deepestPlace(text)) }]);
		}
		const messages = this.#linter.verify(text, [this.#configOf(config)], { filename: config.filename });
		const fatal = fatalErrors(messages, text, dialect);
		if (fatal.length > 0) {
			return unread(dialect, index, fatal);
		}
		const sourceCode = this.#linter.getSourceCode() as object & { readonly ast: unknown };
		const own = this.#gather(
			messages.filter(({ ruleId }) => ruleId === null || ruleId.startsWith(`${NAMESPACE}/`)),
			sourceCode,
			dialect.holds(sourceCode.ast) ? dialect : null,
			dialect.problemsOf(sourceCode.ast).map(({ message, offset }) => ({ message, ...index.locate(offset) })),
			index,
		);
		const inner = dialect.programsIn(text, config.filename).map((program) => ({
			program,
			linted: this.lint(program.code.text, `${config.filename}/${program.filename}`),
		}));
		return inner.length === 0 ? own : joinInlineFindings(own, inner, this.#suppressions);
	}

	#configOf({ language, languageOptions, hasOwnComments }: DialectConfig): Linter.Config {
		const { linterOptions, ...base } = this.#config;
		return {
			...base,
			...(language === undefined ? {} : { language: `${NAMESPACE}/${language}` }),
			linterOptions: { ...linterOptions, noInlineConfig: !hasOwnComments && !this.#suppressions },
			languageOptions,
		};
	}

	#gather(
		messages: readonly Linter.LintMessage[],
		sourceCode: object,
		dialect: Dialect | null,
		errors: LintedText["errors"],
		index: LineIndex,
	): LintedText {
		const details = detailsOf(sourceCode);
		const { text } = sourceCode as { readonly text: string } & object;
		// ESLint carries the number of a finding alone; bugs of rules are told apart.
		const detailOf = ({ ruleId, message }: Linter.LintMessage): FindingDetail | undefined =>
			ruleId === null || !/^\d+$/u.test(message) ? undefined : details.findings[Number(message)];
		const directives = directivesOf(sourceCode as CommentedSource);
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
		const findings = told.flatMap((message): readonly LintedFinding[] => {
			const finding =
				message.ruleId === null
					? this.#unused(message, index, details.asked, dialect?.isShared === true)
					: detailOf(message);
			return finding === undefined
				? []
				: [
						{
							...finding,
							level: message.severity === 2 ? "error" : "warn",
							edit: finding.edits === null ? null : mergeEdits(text, finding.edits),
						},
					];
		});
		const suppressed = [
			...details.suppressed.map(({ suppression, ...detail }): SuppressedFinding => ({
				...detail,
				kind: suppression.kind,
				reason: suppression.reason ?? "",
				until: suppression.until,
			})),
			...hidden
				.filter(({ counts }) => counts)
				.flatMap(({ message, reason, until }): readonly SuppressedFinding[] => {
					const detail = detailOf(message);
					return detail === undefined ? [] : [{ ...detail, kind: "comment", reason: reason ?? "", until }];
				}),
		];
		let spans: readonly Span[] | undefined;
		const secretSpans = (): readonly Span[] => (spans ??= hiddenIn(sourceCode, details));
		const failures = details.failures.map((failure): LintedError => {
			const { rule, at, frames } = failure;
			return {
				message: renderFailure(failure),
				...index.locate(at?.start ?? 0),
				...(rule === null ? {} : { rule }),
				frames,
			};
		});
		return {
			dialect,
			findings: withoutIdle(findings, directives),
			unknown: [...details.unknown, ...unfollowed(sourceCode)],
			suppressed,
			errors: failures.length === 0 ? errors : [...errors, ...failures],
			index,
			secretSpans,
		};
	}

	/**
	 * ESLint's own word on a directive that hid nothing, as a finding; undefined where the rules it names were not
	 * asked.
	 */
	#unused(
		message: Linter.LintMessage,
		index: LineIndex,
		asked: ReadonlySet<string>,
		isShared: boolean,
	): FindingDetail | undefined {
		if (!message.message.startsWith("Unused eslint-disable") || !asked.has(SUPPRESSION_RULE)) {
			return undefined;
		}
		const rules = [...message.message.matchAll(/'([^']+)'/gu)].map(([, name = ""]) =>
			name.replace(`${NAMESPACE}/`, ""),
		);
		// One that names no rule may be about everybody's.
		if (rules.length > 0 ? !rules.some((rule) => asked.has(rule)) : isShared) {
			return undefined;
		}
		const named = rules.length === 0 ? "every rule" : rules.map((rule) => `'${rule}'`).join(", ");
		const start = index.startOf(message.line) + message.column - 1;
		return {
			rule: SUPPRESSION_RULE,
			messageId: "unused",
			message: `The suppression of ${named} is unused. Remove it.`,
			severity: "low",
			span: {
				start,
				end:
					message.endLine === message.line && message.endColumn !== undefined
						? index.startOf(message.line) + message.endColumn - 1
						: start,
			},
			resource: null,
			property: null,
			fix: "none",
			generated: null,
			edits: null,
			suggestions: [],
			secretSpans: [],
			secrets: [],
		};
	}
}

/** What of a file was not followed to its end, because its parts lead to each other in too many ways. */
function unfollowed(sourceCode: object): readonly UnknownDetail[] {
	const { ast } = sourceCode as { readonly ast: unknown };
	return (typeof ast === "object" && ast !== null ? cutAnalyses(ast) : []).map((analysis) => ({
		rule: CUT,
		span: { start: 0, end: 0 },
		resource: null,
		property: "*",
		why: `the file is too complex to follow ${analysis} to the end`,
	}));
}

/** Stands for a rule's name in what is unknown because an analysis was cut short. */
export const CUT = "analysis";

/** What is not to be shown of a parsed file; all of it where a bug keeps us from knowing. */
function hiddenIn(sourceCode: object, { findings, suppressed, silenced, failures }: Details): readonly Span[] {
	const { text } = sourceCode as { readonly text: string };
	const reading = knownReading(sourceCode);
	try {
		if (!failures.some(({ rule }) => rule === null)) {
			const known = reading === undefined ? [] : secretSpansOf(reading, text);
			const places = new Set(known.map(({ start, end }) => `${String(start)}-${String(end)}`));
			const said = insideQuotes(
				text,
				[...findings, ...suppressed, ...silenced].flatMap((detail) => detail.secretSpans),
			);
			// What is known has its copies already: the text is not searched for them again.
			const more = said.filter(({ start, end }) => !places.has(`${String(start)}-${String(end)}`));
			return more.length === 0 ? known : joinSpans([...known, ...withCopies(text, more)]);
		}
	} catch {
		// A bug in what looks for secrets must not show one.
	}
	return [{ start: 0, end: text.length }];
}

/** Of a directive that hides nothing and gives no reason either, one finding is enough: that it can go. */
function withoutIdle(findings: readonly LintedFinding[], directives: readonly Directive[]): readonly LintedFinding[] {
	const sorted = [...directives].sort((a, b) => a.comment.start - b.comment.start);
	const at = ({ span }: LintedFinding): Directive | undefined => {
		let [low, high] = [0, sorted.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			[low, high] = (sorted[middle]?.comment.start ?? 0) <= span.start ? [middle + 1, high] : [low, middle];
		}
		const directive = sorted[low - 1];
		return directive !== undefined && span.start < directive.comment.end ? directive : undefined;
	};
	/** The findings that a directive hides nothing, by the directive and the names they say. */
	const idle = new Map<Directive, Map<string, Set<LintedFinding>>>();
	const own = findings.filter(({ rule }) => rule === SUPPRESSION_RULE);
	for (const finding of own.filter(({ messageId }) => messageId === "unused")) {
		const directive = at(finding);
		if (directive !== undefined) {
			const byName = idle.get(directive) ?? new Map<string, Set<LintedFinding>>();
			idle.set(directive, byName);
			for (const [, name = ""] of finding.message.matchAll(QUOTED)) {
				byName.set(name, (byName.get(name) ?? new Set()).add(finding));
			}
		}
	}
	const isToldTwice = (finding: LintedFinding): boolean => {
		const directive = at(finding);
		const [, named = ""] = /'([^']+)'/u.exec(finding.message) ?? [];
		const others =
			directive === undefined || finding.span.end > directive.comment.end
				? undefined
				: idle.get(directive)?.get(named);
		return others !== undefined && others.size > (others.has(finding) ? 1 : 0);
	};
	return findings.filter((finding) => finding.rule !== SUPPRESSION_RULE || !isToldTwice(finding));
}

const QUOTED = /'([^']+)'/gu;

/** What ESLint's `SourceCode` has for comments, ours or a program's. */
interface CommentedSource {
	readonly ast: {
		readonly comments?: readonly {
			readonly value: string;
			readonly range?: readonly [number, number];
			readonly start: number;
			readonly end: number;
		}[];
	};
}

function directivesOf({ ast }: CommentedSource): readonly Directive[] {
	return (ast.comments ?? []).flatMap(
		({ value, range: [start, end] = [0, 0], ...comment }) =>
			readDirective({ value, start: comment.start || start, end: comment.end || end, mark: 2 }) ?? [],
	);
}

/**
 * What a directive says that names the rule, covers the place and has not ended, although it gives no reason; null
 * where there is none.
 */
type NamedDirectives = (
	ruleId: string,
	offset: number,
) => { readonly reason: null; readonly until: string | null } | null;

function namedDirectives(directives: readonly Directive[], index: LineIndex): NamedDirectives {
	const byRule = new Map<string, CoveringDirectives>();
	return (ruleId, offset) => {
		const covering =
			byRule.get(ruleId) ??
			directivesAt(
				index,
				directives.filter(({ type, rules }) => type === "enable" || rules.includes(ruleId)),
				(rule) => rule === ruleId,
			);
		byRule.set(ruleId, covering);
		for (const { justification } of covering(offset)) {
			const given = readReason(justification);
			if (!hasEnded(given)) {
				return { reason: null, until: given.until };
			}
		}
		return null;
	};
}

/** What ESLint, a parser or a rule throws ends the reading of one text, and no more. */
function attempt(text: string, dialect: Dialect, lint: () => LintedText): LintedText {
	try {
		return lint();
	} catch (error) {
		if (error instanceof InventoryError || error instanceof UsageError) {
			throw error;
		}
		const failure = failureOf(error);
		const index = new LineIndex(text, dialect.hasScriptLines);
		return {
			...unread(dialect, index, [
				{
					message: renderFailure(failure),
					...index.locate(failure.isTooDeep ? dialect.deepestPlace(text) : 0),
					frames: failure.frames,
				},
			]),
			secretSpans: () => [{ start: 0, end: text.length }],
		};
	}
}

function quotesIn(text: string): readonly Span[] {
	return quotedRanges(text).map(([start, end]) => ({ start, end }));
}

/** What is said of a text that could not be read. */
function unread(dialect: Dialect, index: LineIndex, errors: readonly LintedError[]): LintedText {
	return { dialect, findings: [], unknown: [], suppressed: [], errors, index, secretSpans: () => [] };
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

function settingsOf(settings: LintSettings): Linter.RulesRecord {
	const rules: Record<string, unknown> = { ...rulesOf(settings.preset) };
	for (const [name, { level, options }] of settings.rules) {
		const key = `${NAMESPACE}/${name}`;
		const preset = rules[key];
		const kept = Array.isArray(preset) ? (preset as readonly unknown[]).slice(1) : [];
		rules[key] = [level, ...(options === null ? kept : [options])];
	}
	for (const { name } of settings.inventory === null
		? []
		: RULE_FACTS.filter(({ takesInventory }) => takesInventory)) {
		const key = `${NAMESPACE}/${name}`;
		const [level, options] = [rules[key] ?? "error"].flat() as readonly unknown[];
		rules[key] = [level, { ...(options as object | undefined), inventory: settings.inventory }];
	}
	return rules as Linter.RulesRecord;
}

/** @throws {UsageError} that names the option and what it takes */
function refuseOptions(rules: Linter.RulesRecord): void {
	for (const [id, setting] of Object.entries(rules)) {
		const name = id.slice(NAMESPACE.length + 1);
		const [schema] = (entryOf(plugin.rules, name)?.meta?.schema ?? []) as readonly {
			readonly properties: Record<string, object>;
		}[];
		const options = (Array.isArray(setting) ? setting[1] : undefined) as Record<string, unknown> | undefined;
		const refused = explainOptions(name, options ?? {}, schema?.properties ?? {});
		if (refused !== null) {
			throw new UsageError(refused);
		}
	}
}
