import { yieldsTo } from "../plugin.ts";
import type { InlineProgram } from "../languages/dialect.ts";
import type { FindingDetail } from "../rule/file/details.ts";
import { joinSpans } from "../text/masked-text.ts";
import type { Span } from "../text/span.ts";
import { groupBy } from "../text/group-by.ts";
import { SpanIndex } from "../text/span-index.ts";
import type { LintedError, LintedFinding, LintedText, SuppressedFinding } from "./linted-text.ts";
import { pushAll } from "../text/push-all.ts";

/** A program of a template, and what the rules about source say of it. */
export interface LintedProgram {
	readonly program: InlineProgram;
	readonly linted: LintedText;
}

/**
 * What is said of a template together with what is said of the programs inside it, at the places of the template.
 *
 * @param suppressions false to report what `Metadata` accepts, too
 */
export function joinInlineFindings(
	own: LintedText,
	inner: readonly LintedProgram[],
	suppressions: boolean,
): LintedText {
	const findings: LintedFinding[] = [];
	const suppressed: SuppressedFinding[] = [...own.suppressed];
	const errors: LintedError[] = [...own.errors];
	for (const { program, linted } of inner) {
		// A text that is no program is nobody's fault here; a bug of ours is ours.
		pushAll(
			errors,
			linted.errors
				.filter(({ frames }) => frames !== undefined)
				.map((error) => ({
					...error,
					...own.index.locate(program.code.spanInFile({ start: 0, end: 0 })?.start ?? 0),
				})),
		);
		for (const finding of linted.findings) {
			const placed = placeFinding(finding, program);
			const accepted = suppressions ? program.accepted.find(({ rule }) => rule === finding.rule) : undefined;
			if (placed !== null && accepted !== undefined) {
				suppressed.push({ ...placed, kind: "metadata", reason: accepted.reason ?? "", until: accepted.until });
			} else if (placed !== null) {
				const edit = finding.edit === null ? null : program.edit(finding.edit);
				findings.push({ ...placed, edit, fix: finding.fix === "safe" && edit === null ? "none" : finding.fix });
			}
		}
		pushAll(
			suppressed,
			linted.suppressed.flatMap((one) => placeFinding(one, program) ?? []),
		);
	}
	const byRule = groupBy(findings, ({ rule }) => rule);
	const places = new Map([...byRule].map(([rule, found]) => [rule, new SpanIndex(found.map(({ span }) => span))]));
	return {
		...own,
		// The rules about source know what surrounds a secret; those about templates need not say it again.
		findings: [
			...own.findings.filter(
				(finding) => !yieldsTo(finding.rule).some((rule) => places.get(rule)?.meets(finding.span) === true),
			),
			...findings,
		].sort((a, b) => a.span.start - b.span.start),
		unknown: [
			...own.unknown,
			...inner.flatMap(({ program, linted }) => linted.unknown.flatMap((one) => place(one, program) ?? [])),
		],
		suppressed,
		errors,
		secretSpans: () =>
			joinSpans([
				...own.secretSpans(),
				...inner.flatMap(({ program: { code }, linted }) =>
					linted.secretSpans().flatMap((span) => code.cover(span) ?? []),
				),
			]),
	};
}

function placeFinding<Said extends FindingDetail>(said: Said, program: InlineProgram): Said | null {
	const placed = place(
		{ ...said, secretSpans: said.secretSpans.flatMap((span) => program.code.cover(span) ?? []) },
		program,
	);
	return placed === null || program.generated === null
		? placed
		: { ...placed, generated: program.generated, severity: "info" };
}

/** The same at its place in the template, about the function; null where it stands in what deploy time fills in. */
function place<Said extends { readonly span: Span; readonly property: string | null }>(
	said: Said,
	{ code, id, type, property }: InlineProgram,
): Said | null {
	const span = code.spanInFile(said.span);
	return span === null
		? null
		: {
				...said,
				span,
				resource: { id, type },
				property: said.property === null || said.property === "" ? property : `${property}: ${said.property}`,
			};
}
