import type { Rule as EslintRule } from "eslint";
import type { Resource } from "../model/resource.ts";
import { mergeEdits } from "../text/apply-edits.ts";
import { attempt } from "../text/attempt.ts";
import { declarationOf } from "../text/declaration-of.ts";
import { joinEdits } from "../text/join-edits.ts";
import { overlaps, type Span, type TextEdit } from "../text/span.ts";
import type { Details, FindingDetail } from "./file/details.ts";
import {
	fixOf,
	groupedData,
	resourcesOf,
	secretsOf,
	severityOf,
	singleFixOf,
	subjectOf,
	suggestionsOf,
	type FindingGroup,
	type Offer,
} from "./file/finding-groups.ts";
import { renderFailure, type Failure } from "./file/failure.ts";
import { readSource, type FileContext } from "./file/read-source.ts";
import { IGNORE_WITH_REASON, ignoreEdit } from "./ignore-offer.ts";
import { carriesSecret } from "./masking/carried-secret.ts";
import { secretSpansOf } from "./masking/secret-spans.ts";
import type { Rule } from "./rule.ts";
import { reportIn } from "./rule-messages.ts";
import { ruleWordsFor, shownName, type RuleWords } from "./rule-words.ts";
import { wording } from "../text/wording.ts";

/** The resource that a finding is about, as reports name it. */
export function aboutOf(resource: Resource | null): { readonly id: string; readonly type: string } | null {
	return resource === null ? null : { id: resource.id, type: resource.writtenType };
}

/** A finding as reports tell it, without its offers. */
export function detailOf(rule: Rule, group: FindingGroup, words: RuleWords): FindingDetail {
	return {
		...factsOf(rule, group, words),
		fix: fixOf(group) !== null ? "safe" : suggestionsOf(group).length > 0 ? "suggestion" : "none",
	};
}

/** The same, before anybody asks for its fix: making one may be most of the work. */
function factsOf(rule: Rule, group: FindingGroup, words: RuleWords): Omit<FindingDetail, "fix"> {
	const { finding, resource } = group.first;
	const [, ...others] = resourcesOf(group);
	return {
		rule: rule.name,
		messageId: finding.messageId,
		message: fill(
			words.message(finding.messageId),
			groupedData(
				group.members.map(({ finding: one }) => words.shownTexts(one.messageId, one.data)),
				words.phrases,
			),
		),
		severity: severityOf(group),
		span: finding.at,
		resource: aboutOf(resource),
		...(others.length === 0 ? {} : { others: others.map(({ id, writtenType }) => ({ id, type: writtenType })) }),
		property: finding.property ?? null,
		generated: resource?.generated ?? null,
		edits: null,
		suggestions: [],
		secretSpans: group.members.flatMap(({ finding: one }) => one.secretSpans ?? []),
		secrets: secretsOf(group),
	};
}

/** Whom the rules of ESLint speak to. */
export type Host =
	/** ESLint, which is given messages and edits: in an editor, and in people's own lint runs. */
	| "eslint"
	/** The command, which finds all of a finding among the details of the file: ESLint carries its number alone. */
	| "command";

/** Gets what rules report. */
export interface Listener {
	failure(failure: Failure): void;
	finding(kept: KeptGroup): void;
}

/** A group of findings that is among the details of the file now, at `number`. */
export interface KeptGroup {
	readonly group: FindingGroup;
	readonly number: number;
	readonly fix: readonly TextEdit[] | null;
	readonly suggestions: readonly Offer[];
	/** True where a suggestion with these edits may be made. */
	readonly isOffered: (edits: readonly TextEdit[]) => boolean;
}

/** Keeps a finding with its offers among the details of the file; null if a more specific rule speaks about the same thing. */
export function keepGroup(rule: Rule, group: FindingGroup, file: FileContext, details: Details): KeptGroup | null {
	const { finding } = group.first;
	const words = ruleWordsFor(rule, file);
	// Edits that cannot all be made are no offer; the finding stays.
	const fix = isExact(file.sourceCode) ? attempt(() => offerOf(fixOf(group), file)) : null;
	// What has a fix speaks: the fixes of one file are planned together.
	if (fix === null && details.subjects.hasBetter(subjectOf(rule.name, finding), rule.yieldsTo ?? [])) {
		details.silenced.push(detailOf(rule, group, words));
		return null;
	}
	const isOffered = (edits: readonly TextEdit[]): boolean => offerOf(edits, file) !== null && !carries(edits, file);
	const suggestions = attempt(() => suggestionsOf(group, isOffered)) ?? [];
	details.findings.push({
		...factsOf(rule, group, words),
		edits: fix,
		suggestions: suggestions.map((offer) => ({ description: describe(words, offer), edits: offer.edits })),
		fix: fix !== null ? "safe" : suggestions.length > 0 ? "suggestion" : "none",
		...(fix === null ? {} : { needs: group.members.flatMap(({ finding: one }) => one.needs ?? []) }),
		lookups: suggestions.flatMap(({ lookup }) => lookup ?? []),
	});
	return { group, number: details.findings.length - 1, fix, suggestions, isOffered };
}

/** Tells ESLint the number of each finding, for the command. */
export function byNumber(context: EslintRule.RuleContext): Listener {
	return {
		failure: failureTo(context),
		finding: ({ group, number }) =>
			context.report({ loc: locOf(context.sourceCode, group.first.finding.at), message: String(number) }),
	};
}

function failureTo(context: EslintRule.RuleContext): Listener["failure"] {
	return (failure) => {
		const at = failure.at === null ? null : locOf(context.sourceCode, failure.at);
		context.report({ loc: at ?? { line: 1, column: 0 }, message: renderFailure(failure) });
	};
}

/** Tells ESLint all of each finding, with what an editor can offer. */
export function toEslint(rule: Rule, context: EslintRule.RuleContext): Listener {
	return { failure: failureTo(context), finding: (kept) => reportToEslint(rule, kept, context) };
}

function reportToEslint(
	rule: Rule,
	{ group, fix, suggestions, isOffered }: KeptGroup,
	context: EslintRule.RuleContext,
): void {
	const { finding } = group.first;
	// Of several edits ESLint makes one text: where that would hold a secret, ESLint is given none of them.
	const isHeldBack = fix !== null && (attempt(() => carries(fix, context)) ?? true);
	const offered = isHeldBack ? attempt(() => singleFixOf(group, isOffered)) : fix;
	const given = offered === null || isDeclaredElsewhere(offered, context.sourceCode) ? null : offered;
	const ignore = attempt(() => ignoreOf(rule, group, context));
	const words = ruleWordsFor(rule, context);
	reportIn(words, context, {
		loc: locOf(context.sourceCode, finding.at),
		messageId: finding.messageId,
		data: groupedData(
			group.members.map(({ finding: one }) => words.shownTexts(one.messageId, one.data)),
			words.phrases,
		),
		fix: given === null ? null : (fixer) => toFixes(fixer, given),
		suggest: [
			...suggestions.map((offer) => ({
				...(offer.only === null
					? {
							messageId: offer.messageId,
							data: groupedData([words.shownTexts(offer.messageId, offer.data)], words.phrases),
						}
					: { desc: describe(words, offer) }),
				fix: (fixer: EslintRule.RuleFixer) => toFixes(fixer, offer.edits),
			})),
			...(ignore === null
				? []
				: [
						{
							messageId: IGNORE_WITH_REASON,
							fix: (fixer: EslintRule.RuleFixer) => toFixes(fixer, [ignore]),
						},
					]),
		],
	});
}

const DECLARED = new WeakMap<object, Map<string, Span>>();

/**
 * True for a fix that declares what the fix of another finding declares at another place: ESLint makes in one pass all
 * fixes that do not touch each other. In the next pass it is there.
 */
function isDeclaredElsewhere(edits: readonly TextEdit[], sourceCode: FileContext["sourceCode"]): boolean {
	const declared = declarationOf(edits);
	const span = mergeEdits(sourceCode.text, edits)?.span;
	if (declared === null || span === undefined) {
		return false;
	}
	const known = DECLARED.get(sourceCode) ?? new Map<string, Span>();
	DECLARED.set(sourceCode, known);
	const other = known.get(declared);
	if (other === undefined) {
		known.set(declared, span);
	}
	return other !== undefined && !overlaps(other, span);
}

/** What an offer says; one of several that would say the same says for which resource it is. */
function describe(words: RuleWords, { messageId, data, only }: Offer): string {
	const text = fill(words.message(messageId), groupedData([words.shownTexts(messageId, data)], words.phrases));
	return only === null
		? text
		: words.render(
				wording("For '{{name}}': {{text}}", {
					name: shownName(only),
					text: `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`,
				}),
			);
}

/** What an editor offers last with a finding. It is no remedy, so that no report or table of ours counts it. */
function ignoreOf(rule: Rule, group: FindingGroup, context: EslintRule.RuleContext): TextEdit | null {
	const { finding } = group.first;
	if (rule.checkSuppressions !== undefined) {
		return finding.addReason ?? null;
	}
	const [resource, ...others] = resourcesOf(group);
	const isWhole = others.length === 0 && group.members.every((member) => member.resource !== null);
	return ignoreEdit({ rule: rule.name, at: finding.at, resource: isWhole ? (resource?.id ?? null) : null }, context);
}

const EXACT = new WeakMap<object, boolean>();

/**
 * False where the text may not be what the file holds: ESLint reads every file as UTF-8, so that U+FFFD stands for each
 * byte of a Latin-1 `é`, and writes it back as U+FFFD wherever it stands. A suggestion is applied by an editor, which
 * knows better.
 */
function isExact(sourceCode: FileContext["sourceCode"]): boolean {
	let exact = EXACT.get(sourceCode);
	if (exact === undefined) {
		exact = !sourceCode.text.includes("\uFFFD");
		EXACT.set(sourceCode, exact);
	}
	return exact;
}

/** A message with its data in place, as ESLint writes it. */
function fill(message: string, data: Readonly<Record<string, string>>): string {
	return message.replace(/\{\{([^{}]*)\}\}/gu, (whole, name: string) => data[name.trim()] ?? whole);
}

function locOf(sourceCode: EslintRule.RuleContext["sourceCode"], { start, end }: Span) {
	return { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) };
}

function offerOf(
	edits: readonly TextEdit[] | null | undefined,
	{ sourceCode }: FileContext,
): readonly TextEdit[] | null {
	const joined = joinEdits(edits ?? null);
	return joined !== null && joined.length > 0 && joined.every(({ span }) => span.end <= sourceCode.text.length)
		? joined
		: null;
}

function carries(edits: readonly TextEdit[], file: FileContext): boolean {
	const { text } = file.sourceCode;
	return carriesSecret(edits, text, () => secretSpansOf(readSource(file), text));
}

function toFixes(fixer: EslintRule.RuleFixer, edits: readonly TextEdit[]): EslintRule.Fix[] {
	return edits.map((edit) => fixer.replaceTextRange([edit.span.start, edit.span.end], edit.text));
}
