import { basename, dirname, resolve } from "node:path";
import { styleText } from "node:util";
import { redactProse } from "../languages/ranges/prose-ranges.ts";
import { redactName, redactPath } from "../detect/redact.ts";
import type { Dialect } from "../languages/dialect.ts";
import { dialectOf, DIALECTS, likelyDialect, SYNTHESIZED } from "../languages/dialects.ts";
import { isRehearsal } from "../languages/handler/test-file.ts";
import { RULE_FACTS, VERSION } from "../plugin.ts";
import { NO_FRAME, readFrame } from "../report/code-frame.ts";
import { breakCommands, escapeControls, mapTexts } from "../report/escape-controls.ts";
import { Fingerprints } from "../report/fingerprint.ts";
import { renderDiff, type DiffSide } from "../report/render-diff.ts";
import { renderJson } from "../report/render-json.ts";
import { renderSarif } from "../report/render-sarif.ts";
import type { FileNeeds } from "../report/render-needs.ts";
import { renderText, type Style } from "../report/render-text.ts";
import { renderUnread } from "../report/render-unread.ts";
import {
	byPlace,
	type Report,
	type ReportedError,
	type ReportedFinding,
	type ReportedSuppression,
	type ReportedUnknown,
} from "../report/report.ts";
import { SEVERITIES, type Severity } from "../rule/rule.ts";
import { failureOf, ISSUES_URL, renderFailure } from "../rule/file/failure.ts";
import { InventoryError } from "../rule/read-inventory.ts";
import { decideExit } from "./exit-code.ts";
import { SecretCopies } from "../rule/masking/secret-copies.ts";
import { MaskedText } from "../text/masked-text.ts";
import { MAX_SENTENCE, shorten } from "../text/shorten.ts";
import { findFiles, shownPath } from "./find-files.ts";
import { fixText, type FixedText } from "./fix-text.ts";
import { HELP } from "./help.ts";
import type { Io } from "./io.ts";
import { DeepLinter } from "../lint/deep-linter.ts";
import { CUT, TextLinter } from "../lint/lint-text.ts";
import type { LintedError, LintedText } from "../lint/linted-text.ts";
import { lintAssembly, type LintedAssembly } from "./lint-assembly.ts";
import { parseArguments, type Arguments } from "./parse-arguments.ts";
import { mergeFindings } from "./merge-findings.ts";
import { readAssembly } from "./read-assembly.ts";
import { readBytes, readText, type ReadText, type TextReading } from "./read-text.ts";
import { writeFixed } from "./write-fixed.ts";
import { writeReport } from "./write-report.ts";
import { SourceReader } from "./source-reader.ts";
import { unreadKind } from "./unread-kind.ts";
import { isBundled, isTextTemplate } from "./written-by-tool.ts";
import { writeNote } from "./write-note.ts";
import { UsageError } from "../lint/usage-error.ts";

/** The fields of a report that are sentences. */
const SENTENCES: ReadonlySet<string | null> = new Set(["message", "description", "why", "reason"]);

/** When a run shows that it is still at work, in milliseconds. */
const PROGRESS_AFTER = 1000;

/** Runs the command and gives its exit code: 0 clean, 1 findings, 2 could not run. Throws what is a bug. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
	try {
		if (argv[0] === "secrets") {
			const { runSecrets } = await import("./secrets/run-secrets.ts");
			return await runSecrets(argv.slice(1), io);
		}
		return await runArguments(await parseArguments(argv), io);
	} catch (error) {
		if (error instanceof UsageError || error instanceof InventoryError) {
			// ESLint adds lines on what it was linting.
			writeNote(io.stderr, error.message.split("\n")[0] ?? "");
			return 2;
		}
		throw error;
	}
}

async function runArguments(args: Arguments, io: Io): Promise<number> {
	if (args.help) {
		io.stdout.write(HELP);
		return 0;
	}
	if (args.version) {
		io.stdout.write(`${VERSION}\n`);
		return 0;
	}
	const inventory = args.inventory === null ? null : resolve(io.cwd, args.inventory);
	const linter = new (io.readsDeep === true ? DeepLinter : TextLinter)({
		preset: args.preset,
		rules: args.rules,
		parameterOverrides: args.parameterOverrides,
		inventory,
		suppressions: args.suppressions,
		cwd: io.cwd,
	});
	const pass = new Pass(args, io, linter);
	const started = io.now();
	if (args.paths.includes("-")) {
		await pass.takeStdin();
	}
	let last = started;
	for (const found of findFiles(
		args.paths.filter((path) => path !== "-"),
		io.cwd,
		{
			...(io.files === undefined ? {} : { files: io.files }),
			exclude: args.exclude,
			pass: (name) => pass.passBy(name),
			empty: (by) => pass.findEmpty(by),
		},
	)) {
		if ("leftOut" in found) {
			pass.leaveOut(found.path, found.leftOut);
		} else if ("message" in found) {
			pass.error(shownPath(found.path, io.cwd), 1, 1, found.message);
		} else {
			const { path, explicit, assembly } = found;
			await pass.attempt(path, () =>
				assembly === undefined
					? pass.takeFile(path, explicit && args.errorOnUnmatchedPattern)
					: pass.takeAssembly(path, assembly.only),
			);
		}
		const now = io.now();
		if (io.stderr.isTTY === true && now - started > PROGRESS_AFTER && now - last > 100) {
			last = now;
			io.stderr.write(`\r\u001B[K${pass.progress()}`);
		}
	}
	if (last !== started) {
		io.stderr.write("\r\u001B[K");
	}
	return pass.finish((io.now() - started) / 1000);
}

/** One run over many files. Keeps findings, never texts, so that memory does not grow with the number of files. */
class Pass {
	readonly #args: Arguments;
	readonly #io: Io;
	readonly #linter: TextLinter;
	readonly #fingerprints = new Fingerprints();
	readonly #findings: ReportedFinding[] = [];
	readonly #errors: ReportedError[] = [];
	readonly #unknown: ReportedUnknown[] = [];
	readonly #suppressed: ReportedSuppression[] = [];
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
	#nothingRead = false;
	#fixed = 0;
	readonly #needs: FileNeeds[] = [];
	#diff = "";

	constructor(args: Arguments, io: Io, linter: TextLinter) {
		this.#args = args;
		this.#io = io;
		this.#linter = linter;
	}

	progress(): string {
		return [
			`${String(this.#files)} files`,
			...[...this.#read].map(([{ counted }, count]) => `${String(count)} ${counted.many}`),
			`${String(this.#findings.length)} findings …`,
		].join(", ");
	}

	error(
		file: string,
		line: number,
		column: number,
		message: string,
		{ rule, frames = [] }: Pick<LintedError, "rule" | "frames"> = {},
	): void {
		this.#errors.push({ file, line, column, message, ...(rule === undefined ? {} : { rule }) });
		if (this.#io.env["KMSLINT_DEBUG"] === "1" && frames.length > 0) {
			writeNote(this.#io.stderr, `: ${rule ?? "reading"}`, file);
			this.#io.stderr.write(frames.map((frame) => `    ${escapeControls(frame)}\n`).join(""));
		}
	}

	/** Takes one file or folder. A bug costs that one: it is an error, and the run goes on. */
	async attempt(path: string, take: () => Promise<void> | void): Promise<void> {
		try {
			await take();
		} catch (error) {
			if (error instanceof UsageError || error instanceof InventoryError) {
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
			this.#note(shownPath(path, this.#io.cwd), `is left out by ${by}`);
		}
	}

	/** Notes what left out all that a folder holds. */
	findEmpty(by: string): void {
		this.#emptiedBy.add(by);
	}

	/** Counts a file that is not read, where it could be of interest. */
	passBy(name: string): void {
		const kind = unreadKind(basename(name));
		if (kind !== null) {
			this.#unread.set(kind, (this.#unread.get(kind) ?? 0) + 1);
		}
	}

	async takeStdin(): Promise<void> {
		if (this.#args.fix) {
			throw new UsageError("Standard input cannot be fixed in place. Use --fix-dry-run, or name the file.");
		}
		const file =
			this.#args.stdinFilename === null
				? "stdin"
				: shownPath(resolve(this.#io.cwd, this.#args.stdinFilename), this.#io.cwd);
		await this.#takeReading(readBytes(await this.#io.readStdin(), file), null, file, true);
	}

	async takeFile(path: string, explicit: boolean): Promise<void> {
		await this.#takeReading(readText(path), path, shownPath(path, this.#io.cwd), explicit);
	}

	async #takeReading(reading: TextReading, path: string | null, file: string, explicit: boolean): Promise<void> {
		switch (reading.kind) {
			case "error":
				this.#files += 1;
				this.error(file, 1, 1, reading.message);
				return;
			case "skip":
				this.#files += 1;
				this.passBy(file);
				if (explicit || reading.always === true) {
					this.#note(file, reading.why);
				}
				return;
			case "text":
				await this.#take(reading, path, file, explicit);
				return;
			default:
				reading satisfies never;
		}
	}

	#note(file: string, why: string): void {
		writeNote(this.#io.stderr, ` ${why}; skipped.`, file);
	}

	async #take(reading: ReadText, path: string | null, file: string, explicit: boolean): Promise<void> {
		this.#files += 1;
		if (!this.#isToLint(reading.text, file, explicit)) {
			return;
		}
		const isTest = !explicit && this.#isTest(file);
		const { text, linted: found } = await this.#lint(reading, path, file, isTest);
		const kept = isTest ? { ...found, findings: found.findings.map(rehearsed) } : found;
		const linted = reading.lossy === null ? kept : { ...kept, findings: kept.findings.map(unfixed) };
		if (linted.dialect === null && linted.errors.length === 0) {
			this.#passByName(file, explicit, likelyDialect(file).passedBy);
			return;
		}
		const { errors, findings } = linted;
		const isGenerated = !explicit && errors.length > 0 && errors.every(({ line }) => isTextTemplate(text, line));
		if (isGenerated && findings.length === 0) {
			this.#skipped.textTemplates += 1;
			return;
		}
		if (linted.dialect !== null) {
			this.#count(linted.dialect);
		}
		// What could be read around the placeholders of a generator is reported; that the rest is no text yet is known.
		this.#keep(isGenerated ? { ...linted, errors: [] } : linted, text, file);
	}

	/** True for a program of tests that no path names, itself or a folder of tests around it. */
	#isTest(file: string): boolean {
		const { cwd } = this.#io;
		const isNamed = (path: string): boolean => {
			const [fixed = "", ...globbed] = path.split(/[*?[{]/u);
			const folder = resolve(cwd, globbed.length === 0 ? fixed : dirname(`${fixed}x`));
			return file.startsWith(`${shownPath(folder, cwd)}/`) && isRehearsal({ filename: `${folder}/app.ts`, cwd });
		};
		const isTest =
			likelyDialect(file).language === null &&
			isRehearsal({ filename: file, cwd }) &&
			!this.#args.paths.some(isNamed);
		if (isTest) {
			this.#tests.add(file).add(redactPath(file));
		}
		return isTest;
	}

	/** Counts and notes what is not to be linted. */
	#isToLint(text: string, file: string, explicit: boolean): boolean {
		const dialect = dialectOf(file, text);
		if (dialect === null) {
			this.#passByName(file, explicit, text.trim() === "" ? "is empty" : likelyDialect(file).passedBy);
			return false;
		}
		if (!explicit && dialect.isNamed(file) && isBundled(text)) {
			this.#skipped.bundled += 1;
			return false;
		}
		const isPrepared = dialect.prepare(file) === null;
		this.#unparsed += isPrepared ? 0 : 1;
		return isPrepared;
	}

	#count(dialect: Dialect, files = 1): void {
		if (files > 0) {
			this.#read.set(dialect, (this.#read.get(dialect) ?? 0) + files);
		}
	}

	/** A file that was named is told why it was passed by. */
	#passByName(file: string, explicit: boolean, why: string): void {
		this.passBy(file);
		if (explicit) {
			this.#note(file, why);
		}
	}

	/** What is left to report of a file, and its text, after it was fixed if that is asked for. */
	async #lint(
		reading: ReadText,
		path: string | null,
		file: string,
		isTest: boolean,
	): Promise<{ readonly text: string; readonly linted: LintedText }> {
		const { text } = reading;
		if (isTest || (!this.#args.fix && !this.#args.fixDryRun)) {
			return { text, linted: this.#linter.lint(text, file) };
		}
		const result = this.#fix(text, file);
		for (const { finding, why } of result.refused) {
			writeNote(this.#io.stderr, `: the fix of ${finding.rule} was not applied: ${why}.`, file);
		}
		if (reading.lossy !== null && result.fixed + result.linted.findings.length > 0) {
			writeNote(
				this.#io.stderr,
				` ${reading.lossy}; it was checked but not fixed. Save it as UTF-8 to fix it.`,
				file,
			);
		}
		const isKept = result.fixed === 0 || (await this.#keepFixes(result, reading, path, file));
		return isKept ? result : { text, linted: this.#linter.lint(text, file) };
	}

	/** A bug in what is fixed costs the fixes of one file, and none of its findings. */
	#fix(text: string, file: string): FixedText {
		try {
			return fixText(this.#linter, text, file);
		} catch (error) {
			if (error instanceof UsageError || error instanceof InventoryError) {
				throw error;
			}
			const { name, frames } = failureOf(error);
			this.error(
				file,
				1,
				1,
				`Nothing in this file was fixed because of a bug (${name}). Report it: ${ISSUES_URL}`,
				{ frames },
			);
			return { text, linted: this.#linter.lint(text, file), fixed: 0, needs: [], refused: [] };
		}
	}

	/**
	 * Writes or shows the fixes of a file. False where the file stays as it was, so that its findings are still
	 * reported.
	 */
	async #keepFixes(result: FixedText, reading: ReadText, path: string | null, file: string): Promise<boolean> {
		if (reading.lossy !== null) {
			return false;
		}
		if (this.#args.fixDryRun) {
			this.#need(result, file);
			this.#diff += await renderDiff(
				file,
				sideOf(reading.text, this.#linter.lint(reading.text, file)),
				sideOf(result.text, result.linted),
			);
			return false;
		}
		const failure = path === null ? null : await writeFixed(path, reading, result.text);
		if (failure !== null) {
			this.error(file, 1, 1, failure);
			return false;
		}
		this.#fixed += result.fixed;
		this.#need(result, file);
		return true;
	}

	#need({ needs }: FixedText, file: string): void {
		if (needs.length > 0) {
			this.#needs.push({ file, needs });
		}
	}

	#keep({ findings, errors, unknown, suppressed, index, secretSpans }: LintedText, text: string, file: string): void {
		let masked: MaskedText | undefined;
		let copies: SecretCopies | undefined;
		for (const finding of findings) {
			if (this.#args.quiet && finding.level === "warn") {
				this.#hiddenWarnings += this.#counts({ ...finding, file }) ? 1 : 0;
				continue;
			}
			const start = index.locate(finding.span.start);
			const end = index.locate(finding.span.end);
			const {
				rule,
				messageId,
				message,
				severity,
				resource,
				others,
				property,
				fix,
				suggestions,
				lookups,
				level,
				generated,
			} = finding;
			this.#findings.push({
				rule,
				messageId,
				message,
				severity,
				file,
				line: start.line,
				column: start.column,
				endLine: end.line,
				endColumn: end.column,
				resource,
				...(others === undefined ? {} : { others }),
				property,
				fix,
				suggestions: suggestions.map(({ description }) => ({ description })),
				...(lookups === undefined ? {} : { lookups }),
				fingerprint: this.#fingerprints.of({ rule, messageId, file, resource, property }),
				docs: RULE_FACTS.find(({ name }) => name === rule)?.docs ?? "",
				level,
				generated,
				frame:
					this.#args.format === "text"
						? readFrame((masked ??= new MaskedText(text, index, secretSpans())), index, finding.span)
						: NO_FRAME,
			});
		}
		for (const error of errors) {
			this.error(file, error.line, error.column, error.message, error);
		}
		for (const {
			rule,
			messageId,
			message,
			severity,
			span,
			resource,
			property,
			kind,
			reason,
			until,
		} of suppressed) {
			const fingerprint = this.#fingerprints.of({ rule, messageId, file, resource, property });
			// A reason is free text, and people put there what they should not.
			copies ??= new SecretCopies(text, secretSpans());
			this.#suppressed.push({
				rule,
				messageId,
				message,
				severity,
				file,
				...index.locate(span.start),
				resource,
				property,
				fingerprint,
				suppression: { kind, reason: redactProse(copies.hide(reason)), until },
			});
		}
		if (unknown.some(({ rule }) => rule === CUT)) {
			writeNote(this.#io.stderr, `${redactPath(file)} is too complex to analyze in full; see --show-unknown.`);
		}
		this.#unknowns += unknown.length;
		if (this.#args.showUnknown) {
			for (const { rule, span, resource, property, why } of unknown) {
				this.#unknown.push({ rule, file, ...index.locate(span.start), resource, property, why });
			}
		}
	}

	/** A folder with a cloud assembly, or one template of it. Nothing in it is ever written. */
	takeAssembly(folder: string, only: string | null): void {
		const { cwd } = this.#io;
		const assembly = readAssembly(folder, only);
		const linted = lintAssembly(assembly, {
			linter: this.#linter,
			reader: new SourceReader([cwd, dirname(folder)], cwd),
			cwd,
			suppressions: this.#args.suppressions,
		});
		this.#files += assembly.templates.length;
		this.#count(SYNTHESIZED, linted.templates);
		this.#keepAssembly(linted);
		const { count, cut } = linted.untraced;
		if (count > 0) {
			writeNote(
				this.#io.stderr,
				` does not record the source line of ${String(count)} ${count === 1 ? "finding" : "findings"}${cut === 0 ? "" : `, ${String(cut)} of them because the stack traces were too short`}. ${TRACES}`,
				shownPath(folder, cwd),
			);
		}
	}

	#keepAssembly({ findings, errors, unknown, suppressed }: LintedAssembly): void {
		for (const finding of findings) {
			if (this.#args.quiet && finding.level === "warn") {
				this.#hiddenWarnings += this.#counts(finding) ? 1 : 0;
			} else {
				this.#findings.push({
					...finding,
					fingerprint: this.#fingerprints.of(finding),
					docs: RULE_FACTS.find(({ name }) => name === finding.rule)?.docs ?? "",
					frame: this.#args.format === "text" ? finding.frame : NO_FRAME,
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
	#counts(finding: Pick<ReportedFinding, "generated" | "file" | "resource">): boolean {
		return (finding.generated === null || this.#args.includeGenerated) && !this.#isRehearsed(finding);
	}

	/** True for a construct of a test, which is never deployed. */
	#isRehearsed({ file, resource }: Pick<ReportedFinding, "file" | "resource">): boolean {
		return resource !== null && this.#tests.has(file);
	}

	finish(seconds: number): number {
		this.#checkRead();
		if (this.#unparsed > 0) {
			const count = `${String(this.#unparsed)} TypeScript ${this.#unparsed === 1 ? "file was" : "files were"}`;
			this.error(
				".",
				1,
				1,
				`${count} not read, because the binary of \`oxc-parser\` is not installed. Install the package again, without \`--omit=optional\`.`,
			);
		}
		const { format, output, showUnknown, quiet } = this.#args;
		const report = this.#report();
		const exit = decideExit(report, {
			...this.#args,
			isRehearsed: (finding) => this.#isRehearsed(finding),
			hiddenWarnings: this.#hiddenWarnings,
			nothingRead: this.#nothingRead,
		});
		const shown = {
			paths: this.#args.paths,
			hiddenWarnings: this.#hiddenWarnings,
			exit,
			fixed: this.#fixed,
			seconds,
		};
		const body = (colors: boolean): string => {
			switch (format) {
				case "json":
					return renderJson(report, showUnknown);
				case "sarif":
					return renderSarif(report, RULE_FACTS);
				case "text":
					return renderText(report, {
						paint: painter(colors),
						showUnknown,
						showSuppressed: !quiet,
						...shown,
					});
				default:
					return format satisfies never;
			}
		};
		if (this.#diff !== "") {
			(format === "text" ? this.#io.stdout : this.#io.stderr).write(this.#diff);
		}
		if (output !== null && !this.#writeReport(output, breakCommands(body(false)))) {
			// What was found and fixed is said all the same.
			this.#io.stdout.write(breakCommands(body(this.#colors())));
			return 2;
		}
		if (output === null) {
			this.#io.stdout.write(breakCommands(body(this.#colors())));
		} else {
			const line = renderText(
				{ ...report, findings: [], errors: [], unknown: [], suppressed: [], needs: [] },
				{ paint: painter(this.#colors()), showUnknown: true, showSuppressed: false, ...shown },
			);
			this.#io.stdout.write(breakCommands(line));
		}
		return exit.code;
	}

	/**
	 * A run that read nothing found nothing: that is no good news. It is a mistake where the user named what to read.
	 */
	#checkRead(): void {
		if (this.#read.size + this.#unparsed + this.#errors.length + this.#leftOut > 0) {
			return;
		}
		const { paths, format, output, isDefaultPath, errorOnUnmatchedPattern } = this.#args;
		const unread = renderUnread(Object.fromEntries(this.#unread));
		const what =
			this.#emptiedBy.size > 0
				? `every template and source is left out by ${[...this.#emptiedBy].join(" and ")}`
				: "no template and no JavaScript or TypeScript source";
		const message = `Nothing to check: ${what}${unread === "" ? "" : ` (not read: ${unread})`}.`;
		if (!isDefaultPath && errorOnUnmatchedPattern && !paths.includes("-")) {
			this.#nothingRead = true;
			this.error(paths.join(" "), 1, 1, message);
		} else if (format !== "text" && output === null) {
			writeNote(this.#io.stderr, message);
		}
	}

	#writeReport(output: string, text: string): boolean {
		const failure = writeReport(this.#io.cwd, output, text);
		if (failure !== null) {
			writeNote(this.#io.stderr, `Cannot write the report to '${output}': ${failure}.`);
		}
		return failure === null;
	}

	/** The report, with no secret in a name (of a file, a folder, a resource) and no sentence without an end. */
	#report(): Report {
		return mapTexts(this.#rawReport(), (text, key) => {
			const shown = key === "file" ? redactPath(text) : redactName(text);
			return SENTENCES.has(key) ? shorten(shown, MAX_SENTENCE) : shown;
		}) as Report;
	}

	#rawReport(): Report {
		const findings = [...mergeFindings(this.#findings, this.#suppressed)].sort(byPlace);
		const own = findings.filter((finding) => this.#counts(finding));
		const byLevel = {
			error: own.filter(({ level }) => level === "error").length,
			warning: own.filter(({ level }) => level === "warn").length,
		};
		const bySeverity = Object.fromEntries(
			SEVERITIES.map((severity) => [
				severity,
				findings.filter((finding) => finding.severity === severity).length,
			]),
		) as Record<Severity, number>;
		return {
			tool: { name: "kmslint", version: VERSION },
			summary: {
				files: this.#files,
				read: DIALECTS.map((dialect) => ({ ...dialect.counted, count: this.#read.get(dialect) ?? 0 })),
				findings: findings.length,
				errors: this.#errors.length,
				unknown: this.#unknowns,
				suppressed: this.#suppressed.length,
				bySeverity,
				byLevel,
				unread: Object.fromEntries(this.#unread),
				skipped: { ...this.#skipped },
			},
			findings,
			errors: this.#errors.sort(byPlace),
			unknown: this.#unknown.sort(byPlace),
			suppressed: this.#suppressed.sort(byPlace),
			needs: this.#needs,
		};
	}

	#colors(): boolean {
		const { NO_COLOR, FORCE_COLOR } = this.#io.env;
		if (this.#args.color !== null) {
			return this.#args.color;
		}
		if (NO_COLOR !== undefined && NO_COLOR !== "") {
			return false;
		}
		return FORCE_COLOR !== undefined && FORCE_COLOR !== "" ? FORCE_COLOR !== "0" : this.#io.stdout.isTTY === true;
	}
}

/** How an assembly comes to tell where its constructs are made. */
const TRACES =
	"Synthesize with `NODE_OPTIONS=--stack-trace-limit=60 npx cdk synth` and aws-cdk-lib 2.251 or later; for an earlier one, set `CDK_DEBUG=1` too.";

function painter(colors: boolean): (style: Style, text: string) => string {
	return colors ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
}

function sideOf(text: string, { index, secretSpans }: LintedText): DiffSide {
	return { text, masked: new MaskedText(text, index, secretSpans()) };
}

/** A finding in a test: what a construct of it lacks is worth a word at most, and nothing is written. */
function rehearsed(finding: LintedText["findings"][number]): LintedText["findings"][number] {
	const own = unfixed(finding);
	return finding.resource === null ? own : { ...own, severity: "info", level: "warn" };
}

/** A finding in a file that is never written: `--fix` does nothing about it. */
function unfixed(finding: LintedText["findings"][number]): LintedText["findings"][number] {
	return finding.fix === "safe" ? { ...finding, fix: "none" } : finding;
}
