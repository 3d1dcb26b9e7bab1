import { basename, dirname, resolve } from "node:path";
import { redactProse } from "../../languages/ranges/prose-ranges.ts";
import { redactPath } from "../../detect/redact.ts";
import { dialectOf, DIALECTS, likelyDialect } from "../../languages/dialects.ts";
import { isRehearsal } from "../../languages/handler/test-file.ts";
import { CUT, type TextLinter } from "../../lint/lint-text.ts";
import type { ProjectLinter } from "../../lint/project-linter.ts";
import type { LintedFinding, LintedText } from "../../lint/linted-text.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { RULE_FACTS } from "../../plugin.ts";
import { NO_FRAME, readFrame } from "../../report/code-frame.ts";
import { renderDiff, type DiffSide } from "../../report/render-diff.ts";
import { failureOf, ISSUES_URL, renderFailure } from "../../rule/file/failure.ts";
import { SecretCopies } from "../../rule/masking/secret-copies.ts";
import { BadSettingError } from "../../rule/bad-setting-error.ts";
import { forgetAnswers } from "../../text/answers.ts";
import { MaskedText } from "../../text/masked-text.ts";
import { pushAll } from "../../text/push-all.ts";
import { emptyOutcome, type FileOutcome } from "./file-outcome.ts";
import { shownPath } from "./shown-path.ts";
import { fixText, type FixedText } from "./fix-text.ts";
import { rehearsed, unfixed } from "./rehearsed.ts";
import { readText, type ReadText, type TextReading } from "./read-text.ts";
import type { TakeSettings } from "./take-settings.ts";
import { unreadKind } from "./unread-kind.ts";
import { joinInstances, WrittenPlaces, type Place } from "./written-places.ts";
import { writeFixed } from "./write-fixed.ts";
import { isCompiledBeside } from "./compiled-beside.ts";
import { isBundled, isTextTemplate } from "./written-by-tool.ts";
import { verbatim, wording, type Words } from "../../text/wording.ts";

/** After so many files what was learned of their words is forgotten. */
const REMEMBERED = 128;

/** Reads, lints and fixes one file at a time. What becomes of a file depends on no other file of the run. */
export class FileTaker {
	readonly #settings: TakeSettings;
	readonly #cwd: string;
	readonly #linters: ProjectLinter;
	#taken = 0;

	constructor(settings: TakeSettings, cwd: string, linters: ProjectLinter) {
		this.#settings = settings;
		this.#cwd = cwd;
		this.#linters = linters;
	}

	/**
	 * Takes a file. A bug costs that one: it is an error among its outcome.
	 *
	 * @param explicit true for a file that was named, which is not left alone in silence
	 * @throws {UsageError | BadSettingError} where the run was asked for what cannot be done
	 */
	async takeFile(path: string, explicit: boolean): Promise<FileOutcome> {
		const file = shownPath(path, this.#cwd);
		const { run } = this.#linters.for(file);
		return await this.takeReading(() => readText(path, undefined, run), path, file, explicit);
	}

	/** The same for what comes from elsewhere: `path` is null where nothing can be written back. */
	async takeReading(
		read: () => TextReading,
		path: string | null,
		file: string,
		explicit: boolean,
	): Promise<FileOutcome> {
		const taken = new TakenFile(this.#settings, this.#cwd, this.#linters.for(file), file, explicit);
		try {
			await taken.take(read(), path);
		} catch (error) {
			if (error instanceof UsageError || error instanceof BadSettingError) {
				throw error;
			}
			const failure = failureOf(error);
			taken.outcome.errors.push({ line: 1, column: 1, message: renderFailure(failure), frames: failure.frames });
		}
		this.#taken += 1;
		if (this.#taken % REMEMBERED === 0) {
			forgetAnswers();
		}
		return withoutText(taken.outcome);
	}
}

/**
 * The same outcome, with texts of its own, as another thread would give it: the engine keeps a file in memory as long as a name
 * that was cut out of it.
 */
function withoutText(outcome: FileOutcome): FileOutcome {
	const { findings, suppressed, unknown, errors, notes } = outcome;
	if (findings.length + suppressed.length + unknown.length + errors.length + notes.length === 0) {
		return outcome;
	}
	const { serialize, deserialize } = process.getBuiltinModule("node:v8");
	return deserialize(serialize(outcome)) as FileOutcome;
}

/** One file on its way. */
class TakenFile {
	readonly outcome: FileOutcome = emptyOutcome();
	readonly #settings: TakeSettings;
	readonly #cwd: string;
	readonly #linter: TextLinter;
	/** As reports show it. */
	readonly #file: string;
	readonly #explicit: boolean;

	constructor(settings: TakeSettings, cwd: string, linter: TextLinter, file: string, explicit: boolean) {
		this.#settings = settings;
		this.#cwd = cwd;
		this.#linter = linter;
		this.#file = file;
		this.#explicit = explicit;
	}

	async take(reading: TextReading, path: string | null): Promise<void> {
		this.outcome.files = 1;
		switch (reading.kind) {
			case "error":
				this.#error(reading.message);
				return;
			case "skip":
				this.#passBy();
				if (this.#explicit || reading.always === true) {
					this.#note(reading.why);
				}
				return;
			case "text":
				await this.#takeText(reading, path);
				return;
			default:
				reading satisfies never;
		}
	}

	#error(message: Words, frames: readonly string[] = []): void {
		this.outcome.errors.push({ line: 1, column: 1, message, frames });
	}

	#note(why: Words): void {
		this.#say(wording(" {{why}}; skipped.", { why }));
	}

	#say(message: Words, file: string | null = this.#file): void {
		this.outcome.notes.push({ message, file });
	}

	/** Counts a file that is not read, where it could be of interest. */
	#passBy(): void {
		this.outcome.unread = unreadKind(basename(this.#file));
	}

	/** A file that was named is told why it was passed by. */
	#passByName(why: Words): void {
		this.#passBy();
		if (this.#explicit) {
			this.#note(why);
		}
	}

	async #takeText(reading: ReadText, path: string | null): Promise<void> {
		if (!this.#isToLint(reading.text, path)) {
			return;
		}
		this.outcome.isTest = !this.#explicit && this.#isTest();
		const { text, linted: found } = await this.#lint(reading, path);
		const kept = this.outcome.isTest ? { ...found, findings: found.findings.flatMap(rehearsed) } : found;
		const linted = reading.lossy === null ? kept : { ...kept, findings: kept.findings.map(unfixed) };
		if (linted.dialect === null && linted.errors.length === 0) {
			this.#passByName(likelyDialect(this.#file).passedBy);
			return;
		}
		const { errors, findings } = linted;
		const isGenerated =
			!this.#explicit && errors.length > 0 && errors.every(({ line }) => isTextTemplate(text, line));
		if (isGenerated && findings.length === 0) {
			this.outcome.skipped = "textTemplates";
			return;
		}
		this.outcome.dialect = linted.dialect === null ? null : DIALECTS.indexOf(linted.dialect);
		// What could be read around the placeholders of a generator is reported; that the rest is no text yet is known.
		this.#keep(isGenerated ? { ...linted, errors: [] } : linted, text);
	}

	/** Counts and notes what is not to be linted. */
	#isToLint(text: string, path: string | null): boolean {
		const dialect = dialectOf(this.#file, text);
		if (dialect === null) {
			this.#passByName(text.trim() === "" ? wording("is empty") : likelyDialect(this.#file).passedBy);
			return false;
		}
		if (!this.#settings.hasInventory && basename(this.#file) === "cdk.context.json") {
			this.#passByName(wording("is checked only with `--inventory`"));
			return false;
		}
		if (!this.#explicit && dialect.isNamed(this.#file) && isBundled(text)) {
			this.outcome.skipped = "bundled";
			return false;
		}
		if (!this.#explicit && path !== null && isCompiledBeside(path, text)) {
			this.outcome.skipped = "bundled";
			this.outcome.readsOthers = true; // Its source may go.
			return false;
		}
		this.outcome.isUnparsed = dialect.prepare(this.#file) !== null;
		return !this.outcome.isUnparsed;
	}

	/** True for a file of tests that no path names, itself or a folder of tests around it. */
	#isTest(): boolean {
		const cwd = this.#cwd;
		const file = this.#file;
		const isNamed = (path: string): boolean => {
			const [fixed = "", ...globbed] = path.split(/[*?[{]/u);
			const folder = resolve(cwd, globbed.length === 0 ? fixed : dirname(`${fixed}x`));
			return file.startsWith(`${shownPath(folder, cwd)}/`) && isRehearsal({ filename: `${folder}/app.ts`, cwd });
		};
		return isRehearsal({ filename: file, cwd }) && !this.#settings.paths.some(isNamed);
	}

	/** What is left to report of a file, and its text, after it was fixed if that is asked for. */
	async #lint(
		reading: ReadText,
		path: string | null,
	): Promise<{ readonly text: string; readonly linted: LintedText }> {
		const { text } = reading;
		if (this.outcome.isTest || (!this.#settings.fix && !this.#settings.fixDryRun)) {
			return { text, linted: this.#linter.lint(text, this.#file) };
		}
		const result = this.#fix(text);
		for (const { finding, why } of result.refused) {
			this.#say(
				wording(": the fix of {{rule}} was not applied: {{why}}.", { rule: verbatim(finding.rule), why }),
			);
		}
		if (reading.lossy !== null && result.fixed + result.linted.findings.length > 0) {
			this.#say(
				wording(" {{why}}; it was checked but not fixed. Save it as UTF-8 to fix it.", { why: reading.lossy }),
			);
		}
		const isKept = result.fixed === 0 || (await this.#keepFixes(result, reading, path));
		return isKept ? result : { text, linted: this.#linter.lint(text, this.#file) };
	}

	/** A bug in what is fixed costs the fixes of one file, and none of its findings. */
	#fix(text: string): FixedText {
		try {
			return fixText(this.#linter, text, this.#file);
		} catch (error) {
			if (error instanceof UsageError || error instanceof BadSettingError) {
				throw error;
			}
			const { name, frames } = failureOf(error);
			this.#error(`Nothing in this file was fixed because of a bug (${name}). Report it: ${ISSUES_URL}`, frames);
			return { text, linted: this.#linter.lint(text, this.#file), fixed: 0, needs: [], refused: [] };
		}
	}

	/**
	 * Writes or shows the fixes of a file. False where the file stays as it was, so that its findings are still
	 * reported.
	 */
	async #keepFixes(result: FixedText, reading: ReadText, path: string | null): Promise<boolean> {
		if (reading.lossy !== null) {
			return false;
		}
		if (this.#settings.fixDryRun) {
			this.outcome.needs = result.needs;
			this.outcome.diff = renderDiff(
				this.#file,
				sideOf(reading.text, this.#linter.lint(reading.text, this.#file)),
				sideOf(result.text, result.linted),
			);
			return false;
		}
		const failure = path === null ? null : await writeFixed(path, reading, result.text);
		if (failure !== null) {
			this.#error(failure);
			return false;
		}
		this.outcome.fixed = result.fixed;
		this.outcome.needs = result.needs;
		return true;
	}

	#keep(linted: LintedText, text: string): void {
		const { outcome } = this;
		const { findings, errors, unknown, suppressed, secretSpans } = linted;
		const { quiet, showUnknown } = this.#settings;
		const places = new WrittenPlaces(this.#linter, this.#cwd, this.#file, text, linted);
		const kept: FileOutcome["findings"] = [];
		let copies: SecretCopies | undefined;
		const suppress = (finding: LintedText["suppressed"][number]): void => {
			const { rule, messageId, message, severity, span, resource, property, kind, reason, until } = finding;
			const { file, index, span: at } = places.of(span);
			// A reason is free text, and people put there what they should not.
			copies ??= new SecretCopies(text, secretSpans());
			const suppression = { kind, reason: redactProse(copies.hide(reason)), until };
			const place = { file, ...index.locate(at.start) };
			outcome.suppressed.push({ rule, messageId, message, severity, ...place, resource, property, suppression });
		};
		for (const finding of findings) {
			const place = places.of(finding.span);
			const accepted = place.acceptedBy(finding.rule);
			if (accepted !== null) {
				suppress({
					...finding,
					...accepted,
					reason: accepted.reason ?? "",
					span: finding.span,
					rule: finding.rule,
					resource: finding.resource,
				});
			} else if (quiet && finding.level === "warn") {
				outcome.hiddenWarnings += this.#counts(finding) ? 1 : 0;
			} else {
				kept.push(this.#reported(finding, place));
			}
		}
		pushAll(outcome.findings, joinInstances(kept));
		pushAll(outcome.errors, errors);
		suppressed.forEach(suppress);
		if (unknown.some(({ rule }) => rule === CUT)) {
			this.#say(
				wording("{{file}} is too complex to analyze in full; see --show-unknown.", {
					file: verbatim(redactPath(this.#file)),
				}),
				null,
			);
		}
		outcome.readsOthers = linted.readsOthers === true;
		outcome.unknowns = unknown.length;
		for (const { rule, span, resource, property, why } of showUnknown ? unknown : []) {
			const { file, index, span: at } = places.of(span);
			outcome.unknown.push({ rule, file, ...index.locate(at.start), resource, property, why });
		}
	}

	#reported(finding: LintedFinding, { file, index, span, masked, plan }: Place): FileOutcome["findings"][number] {
		const { rule, messageId, message, severity, resource, others, property, lookups, level, generated } = finding;
		const start = index.locate(span.start);
		const end = index.locate(span.end);
		return {
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
			// What would be edited is in another file.
			fix: plan === undefined ? finding.fix : "none",
			suggestions: plan === undefined ? finding.suggestions.map(({ description }) => ({ description })) : [],
			...(lookups === undefined ? {} : { lookups }),
			docs: RULE_FACTS.find(({ name }) => name === rule)?.docs ?? "",
			level,
			generated,
			...(plan === undefined ? {} : { plan }),
			frame: this.#settings.showsLines ? readFrame(masked(), index, span) : NO_FRAME,
		};
	}

	/** True for a finding that takes part in the exit code. */
	#counts({ generated, resource, severity }: LintedFinding): boolean {
		const isRehearsed = resource !== null && severity !== "critical" && this.outcome.isTest;
		return (generated === null || this.#settings.includeGenerated) && !isRehearsed;
	}
}

function sideOf(text: string, { index, secretSpans }: LintedText): DiffSide {
	return { text, masked: new MaskedText(text, index, secretSpans()) };
}
