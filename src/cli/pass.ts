import { basename, dirname } from "node:path";
import { redactProse } from "../languages/ranges/prose-ranges.ts";
import { redactPath } from "../detect/redact.ts";
import type { Dialect } from "../languages/dialect.ts";
import { DIALECTS, SYNTHESIZED } from "../languages/dialects.ts";
import { RULE_FACTS, VERSION } from "../plugin.ts";
import { NO_FRAME } from "../report/code-frame.ts";
import { escapeControls } from "../report/escape-controls.ts";
import { countFindings } from "../report/count-findings.ts";
import { Fingerprints } from "../report/fingerprint.ts";
import type { FileNeeds } from "../report/render-needs.ts";
import {
	byPlace,
	type Report,
	type ReportedError,
	type ReportedFinding,
	type ReportedSuppression,
	type ReportedUnknown,
} from "../report/report.ts";
import { pushAll } from "../text/push-all.ts";
import { failureOf, renderFailure } from "../rule/file/failure.ts";
import { BadSettingError } from "../rule/bad-setting-error.ts";
import { redactReport, type Collected } from "./collected.ts";
import { shownPath } from "./file/shown-path.ts";
import type { FileOutcome } from "./file/file-outcome.ts";
import type { Io } from "./io.ts";
import type { ProjectLinter } from "../lint/project-linter.ts";
import type { LintedError } from "../lint/linted-text.ts";
import { lintAssembly, type LintedAssembly } from "./lint-assembly.ts";
import type { Arguments } from "./parse-arguments.ts";
import { mergeFindings, mergeSuppressed } from "./merge-findings.ts";
import { readAssembly } from "./read-assembly.ts";
import { shardOf } from "./shard/shard-record.ts";
import { SourceReader } from "./source-reader.ts";
import type { Baseline } from "./baseline/baseline.ts";
import type { BaselineEntry } from "./baseline/baseline-file.ts";
import { unreadKind } from "./file/unread-kind.ts";
import { writeNote } from "./write-note.ts";
import { UsageError } from "../lint/usage-error.ts";
import type { Language } from "../locale/language.ts";
import { countWords, renderWords, verbatim, wording, type Words } from "../text/wording.ts";
import { phrasesOf } from "../locale/catalogue.ts";

/** True where a report shows lines of the files; that of a shard becomes any other. */
export function showsLines({ targets, shard }: Pick<Arguments, "targets" | "shard">): boolean {
	return shard !== null || targets.some(({ format }) => format === "text" || format === "html");
}

/** The file of an assembly whose configuration counts for all of it. */
export const ASSEMBLY_FILE = "manifest.json";

/** One run over many files. Keeps findings, never texts, so that memory does not grow with the number of files. */
export class Pass {
	readonly #args: Arguments;
	readonly #io: Io;
	readonly #linters: ProjectLinter;
	readonly #baseline: Baseline | null;
	readonly #fingerprints = new Fingerprints();
	readonly #findings: ReportedFinding[] = [];
	readonly #errors: ReportedError[] = [];
	readonly #unknown: ReportedUnknown[] = [];
	readonly #suppressed: ReportedSuppression[] = [];
	/** How many findings are older than the work that is looked at. */
	#older = 0;
	#unknowns = 0;
	#files = 0;
	/** How many files were read, by dialect. */
	readonly #read = new Map<Dialect, number>();
	#unparsed = 0;
	readonly #unread = new Map<string, number>();
	/** Files that a person would mend elsewhere. */
	readonly #skipped = { bundled: 0, textTemplates: 0 };
	/** The files of tests that no path names. */
	readonly #tests = new Set<string>();
	#leftOut = 0;
	readonly #emptiedBy = new Set<string>();
	#hiddenWarnings = 0;
	#fixed = 0;
	readonly #needs: FileNeeds[] = [];
	#diff = "";
	#shown: Report | undefined;
	/** The files that were read in full, where a baseline has to know. */
	readonly taken = new Set<string>();

	/** @param baseline the findings that are accepted for now; null for none */
	constructor(args: Arguments, io: Io, linters: ProjectLinter, baseline: Baseline | null) {
		this.#args = args;
		this.#baseline = baseline;
		this.#io = io;
		this.#linters = linters;
	}

	/** True for a rule that is on in a file. */
	asks(rule: string, file: string): boolean {
		return this.#linters.for(file).levelOf(rule) !== "off";
	}

	/** The language of the run. */
	get language(): Language {
		return this.#linters.language;
	}

	/** How many findings there are so far. */
	get found(): number {
		return this.#findings.length;
	}

	error(
		file: string,
		line: number,
		column: number,
		message: Words,
		{ rule, frames = [] }: Pick<LintedError, "rule" | "frames"> = {},
	): void {
		this.#errors.push({
			file,
			line,
			column,
			message: this.#render(message),
			...(rule === undefined ? {} : { rule }),
		});
		if (this.#io.env["KMSLINT_DEBUG"] === "1" && frames.length > 0) {
			writeNote(this.#io.stderr, `: ${rule ?? "reading"}`, file);
			this.#io.stderr.write(frames.map((frame) => `    ${escapeControls(frame)}\n`).join(""));
		}
	}

	#render(words: Words): string {
		return renderWords(words, phrasesOf(this.language));
	}

	#note(words: Words, file: string): void {
		writeNote(this.#io.stderr, this.#render(words), file);
	}

	/** Takes one folder. A bug costs that one: it is an error, and the run goes on. */
	attempt(path: string, take: () => void): void {
		try {
			take();
		} catch (error) {
			if (error instanceof UsageError || error instanceof BadSettingError) {
				throw error;
			}
			const failure = failureOf(error);
			this.error(shownPath(path, this.#io.cwd), 1, 1, renderFailure(failure), { frames: failure.frames });
		}
	}

	/** Says that a path which the user names is left out; hooks, which name whatever changed, need no word. */
	leaveOut(path: string, by: string): void {
		this.#leftOut += 1;
		if (this.#args.errorOnUnmatchedPattern) {
			this.#note(
				wording(" is left out by {{by}}; skipped.", { by: verbatim(by) }),
				shownPath(path, this.#io.cwd),
			);
		}
	}

	/** Notes what left out all that a folder holds. */
	findEmpty(by: string): void {
		this.#emptiedBy.add(by);
	}

	/** Counts a file that is not read, where it could be of interest. */
	passBy(name: string): void {
		this.#passByKind(unreadKind(basename(name)));
	}

	#passByKind(kind: string | null): void {
		if (kind !== null) {
			this.#unread.set(kind, (this.#unread.get(kind) ?? 0) + 1);
		}
	}

	/** Takes what became of one file into the report. */
	take(file: string, outcome: FileOutcome): void {
		if (this.#baseline !== null && outcome.errors.length === 0) {
			this.taken.add(file);
		}
		this.#files += outcome.files;
		if (outcome.dialect !== null) {
			this.#count(DIALECTS[outcome.dialect]);
		}
		this.#unparsed += outcome.isUnparsed ? 1 : 0;
		this.#passByKind(outcome.unread);
		if (outcome.skipped !== null) {
			this.#skipped[outcome.skipped] += 1;
		}
		if (outcome.isTest) {
			this.#tests.add(file).add(redactPath(file));
		}
		for (const error of outcome.errors) {
			this.error(file, error.line, error.column, error.message, error);
		}
		for (const note of outcome.notes) {
			this.#note(note.message, note.file ?? "");
		}
		for (const finding of outcome.findings) {
			this.#findings.push({ ...finding, fingerprint: this.#fingerprints.of(finding) });
		}
		for (const finding of outcome.suppressed) {
			this.#suppressed.push({ ...finding, fingerprint: this.#fingerprints.of(finding) });
		}
		pushAll(this.#unknown, outcome.unknown);
		this.#unknowns += outcome.unknowns;
		this.#hiddenWarnings += outcome.hiddenWarnings;
		this.#fixed += outcome.fixed;
		this.#diff += outcome.diff;
		if (outcome.needs.length > 0) {
			this.#needs.push({ file, needs: outcome.needs });
		}
	}

	#count(dialect: Dialect | undefined, files = 1): void {
		if (dialect !== undefined && files > 0) {
			this.#read.set(dialect, (this.#read.get(dialect) ?? 0) + files);
		}
	}

	/** A folder with a cloud assembly, or one template of it. Nothing in it is ever written. */
	takeAssembly(folder: string, only: string | null): void {
		const { cwd } = this.#io;
		const assembly = readAssembly(folder, only);
		const linted = lintAssembly(assembly, {
			linter: this.#linters.for(`${shownPath(folder, cwd)}/${ASSEMBLY_FILE}`),
			reader: new SourceReader([cwd, dirname(folder)], cwd),
			cwd,
			suppressions: this.#args.suppressions,
			phrases: phrasesOf(this.language),
		});
		this.#files += assembly.templates.length;
		this.#count(SYNTHESIZED, linted.templates);
		this.#keepAssembly(linted);
		const { count, cut } = linted.untraced;
		if (count > 0) {
			this.#note(
				wording(" does not record the source line of {{findings}}{{cut}}. {{how}}", {
					findings: countWords(count, "{{count}} finding", "{{count}} findings"),
					cut:
						cut === 0
							? ""
							: wording(", {{count}} of them because the stack traces were too short", {
									count: String(cut),
								}),
					how: TRACES,
				}),
				shownPath(folder, cwd),
			);
		}
	}

	#keepAssembly({ findings, errors, unknown, suppressed }: LintedAssembly): void {
		for (const finding of findings) {
			if (takesQuietly(this.#args, this.#baseline) && finding.level === "warn") {
				this.#hiddenWarnings += this.#counts(finding) ? 1 : 0;
			} else {
				this.#findings.push({
					...finding,
					fingerprint: this.#fingerprints.of(finding),
					docs: RULE_FACTS.find(({ name }) => name === finding.rule)?.docs ?? "",
					frame: showsLines(this.#args) ? finding.frame : NO_FRAME,
				});
			}
		}
		for (const error of errors) {
			this.error(error.file, error.line, error.column, error.message, error);
		}
		for (const finding of suppressed) {
			const { reason } = finding.suppression;
			this.#suppressed.push({
				...finding,
				fingerprint: this.#fingerprints.of(finding),
				suppression: { ...finding.suppression, reason: redactProse(reason) },
			});
		}
		this.#unknowns += unknown.length;
		for (const one of this.#args.showUnknown ? unknown : []) {
			this.#unknown.push(one);
		}
	}

	/** True for a finding that takes part in the exit code. */
	#counts(finding: Pick<ReportedFinding, "generated" | "file" | "plan" | "resource" | "severity">): boolean {
		return (finding.generated === null || this.#args.includeGenerated) && !this.#isRehearsed(finding);
	}

	/** True for a resource of a test, which is never deployed. */
	#isRehearsed({
		file,
		plan,
		resource,
		severity,
	}: Pick<ReportedFinding, "file" | "plan" | "resource" | "severity">): boolean {
		return resource !== null && severity !== "critical" && this.#tests.has(plan?.file ?? file);
	}

	/** What the run found, to be shown. */
	collected(seconds: number): Collected {
		const report = this.report();
		const collected = {
			report,
			hiddenWarnings: this.#hiddenWarnings,
			unparsed: this.#unparsed,
			leftOut: this.#leftOut,
			emptiedBy: [...this.#emptiedBy],
			fixed: this.#fixed,
			diff: this.#diff,
			seconds,
		};
		return { ...collected, shard: shardOf(collected, this.#args, this.language) };
	}

	/** The report, without secrets in names. */
	report(): Report {
		return (this.#shown ??= redactReport(this.#rawReport()));
	}

	#rawReport(): Report {
		const suppressed = mergeSuppressed(this.#suppressed);
		const merged = mergeFindings(this.#findings, suppressed).map((finding) =>
			this.#isRehearsed(finding) ? { ...finding, rehearsed: true as const } : finding,
		);
		const { findings, accepted } = this.#divide([...merged].sort(byPlace));
		const { findings: count, ...counts } = countFindings(findings, this.#args.includeGenerated);
		return {
			tool: { name: "kmslint", version: VERSION },
			summary: {
				files: this.#files,
				read: DIALECTS.map((dialect) => ({ ...dialect.counted, count: this.#read.get(dialect) ?? 0 })),
				findings: count,
				errors: this.#errors.length,
				unknown: this.#unknowns,
				suppressed: suppressed.length + accepted.length,
				baseline: accepted.length,
				older: this.#older,
				...counts,
				unread: Object.fromEntries([...this.#unread].sort(byName)),
				skipped: { ...this.#skipped },
			},
			findings,
			errors: this.#errors.sort(byPlace),
			unknown: this.#unknown.sort(byPlace),
			suppressed: [...suppressed, ...accepted].sort(byPlace),
			needs: this.#needs,
		};
	}

	/** Findings that are reported, and those that the baseline has. */
	#divide(all: readonly ReportedFinding[]): {
		readonly findings: readonly ReportedFinding[];
		readonly accepted: readonly ReportedSuppression[];
	} {
		const baseline = this.#baseline;
		if (baseline === null) {
			return { findings: all, accepted: [] };
		}
		const findings: ReportedFinding[] = [];
		const accepted: ReportedSuppression[] = [];
		for (const finding of all) {
			const entry = baseline.recall(finding.fingerprint);
			if (entry !== null) {
				accepted.push(acceptedBy(finding, entry));
			} else if (baseline.isOlder(finding.fingerprint)) {
				this.#older += 1;
			} else if (this.#args.quiet && finding.level === "warn") {
				this.#hiddenWarnings += this.#counts(finding) ? 1 : 0;
			} else {
				findings.push(finding);
			}
		}
		return { findings, accepted };
	}
}

/** By code unit, so that the order does not depend on which file was taken first. */
function byName([a]: readonly [string, number], [b]: readonly [string, number]): number {
	return a < b ? -1 : 1;
}

function acceptedBy(finding: ReportedFinding, { owner, reason, until }: BaselineEntry): ReportedSuppression {
	const { rule, messageId, message, severity, file, line, column, resource, property, fingerprint } = finding;
	return {
		rule,
		messageId,
		message,
		severity,
		file,
		line,
		column,
		resource,
		property,
		fingerprint,
		suppression: { kind: "baseline", reason: redactProse(reason ?? ""), until, owner },
	};
}

/** True where warnings may go as soon as they are found; a baseline has to see them first. */
export function takesQuietly({ quiet }: Pick<Arguments, "quiet">, baseline: Baseline | null): boolean {
	return quiet && baseline === null;
}

/** How an assembly comes to tell where its constructs are made. */
const TRACES = wording(
	"Synthesize with `NODE_OPTIONS=--stack-trace-limit=60 npx cdk synth` and aws-cdk-lib 2.251 or later; for an earlier one, set `CDK_DEBUG=1` too.",
);
