import type { Rule as EslintRule } from "eslint";
import type { Resource, Stack } from "../model/resource.ts";
import type { TextEdit } from "../text/span.ts";
import { readFile, type FileReading } from "../languages/template/read-file.ts";
import { readingOf } from "../languages/template/language.ts";
import { stateOf, type Suppression } from "../model/suppression.ts";
import { detailsOf, type Details, type FindingDetail } from "./details.ts";
import { docsUrl, type Finding, type Problem, type Rule, type Seen } from "./rule.ts";

/** File names that another plugin's YAML or JSON language may bring to us; a script is never read as a template. */
const HOSTED = /\.(?:ya?ml|json[c5]?|template|cfn)$/iu;

/** Readings of files whose language is another's, by their `SourceCode`. */
const HOSTED_READINGS = new WeakMap<object, FileReading>();

/** Makes an ESLint rule of ours: asks each resource, and says what was found. The only place that reports. */
export function createRule(rule: Rule): EslintRule.RuleModule {
	const asked: ReadonlySet<string> = new Set(rule.types ?? []);
	return {
		meta: {
			type: "problem",
			docs: { description: rule.description, url: docsUrl(rule.name), recommended: rule.presets.recommended !== "off" },
			...(rule.fix === "safe" ? { fixable: "code" as const } : {}),
			hasSuggestions: rule.fix !== "none",
			schema: [{ type: "object", properties: rule.options, additionalProperties: false }],
			defaultOptions: [rule.defaults],
			messages: rule.messages,
		},
		create(context) {
			const { sourceCode } = context;
			const reading = findReading(sourceCode, context.filename);
			const stack = reading?.stack ?? null;
			if (stack === null) {
				return {};
			}
			// The root's own name, so that the rule runs once in a foreign language too.
			const { type } = sourceCode.ast;
			return rule.checkSuppressions === undefined ? { [type]: (): void => run(rule, asked, stack, context) } : { [`${type}:exit`]: (): void => run(rule, asked, stack, context) };
		},
	};
}

function findReading(sourceCode: EslintRule.RuleContext["sourceCode"], filename: string): FileReading | undefined {
	const own = readingOf(sourceCode.ast);
	if (own !== undefined || !HOSTED.test(filename)) {
		return own;
	}
	let reading = HOSTED_READINGS.get(sourceCode);
	if (reading === undefined) {
		reading = readFile(sourceCode.text, filename, { parameterOverrides: {} });
		HOSTED_READINGS.set(sourceCode, reading);
	}
	return reading;
}

function run(rule: Rule, asked: ReadonlySet<string>, stack: Stack, context: EslintRule.RuleContext): void {
	const details = detailsOf(context.sourceCode);
	const options = { ...rule.defaults, ...(context.options[0] as object | undefined) };
	const said = new Set<string>();
	const seen: Seen = { asked: details.asked, used: new Set(details.suppressed.map(({ suppression }) => suppression)) };
	for (const problem of rule.checkSuppressions?.(stack, seen) ?? []) {
		say(rule, problem, null, context, details, said);
	}
	details.asked.add(rule.name);
	const accepted = acceptedBy(rule, stack);
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

/** What the author accepts of this rule in `Metadata`, with a reason that still counts. */
function acceptedBy(rule: Rule, stack: Stack): readonly Suppression[] {
	return stack.suppressions.entries.filter((suppression) => suppression.kind === "metadata" && suppression.rule === rule.name && stateOf(suppression) === "valid");
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
		severity: generated === null ? (problem.severity ?? rule.severity) : "info",
		span: problem.at,
		resource: about,
		property: problem.property ?? null,
		fix: fix !== null ? "safe" : suggestions.length > 0 ? "suggestion" : "none",
		generated,
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
