import { hasReadOthers } from "../app/joined-function.ts";
import { hasAskedForLoaders } from "../app/loaded-by-handler.ts";
import { entryOf } from "../model/entry-of.ts";
import { joinSpans } from "../text/masked-text.ts";
import type { Linter } from "eslint/universal";
import plugin, { NAMESPACE, RULE_FACTS, RULES, rulesOf, SUPPRESSION_RULE } from "../plugin.ts";
import type { Dialect, DialectConfig, DialectSettings } from "../languages/dialect.ts";
import type { ParsedSource } from "../languages/program/source-module.ts";
import { likelyDialect, namedDialect } from "../languages/dialects.ts";
import { quotedRanges } from "../languages/ranges/quoted-ranges.ts";
import { knownReading, readSource, type FileContext } from "../rule/file/read-source.ts";
import { insideQuotes, secretSpansOf, withCopies } from "../rule/masking/secret-spans.ts";
import { detailsOf, type Details, type FindingDetail, type UnknownDetail } from "../rule/file/details.ts";
import { failureOf, renderFailure, TOO_DEEP } from "../rule/file/failure.ts";
import { BadSettingError } from "../rule/bad-setting-error.ts";
import { findBadPattern } from "../rule/options.ts";
import type { SharedSettings } from "../config/config.ts";
import type { PresetName } from "../rule/rule.ts";
import { cutAnalyses } from "../text/fuel.ts";
import { LineIndex } from "../text/line-index.ts";
import { mergeEdits } from "../text/apply-edits.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { EslintHost, FOR_ESLINT, isForEslint, NO_ESLINT } from "./eslint-host.ts";
import { explainOptions } from "../rule/explain-options.ts";
import { ignoreEditIn } from "../rule/ignore-offer.ts";
import type { Heard } from "./heard.ts";
import { joinInlineFindings } from "./inline-findings.ts";
import type { LintedError, LintedText, SuppressedFinding } from "./linted-text.ts";
import { OwnHost } from "./own-host.ts";
import type { Level } from "../rule/level.ts";
import { joinEntry, type RuleSetting } from "../rule/rule-setting.ts";
import { UsageError } from "./usage-error.ts";
import { renderWords, wording, type Phrases } from "../text/wording.ts";
import { phrasesOf } from "../locale/catalogue.ts";
import { languageOf } from "../rule/rule-words.ts";

export interface LintSettings {
	readonly preset: PresetName;
	readonly rules: ReadonlyMap<string, RuleSetting>;
	readonly parameterOverrides: Readonly<Record<string, string>>;
	readonly inventory: string | null;
	/** False to report what comments and `Metadata` suppress, too. */
	readonly suppressions: boolean;
	/** True to suppress also what other tools are told to skip, with a reason. */
	readonly acceptSkips?: boolean;
	/** What the configuration of the project lets rules know. */
	readonly shared?: SharedSettings;
	/** The folder that file names are relative to. */
	readonly cwd: string;
	/** True if no file is changed meanwhile, so that what is around a file is read once. */
	readonly isStill?: boolean;
	/** How many findings of one rule are looked for in a file, at most; all of them if left out. */
	readonly mostFindings?: number;
	/** False to say only what one file tells: what a function's code and its configuration tell together is left out. */
	readonly joins?: boolean;
}

/** Asks the rules about one text at a time. */
export class TextLinter {
	readonly #rules: Linter.RulesRecord;
	readonly #own: OwnHost;
	readonly #settings: LintSettings & Pick<DialectSettings, "run">;
	readonly #shared: FileContext["settings"];
	#eslint: EslintHost | null | undefined;

	/** @throws {UsageError} where the options of a rule are not what it takes */
	constructor(settings: LintSettings) {
		this.#settings = { ...settings, run: settings.isStill === true ? this : null };
		this.#rules = settingsOf(settings);
		refuseOptions(this.#rules);
		this.#shared = sharedSettings(settings);
		this.#own = new OwnHost(this.#rules, settings.cwd, this.#shared, this.#settings.run);
	}

	/** The run that it is of, during which no file changes; null if they may. */
	get run(): object | null {
		return this.#settings.run ?? null;
	}

	/** How a rule is switched on, by its name without the namespace. */
	levelOf(rule: string): Level {
		const level = [entryOf(this.#rules, `${NAMESPACE}/${rule}`) ?? "off"].flat()[0];
		return level === "warn" || level === "error" ? level : "off";
	}

	/**
	 * Never throws for the sake of a text: what goes wrong is one of its errors.
	 *
	 * @param filename from the working directory, with `/`
	 * @throws {BadSettingError} where rules are given a setting that they cannot use
	 */
	lint(text: string, filename: string): LintedText {
		const dialect = likelyDialect(filename, text);
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
		if (dialect === null || config === null) {
			return quotesIn(text);
		}
		const sourceCode =
			dialect.parse(text, filename, this.#settings) ??
			(config.isTooDeep() ? null : (this.#throughEslint()?.parse(text, config) ?? null));
		return sourceCode === null
			? quotesIn(text)
			: secretSpansOf(
					readSource({ sourceCode, filename, cwd: this.#settings.cwd, settings: this.#shared }),
					text,
				);
	}

	#lint(text: string, filename: string, dialect: Dialect): LintedText {
		const index = new LineIndex(text, dialect.hasScriptLines);
		const config = dialect.configure(text, filename, this.#settings);
		const heard = this.#ask(text, filename, config, dialect);
		if (!("sourceCode" in heard)) {
			return unread(dialect, index, heard);
		}
		const own = gather(heard, dialect, index, phrasesOf(languageOf({ settings: this.#shared })));
		const inner = dialect.programsIn(text, config.filename).map((program) => ({
			program,
			linted: this.lint(program.code.text, `${config.filename}/${program.filename}`),
		}));
		return inner.length === 0 ? own : joinInlineFindings(own, inner, this.#settings.suppressions);
	}

	#ask(text: string, filename: string, config: DialectConfig, dialect: Dialect): Heard | readonly LintedError[] {
		const isForEngine = dialect.language === null ? isForEslint(text) : FOR_ESLINT.test(text);
		const parsed = isForEngine ? null : dialect.parse(text, filename, this.#settings);
		if (parsed !== null) {
			return this.#own.lint(parsed, config.filename, filename);
		}
		if (config.isTooDeep()) {
			const { line, column } = new LineIndex(text, dialect.hasScriptLines).locate(dialect.deepestPlace(text));
			return [{ message: TOO_DEEP, line, column }];
		}
		return (
			this.#throughEslint()?.lint(text, config, dialect, filename) ?? [{ message: NO_ESLINT, line: 1, column: 1 }]
		);
	}

	/** Loaded with the first text that needs it; null where it is not installed. */
	#throughEslint(): EslintHost | null {
		if (this.#eslint === undefined) {
			const { cwd, suppressions } = this.#settings;
			this.#eslint = EslintHost.load(this.#rules, cwd, suppressions, this.#shared);
		}
		return this.#eslint;
	}
}

function gather(
	{ sourceCode, findings, suppressed: hidden }: Heard,
	dialect: Dialect,
	index: LineIndex,
	phrases: Phrases | null,
): LintedText {
	const details = detailsOf(sourceCode);
	const { text } = sourceCode;
	const suppressed = [
		...details.suppressed.map(({ suppression, ...detail }): SuppressedFinding => ({
			...detail,
			kind: suppression.kind,
			reason: suppression.reason ?? "",
			until: suppression.until,
		})),
		...hidden,
	];
	let spans: readonly Span[] | undefined;
	const secretSpans = (): readonly Span[] => (spans ??= hiddenIn(sourceCode, details));
	const problems = dialect
		.problemsOf(sourceCode.ast)
		.map(({ message, offset }) => ({ message, ...index.locate(offset) }));
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
		dialect: dialect.holds(sourceCode.ast) ? dialect : null,
		findings: findings.map((finding) => ({
			...finding,
			edit: finding.edits === null ? null : mergeEdits(text, finding.edits),
		})),
		unknown: [...details.unknown, ...unfollowed(sourceCode, phrases)],
		suppressed,
		errors: [...problems, ...failures],
		index,
		secretSpans,
		ignoreEdit: (finding) => ignoreEditOf(finding, sourceCode),
		writtenAt: knownReading(sourceCode)?.writtenAt,
		...(details.cut.size > 0 ? { isCut: true } : {}),
		...(readOthers(sourceCode) ? { readsOthers: true } : {}),
	};
}

function ignoreEditOf({ rule, span, resource, others = [] }: FindingDetail, sourceCode: ParsedSource): TextEdit | null {
	const about = { rule, at: span, resource: others.length === 0 ? (resource?.id ?? null) : null };
	return rule === SUPPRESSION_RULE
		? null
		: ignoreEditIn(about, { sourceCode, filename: "", cwd: "", settings: {} }, `${NAMESPACE}/${rule}`);
}

/** True if the rules read other files to say what they say of this one. */
function readOthers(sourceCode: object): boolean {
	const { stack = null, module = null } = knownReading(sourceCode) ?? {};
	return (stack !== null && hasReadOthers(stack)) || (module !== null && hasAskedForLoaders(module.ast));
}

/** What of a file was not followed to its end, because its parts lead to each other in too many ways. */
function unfollowed({ ast }: ParsedSource, phrases: Phrases | null): readonly UnknownDetail[] {
	return (typeof ast === "object" && ast !== null ? cutAnalyses(ast) : []).map((analysis) => ({
		rule: CUT,
		span: { start: 0, end: 0 },
		resource: null,
		property: "*",
		why: renderWords(wording("the file is too complex to follow {{analysis}} to the end", { analysis }), phrases),
	}));
}

/** Stands for a rule's name in what is unknown because an analysis was cut short. */
export const CUT = "analysis";

/** What is not to be shown of a parsed file; all of it where a bug keeps us from knowing. */
function hiddenIn(sourceCode: ParsedSource, { findings, suppressed, silenced, failures }: Details): readonly Span[] {
	const { text } = sourceCode;
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

/** What ESLint, a parser or a rule throws ends the reading of one text, and no more. */
function attempt(text: string, dialect: Dialect, lint: () => LintedText): LintedText {
	try {
		return lint();
	} catch (error) {
		if (error instanceof BadSettingError || error instanceof UsageError) {
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
	return {
		dialect,
		findings: [],
		unknown: [],
		suppressed: [],
		errors,
		index,
		secretSpans: () => [],
		ignoreEdit: () => null,
	};
}

/** Settings as a configuration of ESLint gives them. */
function sharedSettings({
	suppressions,
	acceptSkips = false,
	shared = {},
	joins = true,
	mostFindings,
}: LintSettings): FileContext["settings"] {
	return {
		[NAMESPACE]: {
			application: joins,
			...(mostFindings === undefined ? {} : { mostFindings }),
			...shared,
			acceptSkips: suppressions && (acceptSkips || shared.acceptSkips === true),
		},
	};
}

function settingsOf(settings: LintSettings): Linter.RulesRecord {
	const rules = new Map<string, unknown>(Object.entries(rulesOf(settings.preset)));
	for (const rule of RULES) {
		const setting = settings.rules.get(rule.name);
		if (setting !== undefined) {
			rules.set(`${NAMESPACE}/${rule.name}`, joinEntry(rule.presets[settings.preset], setting));
		}
	}
	for (const { name } of settings.inventory === null
		? []
		: RULE_FACTS.filter(({ takesInventory }) => takesInventory)) {
		const key = `${NAMESPACE}/${name}`;
		const [level, options] = [rules.get(key) ?? "error"].flat() as readonly unknown[];
		rules.set(key, [level, { ...(options as object | undefined), inventory: settings.inventory }]);
	}
	return Object.fromEntries(rules) as Linter.RulesRecord;
}

/** @throws {UsageError} that names the option and what it takes */
function refuseOptions(rules: Linter.RulesRecord): void {
	for (const [id, setting] of Object.entries(rules)) {
		const name = id.slice(NAMESPACE.length + 1);
		const [schema] = (entryOf(plugin.rules, name)?.meta?.schema ?? []) as readonly {
			readonly properties: Record<string, object>;
		}[];
		const options = (Array.isArray(setting) ? setting[1] : undefined) as Record<string, unknown> | undefined;
		const [level] = [setting].flat() as readonly unknown[];
		const patterns = level === "off" ? [] : (RULES.find((rule) => rule.name === name)?.patterns ?? []);
		const refused =
			explainOptions(name, options ?? {}, schema?.properties ?? {}) ?? findBadPattern(name, patterns, options);
		if (refused !== null) {
			throw new UsageError(refused);
		}
	}
}
