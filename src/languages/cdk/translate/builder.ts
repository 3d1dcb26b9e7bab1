import type { TSESTree } from "@typescript-eslint/utils";
import type { Entry, MapValue, Value } from "../../../model/value.ts";
import type { Span } from "../../../text/span.ts";
import { toCfnName } from "../spec/cfn-name.ts";
import type { Construct } from "../spec/construct.ts";
import type { ConstructSpec, PropertySpec } from "../spec/construct-spec.ts";
import { type Js, mapJs, unresolved } from "../evaluate/js.ts";
import { GivenProps } from "./given-props.ts";
import type { LateCall } from "./late-facts.ts";
import type { Translator } from "./to-value.ts";
import { entryOf } from "../../../model/entry-of.ts";

/** A resource that CDK adds to a construct. */
export interface Added {
	readonly id: string;
	readonly type: string;
	readonly head: Span;
	readonly properties: MapValue;
	/** What of it the author writes; nothing by default. */
	readonly spec?: ConstructSpec;
}

/** A path that is set again after the construct was created, so its first value does not count. */
export interface LateWrite {
	readonly path: string;
	/** The value of the path, if exactly one place in the file sets it, to a literal. */
	readonly literal: TSESTree.Literal | null;
}

/** Where the editor finds a map: that of the resource, at a path. */
export interface PathOrigin {
	readonly resource: string;
	readonly path: string;
}

interface Branch {
	readonly keySpan: Span;
	readonly children: Map<string, Branch | Leaf>;
}

interface Leaf {
	readonly keySpan: Span;
	readonly span: Span;
	readonly value: Value;
}

/** Builds the properties of one resource from the arguments of its construct. */
export class Builder extends GivenProps<Construct> {
	readonly translator: Translator;
	readonly added: Added[] = [];
	readonly lateWrites: LateWrite[] = [];
	readonly #root: Branch;
	#open: boolean;

	constructor(construct: Construct, translator: Translator) {
		super(construct, translator.evaluator);
		this.translator = translator;
		const { site, head } = construct;
		this.#open = this.props.open || translator.late.isHanded(site) || construct.entity.outside === true;
		this.#root = { keySpan: head, children: new Map() };
	}

	get id(): string {
		return this.construct.id;
	}

	get head(): Span {
		return this.construct.head;
	}

	/** True if properties may be set that are not visible here. */
	get open(): boolean {
		return this.#open;
	}

	/** True where a function outside of the file gets the construct; its props are as they are written even so. */
	get isHanded(): boolean {
		return (
			this.translator.late.isHanded(this.construct.site) &&
			!this.props.open &&
			this.construct.entity.outside !== true
		);
	}

	/** From now on, properties that are not set are unknown. */
	setOpen(): void {
		this.#open = true;
	}

	value(js: Js): Value {
		return this.translator.toValue(js);
	}

	/** The ARN of a key that is passed as an object: of an alias that is imported by its name, that of the alias. */
	key(js: Js): Value {
		const value = this.value(js);
		if (value.kind === "literal" && js.kind === "call" && value.text.startsWith("alias/")) {
			const { span } = value;
			const pseudo = (name: string): Value => ({ kind: "reference", span, to: { of: "pseudo", name } });
			return {
				kind: "text",
				span,
				parts: [
					"arn:",
					pseudo("AWS::Partition"),
					":kms:",
					pseudo("AWS::Region"),
					":",
					pseudo("AWS::AccountId"),
					`:${value.text}`,
				],
			};
		}
		return value.kind === "reference" && value.to.of === "resource" && value.to.attribute === null
			? { ...value, to: { ...value.to, attribute: "Arn" } }
			: value;
	}

	literal(value: string | boolean, span: Span): Value {
		return { kind: "literal", span, value, text: String(value), via: null };
	}

	map(span: Span, path: string, entries: Readonly<Record<string, Value | undefined>>, keySpan = span): MapValue {
		return {
			kind: "map",
			span,
			open: false,
			origin: { resource: this.id, path } satisfies PathOrigin,
			entries: Object.entries(entries).flatMap(([name, value]): readonly Entry[] =>
				value === undefined ? [] : [{ key: name, keySpan, value, span: value.span }],
			),
		};
	}

	/** What a path was set to as a whole; null where it was not, or in parts. */
	leafAt(path: string): Value | null {
		let at: Branch | Leaf | undefined = this.#root;
		for (const name of path.split(".")) {
			at = at !== undefined && "children" in at ? at.children.get(name) : undefined;
		}
		return at === undefined || "children" in at ? null : at.value;
	}

	/** Sets a path of the resource. */
	put(path: string, value: Value, keySpan = value.span, span = value.span): void {
		const names = path.split(".");
		let at = this.#root;
		for (const name of names.slice(0, -1)) {
			const next = at.children.get(name);
			if (next !== undefined && "children" in next) {
				at = next;
				continue;
			}
			const made: Branch = { keySpan, children: new Map() };
			for (const entry of next !== undefined && next.value.kind === "map" ? next.value.entries : []) {
				made.children.set(entry.key, { keySpan: entry.keySpan, span: entry.span, value: entry.value });
			}
			at.children.set(name, made);
			at = made;
		}
		at.children.set(names.at(-1) ?? "", { keySpan, span, value });
	}

	/** The current value of a path. */
	peek(path: string): Value | null {
		let at: Branch | Leaf | undefined = this.#root;
		for (const name of path.split(".")) {
			at = at !== undefined && "children" in at ? at.children.get(name) : undefined;
		}
		return at === undefined ? null : "children" in at ? this.#mapOf(at, path) : at.value;
	}

	/** Adds a resource that CDK creates together with this one. */
	add(
		suffix: string,
		type: string,
		head: Span,
		entries: Readonly<Record<string, Value>>,
		spec?: ConstructSpec,
	): string {
		const id = `${this.id}/${suffix}`;
		const properties = { ...this.map(head, "", entries), origin: null };
		this.added.push({ id, type, head, properties, ...(spec === undefined ? {} : { spec }) });
		return id;
	}

	/** A key that CDK creates if none is passed. */
	autoKey(head: Span, rotates: boolean): Value {
		const id = this.add(
			"Key",
			"AWS::KMS::Key",
			head,
			rotates ? { EnableKeyRotation: this.literal(true, head) } : {},
		);
		return { kind: "reference", span: head, to: { of: "resource", id, attribute: "Arn" } };
	}

	/** The key that is passed; the one that CDK creates if there certainly is none. */
	keyOrOwn(given: Js, head: Span, rotates: boolean): Value {
		if (given.kind === "absent") {
			return this.autoKey(head, rotates);
		}
		// CDK also creates a key on a branch without one, but it is not known whether that branch is taken together
		// with this encryption.
		return keyOf(
			this,
			mapJs(given, (one) =>
				one.kind === "absent" ? unresolved(one.span, "CDK may make a key of its own") : one,
			),
		);
	}

	calls(name: string): readonly LateCall[] {
		return this.translator.late.callsOf(this.construct, name);
	}

	argument(call: LateCall, index: number): Js {
		return this.translator.argument(call.args, index, call.frame, call.span);
	}

	/** Reads every property as the table describes. */
	readProperties(spec: ConstructSpec): void {
		for (const { key, keySpan, span, value } of this.props.entries) {
			const known = entryOf(spec.properties, key);
			if (known === null) {
				continue;
			}
			if (known === undefined) {
				this.put(toCfnName(spec.type, key), this.value(value), keySpan, span);
			} else if (typeof known === "string") {
				this.put(known, this.value(value), keySpan, span);
			} else {
				this.put(known.path, this.#read(known, value), keySpan, span);
			}
		}
	}

	#read(known: PropertySpec, js: Js): Value {
		switch (known.as) {
			case "key":
				return keyOf(this, js);
			case "variables": {
				const value = this.value(js);
				return value;
			}
			case "enum":
				return this.value(
					mapJs(js, (one): Js => {
						const member = this.memberOf(one);
						const value = member === null ? null : (entryOf(known.values, member) ?? member);
						return value === null ? one : { kind: "literal", span: one.span, value, text: String(value) };
					}),
				);
			case "value":
				return this.value(js);
			default:
				return known.as satisfies never;
		}
	}

	build(): MapValue {
		return { ...this.#mapOf(this.#root, ""), open: this.#open };
	}

	#mapOf(branch: Branch, path: string): MapValue {
		const entries: Entry[] = [];
		for (const [key, child] of branch.children) {
			const below = path === "" ? key : `${path}.${key}`;
			const value = "children" in child ? this.#mapOf(child, below) : child.value;
			entries.push({
				key,
				keySpan: child.keySpan,
				value,
				span: "children" in child ? child.keySpan : child.span,
			});
		}
		return {
			kind: "map",
			span: branch.keySpan,
			entries,
			open: false,
			origin: { resource: this.id, path } satisfies PathOrigin,
		};
	}
}

/** A key as an ARN, in each branch. */
function keyOf(builder: Builder, js: Js): Value {
	return js.kind === "branches"
		? {
				kind: "branches",
				span: js.span,
				branches: js.branches.map(({ when, value }) => ({ when, value: keyOf(builder, value) })),
			}
		: builder.key(js);
}
