import type { Linter } from "eslint/universal";
import { NAMESPACE, SUPPRESSION_RULE } from "../plugin.ts";
import { hasEnded, readReason } from "../model/suppression.ts";
import { readDirective, type Directive } from "../languages/directive.ts";
import { directivesAt, type CoveringDirectives } from "../languages/directives-at.ts";
import type { FindingDetail } from "../rule/file/details.ts";
import type { LineIndex } from "../text/line-index.ts";
import type { HeardFinding } from "./heard.ts";
import { commaWords, quotedName, renderWords, wording, type Phrases } from "../text/wording.ts";

/**
 * ESLint's own word on a directive that hid nothing, as a finding; undefined where the rules it names were not
 * asked.
 */
export function unused(
	message: Linter.LintMessage,
	index: LineIndex,
	asked: Pick<ReadonlySet<string>, "has">,
	isShared: boolean,
	phrases: Phrases | null,
): FindingDetail | undefined {
	if (!message.message.startsWith("Unused eslint-disable") || !asked.has(SUPPRESSION_RULE)) {
		return undefined;
	}
	const rules = [...message.message.matchAll(/'([^']+)'/gu)].map(([, name = ""]) =>
		name.replace(`${NAMESPACE}/`, ""),
	);
	// One that names no rule may be about everybody's.
	if (rules.length > 0 ? !rules.some((rule) => asked.has(rule)) : isShared) {
		return undefined;
	}
	const named = rules.length === 0 ? wording("every rule") : commaWords(rules.map(quotedName));
	const start = index.startOf(message.line) + message.column - 1;
	return {
		rule: SUPPRESSION_RULE,
		messageId: "unused",
		message: renderWords(wording("The suppression of {{rule}} is unused. Remove it.", { rule: named }), phrases),
		severity: "low",
		span: {
			start,
			end:
				message.endLine === message.line && message.endColumn !== undefined
					? index.startOf(message.line) + message.endColumn - 1
					: start,
		},
		resource: null,
		property: null,
		fix: "none",
		generated: null,
		edits: null,
		suggestions: [],
		secretSpans: [],
		secrets: [],
	};
}

/** Of a directive that hides nothing and gives no reason either, one finding is enough: that it can go. */
export function withoutIdle(
	findings: readonly HeardFinding[],
	directives: readonly Directive[],
): readonly HeardFinding[] {
	const sorted = [...directives].sort((a, b) => a.comment.start - b.comment.start);
	const at = ({ span }: HeardFinding): Directive | undefined => {
		let [low, high] = [0, sorted.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			[low, high] = (sorted[middle]?.comment.start ?? 0) <= span.start ? [middle + 1, high] : [low, middle];
		}
		const directive = sorted[low - 1];
		return directive !== undefined && span.start < directive.comment.end ? directive : undefined;
	};
	/** The findings that a directive hides nothing, by the directive and the names they say. */
	const idle = new Map<Directive, Map<string, Set<HeardFinding>>>();
	const own = findings.filter(({ rule }) => rule === SUPPRESSION_RULE);
	for (const finding of own.filter(({ messageId }) => messageId === "unused")) {
		const directive = at(finding);
		if (directive !== undefined) {
			const byName = idle.get(directive) ?? new Map<string, Set<HeardFinding>>();
			idle.set(directive, byName);
			for (const [, name = ""] of finding.message.matchAll(QUOTED)) {
				byName.set(name, (byName.get(name) ?? new Set()).add(finding));
			}
		}
	}
	const isToldTwice = (finding: HeardFinding): boolean => {
		const directive = at(finding);
		const [, named = ""] = /'([^']+)'/u.exec(finding.message) ?? [];
		const others =
			directive === undefined || finding.span.end > directive.comment.end
				? undefined
				: idle.get(directive)?.get(named);
		return others !== undefined && others.size > (others.has(finding) ? 1 : 0);
	};
	return findings.filter((finding) => finding.rule !== SUPPRESSION_RULE || !isToldTwice(finding));
}

const QUOTED = /'([^']+)'/gu;

/** What ESLint's `SourceCode` has for comments, ours or a program's. */
export interface CommentedSource {
	readonly ast: {
		readonly comments?: readonly {
			readonly value: string;
			readonly range?: readonly [number, number];
			readonly start: number;
			readonly end: number;
		}[];
	};
}

export function directivesOf({ ast }: CommentedSource): readonly Directive[] {
	return (ast.comments ?? []).flatMap(
		({ value, range: [start, end] = [0, 0], ...comment }) =>
			readDirective({ value, start: comment.start || start, end: comment.end || end, mark: 2 }) ?? [],
	);
}

/**
 * What a directive says that names the rule, covers the place and has not ended, although it gives no reason; null
 * where there is none.
 */
type NamedDirectives = (
	ruleId: string,
	offset: number,
) => { readonly reason: null; readonly until: string | null } | null;

export function namedDirectives(directives: readonly Directive[], index: LineIndex): NamedDirectives {
	const byRule = new Map<string, CoveringDirectives>();
	return (ruleId, offset) => {
		const covering =
			byRule.get(ruleId) ??
			directivesAt(
				index,
				directives.filter(({ type, rules }) => type === "enable" || rules.includes(ruleId)),
				(rule) => rule === ruleId,
			);
		byRule.set(ruleId, covering);
		for (const { justification } of covering(offset)) {
			const given = readReason(justification);
			if (!hasEnded(given)) {
				return { reason: null, until: given.until };
			}
		}
		return null;
	};
}
