import type { Allowance, Fuel } from "../../text/fuel.ts";
import type { Span } from "../../text/span.ts";
import type {
	AbsentValue,
	Branch,
	Entry,
	ListValue,
	LiteralValue,
	MapValue,
	Parameter,
	TextValue,
	UnresolvedValue,
	Value,
	Via,
} from "../../model/value.ts";
import { MAX_BRANCHES } from "../../model/value.ts";
import type { TemplateMapping, TemplateNode, TemplatePair, TemplateScalar, TemplateSequence } from "./parse/ast.ts";
import { NOTHING_ASSUMED, type Assumptions, type Conditions } from "./conditions.ts";
import { findMapping, findPair, followAliases, intrinsicOf, isLoopKey, type Intrinsic } from "./parse/intrinsic.ts";
import { hiddenRanges } from "../ranges/hidden-ranges.ts";
import { isSecretName } from "../../detect/name-kind.ts";
import { pushAll } from "../../text/push-all.ts";
import type { Words } from "../../text/wording.ts";
import { wording } from "../../text/wording.ts";

/** The context for reading a value. */
export interface Scope {
	readonly parameters: ReadonlyMap<string, Parameter>;
	readonly resources: { has(id: string): boolean };
	readonly mappings: TemplateMapping | undefined;
	readonly conditions: Conditions;
	readonly assumed: Assumptions;
	/** Names defined by a `Fn::ForEach` around the value, not known until deployment. */
	readonly loops: ReadonlySet<string>;
	readonly depth: number;
	/**
	 * The remaining number of nodes that may be read more than once: a bomb of aliases ends as `unresolved` instead of
	 * exhausting memory.
	 */
	readonly budget: Fuel;
	/** True for what is read more than once: behind an alias, in `Globals`. */
	readonly shared: boolean;
}

/**
 * More than any real template has: steps are aliases and the pairs behind them, and pairs in `Globals`, once per
 * function.
 */
export const SHARED: Allowance = { base: 20_000, perCharacter: 0.125 };

/** Deeper than any template that CloudFormation accepts. */
const MAX_DEPTH = 200;

export function spanOf(node: { readonly start: number; readonly end: number }): Span {
	return { start: node.start, end: node.end };
}

/** Reads a node as a value of the model. Maps and lists are read on demand. */
export function readValue(node: TemplateNode, scope: Scope): Value {
	if (scope.depth > MAX_DEPTH) {
		return unresolved(node, "it is nested too deeply");
	}
	if (node.type === "TemplateAlias") {
		const target = followAliases(node);
		if (
			target === null ||
			!scope.budget.spend(target.type === "TemplateScalar" ? 1 + (target.value.length >> 5) : 1)
		) {
			return unresolved(node, target === null ? "the alias has no anchor" : "the file has too many aliases");
		}
		return readValue(target, { ...deeper(scope), shared: true });
	}
	const call = intrinsicOf(node);
	return call === null ? readPlain(node, scope) : readIntrinsic(call, deeper(scope));
}

function deeper(scope: Scope): Scope {
	return { ...scope, depth: scope.depth + 1 };
}

/** Reads a node without its tag: the argument of a short tag. */
function readPlain(node: TemplateMapping | TemplateSequence | TemplateScalar, scope: Scope): Value {
	// The parser limits the depth of a text, but not that of nested aliases.
	const inner = scope.shared ? deeper(scope) : scope;
	switch (node.type) {
		case "TemplateScalar":
			return readScalar(node);
		case "TemplateSequence":
			return new LazyList(node, inner);
		case "TemplateMapping":
			return new LazyMap(node, inner);
		default:
			return node satisfies never;
	}
}

function readArgument(call: Intrinsic, scope: Scope): Value {
	const argument = call.argument;
	if (!call.short) {
		return readValue(argument, scope);
	}
	if (argument.type === "TemplateAlias") {
		return readValue(argument, scope);
	}
	const inner = longFormIn(argument);
	return inner === null ? readPlain(argument, scope) : readIntrinsic(inner, deeper(scope));
}

/** `!Base64 { Fn::Sub: … }`: a short tag cannot directly follow another one, so the inner call uses its long form. */
function longFormIn(node: TemplateNode): Intrinsic | null {
	const pair = node.type === "TemplateMapping" && node.pairs.length === 1 ? node.pairs[0] : undefined;
	const key = pair?.key.type === "TemplateScalar" ? pair.key.value : "";
	return pair !== undefined && (key === "Ref" || key.startsWith("Fn::"))
		? { name: key.replace("Fn::", ""), argument: pair.value, short: false, node }
		: null;
}

/** The items of an intrinsic's argument list, unread. */
function argumentsOf(call: Intrinsic): readonly TemplateNode[] {
	const list = followAliases(call.argument);
	return list?.type === "TemplateSequence" ? list.items : [];
}

const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/u;

/** Types a scalar as in YAML 1.1, like CloudFormation; the original text is kept as well. */
export function readScalar(node: TemplateScalar, via: Via | null = null): LiteralValue {
	return {
		kind: "literal",
		span: spanOf(node),
		value: node.style === "plain" ? typed(node.value) : node.value,
		text: node.value,
		via,
	};
}

function typed(text: string): string | number | boolean | null {
	switch (text) {
		case "":
		case "~":
		case "null":
		case "Null":
		case "NULL":
			return null;
		default:
	}
	if (/^(?:true|yes|on)$/iu.test(text)) {
		return true;
	}
	if (/^(?:false|no|off)$/iu.test(text)) {
		return false;
	}
	return NUMBER.test(text) ? Number(text) : text;
}

function absent(node: TemplateNode): AbsentValue {
	return { kind: "absent", span: spanOf(node), explicit: true };
}

function unresolved(node: { readonly start: number; readonly end: number }, why: Words): UnresolvedValue {
	return { kind: "unresolved", span: spanOf(node), why };
}

class LazyEntry implements Entry {
	readonly key: string;
	readonly pair: TemplatePair;
	readonly #scope: Scope;
	#value: Value | undefined;

	constructor(key: string, pair: TemplatePair, scope: Scope) {
		this.key = key;
		this.pair = pair;
		this.#scope = scope;
	}

	get keySpan(): Span {
		return spanOf(this.pair.key);
	}

	get span(): Span {
		return spanOf(this.pair);
	}

	get value(): Value {
		return (this.#value ??= readValue(this.pair.value, this.#scope));
	}
}

class LazyMap implements MapValue {
	readonly kind = "map";
	readonly origin: TemplateMapping;
	readonly #scope: Scope;
	#read: { readonly entries: readonly Entry[]; readonly open: boolean } | undefined;

	constructor(node: TemplateMapping, scope: Scope) {
		this.origin = node;
		this.#scope = scope;
	}

	get span(): Span {
		return spanOf(this.origin);
	}

	get entries(): readonly Entry[] {
		return (this.#read ??= readEntries(this.origin, this.#scope)).entries;
	}

	get open(): boolean {
		return (this.#read ??= readEntries(this.origin, this.#scope)).open;
	}
}

class LazyList implements ListValue {
	readonly kind = "list";
	readonly open = false;
	readonly origin: TemplateSequence;
	readonly #scope: Scope;
	#items: readonly Value[] | undefined;

	constructor(node: TemplateSequence, scope: Scope) {
		this.origin = node;
		this.#scope = scope;
	}

	get span(): Span {
		return spanOf(this.origin);
	}

	get items(): readonly Value[] {
		return (this.#items ??=
			this.#scope.shared && !this.#scope.budget.spend(this.origin.items.length)
				? [unresolved(this.origin, "the file has too many aliases")]
				: this.origin.items.map((item) => readValue(item, this.#scope)));
	}
}

function readEntries(
	node: TemplateMapping,
	scope: Scope,
): { readonly entries: readonly Entry[]; readonly open: boolean } {
	if (scope.shared && !scope.budget.spend(node.pairs.length)) {
		return { entries: [], open: true };
	}
	if (node.pairs.every(isPlainPair)) {
		// Made at once, a list takes no more room than it has items.
		return { entries: node.pairs.map((pair) => new LazyEntry(keyOf(pair), pair, scope)), open: false };
	}
	const entries: Entry[] = [];
	const merged: Entry[] = [];
	let open = false;
	for (const pair of node.pairs) {
		const key = followAliases(pair.key);
		if (key?.type !== "TemplateScalar") {
			open = true;
			continue;
		}
		if (key.value === "<<" && key.style === "plain") {
			open = !collectMerge(pair.value, scope, merged) || open;
		} else if (isLoopKey(key.value)) {
			open = !collectLoop(pair.value, scope, entries) || open;
		} else if (key.value === "Fn::Transform") {
			open = true; // AWS::Include: its content is not known until deployment.
		} else {
			entries.push(new LazyEntry(key.value, pair, scope));
		}
	}
	const own = new Set(entries.map((entry) => entry.key));
	return { entries: [...merged.filter((entry) => !own.has(entry.key)), ...entries], open };
}

/** True for a pair that is an entry under the key that is written. */
function isPlainPair({ key }: TemplatePair): boolean {
	return key.type === "TemplateScalar" && key.value !== "<<" && !key.value.startsWith("Fn::");
}

function keyOf({ key }: TemplatePair): string {
	return key.type === "TemplateScalar" ? key.value : "";
}

/** The parts of `Fn::ForEach::Name: [Name, [a, b], { … }]`; `items` is null where only deploy time knows them. */
export interface Loop {
	readonly name: string;
	readonly items: readonly string[] | null;
	readonly output: TemplateMapping;
}

/** Reads the arguments of a loop; null where they are none. */
export function readLoop(node: TemplateNode): Loop | null {
	const list = followAliases(node);
	const [name, collection, output] = list?.type === "TemplateSequence" ? list.items : [];
	const given = collection === undefined ? null : followAliases(collection);
	const made = output === undefined ? null : followAliases(output);
	if (name?.type !== "TemplateScalar" || made?.type !== "TemplateMapping") {
		return null;
	}
	const items =
		given?.type === "TemplateSequence" && given.tag === null
			? given.items.map((item) => followAliases(item))
			: null;
	return {
		name: name.value,
		items:
			items?.every((item) => item?.type === "TemplateScalar" && item.tag === null) === true
				? items.flatMap((item) => (item?.type === "TemplateScalar" ? [item.value] : []))
				: null,
		output: made,
	};
}

/** What a loop around a value sets. */
export function inLoop(scope: Scope, { name }: Loop): Scope {
	return { ...scope, loops: new Set([...scope.loops, name, `&{${name}}`]) };
}

/**
 * The entries that a loop makes: one for each item under its own key, or one under the key as it is written where the
 * items are not known. False where more may come.
 */
function collectLoop(node: TemplateNode, scope: Scope, into: Entry[]): boolean {
	const loop = readLoop(node);
	if (loop === null || scope.depth >= MAX_DEPTH) {
		return false;
	}
	const inner = readEntries(loop.output, deeper(inLoop(scope, loop)));
	if (loop.items === null || !scope.budget.spend(loop.items.length * inner.entries.length)) {
		pushAll(into, inner.entries);
		return false;
	}
	const exposure = isSecretName(loop.name) ? "taken" : "free";
	for (const item of loop.items) {
		// What may be a secret becomes part of no name: names stand in messages.
		const isShown = hiddenRanges(item, exposure).length === 0;
		const named = (key: string): string =>
			!isShown
				? key
				: key
						.replaceAll(`\${${loop.name}}`, () => item)
						.replaceAll(`&{${loop.name}}`, () => item.replaceAll(/[^A-Za-z0-9]/gu, ""));
		pushAll(
			into,
			inner.entries.map((entry) => new LoopedEntry(named(entry.key), entry)),
		);
	}
	return !inner.open;
}

/** An entry of a loop, under the key that an item of the loop gives it. */
class LoopedEntry implements Entry {
	readonly key: string;
	readonly #written: Entry;

	constructor(key: string, written: Entry) {
		this.key = key;
		this.#written = written;
	}

	get keySpan(): Span {
		return this.#written.keySpan;
	}

	get span(): Span {
		return this.#written.span;
	}

	get value(): Value {
		return this.#written.value;
	}
}

/** `<<: *base`, `<<: [*a, *b]`. CloudFormation rejects merge keys; the SAM CLI and `package` resolve them before. */
function collectMerge(node: TemplateNode, scope: Scope, into: Entry[]): boolean {
	const target = followAliases(node);
	if (!scope.budget.spend()) {
		return false;
	}
	if (target?.type === "TemplateSequence" && scope.depth < MAX_DEPTH) {
		return target.items.every((item) => collectMerge(item, deeper(scope), into));
	}
	if (target?.type !== "TemplateMapping" || scope.depth >= MAX_DEPTH || intrinsicOf(target) !== null) {
		return false;
	}
	const read = readEntries(target, { ...deeper(scope), shared: true });
	const present = new Set(into.map((entry) => entry.key));
	pushAll(
		into,
		read.entries.filter((entry) => !present.has(entry.key)),
	);
	return !read.open;
}

function readIntrinsic(call: Intrinsic, scope: Scope): Value {
	switch (call.name) {
		case "Ref": {
			const name = followAliases(call.argument);
			return name?.type === "TemplateScalar"
				? readName(name.value, call.node, scope)
				: unresolved(call.node, "the `Ref` names nothing");
		}
		case "GetAtt":
			return readGetAtt(call, scope);
		case "Sub":
			return readSub(call, scope);
		case "Join":
			return readJoin(call, scope);
		case "If":
			return readIf(call, scope);
		case "FindInMap":
			return readFindInMap(call, scope);
		case "Select":
			return readSelect(call, scope);
		case "Base64": {
			const argument = readArgument(call, scope);
			return argument.kind === "literal" ? { ...argument, span: spanOf(call.node) } : argument;
		}
		case "ToJsonString":
			return readArgument(call, scope); // The text is not needed: what stands in it has its names and places.
		case "ImportValue": {
			const name = readArgument(call, scope);
			return {
				kind: "reference",
				span: spanOf(call.node),
				to: { of: "import", name: name.kind === "literal" ? name.text : null },
			};
		}
		default:
			return unresolved(
				call.node,
				`\`${call.name === "Condition" ? "Condition" : `Fn::${call.name}`}\` is not known until deployment`,
			);
	}
}

/** The value of a `Ref`, or of a `${…}` without a dot. */
function readName(name: string, node: TemplateNode, scope: Scope): Value {
	if (name === "AWS::NoValue") {
		return absent(node);
	}
	const span = spanOf(node);
	if (scope.loops.has(name)) {
		return unresolved(node, "a loop sets it");
	}
	if (name.startsWith("AWS::")) {
		return { kind: "reference", span, to: { of: "pseudo", name } };
	}
	const parameter = scope.parameters.get(name);
	if (parameter !== undefined) {
		if (parameter.overridden && parameter.default !== null) {
			return { ...parameter.default, span, via: { kind: "override", name, span: null } };
		}
		return { kind: "reference", span, to: { of: "parameter", name, parameter: onBranch(parameter, node, scope) } };
	}
	if (scope.resources.has(name)) {
		return { kind: "reference", span, to: { of: "resource", id: name, attribute: null } };
	}
	return unresolved(node, wording("'{{name}}' is not defined in this template", { name }));
}

/** The parameter as the conditions of the branch leave it: a default that they rule out is not its value there. */
function onBranch(parameter: Parameter, node: TemplateNode, scope: Scope): Parameter {
	const { name, default: given } = parameter;
	if (
		given === null ||
		scope.assumed === NOTHING_ASSUMED ||
		scope.conditions.mayBe(name, given.text, scope.assumed)
	) {
		return parameter;
	}
	const possible = scope.conditions.possibleTexts(name, scope.assumed);
	const text = possible?.length === 1 ? possible[0] : undefined;
	return {
		...parameter,
		default:
			text === undefined
				? null
				: {
						kind: "literal",
						span: spanOf(node),
						value: text,
						text,
						via: { kind: "parameter", name, span: null },
					},
	};
}

function readGetAtt(call: Intrinsic, scope: Scope): Value {
	const argument = followAliases(call.argument);
	let id: string | undefined;
	let attribute: string;
	if (argument?.type === "TemplateScalar") {
		const dot = argument.value.indexOf(".");
		id = dot === -1 ? argument.value : argument.value.slice(0, dot);
		attribute = dot === -1 ? "" : argument.value.slice(dot + 1);
	} else {
		const [first, second] = argumentsOf(call).map((item) => followAliases(item));
		id = first?.type === "TemplateScalar" ? first.value : undefined;
		attribute = second?.type === "TemplateScalar" && second.tag === null ? second.value : "";
	}
	return id === undefined || id === ""
		? unresolved(call.node, "the `GetAtt` names nothing")
		: readAttribute(id, attribute, call.node, scope);
}

function readAttribute(id: string, attribute: string, node: TemplateNode, scope: Scope): Value {
	return scope.resources.has(id)
		? { kind: "reference", span: spanOf(node), to: { of: "resource", id, attribute } }
		: unresolved(node, wording("resource '{{id}}' is not in this template", { id }));
}

/** `${Name}`, `${Logical.Attribute}`; `${!Literal}` stays text. */
const HOLE = /\$\{([^{}]*)\}/gu;

function readSub(call: Intrinsic, scope: Scope): Value {
	const argument = followAliases(call.argument);
	let format: TemplateScalar;
	let names: TemplateMapping | undefined;
	if (argument?.type === "TemplateScalar") {
		format = argument;
	} else {
		const [first, second] = argumentsOf(call).map((item) => followAliases(item));
		if (first?.type !== "TemplateScalar") {
			return unresolved(call.node, "the text of the `Sub` is not known");
		}
		format = first;
		names = second?.type === "TemplateMapping" ? second : undefined;
	}
	const parts: (string | Value)[] = [];
	let last = 0;
	for (const match of format.value.matchAll(HOLE)) {
		const name = (match[1] ?? "").trim();
		parts.push(format.value.slice(last, match.index));
		last = match.index + match[0].length;
		if (name.startsWith("!")) {
			parts.push(`\${${name.slice(1)}}`);
			continue;
		}
		const given = findPair(names, name);
		if (given !== undefined) {
			parts.push(readValue(given.value, scope));
			continue;
		}
		const dot = name.indexOf(".");
		parts.push(
			dot === -1
				? readName(name, call.node, scope)
				: readAttribute(name.slice(0, dot), name.slice(dot + 1), call.node, scope),
		);
	}
	parts.push(format.value.slice(last));
	return joinParts(parts, call.node);
}

function readJoin(call: Intrinsic, scope: Scope): Value {
	const [first, second] = argumentsOf(call);
	const delimiter = first === undefined ? null : followAliases(first);
	if (delimiter?.type !== "TemplateScalar" || second === undefined) {
		return unresolved(call.node, "the parts of the `Join` are not known");
	}
	const list = readValue(second, scope);
	if (list.kind !== "list") {
		return unresolved(call.node, "the parts of the `Join` are not known");
	}
	const parts: (string | Value)[] = [];
	let isFirst = true;
	for (const item of list.items) {
		if (item.kind === "absent") {
			continue;
		}
		if (!isFirst) {
			parts.push(delimiter.value);
		}
		isFirst = false;
		parts.push(item);
	}
	return joinParts(parts, call.node);
}

/** Flattens nested texts, joins neighbors, and makes a literal if everything is known. */
function joinParts(parts: readonly (string | Value)[], node: TemplateNode): Value {
	const flat: (string | Value)[] = [];
	const push = (part: string | Value): void => {
		if (typeof part !== "string" && part.kind === "literal") {
			push(part.text);
		} else if (typeof part !== "string" && part.kind === "text") {
			part.parts.forEach(push);
		} else if (typeof part === "string") {
			const before = flat.at(-1);
			if (typeof before === "string") {
				flat[flat.length - 1] = before + part;
			} else if (part !== "") {
				flat.push(part);
			}
		} else {
			flat.push(part);
		}
	};
	parts.forEach(push);
	const span = spanOf(node);
	const only = flat[0];
	if (flat.length === 0 || (flat.length === 1 && typeof only === "string")) {
		const text = typeof only === "string" ? only : "";
		return { kind: "literal", span, value: text, text, via: null };
	}
	if (flat.length === 1 && only !== undefined && typeof only !== "string") {
		if (only.kind === "map" || only.kind === "list") {
			return unresolved(node, "it cannot be converted to text");
		}
		return { ...only, span }; // ${Key.Arn} alone is the reference itself.
	}
	return { kind: "text", span, parts: flat } satisfies TextValue;
}

function readIf(call: Intrinsic, scope: Scope): Value {
	const [first, whenTrue, whenFalse] = argumentsOf(call);
	const name = first === undefined ? null : followAliases(first);
	if (name?.type !== "TemplateScalar" || whenTrue === undefined || whenFalse === undefined) {
		return unresolved(call.node, "the `If` lacks its condition or a branch");
	}
	const decided = scope.conditions.decide(name.value, scope.assumed);
	const side = (node: TemplateNode, value: boolean): Value =>
		readValue(node, { ...scope, assumed: scope.conditions.assume(name.value, value, scope.assumed) });
	if (decided !== undefined) {
		return side(decided ? whenTrue : whenFalse, decided);
	}
	return {
		kind: "branches",
		span: spanOf(call.node),
		branches: [
			{ when: { of: "condition", name: name.value, is: true }, value: side(whenTrue, true) },
			{ when: { of: "condition", name: name.value, is: false }, value: side(whenFalse, false) },
		],
	};
}

function readFindInMap(call: Intrinsic, scope: Scope): Value {
	const [mapNode, topNode, secondNode, options] = argumentsOf(call);
	const name = mapNode === undefined ? null : followAliases(mapNode);
	const mapping =
		name?.type === "TemplateScalar" && name.tag === null ? findMapping(scope.mappings, name.value) : undefined;
	if (mapping === undefined || name?.type !== "TemplateScalar" || topNode === undefined || secondNode === undefined) {
		return unresolved(call.node, "the mapping is not known");
	}
	const fallback = findPair(options === undefined ? null : followAliases(options), "DefaultValue");
	const branches: Branch[] = [];
	for (const top of keysOf(topNode, mapping, scope)) {
		const row = findMapping(mapping, top);
		for (const second of row === undefined ? [] : keysOf(secondNode, row, scope)) {
			const found = findPair(row, second);
			if (found === undefined) {
				continue;
			}
			if (branches.length >= MAX_BRANCHES) {
				return unresolved(call.node, "the mapping has too many rows");
			}
			branches.push({
				when: { of: "mapping", name: name.value, row: [top, second] },
				value: throughMapping(readValue(found.value, scope), call.node, name.value),
			});
		}
	}
	if (fallback !== undefined) {
		branches.push({
			when: { of: "mapping", name: name.value, row: null },
			value: readValue(fallback.value, scope),
		});
	}
	const only = branches[0];
	if (only === undefined) {
		return unresolved(call.node, wording("the mapping '{{name}}' has no such row", { name: name.value }));
	}
	return branches.length === 1 ? only.value : { kind: "branches", span: spanOf(call.node), branches };
}

function throughMapping(value: Value, at: TemplateNode, name: string): Value {
	return value.kind === "literal"
		? { ...value, span: spanOf(at), via: { kind: "mapping", name, span: value.span } }
		: value;
}

/**
 * The keys of `map` that `node` can select: one if it is known, those that a parameter allows, otherwise all, up to the
 * limit for a value.
 */
function keysOf(node: TemplateNode, map: TemplateMapping, scope: Scope): readonly string[] {
	const value = readValue(node, scope);
	if (value.kind === "literal") {
		return findPair(map, value.text) === undefined ? [] : [value.text];
	}
	if (value.kind === "reference" && value.to.of === "parameter") {
		const possible = scope.conditions.possibleTexts(value.to.name, scope.assumed);
		if (possible !== undefined && possible.length <= MAX_BRANCHES) {
			return [...new Set(possible)]
				.flatMap((key) => findPair(map, key) ?? [])
				.sort((a, b) => a.key.start - b.key.start)
				.flatMap(({ key }) => (key.type === "TemplateScalar" ? [key.value] : []));
		}
	}
	return map.pairs
		.slice(0, MAX_BRANCHES + 1)
		.flatMap((pair) => (pair.key.type === "TemplateScalar" ? [pair.key.value] : []));
}

function readSelect(call: Intrinsic, scope: Scope): Value {
	const [indexNode, listNode] = argumentsOf(call);
	const index = indexNode === undefined ? null : followAliases(indexNode);
	const list = listNode === undefined ? null : readValue(listNode, scope);
	if (index?.type !== "TemplateScalar" || list?.kind !== "list") {
		return unresolved(call.node, "the list of the `Select` is not known");
	}
	const item = list.items[Number(index.value)];
	return item ?? unresolved(call.node, "the `Select` points past its list");
}

/**
 * Merges a function's value with that from `Globals`, as SAM does: maps are merged, lists concatenated, otherwise the
 * function's value wins.
 */
export function mergeGlobals(globals: Value, own: Value): Value {
	if (own.kind === "map" && globals.kind === "map") {
		return new MergedMap(globals, own);
	}
	if (own.kind === "list" && globals.kind === "list") {
		return {
			kind: "list",
			span: own.span,
			items: [...globals.items, ...own.items],
			open: globals.open || own.open,
			origin: own.origin,
		};
	}
	return own;
}

class MergedMap implements MapValue {
	readonly kind = "map";
	readonly #globals: MapValue;
	readonly #own: MapValue;
	#entries: readonly Entry[] | undefined;

	constructor(globals: MapValue, own: MapValue) {
		this.#globals = globals;
		this.#own = own;
	}

	get span(): Span {
		return this.#own.span;
	}

	get origin(): unknown {
		return this.#own.origin;
	}

	get open(): boolean {
		return this.#globals.open || this.#own.open;
	}

	get entries(): readonly Entry[] {
		if (this.#entries === undefined) {
			const own = new Map(this.#own.entries.map((entry) => [entry.key, entry]));
			const shared = this.#globals.entries.map((entry): Entry => {
				const over = own.get(entry.key);
				own.delete(entry.key);
				return over === undefined ? entry : new MergedEntry(entry, over);
			});
			this.#entries = [...shared, ...own.values()];
		}
		return this.#entries;
	}
}

class MergedEntry implements Entry {
	readonly #globals: Entry;
	readonly #own: Entry;
	#value: Value | undefined;

	constructor(globals: Entry, own: Entry) {
		this.#globals = globals;
		this.#own = own;
	}

	get key(): string {
		return this.#own.key;
	}

	get keySpan(): Span {
		return this.#own.keySpan;
	}

	get span(): Span {
		return this.#own.span;
	}

	get value(): Value {
		return (this.#value ??= mergeGlobals(this.#globals.value, this.#own.value));
	}
}
