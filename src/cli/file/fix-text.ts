import { applyEdits } from "../../text/apply-edits.ts";
import { declarationOf } from "../../text/declaration-of.ts";
import type { LookupNeed } from "../../rule/lookup-needs.ts";
import { Fuel, type Allowance } from "../../text/fuel.ts";
import { overlaps, type Span } from "../../text/span.ts";
import type { TextLinter } from "../../lint/lint-text.ts";
import type { LintedFinding, LintedText } from "../../lint/linted-text.ts";
import { wording, type Words } from "../../text/wording.ts";

/** A text after the safe fixes. */
export interface FixedText {
	readonly text: string;
	readonly linted: LintedText;
	readonly fixed: number;
	/** What the functions need after these fixes, by the variable. */
	readonly needs: readonly LookupNeed[];
	/** Findings whose fix was taken back, with why. */
	readonly refused: readonly { readonly finding: LintedFinding; readonly why: Words }[];
}

/** A fix that needs more rounds than this is one that never ends. */
const MAX_ROUNDS = 1000;

/** How many characters are read again to find out what the fixes did: a large file is read some forty times. */
const READS: Allowance = { base: 20_000_000, perCharacter: 40 };

/**
 * Applies the safe fixes until nothing changes. A round whose result no longer reads, or in which a mended finding
 * still stands, is taken back and done again with half of its fixes, down to one; the fix at fault is left out and
 * said.
 */
export function fixText(linter: TextLinter, text: string, filename: string): FixedText {
	let current = text;
	let linted = linter.lint(current, filename);
	let fixed = 0;
	const needs = new Map<string, LookupNeed>();
	const note = (findings: readonly LintedFinding[]): void =>
		findings.forEach((finding) => finding.needs?.forEach((need) => needs.set(need.variable, need)));
	const refused = new Map<string, { readonly finding: LintedFinding; readonly why: Words }>();
	const reads = new Fuel(text.length, READS);
	/** How many fixes a round makes: half as many after one that went wrong, twice as many after one that did not. */
	let most = Infinity;
	for (let round = 0; round < MAX_ROUNDS; round += 1) {
		const chosen = chooseFixes(
			linted.findings.filter((finding) => finding.edit !== null && !refused.has(keyOf(finding))),
			most,
		);
		const [first] = chosen;
		if (first === undefined) {
			break;
		}
		if (!reads.spend(current.length)) {
			chosen.forEach((finding) =>
				refused.set(keyOf(finding), { finding, why: wording("too many fixes went wrong") }),
			);
			break;
		}
		const tried = tryFixes(linter, current, filename, linted, chosen);
		if (tried.why === null) {
			({ text: current, linted } = tried);
			fixed += chosen.length;
			note(chosen);
			most *= 2;
		} else if (chosen.length > 1) {
			most = Math.floor(chosen.length / 2);
		} else {
			refused.set(keyOf(first), { finding: first, why: tried.why });
			most = 2;
		}
	}
	return { text: current, linted, fixed, needs: [...needs.values()], refused: [...refused.values()] };
}

/** What makes a finding the same one before and after a fix. */
function keyOf({ rule, messageId, resource, property, message }: LintedFinding): string {
	return JSON.stringify([rule, messageId, resource?.id, property, message]);
}

/**
 * Those whose edits do not touch each other, the first in the text first, and no more than asked. Of several that declare
 * the same, at whatever places, one a round: the others find it declared.
 */
export function chooseFixes(findings: readonly LintedFinding[], most = Infinity): readonly LintedFinding[] {
	const chosen: LintedFinding[] = [];
	const declared = new Set<string>();
	/** Where their edits are, in order: only the neighbours of a stretch can touch it. */
	const spans: Span[] = [];
	for (const finding of findings) {
		if (finding.edit === null || chosen.length >= most) {
			continue;
		}
		const { span } = finding.edit;
		const at = firstBehind(spans, span.start);
		const first = declarationOf([finding.edit]);
		if (
			(first === null || !declared.has(first)) &&
			[spans[at - 1], spans[at]].every((other) => other === undefined || !overlaps(other, span))
		) {
			spans.splice(at, 0, span);
			chosen.push(finding);
			if (first !== null) {
				declared.add(first);
			}
		}
	}
	return chosen;
}

/** The place of the first of some spans that starts behind an offset. */
function firstBehind(spans: readonly Span[], offset: number): number {
	let low = 0;
	let high = spans.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((spans[middle]?.start ?? Infinity) <= offset) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

function tryFixes(
	linter: TextLinter,
	text: string,
	filename: string,
	before: LintedText,
	chosen: readonly LintedFinding[],
): { readonly text: string; readonly linted: LintedText; readonly why: Words | null } {
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
			? wording("the result could not be read")
			: stays
				? wording("the finding was still there afterwards")
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
