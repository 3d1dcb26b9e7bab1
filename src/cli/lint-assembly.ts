import { entryAt } from "../languages/assembly/read-json.ts";
import type { Acknowledgement, Construct } from "../languages/assembly/read-constructs.ts";
import { spellInCdk } from "../languages/assembly/spell-in-cdk.ts";
import type { StackFrame } from "../languages/assembly/read-frames.ts";
import type { TextLinter } from "../lint/lint-text.ts";
import type { LintedError, LintedFinding, LintedText } from "../lint/linted-text.ts";
import { findGenerated } from "../model/generated.ts";
import { readReason, stateOf, type Suppression } from "../model/suppression.ts";
import { NO_FRAME, readFrame, type CodeFrame } from "../report/code-frame.ts";
import type { ReportedError, ReportedFinding, ReportedSuppression, ReportedUnknown } from "../report/report.ts";
import { nearMissWords } from "../text/did-you-mean.ts";
import { RULE_NAMES, SUPPRESSION_RULE } from "../plugin.ts";
import type { FindingDetail } from "../rule/file/details.ts";
import { failureOf, renderFailure } from "../rule/file/failure.ts";
import { BadSettingError } from "../rule/bad-setting-error.ts";
import { SEVERITIES } from "../rule/rule.ts";
import type { LineIndex } from "../text/line-index.ts";
import { MaskedText } from "../text/masked-text.ts";
import type { Span } from "../text/span.ts";
import { secretsIn } from "./file/secrets-in.ts";
import { shownPath } from "./file/shown-path.ts";
import type { Assembly, AssemblyTemplate } from "./read-assembly.ts";
import type { SourcePlace, SourceReader } from "./source-reader.ts";
import { renderWords, wording, type Phrases, type Words } from "../text/wording.ts";

/** What the rules say of an assembly, at the places where its constructs are made. */
export interface LintedAssembly {
	readonly findings: readonly AssemblyFinding[];
	readonly suppressed: readonly Unprinted<ReportedSuppression>[];
	readonly unknown: readonly ReportedUnknown[];
	readonly errors: readonly AssemblyError[];
	readonly templates: number;
	/** Findings for which the assembly tells no line of the source; `cut` of them because the trace was too short. */
	readonly untraced: { readonly count: number; readonly cut: number };
}

/** An error, with the calls of the program where it is a bug. */
type AssemblyError = Omit<ReportedError, "message"> & Pick<LintedError, "frames"> & { readonly message: Words };

/** All but what the report adds. */
type AssemblyFinding = Unprinted<Omit<ReportedFinding, "docs">>;

type Unprinted<T extends { readonly fingerprint: string }> = Omit<T, "fingerprint">;

export interface AssemblySettings {
	readonly linter: TextLinter;
	readonly reader: SourceReader;
	readonly cwd: string;
	/** The words of the language of the run; null for English. */
	readonly phrases: Phrases | null;
	/** False to report what is acknowledged or suppressed, too. */
	readonly suppressions: boolean;
}

/** The namespace of our rules in `acknowledge()`: the name of the validation plugin. */
const NAMESPACE = "aws-kms::";

/** How many calls on the way to a construct are shown. */
const MAX_RELATED = 10;

/**
 * Asks the rules about every template of an assembly. Nothing of an assembly is ever fixed: the next synthesis writes
 * it anew.
 */
export function lintAssembly(assembly: Assembly, settings: AssemblySettings): LintedAssembly {
	const pass = new AssemblyPass(assembly, settings);
	for (const template of assembly.templates) {
		pass.attempt(template.path, () => pass.take(template));
	}
	pass.attempt(assembly.folder, () => pass.checkAcknowledgements());
	return pass;
}

/** Where a finding is reported. */
interface Place {
	readonly at: SourcePlace;
	readonly frames: readonly StackFrame[];
}

class AssemblyPass implements LintedAssembly {
	readonly #assembly: Assembly;
	readonly #settings: AssemblySettings;
	readonly #findings = new Map<string, AssemblyFinding>();
	readonly suppressed: Unprinted<ReportedSuppression>[] = [];
	readonly unknown: ReportedUnknown[] = [];
	readonly errors: AssemblyError[];
	/** What of a source is not to be shown, by the index of its lines. */
	readonly #hidden = new Map<LineIndex, readonly Span[]>();
	/** The sources as a template's findings show them. */
	#masked = new Map<LineIndex, MaskedText>();
	#templates = 0;
	#untraced = 0;
	#cut = 0;

	constructor(assembly: Assembly, settings: AssemblySettings) {
		this.#assembly = assembly;
		this.#settings = settings;
		this.errors = assembly.errors.map(({ path, line, column, message }) => ({
			file: shownPath(path, settings.cwd),
			line,
			column,
			message,
		}));
	}

	get findings(): readonly AssemblyFinding[] {
		return [...this.#findings.values()];
	}

	get templates(): number {
		return this.#templates;
	}

	get untraced(): { readonly count: number; readonly cut: number } {
		return { count: this.#untraced, cut: this.#cut };
	}

	/** A bug costs one template. */
	attempt(path: string, take: () => void): void {
		try {
			take();
		} catch (error) {
			if (error instanceof BadSettingError) {
				throw error;
			}
			const failure = failureOf(error);
			this.errors.push({
				file: shownPath(path, this.#settings.cwd),
				line: 1,
				column: 1,
				message: renderFailure(failure),
				frames: failure.frames,
			});
		}
	}

	take(template: AssemblyTemplate): void {
		const file = shownPath(template.path, this.#settings.cwd);
		const linted = this.#settings.linter.lint(template.text, file);
		for (const error of linted.errors) {
			this.errors.push({ file, ...error });
		}
		if (linted.dialect === null) {
			return;
		}
		this.#templates += 1;
		this.#masked = new Map();
		for (const finding of linted.findings) {
			const construct = constructOf(finding, template);
			const generated = finding.generated ?? this.#generatedBy(construct, finding.resource?.id ?? "");
			const level = { level: finding.level, ...(generated === null ? {} : { severity: "info" as const }) };
			const acknowledgement = this.#acknowledgementOf(finding.rule, construct);
			if (acknowledgement === null) {
				this.#keep({ ...finding, ...level, generated }, construct, template, linted);
			} else {
				const { reason, until } = readReason(acknowledgement.reason);
				this.#suppress(finding, construct, template, linted, {
					kind: "acknowledgement",
					reason: reason ?? "",
					until,
				});
			}
		}
		for (const { kind, reason, until, ...finding } of linted.suppressed) {
			this.#suppress(finding, constructOf(finding, template), template, linted, { kind, reason, until });
		}
		for (const { rule, span, resource, property, why } of linted.unknown) {
			const { at } = this.#place(
				{ span, resource, property },
				constructOf({ span, resource }, template),
				template,
				linted,
			);
			this.unknown.push({ rule, file: at.file, line: at.line, column: at.column, resource, property, why });
		}
	}

	/** What is wrong with an acknowledgement of ours, at its own line. */
	checkAcknowledgements(): void {
		const level = this.#settings.linter.levelOf(SUPPRESSION_RULE);
		if (level === "off" || !this.#settings.suppressions) {
			return;
		}
		for (const acknowledgement of this.#assembly.acknowledgements) {
			const about = this.#assembly.templates.some(({ constructs }) =>
				[...constructs.values()].some(({ path }) => isBelow(path, acknowledgement.path)),
			);
			const problem = about ? this.#problemOf(acknowledgement) : null;
			const [frame] = acknowledgement.trace.frames;
			if (problem !== null) {
				const at =
					frame === undefined
						? { ...NOWHERE, file: shownPath(this.#assembly.folder, this.#settings.cwd) }
						: this.#settings.reader.placeOf(frame);
				const { messageId } = problem;
				const detail = {
					rule: SUPPRESSION_RULE,
					messageId,
					message: renderWords(problem.message, this.#settings.phrases),
					severity: "medium" as const,
					resource: null,
					property: null,
					fix: "none" as const,
					suggestions: [],
					level,
					generated: null,
				};
				this.#add(acknowledgement.id, at, {
					...detail,
					...positionOf(at),
					frame: this.#frameOf(at, null, null),
					construct: {
						path: acknowledgement.path,
						logicalId: null,
						property: null,
						template: null,
						others: [],
					},
				});
			}
		}
	}

	#problemOf(acknowledgement: Acknowledgement): { readonly messageId: string; readonly message: Words } | null {
		const rule = ruleOf(acknowledgement);
		if (rule === null) {
			// CDK takes an id without a namespace for one of its own warnings.
			const meant = acknowledgement.id.replace(/^Annotations?::/u, "").replace(/^aws-kms\//u, "");
			return RULE_NAMES.includes(meant)
				? {
						messageId: "malformedEntry",
						message: wording(
							"This acknowledgement of '{{rule}}' has no effect: CDK reads the name as one of its own. Write `{{name}}`.",
							{ rule: meant, name: `${NAMESPACE}${meant}` },
						),
					}
				: null;
		}
		if (!RULE_NAMES.includes(rule)) {
			return {
				messageId: "unknownRule",
				message: wording("Unknown rule '{{rule}}': this suppression has no effect. {{advice}}", {
					rule,
					advice: nearMissWords(rule, RULE_NAMES) ?? wording("Check its name."),
				}),
			};
		}
		const { until } = readReason(acknowledgement.reason);
		const state = stateOf(suppressionOf(acknowledgement, rule));
		switch (state) {
			case "valid":
				return null;
			case "missingReason":
			case "placeholderReason":
				return {
					messageId: state,
					message: wording(
						"The acknowledgement of '{{rule}}' has no reason, so it has no effect. Add `reason: \"…\"`.",
						{ rule },
					),
				};
			case "malformedDate":
				return {
					messageId: state,
					message: wording(
						"The acknowledgement of '{{rule}}' has no effect: '{{until}}' is not a date such as 2027-03-31.",
						{ rule, until: until ?? "" },
					),
				};
			case "passedDate":
				return {
					messageId: state,
					message: wording(
						"The acknowledgement of '{{rule}}' expired on {{until}}. Fix the finding or extend the date.",
						{ rule, until: until ?? "" },
					),
				};
			default:
				return state satisfies never;
		}
	}

	#acknowledgementOf(rule: string, construct: Construct | undefined): Acknowledgement | null {
		if (construct === undefined || !this.#settings.suppressions) {
			return null;
		}
		return (
			this.#assembly.acknowledgements.find(
				(one) =>
					ruleOf(one) === rule &&
					isBelow(construct.path, one.path) &&
					stateOf(suppressionOf(one, rule)) === "valid",
			) ?? null
		);
	}

	#generatedBy(construct: Construct | undefined, id: string): ReportedFinding["generated"] {
		if (construct === undefined) {
			return null;
		}
		const parts = construct.path.split("/");
		const family =
			parts
				.map((_, index) => findGenerated(id, `${parts.slice(0, index + 1).join("/")}/Resource`, null))
				.find((found) => found !== null) ?? findGenerated(id, construct.path, null);
		return (
			family ??
			(this.#assembly.handlers.some((handler) => isBelow(construct.path, handler))
				? { by: "CDK", remedy: null }
				: null)
		);
	}

	#keep(
		finding: LintedFinding,
		construct: Construct | undefined,
		template: AssemblyTemplate,
		linted: LintedText,
	): void {
		const { at, frames } = this.#place(finding, construct, template, linted);
		const { rule, messageId, message, severity, resource, property, level, generated } = finding;
		this.#untraced += frames.length === 0 ? 1 : 0;
		this.#cut += frames.length === 0 && construct?.trace.truncated === true ? 1 : 0;
		const start = linted.index.locate(finding.span.start);
		const inTemplate = {
			file: shownPath(template.path, this.#settings.cwd),
			line: start.line,
			column: start.column,
		};
		const related = frames.slice(1, 1 + MAX_RELATED).map((frame) => {
			const { file, line, column } = this.#settings.reader.placeOf(frame);
			return { file, line, column, name: frame.name };
		});
		const kept: AssemblyFinding = {
			rule,
			messageId,
			message,
			severity,
			...positionOf(at),
			resource,
			property,
			// The author's own file is another: what would be edited here is written anew.
			fix: "none",
			suggestions: [],
			level,
			generated,
			frame: this.#frameOf(at, template, linted),
			...(construct === undefined
				? {}
				: {
						construct: {
							path: construct.path,
							logicalId: construct.logicalId,
							property:
								generated === null && property !== null
									? spellInCdk(template.classes, construct.path, property)
									: null,
							template: inTemplate,
							others: [],
						},
					}),
			...(related.length === 0 ? {} : { related }),
		};
		this.#add(frames.length === 0 ? (resource?.id ?? "") : "", at, kept);
	}

	/** The lines of a place, without what the rules, the template and the source itself tell to be a secret. */
	#frameOf({ source, file }: SourcePlace, template: AssemblyTemplate | null, linted: LintedText | null): CodeFrame {
		if (source === null) {
			return NO_FRAME;
		}
		const { text, index, span } = source;
		let masked = this.#masked.get(index);
		if (masked === undefined) {
			masked = new MaskedText(
				text,
				index,
				linted !== null && index === linted.index
					? linted.secretSpans()
					: [
							...this.#hiddenIn(text, file, index),
							...(template === null || linted === null ? [] : secretsIn(template.text, linted, text)),
						],
			);
			this.#masked.set(index, masked);
		}
		return readFrame(masked, index, span);
	}

	#hiddenIn(text: string, file: string, index: LineIndex): readonly Span[] {
		let hidden = this.#hidden.get(index);
		if (hidden === undefined) {
			hidden = this.#settings.linter.secretSpansOf(text, file);
			this.#hidden.set(index, hidden);
		}
		return hidden;
	}

	/** Once for each line, rule and property: a loop, a helper and a stage make many constructs of one line. */
	#add(identity: string, { file, line, column }: SourcePlace, finding: AssemblyFinding): void {
		const key = JSON.stringify([finding.rule, finding.messageId, file, line, column, finding.property, identity]);
		const before = this.#findings.get(key);
		this.#findings.set(key, before === undefined ? finding : merge(before, finding));
	}

	#suppress(
		finding: FindingDetail,
		construct: Construct | undefined,
		template: AssemblyTemplate,
		linted: LintedText,
		suppression: ReportedSuppression["suppression"],
	): void {
		const { at } = this.#place(finding, construct, template, linted);
		const { rule, messageId, message, severity, resource, property } = finding;
		const { file, line, column } = at;
		if (
			!this.suppressed.some(
				(one) =>
					one.rule === rule &&
					one.messageId === messageId &&
					one.file === file &&
					one.line === line &&
					one.column === column &&
					one.property === property,
			)
		) {
			this.suppressed.push({
				rule,
				messageId,
				message,
				severity,
				file,
				line,
				column,
				resource,
				property,
				suppression,
			});
		}
	}

	/**
	 * The line that made the construct, or set the property; where the assembly does not know, the line of the
	 * template.
	 */
	#place(
		{ span, property }: Pick<FindingDetail, "span" | "property"> & { readonly resource: FindingDetail["resource"] },
		construct: Construct | undefined,
		template: AssemblyTemplate,
		linted: LintedText,
	): Place {
		const frames = construct === undefined ? [] : this.#framesOf(construct, property);
		const [first] = frames;
		if (first !== undefined) {
			return {
				at: this.#settings.reader.placeOf(first),
				frames: frames.slice(0, frames.length - sharedEnd(frames, template.stack.frames)),
			};
		}
		const start = linted.index.locate(span.start);
		const end = linted.index.locate(Math.max(span.start, span.end));
		return {
			at: {
				file: shownPath(template.path, this.#settings.cwd),
				...start,
				endColumn: end.line === start.line ? end.column : start.column + 1,
				source: { text: template.text, index: linted.index, span },
			},
			frames: [],
		};
	}

	/**
	 * The calls that set the property after the construct was made, if there are such and they name it; else those that
	 * made it.
	 */
	#framesOf({ trace, assignments }: Construct, property: string | null): readonly StackFrame[] {
		const path = property?.split(".") ?? [];
		const [first] = trace.frames;
		const later = assignments.filter(
			(one) =>
				one.property === path[0] &&
				one.trace.frames[0] !== undefined &&
				(first === undefined || !isSame(one.trace.frames[0], first)),
		);
		const key = path.at(-1) ?? "";
		const named =
			path.length < 2
				? later
				: later.filter(
						(one) =>
							one.trace.frames[0] !== undefined &&
							hasWord(this.#settings.reader.lineOf(one.trace.frames[0]), key),
					);
		return (named.at(-1)?.trace ?? trace).frames;
	}
}

const NOWHERE: SourcePlace = { file: "", line: 1, column: 1, endColumn: 1, source: null };

function positionOf({ file, line, column, endColumn }: SourcePlace) {
	return { file, line, column, endLine: line, endColumn };
}

/** The construct that a finding is about: of its resource, or of the entry of the template in which it stands. */
function constructOf(
	{ span, resource }: Pick<FindingDetail, "span" | "resource">,
	{ text, constructs }: AssemblyTemplate,
): Construct | undefined {
	const id = resource?.id ?? entryAt(text, span.start)?.id;
	return id === undefined ? undefined : constructs.get(id);
}

/** One line, many constructs: a loop, a helper, a stage. The worst of them speaks, the others are named. */
function merge(a: AssemblyFinding, b: AssemblyFinding): AssemblyFinding {
	const [main, other] = SEVERITIES.indexOf(b.severity) < SEVERITIES.indexOf(a.severity) ? [b, a] : [a, b];
	const related = [...(main.related ?? []), ...(other.related ?? [])].filter(
		(place, index, all) =>
			all.findIndex(
				({ file, line, column }) => file === place.file && line === place.line && column === place.column,
			) === index,
	);
	return {
		...main,
		...(main.construct === undefined
			? {}
			: {
					construct: {
						...main.construct,
						others: [
							...main.construct.others,
							...(other.construct === undefined
								? []
								: [
										{ path: other.construct.path, logicalId: other.construct.logicalId },
										...other.construct.others,
									]),
						],
					},
				}),
		...(related.length === 0 ? {} : { related }),
	};
}

function ruleOf({ id }: Acknowledgement): string | null {
	return id.startsWith(NAMESPACE) ? id.slice(NAMESPACE.length) : null;
}

function suppressionOf({ reason: text }: Acknowledgement, rule: string): Suppression {
	return { kind: "acknowledgement", rule, ...readReason(text), resource: null, span: { start: 0, end: 0 } };
}

function isBelow(path: string, root: string): boolean {
	return root === "" || path === root || path.startsWith(`${root}/`);
}

/** How many calls at the end of a trace are those that made the stack: they lead to every construct of it. */
function sharedEnd(frames: readonly StackFrame[], stack: readonly StackFrame[]): number {
	let length = 0;
	for (; length < Math.min(frames.length - 1, stack.length); length += 1) {
		const [a, b] = [frames.at(-1 - length), stack.at(-1 - length)];
		if (a === undefined || b === undefined || !isSame(a, b)) {
			break;
		}
	}
	return length;
}

function isSame(a: StackFrame, b: StackFrame): boolean {
	return a.file === b.file && a.line === b.line && a.column === b.column;
}

function hasWord(line: string, word: string): boolean {
	const at = line.indexOf(word);
	return (
		word !== "" && at !== -1 && !/[\w$]/u.test(line.charAt(at - 1)) && !/[\w$]/u.test(line.charAt(at + word.length))
	);
}
