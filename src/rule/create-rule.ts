import type { Rule as EslintRule } from "eslint";
import type { Engine } from "../model/engine.ts";
import type { Resource, Stack } from "../model/resource.ts";
import { attempt, watchAttempts } from "../text/attempt.ts";
import { joinEdits } from "../text/join-edits.ts";
import { SpanIndex } from "../text/span-index.ts";
import { MAX_DATA, shorten } from "../text/shorten.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { hasEnded, type Suppression, type Suppressions } from "../model/suppression.ts";
import { detailsOf, type Details, type FindingDetail } from "./file/details.ts";
import {
	addToGroup,
	fixOf,
	groupedData,
	groupedMessage,
	resourcesOf,
	secretsOf,
	severityOf,
	singleFixOf,
	subjectOf,
	suggestionsOf,
	type FindingGroup,
	type Member,
	type Offer,
} from "./file/finding-groups.ts";
import { failureOf, renderFailure, type Failure } from "./file/failure.ts";
import { InventoryError } from "./read-inventory.ts";
import { carriesSecret } from "./masking/carried-secret.ts";
import { redactName } from "../detect/redact.ts";
import { IGNORE_WITH_REASON, ignoreEdit } from "./ignore-offer.ts";
import { secretSpansOf } from "./masking/secret-spans.ts";
import { findBadPattern } from "./name-patterns.ts";
import type { Reading } from "../languages/dialect.ts";
import { readSource } from "./file/read-source.ts";
import { docsUrl, type Finding, type Problem, type Rule, type Seen } from "./rule.ts";

/**
 * Makes an ESLint rule of ours: asks each resource, and says what was found. The only place that reports. An exception
 * costs one rule on one file: it is reported without a word of that file, and whatever else there is to say is said.
 */
export function createRule(rule: Rule): EslintRule.RuleModule {
	const asked: ReadonlySet<string> = new Set(rule.types ?? []);
	return {
		meta: {
			type: "problem",
			// Programs, our own language, and whatever else reads YAML or JSON; ESLint 10 refuses a rule in a language
			// that it does not name.
			languages: ["*"],
			docs: {
				description: rule.description,
				url: docsUrl(rule.name),
				recommended: rule.presets.recommended !== "off",
			},
			...(rule.fix === "safe" || rule.fix === "option" ? { fixable: "code" as const } : {}),
			hasSuggestions: true, // Every finding may be ignored with a reason.
			schema: [{ type: "object", properties: rule.options, additionalProperties: false }],
			defaultOptions: [rule.defaults],
			messages: {
				...Object.fromEntries(
					Object.entries(rule.messages).map(([id, message]) => [id, groupedMessage(message)]),
				),
				[IGNORE_WITH_REASON]: rule.checkSuppressions === undefined ? IGNORE : ADD_REASON,
			},
		},
		create(context) {
			const reading = readSource(context);
			const { failures } = detailsOf(context.sourceCode);
			const bad = findBadPattern(rule.name, rule.patterns ?? [], context.options[0]);
			if (bad !== null) {
				// From a comment in the file, or the configuration: it costs this rule, not the file or the run.
				const failure: Failure = { ...failureOf(null, rule.name), sentence: bad };
				failures.push(failure);
				return { [`${context.sourceCode.ast.type}:exit`]: () => sayFailure(failure, context) };
			}
			if (!concerns(rule, reading) && failures.length === 0) {
				return {};
			}
			// The root's own name, so that the rule runs once in a foreign language too.
			const { type } = context.sourceCode.ast;
			const groups = new Map<string, FindingGroup>();
			const gather = (): void => {
				// What could not be read is said once, by the first rule that is asked.
				failures.filter(({ rule: of }) => of === null).forEach((failure) => sayFailure(failure, context));
				if (concerns(rule, reading)) {
					run(rule, asked, reading, context, groups);
				}
			};
			// Every rule is asked before the first one speaks, so that a rule knows what more specific ones found.
			return {
				...(rule.checkSuppressions === undefined ? { [type]: gather } : {}),
				[`${type}:exit`]: (): void => {
					if (rule.checkSuppressions !== undefined) {
						gather();
					}
					report(rule, groups, context);
				},
			};
		},
	};
}

function concerns(rule: Rule, { stack, module }: Reading): boolean {
	return stack !== null
		? rule.checkModule === undefined || module !== null
		: module !== null &&
				(rule.checkModule !== undefined ||
					rule.checkProgram !== undefined ||
					rule.checkSuppressions !== undefined);
}

function run(
	rule: Rule,
	asked: ReadonlySet<string>,
	{ stack, module, suppressions }: Reading,
	context: EslintRule.RuleContext,
	groups: Map<string, FindingGroup>,
): void {
	const details = detailsOf(context.sourceCode);
	const taken: Taken = { details, groups, engine: stack?.engine ?? null };
	const options = { ...rule.defaults, ...(context.options[0] as object | undefined) };
	const seen: Seen = {
		asked: details.asked,
		used: new Set(details.suppressed.map(({ suppression }) => suppression)),
		stack,
	};
	const ask = (about: Span | null, question: () => void): void => isolate(rule, about, context, details, question);
	ask(null, () => {
		for (const problem of rule.checkSuppressions?.(suppressions, seen) ?? []) {
			take(rule, problem, null, taken);
		}
	});
	details.asked.add(rule.name);
	ask(null, () => {
		for (const problem of module === null ? [] : (rule.checkModule?.(module, options) ?? [])) {
			if (stack !== null && "secrets" in problem && isOfResource(stack, problem.at)) {
				continue; // The rules about resources say it, with the name of the resource and of its property.
			}
			take(rule, problem, null, taken);
		}
	});
	ask(null, () => {
		for (const problem of module === null ? [] : (rule.checkProgram?.(module, options) ?? [])) {
			if (stack === null || !isOfResource(stack, problem.at)) {
				take(rule, problem, null, taken);
			}
		}
	});
	if (stack === null) {
		return;
	}
	ask(null, () => {
		const accepted = acceptedBy(rule, suppressions);
		for (const type of rule.check === undefined ? [] : stack.types) {
			for (const resource of asked.has(type) ? stack.find(type) : []) {
				ask(resource.head, () => {
					for (const problem of rule.check?.(resource, options) ?? []) {
						take(rule, problem, resource, taken, accepted);
					}
				});
			}
		}
	});
	ask(null, () => {
		const accepted = acceptedBy(rule, suppressions);
		for (const problem of rule.checkStack?.(stack, options) ?? []) {
			take(rule, problem, "unknown" in problem ? null : (problem.resource ?? null), taken, accepted);
		}
	});
}

/**
 * Asks, and reports an exception in place of an answer: once for each rule, at the first resource that it fails on; one in
 * the making of an offer beside the answer.
 */
function isolate(
	rule: Rule,
	about: Span | null,
	context: EslintRule.RuleContext,
	details: Details,
	question: () => void,
): void {
	const failed = (error: unknown, isOffer: boolean): void => {
		if (details.failures.every((failure) => failure.rule !== rule.name || failure.isOffer !== isOffer)) {
			const failure = failureOf(error, rule.name, about, isOffer);
			details.failures.push(failure);
			sayFailure(failure, context);
		}
	};
	try {
		watchAttempts((error) => failed(error, true), question);
	} catch (error) {
		if (error instanceof InventoryError) {
			throw error; // Bad usage: whoever configured the rule is told.
		}
		failed(error, false);
	}
}

const SAID = new WeakSet<Failure>();

function sayFailure(failure: Failure, context: EslintRule.RuleContext): void {
	if (!SAID.has(failure)) {
		SAID.add(failure);
		const at = failure.at === null ? null : locOf(context.sourceCode, failure.at);
		context.report({ loc: at ?? { line: 1, column: 0 }, message: renderFailure(failure) });
	}
}

const TEXTS = new WeakMap<Stack, SpanIndex>();

/** True where a text stands that becomes a property of a resource. */
function isOfResource(stack: Stack, at: Span): boolean {
	let spans = TEXTS.get(stack);
	if (spans === undefined) {
		spans = new SpanIndex([...stack.texts()].map(({ span }) => span));
		TEXTS.set(stack, spans);
	}
	return spans.covers(at);
}

/**
 * What the author accepts of this rule in `Metadata`, until a day that has not passed. An entry without a reason hides
 * too, and is a finding itself.
 */
function acceptedBy(rule: Rule, { entries }: Suppressions): readonly Suppression[] {
	return entries.filter(
		(suppression) => suppression.kind === "metadata" && suppression.rule === rule.name && !hasEnded(suppression),
	);
}

/** What is known of a file so far, and who deploys it: null where it describes nothing to deploy. */
interface Taken {
	readonly details: Details;
	readonly groups: Map<string, FindingGroup>;
	readonly engine: Engine | null;
}

/** Keeps what is known only when deployed, what the author accepts, and what is to be reported, each in its place. */
function take(
	rule: Rule,
	problem: Problem,
	resource: Resource | null,
	{ details, groups, engine }: Taken,
	accepted: readonly Suppression[] = [],
): void {
	if ("unknown" in problem) {
		details.unknown.push({
			rule: rule.name,
			span: problem.at,
			resource: aboutOf(resource),
			property: problem.property,
			why: problem.unknown,
		});
		return;
	}
	const generated = resource?.generated ?? null;
	const severity =
		generated !== null
			? "info"
			: problem.severity !== undefined && rule.severities?.includes(problem.severity) === true
				? problem.severity
				: rule.severity;
	const member: Member = { finding: worded(problem, engine), resource, severity };
	details.subjects.add(subjectOf(rule.name, problem));
	for (const at of problem.secretSpans ?? []) {
		details.subjects.add({ rule: rule.name, at, property: null }); // One literal, one finding.
	}
	const suppression = accepted.find((one) => one.resource === null || one.resource === resource?.id);
	if (suppression === undefined) {
		addToGroup(groups, member);
	} else {
		// By itself: another resource that shows the same text may not accept it.
		details.suppressed.push({ ...detailOf(rule, { first: member, members: [member] }), suppression });
	}
}

/** The words of the dialect are there for every message: `{{engine}}` and `{{unit}}`. */
function worded(finding: Finding, engine: Engine | null): Finding {
	if (engine === null) {
		return finding;
	}
	const words = { engine: engine.name, unit: engine.unit };
	const suggestions = finding.suggestions?.map((one) => ({ ...one, data: { ...words, ...one.data } }));
	return {
		...finding,
		data: { ...words, ...finding.data },
		...(suggestions === undefined ? {} : { suggestions }),
	};
}

function aboutOf(resource: Resource | null): { readonly id: string; readonly type: string } | null {
	return resource === null ? null : { id: resource.id, type: resource.writtenType };
}

function detailOf(rule: Rule, group: FindingGroup): FindingDetail {
	const { finding, resource } = group.first;
	const [, ...others] = resourcesOf(group);
	return {
		rule: rule.name,
		messageId: finding.messageId,
		message: fill(
			groupedMessage(rule.messages[finding.messageId] ?? ""),
			groupedData(group.members.map(({ finding: one }) => shownTexts(one.data))),
		),
		severity: severityOf(group),
		span: finding.at,
		resource: aboutOf(resource),
		...(others.length === 0 ? {} : { others: others.map(({ id, writtenType }) => ({ id, type: writtenType })) }),
		property: finding.property ?? null,
		fix: fixOf(group) !== null ? "safe" : suggestionsOf(group).length > 0 ? "suggestion" : "none",
		generated: resource?.generated ?? null,
		heldBack: null,
		secretSpans: group.members.flatMap(({ finding: one }) => one.secretSpans ?? []),
		secrets: secretsOf(group),
	};
}

/** Reports each group, unless a more specific rule speaks about the same thing. */
function report(rule: Rule, groups: ReadonlyMap<string, FindingGroup>, context: EslintRule.RuleContext): void {
	const details = detailsOf(context.sourceCode);
	for (const group of groups.values()) {
		isolate(rule, group.first.finding.at, context, details, () => reportGroup(rule, group, context, details));
	}
}

function reportGroup(rule: Rule, group: FindingGroup, context: EslintRule.RuleContext, details: Details): void {
	const { finding } = group.first;
	// Edits that cannot all be made are no offer; the finding stays.
	const fix = isExact(context.sourceCode) ? attempt(() => offerOf(fixOf(group), context)) : null;
	// What has a fix speaks: the fixes of one file are planned together.
	if (fix === null && details.subjects.hasBetter(subjectOf(rule.name, finding), rule.yieldsTo ?? [])) {
		details.silenced.push(detailOf(rule, group));
		return;
	}
	// Of several edits ESLint makes one text: where that would hold a secret, ESLint is given none of them.
	const isHeldBack = fix !== null && (attempt(() => carries(fix, context)) ?? true);
	const given = !isHeldBack
		? fix
		: attempt(() => singleFixOf(group, (edits) => offerOf(edits, context) !== null && !carries(edits, context)));
	const suggestions =
		attempt(() => suggestionsOf(group, (edits) => offerOf(edits, context) !== null && !carries(edits, context))) ??
		[];
	details.findings.push({
		...detailOf(rule, group),
		heldBack: isHeldBack ? fix : null,
		fix: fix !== null ? "safe" : suggestions.length > 0 ? "suggestion" : "none",
		...(fix === null ? {} : { needs: group.members.flatMap(({ finding: one }) => one.needs ?? []) }),
		lookups: suggestions.flatMap(({ lookup }) => lookup ?? []),
	});
	const ignore = attempt(() => ignoreOf(rule, group, context));
	context.report({
		loc: locOf(context.sourceCode, finding.at),
		messageId: finding.messageId,
		data: groupedData(group.members.map(({ finding: one }) => shownTexts(one.data))),
		fix: given === null ? null : (fixer) => toFixes(fixer, given),
		suggest: [
			...suggestions.map((suggestion) => ({
				...describe(rule, suggestion),
				fix: (fixer: EslintRule.RuleFixer) => toFixes(fixer, suggestion.edits),
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

/** What an offer says; one of several that would say the same says for which resource it is. */
function describe(
	rule: Rule,
	{ messageId, data, only }: Offer,
): { readonly messageId: string; readonly data: Readonly<Record<string, string>> } | { readonly desc: string } {
	const shown = groupedData([shownTexts(data)]);
	const text = fill(groupedMessage(rule.messages[messageId] ?? ""), shown);
	return only === null
		? { messageId, data: shown }
		: { desc: `For '${shownText(only)}': ${text.slice(0, 1).toLowerCase()}${text.slice(1)}` };
}

const IGNORE = "Ignore this finding, with a reason to fill in.";
const ADD_REASON = "Add a reason to fill in.";

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
function isExact(sourceCode: EslintRule.RuleContext["sourceCode"]): boolean {
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
	{ sourceCode }: EslintRule.RuleContext,
): readonly TextEdit[] | null {
	const joined = joinEdits(edits ?? null);
	return joined !== null && joined.length > 0 && joined.every(({ span }) => span.end <= sourceCode.text.length)
		? joined
		: null;
}

function carries(edits: readonly TextEdit[], context: EslintRule.RuleContext): boolean {
	const { text } = context.sourceCode;
	return carriesSecret(edits, text, () => secretSpansOf(readSource(context), text));
}

/** What fills a message may be a stranger's text: a name, a place. */
function shownTexts(data: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(data).map(([name, text]) => [name, shownText(text)]));
}

function shownText(text: string): string {
	return shorten(redactName(text), MAX_DATA);
}

function toFixes(fixer: EslintRule.RuleFixer, edits: readonly TextEdit[]): EslintRule.Fix[] {
	return edits.map((edit) => fixer.replaceTextRange([edit.span.start, edit.span.end], edit.text));
}
