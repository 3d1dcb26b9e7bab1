import { editInTemplate, type InlineCode } from "../languages/template/inline-code.ts";
import { overlaps } from "../text/span.ts";
import type { LintedFinding, LintedText } from "./lint-text.ts";

/** A program of a template, and what the rules about source say of it. */
export interface LintedProgram {
	readonly program: InlineCode;
	readonly linted: LintedText;
}

/** What is said of a template together with what is said of the programs inside it, at the places of the template. */
export function joinInlineFindings(own: LintedText, inner: readonly LintedProgram[], text: string, filename: string): LintedText {
	const programs = inner.map(({ program }) => program);
	const findings = inner.flatMap(({ program, linted }) =>
		linted.findings.flatMap((finding): readonly LintedFinding[] => {
			const placed = place(finding, program);
			const edit = finding.edit === null ? null : editInTemplate(text, filename, programs, program, finding.edit);
			return placed === null ? [] : [{ ...placed, edit, fix: finding.fix === "safe" && edit === null ? "none" : finding.fix }];
		}),
	);
	return {
		...own,
		// The rules about source know what surrounds a secret; those about templates need not say it again.
		findings: [...own.findings.filter((finding) => finding.rule !== "no-secret-in-template" || !findings.some((other) => other.rule === "no-hardcoded-secret" && overlaps(other.span, finding.span))), ...findings].sort((a, b) => a.span.start - b.span.start),
		unknown: [...own.unknown, ...inner.flatMap(({ program, linted }) => linted.unknown.flatMap((one) => place(one, program) ?? []))],
		suppressed: [...own.suppressed, ...inner.flatMap(({ program, linted }) => linted.suppressed.flatMap((one) => place(one, program) ?? []))],
	};
}

/** The same at its place in the template, about the function; null where it stands in what deploy time fills in. */
function place<Said extends { readonly span: LintedFinding["span"]; readonly property: string | null }>(said: Said, { code, id, type, property }: InlineCode): Said | null {
	const span = code.locate(said.span);
	return span === null ? null : { ...said, span, resource: { id, type }, property: said.property === null || said.property === "" ? property : `${property}: ${said.property}` };
}
