import { redactLabel } from "../../detect/redact.ts";
import { NO_EDITS } from "../no-edits.ts";
import { findGenerated } from "../../model/generated.ts";
import { GuardedEditor } from "../../model/guarded-editor.ts";
import { deployedTypeOf, globalsSectionOf } from "../../model/sam-types.ts";
import type { Editor, Generated, LocatedText, PairValue, Removal, Resource, Stack } from "../../model/resource.ts";
import type { Written } from "../../model/written.ts";
import type { Suppressions } from "../../model/suppression.ts";
import { getIn, pathOf, type LiteralValue, type Parameter, type Value } from "../../model/value.ts";
import { type Way } from "../../model/way.ts";
import { attempt } from "../../text/attempt.ts";
import { nearMissWords } from "../../text/did-you-mean.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { fuelFor, type Fuel } from "../../text/fuel.ts";
import { pushAll } from "../../text/push-all.ts";
import type { TemplateFile, TemplateMapping, TemplateNode, TemplatePair, TemplateScalar } from "./parse/ast.ts";
import { Conditions, NOTHING_ASSUMED, type Assumptions } from "./conditions.ts";
import { findMapping, findPair, findScalar, followAliases, intrinsicOf, isLoopKey } from "./parse/intrinsic.ts";
import { inLoop, mergeGlobals, SHARED, readLoop, readScalar, readValue, spanOf, type Scope } from "./read-value.ts";
import { isFragment } from "./is-fragment.ts";
import { readSuppressions } from "./read-suppressions.ts";
import { TemplateEditor } from "./write/template-editor.ts";
import { entryOf } from "../../model/entry-of.ts";
import { TEMPLATE_ENGINE } from "../cloudformation/engine.ts";
import { lastOfPath } from "../../text/last-of-path.ts";
import { wording, type Words } from "../../text/wording.ts";

/** What is wrong with a template that could be parsed. */
export interface StructureProblem {
	readonly message: Words;
	readonly offset: number;
	readonly tolerated: boolean;
}

/** The options for reading a template. */
export interface ReadOptions {
	/** Parameter values of the deployment, by name. */
	readonly parameterOverrides: Readonly<Record<string, string>>;
	/** False to ignore suppressions, so that everything is reported. */
	readonly suppressions?: boolean;
	/** True for a document that is one resource of a template that is not there: nothing can be edited. */
	readonly isBare?: boolean;
}

/** A template as a model, with its structural errors. */
export interface ReadTemplate {
	readonly stack: TemplateStack;
	readonly problems: readonly StructureProblem[];
}

/** A lookup of an image in the context of a CDK app: `ami:account=…:filters.name.0=…:region=eu-west-1`. */
const IMAGE_LOOKUP = /^(?:ami|ssm):account=/u;

/** True for a `cdk.context.json` with the ID of an image that CDK looked up: the values of a future template. */
export function isImageContext(body: TemplateNode | null): body is TemplateMapping {
	return (
		body?.type === "TemplateMapping" &&
		body.pairs.some(
			({ key, value }) =>
				key.type === "TemplateScalar" &&
				IMAGE_LOOKUP.test(key.value) &&
				value.type === "TemplateScalar" &&
				value.value.startsWith("ami-"),
		)
	);
}

const TYPE = /^(?:[A-Za-z0-9]+::){1,}[A-Za-z0-9_@-]+/u;

/**
 * True if the content shows that it is a template: `AWSTemplateFormatVersion`, an AWS `Transform`, or a resource whose
 * `Type` contains `::`. The file name does not count.
 */
export function isTemplate(body: TemplateNode | null): body is TemplateMapping {
	if (body?.type !== "TemplateMapping") {
		return false;
	}
	if (findPair(body, "AWSTemplateFormatVersion") !== undefined) {
		return true;
	}
	const transform = findPair(body, "Transform");
	const names = transform === undefined ? [] : transformsOf(transform.value);
	if (names.some((name) => name.startsWith("AWS::"))) {
		return true;
	}
	const resources = findMapping(body, "Resources");
	if (resources !== undefined) {
		return resources.pairs.some((pair) => TYPE.test(findScalar(followAliases(pair.value), "Type")?.value ?? ""));
	}
	return body.pairs.some(({ key, value }) => {
		const section = key.type === "TemplateScalar" && LIKE_RESOURCES.test(key.value) ? followAliases(value) : null;
		return (
			section?.type === "TemplateMapping" &&
			section.pairs.some((pair) => AWS_TYPE.test(findScalar(followAliases(pair.value), "Type")?.value ?? ""))
		);
	});
}

/** `Resource`, `resources`, `Ressources`: meant for `Resources`, where resources of AWS stand below it. */
const LIKE_RESOURCES = /^res{1,2}ou?r?[cs]es?$/iu;
const AWS_TYPE = /^AWS::\w+::\w+$/u;

function transformsOf(node: TemplateNode): readonly string[] {
	const value = followAliases(node);
	if (value?.type === "TemplateScalar") {
		return [value.value];
	}
	return value?.type === "TemplateSequence"
		? value.items.flatMap((item) => (item.type === "TemplateScalar" ? [item.value] : []))
		: [];
}

/** Reads the tree of a template as a model. The file must be a template: see {@link isTemplate}. */
export function readTemplate(
	text: string,
	file: TemplateFile,
	body: TemplateMapping,
	options: ReadOptions,
): ReadTemplate {
	const problems: StructureProblem[] = [];
	const stack = new TemplateStack(text, file, body, options, problems);
	pushAll(problems, misspeltSections(body));
	return { stack, problems };
}

/** Sections that CloudFormation rejects and that look like a missing one: nothing in them is read. */
function misspeltSections(body: TemplateMapping): readonly StructureProblem[] {
	const missing = [...SECTIONS].filter((section) => findPair(body, section) === undefined);
	return body.pairs.flatMap(({ key }): readonly StructureProblem[] => {
		if (key.type !== "TemplateScalar" || SECTIONS.has(key.value) || !NAME_LIKE.test(key.value)) {
			return [];
		}
		const meant = nearMissWords(key.value, missing);
		return meant === null
			? []
			: [
					{
						message: wording("Unknown section '{{name}}'. {{advice}}", {
							name: redactLabel(key.value),
							advice: meant,
						}),
						offset: key.start,
						tolerated: false,
					},
				];
	});
}

/** A word; not `x-common`, `Fn::Transform`, `<<`. */
const NAME_LIKE = /^[A-Za-z]{4,40}$/u;

/** A map or a list on the path from the root. */
interface Step {
	readonly name: string;
	readonly above: Step | null;
	/** What it is a map of: the section `Resources` and the body of a loop there are maps of resources. */
	readonly mapOf: "root" | "resources" | "attributes" | "loop" | "anything";
}

function stepTo(name: string, above: Step | null): Step {
	return { name, above, mapOf: keptIn(name, above) };
}

function keptIn(name: string, above: Step | null): Step["mapOf"] {
	switch (above?.mapOf) {
		case undefined:
			return "root";
		case "root":
			return name === "Resources" ? "resources" : "anything";
		case "resources":
			return isLoopKey(name) ? "loop" : "attributes";
		case "loop":
			return name === LOOP_BODY ? "resources" : "anything";
		default:
			return "anything";
	}
}

/** `Fn::ForEach` has a list: a name, what it stands for, and what is repeated. */
const LOOP_BODY = "2";

/** A text of the file. Its path is computed on demand, because most texts are read once. */
class ScalarText implements LocatedText {
	readonly text: string;
	readonly #node: TemplateScalar;
	readonly #name: string;
	readonly #above: Step | null;
	readonly #resources: ReadonlyMap<string, TemplateResource>;
	#path: readonly string[] | undefined;

	constructor(
		node: TemplateScalar,
		name: string,
		above: Step | null,
		resources: ReadonlyMap<string, TemplateResource>,
	) {
		this.text = node.value;
		this.#node = node;
		this.#name = name;
		this.#above = above;
		this.#resources = resources;
	}

	get span(): Span {
		return spanOf(this.#node);
	}

	get path(): readonly string[] {
		if (this.#path === undefined) {
			const names: string[] = this.#above === null ? [] : [this.#name];
			for (let step = this.#above; step !== null && step.above !== null; step = step.above) {
				names.push(step.name);
			}
			this.#path = names.reverse();
		}
		return this.#path;
	}

	get resource(): TemplateResource | null {
		return this.path[0] === "Resources" ? (this.#resources.get(this.path[1] ?? "") ?? null) : null;
	}
}

/** The name of a branch of `Fn::If`: see `read-value.ts`. */
export class TemplateStack implements Stack {
	readonly engine = TEMPLATE_ENGINE;
	readonly resources: readonly TemplateResource[];
	readonly parameters: ReadonlyMap<string, Parameter>;
	readonly suppressions: Suppressions;
	readonly editor: Editor;
	/** For writing into nodes of the file. */
	readonly writer: TemplateEditor;
	readonly body: TemplateMapping;
	readonly #text: string;
	readonly #format: TemplateFile["format"];
	readonly #conditions: Conditions;
	readonly #scope: Scope;
	readonly #byId = new Map<string, TemplateResource>();
	readonly #byType = new Map<string, TemplateResource[]>();
	readonly #searches: Fuel;
	#isFragment: boolean | undefined;
	/** The end of the last search, from which the next one for the same part continues. */
	#located: {
		readonly text: string;
		readonly part: string;
		readonly span: Span;
		readonly from: number;
		readonly at: number;
	} | null = null;

	constructor(
		text: string,
		file: TemplateFile,
		body: TemplateMapping,
		options: ReadOptions,
		problems: StructureProblem[],
	) {
		this.body = body;
		this.#text = text;
		this.#format = file.format;
		this.#searches = fuelFor(file, "where parts of texts stand", text.length);
		this.writer = new TemplateEditor(text, file);
		this.editor = options.isBare === true ? NO_EDITS : new GuardedEditor(this.writer);
		this.suppressions =
			options.suppressions === false ? { entries: [], problems: [] } : readSuppressions(body, file.comments);
		this.parameters = readParameters(findMapping(body, "Parameters"), options);
		const conditions = new Conditions(
			findMapping(body, "Conditions"),
			this.parameters,
			fuelFor(file, "conditions", text.length),
		);
		this.#conditions = conditions;
		const scope: Scope = {
			parameters: this.parameters,
			resources: this.#byId,
			mappings: findMapping(body, "Mappings"),
			conditions,
			assumed: NOTHING_ASSUMED,
			loops: new Set(),
			depth: 0,
			budget: fuelFor(file, "aliases and `Globals`", text.length, SHARED),
			shared: false,
		};
		this.#scope = scope;
		const section = findPair(body, "Resources");
		const resources: TemplateResource[] = [];
		if (section !== undefined) {
			const value = followAliases(section.value);
			if (value?.type === "TemplateMapping") {
				const globals = findMapping(body, "Globals");
				this.#collect(value, scope, globals, resources, problems, 0);
			} else if (!isSkeleton(body, value) && file.errors.every((error) => error.tolerated)) {
				problems.push({
					message: "`Resources` is not a map of resources.",
					offset: section.key.start,
					tolerated: false,
				});
			}
		}
		// Of two resources with one id, CloudFormation makes the last.
		this.resources = resources.filter((resource) => this.#byId.get(resource.id) === resource);
		for (const resource of this.resources as readonly TemplateResource[]) {
			const known = this.#byType.get(resource.type);
			if (known === undefined) {
				this.#byType.set(resource.type, [resource]);
			} else {
				known.push(resource);
			}
		}
	}

	get outputs(): ReadonlyMap<string, Value> {
		const outputs = new Map<string, Value>();
		for (const { key, value } of findMapping(this.body, "Outputs")?.pairs ?? []) {
			const output = followAliases(value);
			const pair = output?.type === "TemplateMapping" ? findPair(output, "Value") : undefined;
			if (key.type === "TemplateScalar" && pair !== undefined) {
				outputs.set(key.value, readValue(pair.value, this.#scope));
			}
		}
		return outputs;
	}

	find(type: string): readonly TemplateResource[] {
		return this.#byType.get(type) ?? [];
	}

	/** True where another part of the template may have `Globals` for the functions of this one. */
	get isFragment(): boolean {
		return (this.#isFragment ??= isFragment(this.body));
	}

	resource(id: string): TemplateResource | undefined {
		return this.#byId.get(id);
	}

	isReported(): boolean {
		return true;
	}

	isPossible(when: readonly Way[]): boolean {
		let assumed = NOTHING_ASSUMED;
		for (const way of when) {
			if (way.of !== "condition") {
				continue; // A row of a mapping.
			}
			if (this.#conditions.decide(way.name, assumed) === !way.is) {
				return false;
			}
			assumed = this.#conditions.assume(way.name, way.is, assumed);
		}
		return true;
	}

	spanOfPart({ span }: Value, text: string, start: number, end: number): Span {
		const part = text.slice(start, end);
		const last = this.#located;
		const goesOn =
			last !== null &&
			last.text === text &&
			last.part === part &&
			last.span.start === span.start &&
			last.from < start;
		let at = goesOn ? last.at : span.start - 1;
		for (let from = goesOn ? last.from : -1; from < start;) {
			// The n-th occurrence of the part in the text is the n-th one in the file.
			from = text.indexOf(part, from + 1);
			at = this.#text.indexOf(part, at + 1);
			if (from === -1 || at === -1 || at + part.length > span.end || !this.#searches.spend(1 + (from >> 6))) {
				return span;
			}
			this.#located = { text, part, span, from, at };
		}
		return { start: at, end: at + part.length };
	}

	get types(): Iterable<string> {
		return this.#byType.keys();
	}

	/** A value on one line, in the format of the file. */
	spellValue(value: PairValue): string {
		if (typeof value === "object") {
			const pairs = Object.entries(value).map(([key, item]) => this.spellPair(key, item));
			return `{ ${pairs.join(", ")} }`;
		}
		return this.#format === "json" ? JSON.stringify(value) : String(value);
	}

	spellPair(key: string, value: PairValue): string {
		return `${this.#format === "json" ? JSON.stringify(key) : key}: ${this.spellValue(value)}`;
	}

	texts(section?: string): Iterable<LocatedText> {
		return this.#textsIn((name, { mapOf }) => section === undefined || mapOf !== "root" || name === section);
	}

	proseTexts(): Iterable<LocatedText> {
		return this.#textsIn(
			(name, { mapOf }) =>
				(mapOf !== "attributes" || name !== "Properties") && (mapOf !== "root" || name !== "Globals"),
		);
	}

	/** @param isRead whether what stands under a name of a map is read */
	#textsIn(isRead: (name: string, map: Step) => boolean): LocatedText[] {
		const texts: LocatedText[] = [];
		// What is still to be read, in three lists: most nodes are texts, of which an object each is enough.
		const nodes: (TemplateNode | null)[] = [this.body];
		const names = [""];
		const above: (Step | null)[] = [null];
		while (nodes.length > 0) {
			const node = nodes.pop();
			const name = names.pop() ?? "";
			const outer = above.pop() ?? null;
			if (node?.type === "TemplateScalar") {
				texts.push(new ScalarText(node, name, outer, this.#byId));
			} else if (node?.type === "TemplateMapping") {
				const step = stepTo(name, outer);
				for (const { key, value } of node.pairs) {
					const called = key.type === "TemplateScalar" ? key.value : "?";
					if (step.mapOf === "anything" || isRead(called, step)) {
						nodes.push(value);
						names.push(called);
						above.push(step);
					}
				}
			} else if (node?.type === "TemplateSequence") {
				const step = stepTo(name, outer);
				node.items.forEach((item, index) => {
					nodes.push(item);
					names.push(String(index));
					above.push(step);
				});
			}
		}
		return texts;
	}

	#collect(
		section: TemplateMapping,
		scope: Scope,
		globals: TemplateMapping | undefined,
		into: TemplateResource[],
		problems: StructureProblem[],
		depth: number,
	): void {
		for (const pair of section.pairs) {
			const key = followAliases(pair.key);
			if (key?.type !== "TemplateScalar") {
				problems.push({
					message: "A logical id must be plain text.",
					offset: pair.key.start,
					tolerated: false,
				});
				continue;
			}
			if (isLoopKey(key.value) && depth < 5) {
				this.#collectLoop(pair, scope, globals, into, problems, depth);
				continue;
			}
			if (key.value === "Fn::Transform" || key.value === "<<") {
				continue; // AWS::Include: its content is not known until deployment.
			}
			const resource = readResource(this, key, pair, scope, globals, problems, depth > 0);
			if (resource !== null) {
				into.push(resource);
				this.#byId.set(resource.id, resource); // A `Ref` to a later one also works: values are read on demand.
			}
		}
	}

	/** `Fn::ForEach::Topics: [Name, [a, b], { "Topic${Name}": { Type: … } }]`: its resources, once each, as written. */
	#collectLoop(
		pair: TemplatePair,
		scope: Scope,
		globals: TemplateMapping | undefined,
		into: TemplateResource[],
		problems: StructureProblem[],
		depth: number,
	): void {
		const loop = readLoop(pair.value);
		if (loop === null) {
			problems.push({
				message: "`Fn::ForEach` needs an identifier, a collection and an output.",
				offset: pair.key.start,
				tolerated: false,
			});
		} else if (loop.items?.length !== 0) {
			this.#collect(loop.output, inLoop(scope, loop), globals, into, problems, depth + 1);
		}
	}
}

function readResource(
	stack: TemplateStack,
	key: TemplateScalar,
	pair: TemplatePair,
	scope: Scope,
	globals: TemplateMapping | undefined,
	problems: StructureProblem[],
	looped: boolean,
): TemplateResource | null {
	const body = followAliases(pair.value);
	const type = findScalar(body, "Type");
	if (body?.type === "TemplateMapping" && type === undefined && body.pairs.some(isMacro)) {
		return null; // `Type: !Rain::Module …`, `Fn::Transform`: a tool creates the resource before deployment.
	}
	if (body?.type !== "TemplateMapping" || type === undefined || type.value === "") {
		problems.push({
			message: wording("Resource '{{name}}' has no `Type`.", { name: redactLabel(key.value) }),
			offset: key.start,
			tolerated: false,
		});
		return null;
	}
	const condition = findScalar(body, "Condition")?.value;
	let assumed: Assumptions = scope.assumed;
	if (condition !== undefined) {
		if (scope.conditions.decide(condition, assumed) === false) {
			return null; // Never created: with these parameters there is nothing to protect.
		}
		assumed = scope.conditions.assume(condition, true, assumed);
	}
	return new TemplateResource(stack, key, body, type.value, { ...scope, assumed }, globals, looped);
}

/** A pair that a macro or packaging tool replaces. */
function isMacro({ key, value }: TemplatePair): boolean {
	const name = key.type === "TemplateScalar" ? key.value : "";
	const made = followAliases(value);
	return (
		name.startsWith("Fn::") ||
		(name === "Type" && made !== null && (made.tag !== null || made.type !== "TemplateScalar"))
	);
}

export class TemplateResource implements Resource {
	readonly id: string;
	readonly type: string;
	readonly writtenType: string;
	readonly stack: TemplateStack;
	readonly looped: boolean;
	readonly #key: TemplateScalar;
	readonly #body: TemplateMapping;
	readonly #scope: Scope;
	readonly #globals: TemplateMapping | undefined;
	#properties: Value | undefined;
	#generated: Generated | null | undefined;

	constructor(
		stack: TemplateStack,
		key: TemplateScalar,
		body: TemplateMapping,
		type: string,
		scope: Scope,
		globals: TemplateMapping | undefined,
		looped: boolean,
	) {
		this.id = key.value;
		this.type = deployedTypeOf(type);
		this.writtenType = type;
		this.stack = stack;
		this.looped = looped;
		this.#key = key;
		this.#body = body;
		this.#scope = scope;
		this.#globals = globals;
	}

	get head(): Span {
		return spanOf(this.#key);
	}

	get generated(): Generated | null {
		if (this.#generated === undefined) {
			const path = findScalar(findMapping(this.#body, "Metadata"), "aws:cdk:path")?.value ?? null;
			const description = findScalar(findMapping(this.#body, "Properties"), "Description")?.value ?? null;
			this.#generated = this.type === "AWS::Lambda::Function" ? findGenerated(this.id, path, description) : null;
		}
		return this.#generated;
	}

	get condition(): string | null {
		return findScalar(this.#body, "Condition")?.value ?? null;
	}

	get properties(): Value {
		return (this.#properties ??= this.#readProperties());
	}

	get metadata(): Value {
		const pair = findPair(this.#body, "Metadata");
		return pair === undefined
			? { kind: "absent", span: this.head, explicit: false }
			: readValue(pair.value, this.#scope);
	}

	get removal(): Removal {
		return {
			policy: this.#attribute("DeletionPolicy"),
			property: "DeletionPolicy",
			setting: this.stack.spellPair("DeletionPolicy", RETAIN),
			retain: () =>
				this.stack.editor.setAll(
					{ ...emptyMap(this.head), origin: this.#body },
					{ DeletionPolicy: RETAIN, UpdateReplacePolicy: RETAIN },
				),
		};
	}

	get(path: string | readonly string[]): Value {
		return getIn(this.properties, path);
	}

	spell(path: string): string {
		return path;
	}

	spellValue(_path: string, value: string | boolean): string {
		return this.stack.spellValue(value);
	}

	spellSetting(path: string, value: string | boolean): string {
		return this.stack.spellPair(lastOfPath(path), value);
	}

	set(path: string | readonly string[], value: Written): readonly TextEdit[] | null {
		return this.stack.editor === NO_EDITS ? null : attempt(() => this.#set(path, value));
	}

	#set(path: string | readonly string[], value: Written): readonly TextEdit[] | null {
		const names = pathOf(path);
		let mapping: TemplateMapping = this.#body;
		const below = ["Properties", ...names];
		for (const [index, name] of below.entries()) {
			const last = index === below.length - 1;
			if (intrinsicOf(mapping) !== null) {
				return null; // `Environment: !If …`: which branch to write into is the author's choice.
			}
			const present = findPair(mapping, name);
			if (last || present === undefined) {
				return this.stack.writer.setPair(mapping, name, nest(below.slice(index + 1), value));
			}
			if (present.value.type === "TemplateScalar" && present.value.value === "" && present.value.tag === null) {
				return this.stack.writer.setPair(mapping, name, nest(below.slice(index + 1), value));
			}
			if (present.value.type !== "TemplateMapping" || present.value.tag !== null) {
				return null;
			}
			mapping = present.value;
		}
		return null;
	}

	/** An attribute beside `Properties`; unknown if a macro or a merge key may add it. */
	#attribute(name: string): Value {
		const pair = findPair(this.#body, name);
		if (pair !== undefined) {
			return readValue(pair.value, this.#scope);
		}
		return this.#body.pairs.some(addsPairs)
			? { kind: "unresolved", span: this.head, why: "a macro or a merge key may set it" }
			: { kind: "absent", span: this.head, explicit: false };
	}

	#readProperties(): Value {
		const pair = findPair(this.#body, "Properties");
		const absent: Value = { kind: "absent", span: this.head, explicit: false };
		let own: Value = pair === undefined ? absent : readValue(pair.value, this.#scope);
		if (own.kind === "literal") {
			own = absent; // `Properties:` with nothing below.
		}
		const section = globalsSectionOf(this.writtenType);
		const shared = section === null ? undefined : findMapping(this.#globals, section);
		if (shared === undefined) {
			const all = own.kind === "absent" ? emptyMap(this.head) : own;
			return section !== null && this.stack.isFragment
				? mergeGlobals({ ...emptyMap(this.head), open: true }, all)
				: all;
		}
		const globals = readValue(shared, { ...this.#scope, shared: true });
		return own.kind === "absent"
			? {
					...emptyMap(this.head),
					entries: globals.kind === "map" ? globals.entries : [],
					open: globals.kind === "map" && globals.open,
				}
			: mergeGlobals(globals, own);
	}
}

const RETAIN = "Retain";

/** `<<: *shared`, `Fn::Transform: …`, a key that is not plain text. */
function addsPairs({ key }: TemplatePair): boolean {
	return key.type !== "TemplateScalar" || key.value === "<<" || key.value.startsWith("Fn::");
}

function emptyMap(span: Span): Extract<Value, { kind: "map" }> {
	return { kind: "map", span, entries: [], open: false, origin: null };
}

function nest(names: readonly string[], value: Written): Written {
	return names.reduceRight<Written>((inner, name) => ({ [name]: inner }), value);
}

function readParameters(section: TemplateMapping | undefined, options: ReadOptions): ReadonlyMap<string, Parameter> {
	const parameters = new Map<string, Parameter>();
	for (const pair of section?.pairs ?? []) {
		const body = followAliases(pair.value);
		const name = pair.key.type === "TemplateScalar" ? pair.key.value : "<<";
		// `Fn::Transform`: not a parameter, but it adds parameters.
		if (body?.type === "TemplateMapping" && name !== "<<" && !name.startsWith("Fn::")) {
			const override = entryOf(options.parameterOverrides, name);
			parameters.set(name, readParameter(name, body, pair, override));
		}
	}
	return parameters;
}

function readParameter(
	name: string,
	body: TemplateMapping,
	pair: TemplatePair,
	override: string | undefined,
): Parameter {
	const type = findScalar(body, "Type")?.value ?? "String";
	const written = defaultOf(findScalar(body, "Default"), name);
	const given = override === undefined ? written : overrideOf(override, name, pair);
	return {
		name,
		type,
		noEcho: /^(?:true|yes|on)$/iu.test(findScalar(body, "NoEcho")?.value ?? ""),
		// AWS::SSM::Parameter::Value<String>: the default is the name of a stored parameter, not the value.
		default: type.startsWith("AWS::SSM::Parameter::Value") ? null : given,
		written,
		overridden: override !== undefined,
		allowed: allowedValuesOf(body),
		description: findScalar(body, "Description")?.value ?? "",
		open: body.pairs.some(
			({ key }) =>
				key.type !== "TemplateScalar" ||
				(key.value === "<<" && key.style === "plain") ||
				key.value.startsWith("Fn::"),
		),
		span: spanOf(pair),
		nameSpan: spanOf(pair.key),
		origin: body,
	};
}

function allowedValuesOf(body: TemplateMapping): readonly string[] | null {
	const pair = findPair(body, "AllowedValues");
	const allowed = pair === undefined ? null : followAliases(pair.value);
	return allowed?.type === "TemplateSequence"
		? allowed.items.flatMap((item) => (item.type === "TemplateScalar" ? [item.value] : []))
		: null;
}

function defaultOf(written: TemplateScalar | undefined, name: string): LiteralValue | null {
	return written === undefined ? null : readScalar(written, { kind: "parameter", name, span: spanOf(written) });
}

function overrideOf(text: string, name: string, pair: TemplatePair): LiteralValue {
	return { kind: "literal", span: spanOf(pair.key), value: text, text, via: { kind: "override", name, span: null } };
}

const SECTIONS: ReadonlySet<string> = new Set([
	"AWSTemplateFormatVersion",
	"Conditions",
	"Description",
	"Globals",
	"Hooks",
	"Mappings",
	"Metadata",
	"Outputs",
	"Parameters",
	"Resources",
	"Rules",
	"Transform",
]);

/** True if `Resources:` is empty and nothing next to it could belong to it. */
function isSkeleton(body: TemplateMapping, resources: TemplateNode | null | undefined): boolean {
	return (
		(resources === null ||
			resources === undefined ||
			(resources.type === "TemplateScalar" && resources.style === "plain" && resources.value === "")) &&
		body.pairs.every(({ key }) => key.type === "TemplateScalar" && SECTIONS.has(key.value))
	);
}
