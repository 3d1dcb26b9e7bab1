import type { Rule as EslintRule } from "eslint";
import type { Resource, Stack } from "../model/resource.ts";
import { joinEdits } from "../text/join-edits.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { stateOf, type Suppression, type Suppressions } from "../model/suppression.ts";
import { detailsOf, type Details, type FindingDetail } from "./details.ts";
import { failureOf, renderFailure, type Failure } from "./failure.ts";
import { InventoryError } from "./read-inventory.ts";
import { readSource, type SourceReading } from "./read-source.ts";
import { docsUrl, type Problem, type Rule, type Seen } from "./rule.ts";

/**
 * Makes an ESLint rule of ours: asks each resource, and says what was found. The only place that reports. An exception costs
 * one rule on one file: it is reported without a word of that file, and whatever else there is to say is said.
 */
export function createRule(rule: Rule): EslintRule.RuleModule {
	const asked: ReadonlySet<string> = new Set(rule.types ?? []);
	return {
		meta: {
			type: "problem",
			docs: { description: rule.description, url: docsUrl(rule.name), recommended: rule.presets.recommended !== "off" },
			...(rule.fix === "safe" || rule.fix === "option" ? { fixable: "code" as const } : {}),
			hasSuggestions: rule.fix !== "none",
			schema: [{ type: "object", properties: rule.options, additionalProperties: false }],
			defaultOptions: [rule.defaults],
			messages: rule.messages,
		},
		create(context) {
			const reading = readSource(context);
			const { failures } = detailsOf(context.sourceCode);
			if (!concerns(rule, reading) && failures.length === 0) {
				return {};
			}
			// The root's own name, so that the rule runs once in a foreign language too.
			const { type } = context.sourceCode.ast;
			return {
				[rule.checkSuppressions === undefined ? type : `${type}:exit`]: (): void => {
					// What could not be read is said once, by the first rule that is asked.
					failures.filter(({ rule: of }) => of === null).forEach((failure) => sayFailure(failure, context));
					if (concerns(rule, reading)) {
						run(rule, asked, reading, context);
					}
				},
			};
		},
	};
}

function concerns(rule: Rule, { stack, module }: SourceReading): boolean {
	return stack !== null ? rule.checkModule === undefined || module !== null : module !== null && (rule.checkModule !== undefined || rule.checkSuppressions !== undefined);
}

function run(rule: Rule, asked: ReadonlySet<string>, { stack, module, suppressions }: SourceReading, context: EslintRule.RuleContext): void {
	const details = detailsOf(context.sourceCode);
	const options = { ...rule.defaults, ...(context.options[0] as object | undefined) };
	const said = new Set<string>();
	const seen: Seen = { asked: details.asked, used: new Set(details.suppressed.map(({ suppression }) => suppression)), stack };
	const ask = (about: Resource | null, question: () => void): void => isolate(rule, about, context, details, question);
	ask(null, () => {
		for (const problem of rule.checkSuppressions?.(suppressions, seen) ?? []) {
			say(rule, problem, null, context, details, said);
		}
	});
	details.asked.add(rule.name);
	ask(null, () => {
		for (const problem of module === null ? [] : (rule.checkModule?.(module, options) ?? [])) {
			if (stack !== null && "secrets" in problem && isOfResource(stack, problem.at)) {
				continue; // The rules about resources say it, with the name of the resource and of its property.
			}
			say(rule, problem, null, context, details, said);
		}
	});
	if (stack === null) {
		return;
	}
	ask(null, () => {
		const accepted = acceptedBy(rule, suppressions);
		for (const type of rule.check === undefined ? [] : stack.types) {
			for (const resource of asked.has(type) ? stack.find(type) : []) {
				ask(resource, () => {
					for (const problem of rule.check?.(resource, options) ?? []) {
						say(rule, problem, resource, context, details, said, accepted);
					}
				});
			}
		}
	});
	ask(null, () => {
		const accepted = acceptedBy(rule, suppressions);
		for (const problem of rule.checkStack?.(stack, options) ?? []) {
			say(rule, problem, "unknown" in problem ? null : (problem.resource ?? null), context, details, said, accepted);
		}
	});
}

/** Asks, and reports an exception in place of an answer: once for each rule, at the first resource that it fails on. */
function isolate(rule: Rule, about: Resource | null, context: EslintRule.RuleContext, details: Details, question: () => void): void {
	try {
		question();
	} catch (error) {
		if (error instanceof InventoryError) {
			throw error; // Bad usage: whoever configured the rule is told.
		}
		if (details.failures.every((failure) => failure.rule !== rule.name)) {
			const failure = failureOf(error, rule.name, about?.head ?? null);
			details.failures.push(failure);
			sayFailure(failure, context);
		}
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

const TEXTS = new WeakMap<Stack, readonly Span[]>();

/** True where a text stands that becomes a property of a resource. */
function isOfResource(stack: Stack, at: Span): boolean {
	let spans = TEXTS.get(stack);
	if (spans === undefined) {
		spans = [...stack.texts()].map(({ span }) => span);
		TEXTS.set(stack, spans);
	}
	return spans.some(({ start, end }) => start <= at.start && at.end <= end);
}

/** What the author accepts of this rule in `Metadata`, with a reason that still counts. */
function acceptedBy(rule: Rule, { entries }: Suppressions): readonly Suppression[] {
	return entries.filter((suppression) => suppression.kind === "metadata" && suppression.rule === rule.name && stateOf(suppression) === "valid");
}

function say(rule: Rule, problem: Problem, resource: Resource | null, context: EslintRule.RuleContext, details: Details, said: Set<string>, accepted: readonly Suppression[] = []): void {
	const about = resource === null ? null : { id: resource.id, type: resource.writtenType };
	if ("unknown" in problem) {
		details.unknown.push({ rule: rule.name, span: problem.at, resource: about, property: problem.property, why: problem.unknown });
		return;
	}
	const suppression = accepted.find((one) => one.resource === null || one.resource === resource?.id);
	const generated = resource?.generated ?? null;
	// Edits that cannot all be made are no offer; the finding stays.
	const fix = isExact(context.sourceCode) ? offerOf(problem.fix, context) : null;
	const suggestions = (problem.suggestions ?? []).flatMap((suggestion) => {
		const edits = offerOf(suggestion.edits, context);
		return edits === null ? [] : [{ ...suggestion, edits }];
	});
	const detail: FindingDetail = {
		rule: rule.name,
		messageId: problem.messageId,
		message: fill(rule.messages[problem.messageId] ?? "", problem.data),
		severity: generated !== null ? "info" : problem.severity !== undefined && rule.severities?.includes(problem.severity) === true ? problem.severity : rule.severity,
		span: problem.at,
		resource: about,
		property: problem.property ?? null,
		fix: fix !== null ? "safe" : suggestions.length > 0 ? "suggestion" : "none",
		generated,
		secretSpans: problem.secretSpans ?? [],
		secrets: problem.secrets ?? [],
	};
	if (suppression !== undefined) {
		details.suppressed.push({ ...detail, suppression });
		return; // Before it counts as said: another resource that shows the same text may not accept it.
	}
	// One text that many resources inherit (SAM `Globals`, an anchor) is one finding; two properties that are missing are two.
	const key = `${problem.messageId} ${String(problem.at.start)} ${String(problem.at.end)} ${problem.property ?? ""}`;
	if (said.has(key)) {
		return;
	}
	said.add(key);
	details.findings.push(detail);
	context.report({
		loc: locOf(context.sourceCode, problem.at),
		messageId: problem.messageId,
		data: problem.data,
		fix: fix === null ? null : (fixer) => toFixes(fixer, fix),
		suggest: suggestions.map((suggestion) => ({
			messageId: suggestion.messageId,
			data: suggestion.data,
			fix: (fixer) => toFixes(fixer, suggestion.edits),
		})),
	});
}

const EXACT = new WeakMap<object, boolean>();

/**
 * False where the text may not be what the file holds: ESLint reads every file as UTF-8, so that U+FFFD stands for each byte
 * of a Latin-1 `é`, and writes it back as U+FFFD wherever it stands. A suggestion is applied by an editor, which knows better.
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
	return message.replace(/\{\{\s*([^{}]+?)\s*\}\}/gu, (whole, name: string) => data[name] ?? whole);
}

function locOf(sourceCode: EslintRule.RuleContext["sourceCode"], { start, end }: Span) {
	return { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) };
}

function offerOf(edits: readonly TextEdit[] | null | undefined, { sourceCode }: EslintRule.RuleContext): readonly TextEdit[] | null {
	const joined = joinEdits(edits ?? null);
	return joined !== null && joined.length > 0 && joined.every(({ span }) => span.end <= sourceCode.text.length) ? joined : null;
}

function toFixes(fixer: EslintRule.RuleFixer, edits: readonly TextEdit[]): EslintRule.Fix[] {
	return edits.map((edit) => fixer.replaceTextRange([edit.span.start, edit.span.end], edit.text));
}
