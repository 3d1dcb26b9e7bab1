import type { Rule as EslintRule } from "eslint";
import type { Resource, Stack } from "../model/resource.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { stateOf, type Suppression, type Suppressions } from "../model/suppression.ts";
import { detailsOf, type Details, type FindingDetail } from "./details.ts";
import { readSource, type SourceReading } from "./read-source.ts";
import { docsUrl, type Finding, type Problem, type Rule, type Seen } from "./rule.ts";

/** Makes an ESLint rule of ours: asks each resource, and says what was found. The only place that reports. */
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
			if (!concerns(rule, reading)) {
				return {};
			}
			// The root's own name, so that the rule runs once in a foreign language too.
			const { type } = context.sourceCode.ast;
			return { [rule.checkSuppressions === undefined ? type : `${type}:exit`]: (): void => run(rule, asked, reading, context) };
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
	for (const problem of rule.checkSuppressions?.(suppressions, seen) ?? []) {
		say(rule, problem, null, context, details, said);
	}
	details.asked.add(rule.name);
	if (module !== null) {
		for (const problem of rule.checkModule?.(module, options) ?? []) {
			if (stack !== null && "secrets" in problem && isOfResource(stack, problem.at)) {
				continue; // The rules about resources say it, with the name of the resource and of its property.
			}
			say(rule, problem, null, context, details, said);
		}
	}
	if (stack === null) {
		return;
	}
	const accepted = acceptedBy(rule, suppressions);
	if (rule.check !== undefined) {
		for (const type of stack.types) {
			if (!asked.has(type)) {
				continue;
			}
			for (const resource of stack.find(type)) {
				for (const problem of rule.check(resource, options)) {
					say(rule, problem, resource, context, details, said, accepted);
				}
			}
		}
	}
	for (const problem of rule.checkStack?.(stack, options) ?? []) {
		say(rule, problem, "unknown" in problem ? null : (problem.resource ?? null), context, details, said, accepted);
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
	const suggestions = (problem.suggestions ?? []).filter((suggestion) => suggestion.edits !== null);
	const fix = problem.fix ?? null;
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
		loc: locOf(context.sourceCode, problem),
		messageId: problem.messageId,
		data: problem.data,
		fix: fix === null ? null : (fixer) => toFixes(fixer, fix),
		suggest: suggestions.map((suggestion) => ({
			messageId: suggestion.messageId,
			data: suggestion.data,
			fix: (fixer) => toFixes(fixer, suggestion.edits ?? []),
		})),
	});
}

/** A message with its data in place, as ESLint writes it. */
function fill(message: string, data: Readonly<Record<string, string>>): string {
	return message.replace(/\{\{\s*([^{}]+?)\s*\}\}/gu, (whole, name: string) => data[name] ?? whole);
}

function locOf(sourceCode: EslintRule.RuleContext["sourceCode"], finding: Finding) {
	return { start: sourceCode.getLocFromIndex(finding.at.start), end: sourceCode.getLocFromIndex(finding.at.end) };
}

function toFixes(fixer: EslintRule.RuleFixer, edits: readonly TextEdit[]): EslintRule.Fix[] {
	return edits.map((edit) => fixer.replaceTextRange([edit.span.start, edit.span.end], edit.text));
}
