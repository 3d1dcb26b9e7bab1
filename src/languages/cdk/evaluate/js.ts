import type { Way } from "../../../model/way.ts";
import type { TSESTree } from "@typescript-eslint/utils";
import type { Span } from "../../../text/span.ts";
import type { SourceBase } from "../../../model/code-source.ts";
import type { CdkExport } from "./resolve-entity.ts";
import { pushAll } from "../../../text/push-all.ts";
import type { ClassNode } from "../../program/class-node.ts";
import type { Node } from "../../program/node.ts";
import type { Words } from "../../../text/wording.ts";

/** One call of a function, or one turn of a loop: what its parameters stand for there. */
export interface Frame {
	readonly owner: Node;
	/** The call; of a turn of a loop a copy of the loop. */
	readonly call: Node;
	/** Where it was called. */
	readonly caller: Frame | null;
	/** The arguments, as they stand in the caller's frame; null for a turn of a loop. */
	readonly args: readonly Node[] | null;
	/** What the loop's variable, or the first parameter of a callback, is in this turn. */
	readonly item: Js | null;
}

/** What an expression of the app gives, before anything knows which property of which resource it becomes. */
export type Js =
	| { readonly kind: "absent"; readonly span: Span; readonly explicit: boolean }
	| LiteralJs
	| ObjectJs
	| ArrayJs
	| TextJs
	| { readonly kind: "static"; readonly span: Span; readonly entity: CdkExport }
	| CallJs
	| InstanceJs
	| { readonly kind: "this"; readonly span: Span; readonly node: ClassNode; readonly frame: Frame | null }
	| { readonly kind: "member"; readonly span: Span; readonly of: Js; readonly name: string }
	| MethodJs
	| BranchesJs
	/**
	 * `built`: the variable of the environment, the key of the context or the parameter that gives it when the app is
	 * synthesized.
	 */
	| {
			readonly kind: "unresolved";
			readonly span: Span;
			readonly why: Words;
			readonly built?: string;
			/** True where it is given too, under a name that may be of a stored secret: `props.credentials`. */
			readonly isGiven?: true;
			/** True for a text of the build's environment or of the app's context. */
			readonly plain?: true;
			/** Of a path of which only the machine is not known. */
			readonly path?: MachinePath;
	  };

/** A path of the machine that the app runs on: relative to the file, or to the folder that the app is started in. */
export interface MachinePath {
	readonly base: SourceBase;
	/** With `/`. */
	readonly way: string;
}

interface LiteralJs {
	readonly kind: "literal";
	readonly span: Span;
	readonly value: string | number | boolean | null;
	readonly text: string;
}

export interface ObjectJs {
	readonly kind: "object";
	readonly span: Span;
	readonly entries: readonly JsEntry[];
	/** True where more may join: a spread of what nobody knows, a computed name. */
	readonly open: boolean;
	/** The literal, where one stands in the file and nothing else adds to it unseen. */
	readonly node: TSESTree.ObjectExpression | null;
}

export interface JsEntry {
	readonly key: string;
	readonly keySpan: Span;
	readonly span: Span;
	readonly value: Js;
}

export interface ArrayJs {
	readonly kind: "array";
	readonly span: Span;
	readonly items: readonly Js[];
	readonly open: boolean;
	readonly node: TSESTree.ArrayExpression | null;
}

interface TextJs {
	readonly kind: "text";
	readonly span: Span;
	readonly parts: readonly (string | Js)[];
}

/** `kms.Key.fromKeyArn(…)`: a static method of CDK. */
export interface CallJs {
	readonly kind: "call";
	readonly span: Span;
	readonly entity: CdkExport;
	readonly args: readonly Node[];
	readonly frame: Frame | null;
	readonly node: Node;
}

/** An object of a class of CDK, or of a local one. */
export interface InstanceJs {
	readonly kind: "instance";
	readonly span: Span;
	/** The class of CDK that it is, or that it extends; null for a local class of another kind. */
	readonly entity: CdkExport | null;
	/** Where the class of CDK is given its arguments: `new …`, or `super(…)` in a local class. */
	readonly site: TSESTree.NewExpression | TSESTree.CallExpression;
	readonly frame: Frame | null;
	/** The local class, and how its constructor was called. */
	readonly local: { readonly node: ClassNode; readonly frame: Frame | null } | null;
}

/** `secret.secretValueFromJson("password")`: a method of what a class of CDK made. */
interface MethodJs {
	readonly kind: "method";
	readonly span: Span;
	readonly of: Js;
	readonly name: string;
	readonly args: readonly Node[];
	readonly frame: Frame | null;
}

export interface BranchesJs {
	readonly kind: "branches";
	readonly span: Span;
	readonly branches: readonly { readonly when: Way; readonly value: Js }[];
}

export function unresolved(span: Span, why: Words): Js {
	return { kind: "unresolved", span, why };
}

export function absent(span: Span, explicit = false): Js {
	return { kind: "absent", span, explicit };
}

/** The same for each branch. */
export function mapJs(js: Js, change: (one: Exclude<Js, BranchesJs>) => Js): Js {
	return js.kind === "branches"
		? { ...js, branches: js.branches.map(({ when, value }) => ({ when, value: mapJs(value, change) })) }
		: change(js);
}

/** Every value that is no choice, with the way to it. */
export function waysOf(
	js: Js,
	when: readonly Way[] = [],
): readonly { readonly value: Exclude<Js, BranchesJs>; readonly when: readonly Way[] }[] {
	return js.kind === "branches"
		? js.branches.flatMap((branch) => waysOf(branch.value, [...when, branch.when]))
		: [{ value: js, when }];
}

/** True where a choice ends in more values than so many. Looks no further than it must. */
export function hasMoreWays(js: Js, limit: number): boolean {
	const open: Js[] = [js];
	let ways = 0;
	for (let next = open.pop(); next !== undefined && ways <= limit; next = open.pop()) {
		if (next.kind === "branches") {
			pushAll(
				open,
				next.branches.map(({ value }) => value),
			);
		} else {
			ways += 1;
		}
	}
	return ways > limit;
}

/** In fewer entries than these, looking through them is as fast as an index. */
const FEW = 8;

/** The entries of a list by name, as far as they were read: a list that is still being made grows. */
const INDEX = new WeakMap<readonly JsEntry[], { readonly byKey: Map<string, JsEntry>; read: number }>();

/** The last entry of that name wins. */
export function findJsEntry({ entries }: ObjectJs, key: string): JsEntry | undefined {
	if (entries.length <= FEW) {
		return entries.findLast((entry) => entry.key === key);
	}
	const index = INDEX.get(entries) ?? { byKey: new Map<string, JsEntry>(), read: 0 };
	INDEX.set(entries, index);
	for (; index.read < entries.length; index.read += 1) {
		const entry = entries[index.read] as JsEntry;
		index.byKey.set(entry.key, entry);
	}
	return index.byKey.get(key);
}

/**
 * Where the value is mentioned, for what is no text of its own: a finding about `key` points at `key`, not at
 * `new kms.Key`.
 */
export function mentionedAt(js: Js, span: Span): Js {
	switch (js.kind) {
		case "static":
		case "call":
		case "instance":
		case "this":
		case "member":
		case "method":
		case "unresolved":
			return { ...js, span };
		case "absent":
		case "literal":
		case "object":
		case "array":
		case "text":
		case "branches":
			return js;
		default:
			return js satisfies never;
	}
}

/** Joins known and unknown parts to one text. */
export function toText(parts: readonly (string | Js)[], span: Span): Js {
	const joined: (string | Js)[] = [];
	for (const part of parts) {
		const text =
			typeof part === "string"
				? part
				: part.kind === "literal" && part.value !== null
					? String(part.value)
					: null;
		const last = joined.at(-1);
		if (text === null) {
			const inner = typeof part !== "string" && part.kind === "text" ? part.parts : [part];
			for (const one of inner) {
				const before = joined.at(-1);
				if (typeof one === "string" && typeof before === "string") {
					joined[joined.length - 1] = before + one;
				} else {
					joined.push(one);
				}
			}
		} else if (typeof last === "string") {
			joined[joined.length - 1] = last + text;
		} else if (text !== "") {
			joined.push(text);
		}
	}
	const [only] = joined;
	if (joined.length === 0) {
		return { kind: "literal", span, value: "", text: "" };
	}
	return joined.length === 1 && typeof only === "string"
		? { kind: "literal", span, value: only, text: only }
		: { kind: "text", span, parts: joined };
}
