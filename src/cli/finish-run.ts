import { styleText } from "node:util";
import { RULE_FACTS } from "../plugin.ts";
import type { CiContext } from "../report/ci/ci-context.ts";
import { renderForCi } from "../report/ci/render-for-ci.ts";
import { countsForExit } from "../report/count-findings.ts";
import { breakCommands } from "../report/escape-controls.ts";
import { renderHtml } from "../report/html/render-html.ts";
import { mapApplication, type AppMap } from "../report/map/app-map.ts";
import { renderJson } from "../report/render-json.ts";
import { renderSarif } from "../report/render-sarif.ts";
import { renderText, type Style, type TextOptions } from "../report/render-text.ts";
import { renderUnread } from "../report/render-unread.ts";
import { byPlace, type Report, type ReportedError } from "../report/report.ts";
import { UsageError } from "../lint/usage-error.ts";
import { redactReport, type Collected } from "./collected.ts";
import { decideExit, failsRun } from "./exit-code.ts";
import { readPage } from "./explain/rule-page.ts";
import { writeReport } from "./file/write-report.ts";
import type { Io } from "./io.ts";
import { collectApplication } from "./map/collect-application.ts";
import type { Arguments, Target } from "./parse-arguments.ts";
import { repositoryOf } from "./repository-of.ts";
import { writeNote } from "./write-note.ts";
import { descriptionOf, phrasesOf } from "../locale/catalogue.ts";
import type { Language } from "../locale/language.ts";
import { countWords, listWords, translatorOf, wording, type Translate } from "../text/wording.ts";

/** What of the command line says how a run is shown. */
export type FinishSettings = Pick<
	Arguments,
	| "paths"
	| "exclude"
	| "parameterOverrides"
	| "isDefaultPath"
	| "errorOnUnmatchedPattern"
	| "targets"
	| "failOn"
	| "maxWarnings"
	| "includeGenerated"
	| "quiet"
	| "showUnknown"
	| "color"
	| "staged"
>;

/** What the report says of the run itself. */
type Shown = Omit<TextOptions, "paint" | "translate">;

/**
 * Writes every report of a run, and gives the exit code.
 *
 * @param language of the sentences around what was found, which has its own
 */
export function finishRun(collected: Collected, settings: FinishSettings, io: Io, language: Language): number {
	return new Finish(collected, settings, io, language).run();
}

class Finish {
	readonly #collected: Collected;
	readonly #settings: FinishSettings;
	readonly #io: Io;
	readonly #language: Language;
	readonly #translate: Translate;

	constructor(collected: Collected, settings: FinishSettings, io: Io, language: Language) {
		this.#language = language;
		this.#translate = translatorOf(phrasesOf(language));
		this.#collected = collected;
		this.#settings = settings;
		this.#io = io;
	}

	run(): number {
		const { diff, hiddenWarnings, fixed, seconds } = this.#collected;
		const { targets, quiet, staged, showUnknown } = this.#settings;
		const unread = this.#nothingRead();
		const report = this.#whole(unread);
		const { code, why } = decideExit(report, {
			...this.#settings,
			isRehearsed: ({ rehearsed }) => rehearsed === true,
			hiddenWarnings,
			nothingRead: unread !== null,
		});
		const exit = { code, why: why === null ? null : this.#translate(why) };
		const paths = staged ? [this.#translate("what is staged")] : this.#settings.paths;
		const shown: Shown = { paths, hiddenWarnings, exit, fixed, seconds, showUnknown, showSuppressed: !quiet };
		const open = targets.find(({ output }) => output === null);
		if (diff !== "") {
			((open ?? targets[0])?.format === "text" ? this.#io.stdout : this.#io.stderr).write(diff);
		}
		let isWritten = true;
		for (const { format, output } of targets) {
			if (output !== null && !this.#writeReport(output, this.#render(format, report, shown, false))) {
				isWritten = false;
				if (open === undefined) {
					// What was found and fixed is said all the same.
					this.#io.stdout.write(this.#render(format, report, shown, this.#colors()));
				}
			}
		}
		if (open !== undefined) {
			this.#io.stdout.write(this.#render(open.format, report, shown, this.#colors()));
		} else if (isWritten) {
			const summary = { ...report, findings: [], errors: [], unknown: [], suppressed: [], needs: [] };
			this.#io.stdout.write(this.#render("text", summary, { ...shown, showUnknown: true }, this.#colors()));
		}
		return isWritten ? exit.code : 2;
	}

	/** The report with the errors of the run as a whole. A shard leaves them to the whole. */
	#whole(unread: ReportedError | null): Report {
		const { report, unparsed, shard } = this.#collected;
		const errors: ReportedError[] = unread === null ? [] : [unread];
		if (unparsed > 0 && shard === null) {
			errors.push({
				...WHOLE,
				message: this.#translate(
					countWords(
						unparsed,
						"{{count}} TypeScript file was not read, because the binary of `oxc-parser` is not installed. Install the package again, without `--omit=optional`.",
						"{{count}} TypeScript files were not read, because the binary of `oxc-parser` is not installed. Install the package again, without `--omit=optional`.",
					),
				),
			});
		}
		return errors.length === 0
			? report
			: {
					...report,
					summary: { ...report.summary, errors: report.summary.errors + errors.length },
					errors: [...report.errors, ...redactReport(errors)].sort(byPlace),
				};
	}

	/**
	 * A run that read nothing found nothing: that is no good news. It is a mistake where the user named what to read.
	 *
	 * @returns the mistake; null for none
	 */
	#nothingRead(): ReportedError | null {
		const { report, unparsed, leftOut, emptiedBy, shard } = this.#collected;
		const { paths, targets, isDefaultPath, errorOnUnmatchedPattern, staged } = this.#settings;
		const isRead = report.summary.read.some(({ count }) => count > 0);
		if (isRead || unparsed + report.errors.length + leftOut > 0 || shard !== null) {
			return null;
		}
		const unread = renderUnread(report.summary.unread);
		const what =
			emptiedBy.length > 0
				? wording("every file is left out by {{by}}", { by: listWords(emptiedBy) })
				: staged
					? wording("no template, no Terraform and no JavaScript or TypeScript source is staged")
					: wording("no template, no Terraform and no JavaScript or TypeScript source");
		const message = this.#translate("Nothing to check: {{what}}{{unread}}.", {
			what,
			unread: unread === "" ? "" : wording(" (not read: {{kinds}})", { kinds: unread }),
		});
		if (!isDefaultPath && errorOnUnmatchedPattern && !paths.includes("-")) {
			return { ...WHOLE, file: paths.join(" "), message };
		}
		if (!targets.some(({ format }) => format === "text") && targets.some(({ output }) => output === null)) {
			writeNote(this.#io.stderr, message);
		}
		return null;
	}

	#render(format: Target["format"], report: Report, shown: Shown, colors: boolean): string {
		switch (format) {
			case "json":
				return breakCommands(renderJson(report, shown.showUnknown, this.#collected.shard));
			case "sarif":
				return breakCommands(
					renderSarif(
						report,
						RULE_FACTS.map((facts) => ({ ...facts, description: descriptionOf(facts, this.#language) })),
					),
				);
			case "text":
				return breakCommands(
					renderText(report, { paint: painter(colors), ...shown, translate: this.#translate }),
				);
			case "html":
				return breakCommands(
					renderHtml(report, {
						...this.#contextOf(shown),
						rules: RULE_FACTS.filter(({ name }) => report.findings.some(({ rule }) => rule === name)).map(
							(facts) => ({
								...facts,
								description: descriptionOf(facts, this.#language),
								...reasonsOf(facts.name),
							}),
						),
						day: new Date(this.#io.now()).toISOString().slice(0, "2000-01-01".length),
						map: this.#map(),
						language: this.#language,
					}),
				);
			default:
				// What is written for GitHub has commands of our own.
				return (format === "github" ? (text: string): string => text : breakCommands)(
					renderForCi(format, report, this.#contextOf(shown)),
				);
		}
	}

	#contextOf({ seconds, exit }: Shown): CiContext {
		const { failOn, includeGenerated } = this.#settings;
		return {
			...repositoryOf(this.#io.env, this.#io.home ?? this.#io.cwd),
			seconds,
			exit,
			translate: this.#translate,
			isFailing: (finding) => countsForExit(finding, includeGenerated) && failsRun(finding, failOn),
		};
	}

	/**
	 * The application below the paths of the run; null for standard input, and where the paths are not here. What could
	 * not be read was said before.
	 */
	#map(): AppMap | null {
		const { paths, exclude, parameterOverrides } = this.#settings;
		const quiet = { ...this.#io, stderr: { write: () => true } };
		if (paths.length === 0 || paths.includes("-")) {
			return null;
		}
		try {
			return mapApplication(collectApplication(paths, { exclude, parameters: parameterOverrides }, quiet));
		} catch (error) {
			if (error instanceof UsageError) {
				return null;
			}
			throw error;
		}
	}

	#writeReport(output: string, text: string): boolean {
		const failure = writeReport(this.#io.home ?? this.#io.cwd, output, text);
		if (failure !== null) {
			writeNote(
				this.#io.stderr,
				this.#translate("Cannot write the report to '{{path}}': {{why}}.", { path: output, why: failure }),
			);
		}
		return failure === null;
	}

	#colors(): boolean {
		const { NO_COLOR, FORCE_COLOR } = this.#io.env;
		if (this.#settings.color !== null) {
			return this.#settings.color;
		}
		if (NO_COLOR !== undefined && NO_COLOR !== "") {
			return false;
		}
		return FORCE_COLOR !== undefined && FORCE_COLOR !== "" ? FORCE_COLOR !== "0" : this.#io.stdout.isTTY === true;
	}
}

/** Where errors of the run as a whole are. */
const WHOLE = { file: ".", line: 1, column: 1 } as const;

/** Why a rule is asked, and what a remedy costs, from its page. */
function reasonsOf(rule: string): { readonly why: string; readonly cost: string } {
	const { sections } = readPage(rule);
	return { why: sections.get("Why it matters") ?? "", cost: sections.get("Cost") ?? "" };
}

function painter(colors: boolean): (style: Style, text: string) => string {
	return colors ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
}
