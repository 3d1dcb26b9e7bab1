import { applyEdits } from "../text/apply-edits.ts";
import type { LookupNeed } from "../rule/lookup-needs.ts";
import { overlaps } from "../text/span.ts";
import type { LintedFinding, LintedText, TextLinter } from "../lint/lint-text.ts";

/** A text after the safe fixes. */
export interface FixedText {
	readonly text: string;
	readonly linted: LintedText;
	readonly fixed: number;
	/** What the functions need after these fixes, by the variable. */
	readonly needs: readonly LookupNeed[];
	/** Findings whose fix was taken back, with why. */
	readonly refused: readonly { readonly finding: LintedFinding; readonly why: string }[];
}

/** A fix that needs more rounds than this is one that never ends. */
const MAX_ROUNDS = 1000;

/**
 * Applies the safe fixes until nothing changes. A round whose result no longer reads, or in which a mended finding
 * still
 * stands, is taken back and done again one fix at a time; the fix at fault is left out and said.
 */
export function fixText(linter: TextLinter, text: string, filename: string): FixedText {
	let current = text;
	let linted = linter.lint(current, filename);
	let fixed = 0;
	const needs = new Map<string, LookupNeed>();
	const note = (findings: readonly LintedFinding[]): void =>
		findings.forEach((finding) => finding.needs?.forEach((need) => needs.set(need.variable, need)));
	const refused = new Map<string, { readonly finding: LintedFinding; readonly why: string }>();
	for (let round = 0; round < MAX_ROUNDS; round += 1) {
		const chosen = choose(
			linted.findings.filter((finding) => finding.edit !== null && !refused.has(keyOf(finding))),
		);
		if (chosen.length === 0) {
			break;
		}
		const all = tryFixes(linter, current, filename, linted, chosen);
		if (all.why === null) {
			({ text: current, linted } = all);
			fixed += chosen.length;
			note(chosen);
			continue;
		}
		let kept = false;
		for (const finding of chosen) {
			const one = tryFixes(linter, current, filename, linted, [finding]);
			if (one.why === null) {
				({ text: current, linted } = one);
				fixed += 1;
				note([finding]);
				kept = true;
				break; // The others' places have moved: they come again in the next round.
			}
			refused.set(keyOf(finding), { finding, why: one.why });
		}
		if (!kept) {
			break;
		}
	}
	return { text: current, linted, fixed, needs: [...needs.values()], refused: [...refused.values()] };
}

/** What makes a finding the same one before and after a fix. */
function keyOf({ rule, messageId, resource, property, message }: LintedFinding): string {
	return JSON.stringify([rule, messageId, resource?.id, property, message]);
}

/** Those whose edits do not touch each other, the first in the text first. */
function choose(findings: readonly LintedFinding[]): readonly LintedFinding[] {
	const chosen: LintedFinding[] = [];
	for (const finding of findings) {
		const { edit } = finding;
		if (edit !== null && chosen.every((other) => other.edit === null || !overlaps(other.edit.span, edit.span))) {
			chosen.push(finding);
		}
	}
	return chosen;
}

function tryFixes(
	linter: TextLinter,
	text: string,
	filename: string,
	before: LintedText,
	chosen: readonly LintedFinding[],
): { readonly text: string; readonly linted: LintedText; readonly why: string | null } {
	const result = applyEdits(
		text,
		chosen.flatMap(({ edit }) => (edit === null ? [] : [edit])),
	);
	const linted = linter.lint(result, filename);
	const counts = countKeys(linted.findings);
	const old = countKeys(before.findings);
	const mended = countKeys(chosen);
	const stays = chosen.some(
		(finding) =>
			(counts.get(keyOf(finding)) ?? 0) > (old.get(keyOf(finding)) ?? 0) - (mended.get(keyOf(finding)) ?? 0),
	);
	const why =
		linted.errors.length > before.errors.length
			? "the result could not be read"
			: stays
				? "the finding was still there afterwards"
				: null;
	return { text: result, linted, why };
}

function countKeys(findings: readonly LintedFinding[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const finding of findings) {
		counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
	}
	return counts;
}
