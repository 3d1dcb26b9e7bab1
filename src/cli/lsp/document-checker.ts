import { basename, resolve } from "node:path";
import { dialectOf } from "../../languages/dialects.ts";
import { isRehearsal } from "../../languages/handler/test-file.ts";
import type { LintedFinding } from "../../lint/linted-text.ts";
import { ProjectLinter } from "../../lint/project-linter.ts";
import { SEVERITIES, type PresetName } from "../../rule/rule.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { rehearsed } from "../file/rehearsed.ts";
import { isBundled, isTextTemplate } from "../file/written-by-tool.ts";
import { shownPath } from "../file/shown-path.ts";
import { isNeverFound } from "../find-files.ts";
import type { Language } from "../../locale/language.ts";
import { renderWords } from "../../text/wording.ts";
import { phrasesOf } from "../../locale/catalogue.ts";

/**
 * How many findings of one rule are looked for in a document, and how many are shown of all rules, the most severe first:
 * nobody reads more, and an editor that is given sixty thousand stands still.
 */
const MOST = { ofRule: 500, shown: 1000 };

/** How documents of one folder are checked. */
export interface CheckerSettings {
	/** The folder that paths are shown from, and below which configurations are found. */
	readonly root: string;
	/** Null if the configuration decides. */
	readonly preset: PresetName | null;
	/** The language of messages where no configuration names one. */
	readonly usersLanguage?: Language;
	/** True for a file that patterns up to the folder leave out; both paths are absolute. */
	readonly isIgnored: (path: string, folder: string) => boolean;
}

/** A finding in a document, with what an editor can do about it. */
export interface DocumentFinding {
	readonly finding: LintedFinding;
	/** What suppresses it, with a reason to fill in; null where the text has no place for it. */
	readonly ignore: TextEdit | null;
}

/** Why a document, or a part of it, could not be read. */
export interface DocumentError {
	readonly message: string;
	/** The rule that failed; left out where the text could not be read. */
	readonly rule?: string;
	/** An offset. */
	readonly at: number;
}

/** What is said of a document. */
export interface CheckedDocument {
	readonly text: string;
	readonly findings: readonly DocumentFinding[];
	readonly errors: readonly DocumentError[];
	/** True if there are more findings than are shown. */
	readonly isCut: boolean;
	/** True if other files were read for it. */
	readonly readsOthers: boolean;
}

const NOTHING = { findings: [], errors: [], isCut: false, readsOthers: false };

/** Checks the texts of an editor's documents, as the command checks the files. */
export class DocumentChecker {
	readonly #settings: CheckerSettings;
	#alone: ProjectLinter | null = null;
	#joined: ProjectLinter | null = null;
	/** What only the whole application tells of a saved document. */
	readonly #kept = new WeakMap<CheckedDocument, readonly DocumentFinding[]>();

	constructor(settings: CheckerSettings) {
		this.#settings = settings;
	}

	/** Forgets the configurations, which may have changed. */
	forget(): void {
		this.#alone = null;
		this.#joined = null;
	}

	/**
	 * What the text alone tells, while somebody types. What was known of the saved file is kept where its lines are the same.
	 *
	 * @param path absolute
	 * @param saved what was said when the file was saved; null if it was not
	 * @throws {UsageError} for a configuration that is not understood
	 */
	check(path: string, text: string, saved: CheckedDocument | null): CheckedDocument {
		const own = this.#lint((this.#alone ??= this.#make(false)), path, text);
		const joined = saved === null ? [] : this.#joinedOf(path, saved);
		if (saved === null || joined.length === 0) {
			return own;
		}
		const move = moveSpans(saved.text, text);
		const kept = joined.flatMap((one) => {
			const span = move(one.finding.span);
			return span === null ? [] : [{ ignore: null, finding: { ...withoutEdits(one.finding), span } }];
		});
		return { ...own, findings: [...own.findings, ...kept] };
	}

	/** Works out what the first key needs, while nobody types. */
	prepare(path: string, saved: CheckedDocument): void {
		this.#joinedOf(path, saved);
	}

	/** What of a saved document is not told by its text alone. */
	#joinedOf(path: string, saved: CheckedDocument): readonly DocumentFinding[] {
		let joined = this.#kept.get(saved);
		if (joined === undefined && !saved.readsOthers) {
			return [];
		}
		if (joined === undefined) {
			const alone = this.#lint((this.#alone ??= this.#make(false)), path, saved.text);
			const known = new Set(alone.findings.map(keyOf));
			joined = saved.findings.filter((one) => !known.has(keyOf(one)));
			this.#kept.set(saved, joined);
		}
		return joined;
	}

	/**
	 * What the text tells together with the other files of the application, which are read from the disk.
	 *
	 * @throws {UsageError} for a configuration that is not understood
	 */
	checkSaved(path: string, text: string): CheckedDocument {
		return this.#lint((this.#joined ??= this.#make(true)), path, text);
	}

	#make(joins: boolean): ProjectLinter {
		const { root, preset, usersLanguage = "en" } = this.#settings;
		return new ProjectLinter({
			cwd: root,
			preset,
			config: null,
			rules: new Map(),
			parameterOverrides: {},
			inventory: null,
			suppressions: true,
			readsDeep: false,
			usersLanguage,
			isStill: false,
			joins,
			mostFindings: MOST.ofRule,
		});
	}

	#lint(linters: ProjectLinter, path: string, text: string): CheckedDocument {
		const { root } = this.#settings;
		const file = shownPath(resolve(path), root);
		const dialect = dialectOf(file, text);
		if (
			dialect === null ||
			dialect.prepare(file) !== null ||
			text.length > dialect.maxBytes ||
			(dialect.isNamed(file) && isBundled(text)) ||
			this.#isLeftOut(path) ||
			linters.ignoredBy(file) !== null
		) {
			return { text, ...NOTHING };
		}
		const linted = linters.for(file).lint(text, file);
		const { findings, errors, index, ignoreEdit, writtenAt } = linted;
		const isTest = isRehearsal({ filename: file, cwd: root });
		// A text with placeholders is no template yet: what can be read around them is checked.
		const isGenerated = errors.every(({ line }) => isTextTemplate(text, line));
		return {
			text,
			// What is accepted in the module that a plan was made of has no place of its own in the plan.
			findings: mostSevere(findings)
				.filter(({ rule, span }) => (writtenAt?.(span)?.acceptedBy(rule) ?? null) === null)
				.flatMap((finding) =>
					(isTest ? rehearsed(finding) : [finding]).map((shown) => ({
						finding: shown,
						ignore: ignoreEdit(finding),
					})),
				),
			errors: isGenerated
				? []
				: errors.map(({ line, column, message, ...error }) => ({
						...error,
						message: renderWords(message, phrasesOf(linters.language)),
						at: index.startOf(line) + column - 1,
					})),
			isCut: linted.isCut === true || findings.length > MOST.shown,
			readsOthers: linted.readsOthers === true,
		};
	}

	/** True for what a run in the folder would not check; git's own list does not count, because somebody opened the file. */
	#isLeftOut(path: string): boolean {
		const { root, isIgnored } = this.#settings;
		return (
			isNeverFound(path, root) ||
			// Only an inventory says something of it.
			basename(path) === "cdk.context.json" ||
			isIgnored(path, root)
		);
	}
}

/** Those that are shown, in the order of the text. */
function mostSevere(findings: readonly LintedFinding[]): readonly LintedFinding[] {
	if (findings.length <= MOST.shown) {
		return findings;
	}
	const rank = ({ severity }: LintedFinding): number => SEVERITIES.indexOf(severity);
	const shown = new Set([...findings].sort((a, b) => rank(a) - rank(b)).slice(0, MOST.shown));
	return findings.filter((finding) => shown.has(finding));
}

function keyOf({ finding: { rule, messageId, message, span } }: DocumentFinding): string {
	return JSON.stringify([rule, messageId, message, span.start, span.end]);
}

/** Its edits were made for another text. */
function withoutEdits(finding: LintedFinding): LintedFinding {
	return { ...finding, edit: null, edits: null, suggestions: [] };
}

/** Where parts of a text are after an edit in one place; null for one that the edit touches. */
export function moveSpans(before: string, after: string): (span: Span) => Span | null {
	const most = Math.min(before.length, after.length);
	let same = 0;
	while (same < most && before[same] === after[same]) {
		same += 1;
	}
	let tail = 0;
	while (tail < most - same && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
		tail += 1;
	}
	const shift = after.length - before.length;
	return ({ start, end }) =>
		end <= same
			? { start, end }
			: start >= before.length - tail
				? { start: start + shift, end: end + shift }
				: null;
}
