import type { Rule as EslintRule } from "eslint";
import type { Engine } from "../model/engine.ts";
import type { Resource, Stack } from "../model/resource.ts";
import { watchAttempts } from "../text/attempt.ts";
import { entryIn } from "../text/entry-in.ts";
import { SpanIndex } from "../text/span-index.ts";
import type { Span } from "../text/span.ts";
import { hasEnded, type Suppression, type Suppressions } from "../model/suppression.ts";
import { detailsOf, type Details } from "./file/details.ts";
import { addToGroup, subjectOf, type FindingGroup, type Member } from "./file/finding-groups.ts";
import { failureOf, type Failure } from "./file/failure.ts";
import { BadSettingError } from "./bad-setting-error.ts";
import { aboutOf, byNumber, detailOf, keepGroup, toEslint, type Host, type Listener } from "./report-group.ts";
import { findBadPattern, readOptions } from "./options.ts";
import type { CalledFor, Reading } from "../languages/dialect.ts";
import { checkOf } from "./file/skips-in.ts";
import { readSource, type FileContext } from "./file/read-source.ts";
import { reportedIn } from "./reported.ts";
import { docsUrl, type Finding, type Problem, type Rule, type Seen } from "./rule.ts";
import { wordsOf } from "./words.ts";
import { messagesOf } from "./rule-messages.ts";
import { languageOf, ruleWordsFor } from "./rule-words.ts";

/**
 * Makes an ESLint rule of ours: asks each resource, and has `report-group.ts` report what was found. An exception
 * costs one rule on one file: it is reported without a word of that file, and whatever else there is to say is said.
 */
export function createRule(rule: Rule, host: Host = "eslint"): EslintRule.RuleModule {
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
			messages: messagesOf(rule),
		},
		create(context) {
			const tell = host === "command" ? byNumber(context) : toEslint(rule, context);
			const asked = prepareRule(rule, openFile(context), context.options[0], tell);
			// The root's own name, so that the rule runs once in a foreign language too.
			const { type } = context.sourceCode.ast;
			return asked === null ? {} : { [type]: () => asked.ask(), [`${type}:exit`]: () => asked.tell() };
		},
	};
}

/** A rule and a file. Every rule is asked before the first one tells, so that a rule knows what more specific ones found. */
export interface AskedRule {
	ask(): void;
	tell(): void;
}

/** A file as all rules are asked about it. */
export interface OpenFile {
	readonly file: FileContext;
	readonly reading: Reading;
	readonly details: Details;
	/** After how many findings of a rule no more are looked for. */
	readonly most: number;
	/** The types of the resources that the file writes, once somebody has asked. */
	types: readonly string[] | null;
}

/**
 * Reads a file once for all rules, whoever parsed it. Never throws for the sake of a text.
 *
 * @throws {LanguageError} for messages in a language that there is not
 */
export function openFile(file: FileContext): OpenFile {
	languageOf(file); // Whoever configured another one is told.
	const reading = readSource(file);
	return {
		file,
		reading,
		details: detailsOf(file.sourceCode),
		most: mostOf(file),
		types: null,
	};
}

/**
 * Makes a rule ready for a file. Neither of the two steps throws, except for an inventory that cannot be read.
 *
 * @param given the options as they were configured
 * @param to gets what is reported
 * @returns null where the rule has nothing to say of such a file
 */
export function prepareRule(rule: Rule, open: OpenFile, given: unknown, to: Listener): AskedRule | null {
	const { reading, details } = open;
	const { failures } = details;
	const bad = findBadPattern(rule.name, rule.patterns, given);
	if (bad !== null) {
		// From a comment in the file, or the configuration: it costs this rule, not the file or the run.
		const failure: Failure = { ...failureOf(null, rule.name), sentence: bad };
		failures.push(failure);
		return { ask: () => undefined, tell: () => sayFailure(failure, to) };
	}
	if (failures.length === 0 && !concerns(rule, reading)) {
		return null;
	}
	if (failures.length === 0 && isIdle(rule, open)) {
		details.asked.add(rule.name);
		return null;
	}
	return new RuleOfFile(rule, open, given, to);
}

class RuleOfFile implements Asking, AskedRule {
	readonly rule: Rule;
	readonly open: OpenFile;
	readonly to: Listener;
	readonly #given: unknown;
	#groups: Map<string, FindingGroup> | null = null;
	#nearer: Map<readonly Resource[], ReadonlySet<string>> | null = null;

	constructor(rule: Rule, open: OpenFile, given: unknown, to: Listener) {
		this.rule = rule;
		this.open = open;
		this.to = to;
		this.#given = given;
	}

	/** Most rules find nothing. */
	get groups(): Map<string, FindingGroup> {
		this.#groups ??= new Map();
		return this.#groups;
	}

	get nearer(): Map<readonly Resource[], ReadonlySet<string>> {
		this.#nearer ??= new Map();
		return this.#nearer;
	}

	get count(): number {
		return this.#groups?.size ?? 0;
	}

	ask(): void {
		if (this.rule.checkSuppressions === undefined) {
			this.#gather();
		}
	}

	/** What is about suppressions is asked when all others have been. */
	tell(): void {
		if (this.rule.checkSuppressions !== undefined) {
			this.#gather();
		}
		if (this.count > 0) {
			report(this);
		}
	}

	#gather(): void {
		const { rule, open } = this;
		// What could not be read is said once, by the first rule that is asked.
		for (const failure of open.details.failures) {
			if (failure.rule === null) {
				sayFailure(failure, this.to);
			}
		}
		if (concerns(rule, open.reading)) {
			run(this, optionsOf(rule, this.#given));
		}
	}
}

/** The options of each rule as they were read last: a configuration stays the same for many files. */
const OPTIONS = new WeakMap<Rule, { readonly given: unknown; readonly options: Readonly<Record<string, unknown>> }>();

function optionsOf(rule: Rule, given: unknown): Readonly<Record<string, unknown>> {
	let known = OPTIONS.get(rule);
	if (known === undefined || known.given !== given) {
		known = { given, options: readOptions(rule, given) };
		OPTIONS.set(rule, known);
	}
	return known.options;
}

/** A rule that is asked about a file. */
interface Asking {
	readonly rule: Rule;
	readonly open: OpenFile;
	readonly groups: Map<string, FindingGroup>;
	/** How many groups there are. */
	readonly count: number;
	readonly to: Listener;
	/** What it finds of a resource of a module that the file calls without that call, by the resources of its text. */
	readonly nearer: Map<readonly Resource[], ReadonlySet<string>>;
}

/** The setting of a host that shows few findings of a file: each has edits, which may be most of the work. */
function mostOf({ settings }: FileContext): number {
	const { mostFindings } = (settings["aws-kms"] ?? {}) as { readonly mostFindings?: unknown };
	return typeof mostFindings === "number" ? mostFindings : Infinity;
}

/** Takes what a rule finds, until it has found enough. */
function takeUpToMost(asking: Asking, problems: Iterable<Problem> | undefined, keep: (problem: Problem) => void): void {
	const {
		rule,
		open: { details, most },
	} = asking;
	for (const problem of problems ?? []) {
		if (asking.count >= most) {
			details.cut.add(rule.name);
			// What suppresses a finding that nobody looked for is not unused.
			details.asked.delete(rule.name);
			return;
		}
		keep(problem);
	}
}

function concerns(rule: Rule, { stack, module }: Reading): boolean {
	return stack !== null
		? rule.checkModule === undefined || rule.checkStack !== undefined || module !== null
		: module !== null &&
				(rule.checkModule !== undefined ||
					rule.checkProgram !== undefined ||
					rule.checkSuppressions !== undefined);
}

/** True for a rule about resources of types that the file does not write: there is nothing to ask it. */
function isIdle(rule: Rule, open: OpenFile): boolean {
	const { stack, module } = open.reading;
	const isAboutResources =
		rule.check !== undefined &&
		rule.checkStack === undefined &&
		rule.checkSuppressions === undefined &&
		(module === null || (rule.checkModule === undefined && rule.checkProgram === undefined));
	if (stack === null || !isAboutResources) {
		return false;
	}
	open.types ??= [...reportedIn(stack).byType.keys()];
	const asked = typesOf(rule);
	return !open.types.some((type) => asked.has(type));
}

function run(asking: Asking, options: Readonly<Record<string, unknown>>): void {
	const { rule, open } = asking;
	const { details } = open;
	const { stack, base = 0, module, suppressions, calledFor } = open.reading;
	const end = open.file.sourceCode.text.length;
	const ofFile: Taken = { asking, engine: stack?.engine ?? null, base: 0, end };
	const ofStack: Taken = base === 0 ? ofFile : { ...ofFile, base };
	const ask = (about: Span | null, question: () => void): void => isolate(asking, about, question);
	if (rule.checkSuppressions !== undefined) {
		const used = new Set(details.suppressed.map(({ suppression }) => suppression));
		const seen: Seen = { asked: details.asked, used, stack };
		ask(null, () => {
			takeUpToMost(asking, rule.checkSuppressions?.(suppressions, seen), (problem) => {
				take(rule, problem, null, ofFile);
			});
		});
	}
	details.asked.add(rule.name);
	if (module !== null && rule.checkModule !== undefined) {
		ask(null, () => {
			takeUpToMost(asking, rule.checkModule?.(module, options), (problem) => {
				// The rules about resources say it, with the name of the resource and of its property.
				if (stack === null || !("secrets" in problem) || !isOfResource(stack, problem.at)) {
					take(rule, problem, null, ofFile);
				}
			});
		});
	}
	if (module !== null && rule.checkProgram !== undefined) {
		ask(null, () => {
			takeUpToMost(asking, rule.checkProgram?.(module, options), (problem) => {
				if (stack === null || !isOfResource(stack, problem.at)) {
					take(rule, problem, null, ofFile);
				}
			});
		});
	}
	if (stack === null) {
		return;
	}
	const accepted = acceptedBy(rule, suppressions);
	if (rule.check !== undefined) {
		ask(null, () => {
			const asked = typesOf(rule);
			for (const [type, resources] of reportedIn(stack).byType) {
				if (!asked.has(type)) {
					continue;
				}
				for (const resource of resources) {
					if (details.cut.has(rule.name)) {
						return;
					}
					ask(inFile(resource.head, ofStack), () => {
						takeUpToMost(asking, rule.check?.(resource, options), (problem) => {
							const called = inFile(problem.at, ofStack) === null && calledFor?.(resource, problem.at);
							const own = called ? called.acceptedBy(rule.name) : null;
							take(
								rule,
								called ? atCall(asking, options, problem, called) : problem,
								resource,
								ofStack,
								own === null ? accepted : [own],
							);
						});
					});
				}
			}
		});
	}
	if (rule.checkStack !== undefined) {
		ask(null, () => {
			takeUpToMost(asking, rule.checkStack?.(stack, options), (problem) => {
				take(rule, problem, "unknown" in problem ? null : (problem.resource ?? null), ofStack, accepted);
			});
		});
	}
}

/**
 * A finding whose place is in a module that the file calls, at the call: without edits, which that module would need. It
 * stays where it is if it is found there without the call.
 */
function atCall(
	{ rule, nearer }: Asking,
	options: Readonly<Record<string, unknown>>,
	problem: Problem,
	{ span, elsewhere }: CalledFor,
): Problem {
	if ("unknown" in problem) {
		return problem;
	}
	for (const instances of elsewhere()) {
		const said = entryIn(nearer, instances, () => saidOf(instances, rule, options));
		if (said.has(aspectOf(problem))) {
			return problem;
		}
	}
	const { messageId, data, severity, property } = problem;
	return {
		at: span,
		messageId,
		data,
		...(severity === undefined ? {} : { severity }),
		...(property === undefined ? {} : { property }),
	};
}

/** What a rule finds of resources, as {@link aspectOf} tells it. */
function saidOf(
	resources: readonly Resource[],
	rule: Rule,
	options: Readonly<Record<string, unknown>>,
): ReadonlySet<string> {
	const said = new Set<string>();
	for (const resource of resources) {
		for (const problem of rule.check?.(resource, options) ?? []) {
			if (!("unknown" in problem)) {
				said.add(aspectOf(problem));
			}
		}
	}
	return said;
}

/**
 * What of a resource a finding is about: two of one property are about one thing, however bad each says that it is. A
 * finding without a property is told by its message.
 */
function aspectOf({ messageId, property = "" }: Finding): string {
	return property === "" ? `${messageId}:` : property;
}

/**
 * Asks, and reports an exception in place of an answer: once for each rule, at the first resource that it fails on; one in
 * the making of an offer beside the answer.
 */
function isolate(asking: Asking, about: Span | null, question: () => void): void {
	const {
		rule,
		open: { details },
		to,
	} = asking;
	const failed = (error: unknown, isOffer: boolean): void => {
		if (details.failures.every((failure) => failure.rule !== rule.name || failure.isOffer !== isOffer)) {
			const failure = failureOf(error, rule.name, about, isOffer);
			details.failures.push(failure);
			sayFailure(failure, to);
		}
	};
	try {
		watchAttempts((error) => failed(error, true), question);
	} catch (error) {
		if (error instanceof BadSettingError) {
			throw error; // Bad usage: whoever configured the rule is told.
		}
		failed(error, false);
	}
}

const SAID = new WeakSet<Failure>();

function sayFailure(failure: Failure, to: Listener): void {
	if (!SAID.has(failure)) {
		SAID.add(failure);
		to.failure(failure);
	}
}

const TYPES = new WeakMap<Rule, ReadonlySet<string>>();

/** The types of resources that a rule is asked about. */
function typesOf(rule: Rule): ReadonlySet<string> {
	let types = TYPES.get(rule);
	if (types === undefined) {
		types = new Set(rule.types ?? []);
		TYPES.set(rule, types);
	}
	return types;
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
	return entries.length === 0
		? entries
		: entries.filter(
				(suppression) =>
					(suppression.kind === "metadata"
						? suppression.rule === rule.name
						: suppression.kind === "skip" && rule.checks.some((id) => checkOf(id) === suppression.rule)) &&
					!hasEnded(suppression),
			);
}

/** Who asks about a file, and who deploys it: null where it describes nothing to deploy. */
interface Taken {
	readonly asking: Asking;
	readonly engine: Engine | null;
	/** Where the text begins in the offsets of what is taken: a place around it is in another file, and is reported there. */
	readonly base: number;
	/** The length of the text. */
	readonly end: number;
}

/** A place in the file that is read; null if it is in another one. */
function inFile(span: Span, { base, end }: Pick<Taken, "base" | "end">): Span | null {
	return span.start < base || span.end > base + end
		? null
		: base === 0
			? span
			: { start: span.start - base, end: span.end - base };
}

/** Keeps what is known only when deployed, what the author accepts, and what is to be reported, each in its place. */
function take(
	rule: Rule,
	problem: Problem,
	resource: Resource | null,
	taken: Taken,
	accepted: readonly Suppression[] = [],
): void {
	const { asking, engine } = taken;
	const { details, file } = asking.open;
	const at = inFile(problem.at, taken);
	if (at === null) {
		return;
	}
	if ("unknown" in problem) {
		details.unknown.push({
			rule: rule.name,
			span: at,
			resource: aboutOf(resource),
			property: spelled(problem.property, resource),
			why: ruleWordsFor(rule, file).render(problem.unknown),
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
	const finding = placed(
		problem.property === undefined ? problem : { ...problem, property: spelled(problem.property, resource) },
		at,
		taken,
	);
	const member: Member = { finding: worded(finding, engine), resource, severity };
	details.subjects.add(subjectOf(rule.name, finding));
	for (const place of [...(finding.secretSpans ?? []), ...(finding.covers ?? [])]) {
		details.subjects.add({ rule: rule.name, at: place, property: null }); // One literal, one finding.
	}
	const suppression = accepted.find((one) => one.resource === null || one.resource === resource?.id);
	if (suppression === undefined) {
		addToGroup(asking.groups, member);
	} else {
		// By itself: another resource that shows the same text may not accept it.
		const detail = detailOf(rule, { first: member, members: [member] }, ruleWordsFor(rule, file));
		details.suppressed.push({ ...detail, suppression });
	}
}

/** A finding with its places in the file that is read. */
function placed(finding: Finding, at: Span, taken: Taken): Finding {
	const { subject, secretSpans, covers } = finding;
	return {
		...finding,
		at,
		...(subject === undefined ? {} : { subject: inFile(subject, taken) ?? at }),
		...(secretSpans === undefined ? {} : { secretSpans: secretSpans.flatMap((span) => inFile(span, taken) ?? []) }),
		...(covers === undefined ? {} : { covers: covers.flatMap((span) => inFile(span, taken) ?? []) }),
	};
}

/** A property as the author of this dialect spells it, whether the rule has spelled it or not. */
function spelled(property: string, resource: Resource | null): string {
	return resource === null || property === "" ? property : resource.spell(property);
}

/** The words of the dialect are there for every message. */
function worded(finding: Finding, engine: Engine | null): Finding {
	if (engine === null) {
		return finding;
	}
	const words = wordsOf(engine);
	const suggestions = finding.suggestions?.map((one) => ({ ...one, data: { ...words, ...one.data } }));
	return {
		...finding,
		data: { ...words, ...finding.data },
		...(suggestions === undefined ? {} : { suggestions }),
	};
}

/** Reports each group, unless a more specific rule speaks about the same thing. */
function report(asking: Asking): void {
	const {
		rule,
		open: { file, details },
		groups,
		to,
	} = asking;
	for (const group of groups.values()) {
		isolate(asking, group.first.finding.at, () => {
			const kept = keepGroup(rule, group, file, details);
			if (kept !== null) {
				to.finding(kept);
			}
		});
	}
}
