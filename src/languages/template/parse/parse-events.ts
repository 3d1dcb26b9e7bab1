import {
	EVENT_ID,
	COLLECTION_STYLE,
	getScalarValue,
	parseEvents,
	SCALAR_STYLE,
	YAMLException,
	type Event,
} from "js-yaml";
import type { Span } from "../../../text/span.ts";
import type { ParseProblem, ScalarStyle, TemplateNode } from "./ast.ts";
import { AliasNode, MappingNode, PairNode, ScalarNode, SequenceNode, tagName } from "./nodes.ts";
import { CYCLE, FURTHER_DOCUMENT, UNKNOWN_ANCHOR } from "./parse-sentences.ts";

/** The result of the fast parser, or where it gave up. */
export type EventsResult =
	| { readonly ok: true; readonly body: TemplateNode | null; readonly problems: readonly ParseProblem[] }
	| { readonly ok: false; readonly reason: string; readonly offset: number };

/** No template is nested deeper: the deepest published one has 30 levels. */
export const MAX_NESTING = 500;

const STYLES: Readonly<Record<number, ScalarStyle>> = {
	[SCALAR_STYLE.PLAIN]: "plain",
	[SCALAR_STYLE.SINGLE_QUOTED]: "single",
	[SCALAR_STYLE.DOUBLE_QUOTED]: "double",
	[SCALAR_STYLE.LITERAL_BLOCK]: "literal",
	[SCALAR_STYLE.FOLDED_BLOCK]: "folded",
};

const SPACE = 32;
const TAB = 9;
const LF = 10;
const CR = 13;
const HASH = 35;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const QUESTION = 63;

type EventOf<Name extends keyof typeof EVENT_ID> = Extract<Event, { readonly type: (typeof EVENT_ID)[Name] }>;

interface OpenNode {
	readonly node: MappingNode | SequenceNode;
	/** The key whose value comes next. */
	key: TemplateNode | null;
}

/**
 * Reads YAML, JSON included, from the events of `js-yaml`: several times faster than any parser that builds its own
 * tree with positions. Gives up on the first error; the caller then uses the reference parser.
 */
export function readEvents(text: string): EventsResult {
	let events: readonly Event[];
	try {
		events = parseEvents(text, { maxDepth: MAX_NESTING });
	} catch (error) {
		if (error instanceof YAMLException) {
			return {
				ok: false,
				reason: error.reason,
				offset: (error.mark as { readonly position?: number } | undefined)?.position ?? 0,
			};
		}
		throw error;
	}
	return new TreeBuilder(text).build(events);
}

class TreeBuilder {
	readonly #text: string;
	readonly #frames: OpenNode[] = [];
	readonly #anchors = new Map<string, TemplateNode>();
	readonly #problems: ParseProblem[] = [];
	#body: TemplateNode | null = null;
	/** True once a second document was found: it is reported once. */
	#further = false;
	/** One past the last part read: the end of a node, or of an opening bracket. */
	#last = 0;

	constructor(text: string) {
		this.#text = text;
	}

	build(events: readonly Event[]): EventsResult {
		for (const event of events) {
			switch (event.type) {
				case EVENT_ID.DOCUMENT:
					this.#anchors.clear();
					break;
				case EVENT_ID.SEQUENCE:
				case EVENT_ID.MAPPING:
					if (event.style !== COLLECTION_STYLE.FLOW && this.#isOnLineOfKey(event.start)) {
						return { ok: false, reason: "block on the line of its key", offset: event.start };
					}
					this.#open(event);
					break;
				case EVENT_ID.SCALAR:
					this.#scalar(event);
					break;
				case EVENT_ID.ALIAS:
					this.#alias(event);
					break;
				case EVENT_ID.POP: {
					const frame = this.#frames.pop();
					if (frame !== undefined) {
						this.#close(frame);
					}
					break;
				}
				default:
					event satisfies never;
			}
		}
		return { ok: true, body: this.#body, problems: this.#problems };
	}

	#open(event: EventOf<"SEQUENCE" | "MAPPING">): void {
		const flow = event.style === COLLECTION_STYLE.FLOW;
		const start = this.#startOf(event, event.start);
		const tag = this.#tagOf(event);
		const node =
			event.type === EVENT_ID.SEQUENCE
				? new SequenceNode(start, event.start, flow, tag)
				: new MappingNode(start, event.start, flow, tag);
		this.#anchor(event, node);
		this.#frames.push({ node, key: null });
		this.#last = flow ? event.start + 1 : event.start;
	}

	#scalar(event: EventOf<"SCALAR">): void {
		const style = STYLES[event.style] ?? "plain";
		const { start, end } = this.#spanOfScalar(event, style);
		const node = new ScalarNode(
			this.#startOf(event, start),
			end,
			start,
			style,
			this.#tagOf(event),
			this.#valueOf(event),
		);
		this.#anchor(event, node);
		this.#add(node);
	}

	/** From its quote or indicator on, without tag and anchor. */
	#spanOfScalar(event: EventOf<"SCALAR">, style: ScalarStyle): Span {
		const { valueStart, valueEnd } = event;
		if (valueStart < 0) {
			const at = this.#emptyAt(event);
			return { start: at, end: at };
		}
		switch (style) {
			case "single":
			case "double":
				return { start: valueStart - 1, end: valueEnd + 1 };
			case "literal":
			case "folded": {
				const start = this.#indicatorBefore(event);
				return { start, end: endOfBlock(this.#text, Math.max(valueEnd, start + 1)) };
			}
			case "plain":
				return { start: valueStart, end: valueEnd };
			default:
				return style satisfies never;
		}
	}

	#valueOf(event: EventOf<"SCALAR">): string {
		if (event.valueStart < 0) {
			return "";
		}
		return event.fast ? this.#text.slice(event.valueStart, event.valueEnd) : getScalarValue(this.#text, event);
	}

	#alias(event: EventOf<"ALIAS">): void {
		const start = event.anchorStart - 1;
		const name = this.#text.slice(event.anchorStart, event.anchorEnd);
		const target = this.#anchors.get(name) ?? null;
		const open = target !== null && this.#frames.some((frame) => frame.node === target);
		if (target === null || open) {
			this.#problems.push({ message: open ? CYCLE : UNKNOWN_ANCHOR, offset: start, tolerated: false });
		}
		this.#add(new AliasNode(start, event.anchorEnd, name, open ? null : target));
	}

	#close({ node }: OpenNode): void {
		const children: readonly { readonly end: number }[] = node.type === "TemplateMapping" ? node.pairs : node.items;
		const last = children.at(-1)?.end ?? node.inner;
		const opening = this.#text[node.inner];
		// `[a: b]` contains a flow mapping without brackets.
		node.end =
			node.flow && (opening === "{" || opening === "[")
				? this.#closingAfter(Math.max(last, node.inner + 1))
				: last;
		this.#add(node);
	}

	#add(node: TemplateNode): void {
		this.#last = node.end;
		const frame = this.#frames.at(-1);
		if (frame === undefined) {
			this.#addDocument(node);
		} else if (frame.node.type === "TemplateSequence") {
			frame.node.items.push(node);
		} else if (frame.key === null) {
			frame.key = node;
		} else {
			frame.node.pairs.push(new PairNode(frame.key, node));
			frame.key = null;
		}
	}

	#addDocument(node: TemplateNode): void {
		if (node.type === "TemplateScalar" && node.value === "" && node.style === "plain") {
			return;
		}
		if (this.#body === null) {
			this.#body = node;
		} else if (!this.#further) {
			this.#further = true;
			this.#problems.push({ message: FURTHER_DOCUMENT, offset: node.start, tolerated: false });
		}
	}

	#anchor(event: { readonly anchorStart: number; readonly anchorEnd: number }, node: TemplateNode): void {
		if (event.anchorStart >= 0) {
			this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), node);
		}
	}

	#tagOf(event: { readonly tagStart: number; readonly tagEnd: number }): string | null {
		return event.tagStart < 0 ? null : tagName(this.#text.slice(event.tagStart, event.tagEnd));
	}

	#startOf(event: { readonly tagStart: number; readonly anchorStart: number }, inner: number): number {
		let start = inner;
		if (event.tagStart >= 0 && event.tagStart < start) {
			start = event.tagStart;
		}
		if (event.anchorStart >= 0 && event.anchorStart - 1 < start) {
			start = event.anchorStart - 1;
		}
		return start;
	}

	/** The position of an empty node: after its tag or anchor, otherwise after the colon or dash before it. */
	#emptyAt(event: { readonly tagEnd: number; readonly anchorEnd: number }): number {
		const properties = Math.max(event.tagEnd, event.anchorEnd);
		if (properties >= 0) {
			return properties;
		}
		const frame = this.#frames.at(-1);
		if (frame?.node.type === "TemplateMapping" && frame.key === null) {
			const next = skipBlank(this.#text, this.#last, true);
			return this.#text.charCodeAt(next) === QUESTION ? next + 1 : next;
		}
		const next = skipBlank(this.#text, this.#last);
		return frame !== undefined && this.#text.charCodeAt(next) === (frame.key === null ? DASH : COLON)
			? next + 1
			: this.#last;
	}

	/** True for the mapping in `Key: !Sub Other: value`: this parser accepts some of these, no other one does. */
	#isOnLineOfKey(start: number): boolean {
		const frame = this.#frames.at(-1);
		return (
			frame?.node.type === "TemplateMapping" && frame.key !== null && endOfLine(this.#text, this.#last) > start
		);
	}

	/** The `|` or `>` before a block scalar's first line. */
	#indicatorBefore(event: {
		readonly tagEnd: number;
		readonly anchorEnd: number;
		readonly valueStart: number;
	}): number {
		for (let index = Math.max(this.#last, event.tagEnd, event.anchorEnd); index < event.valueStart; index += 1) {
			const code = this.#text.charCodeAt(index);
			if (code === HASH) {
				index = endOfLine(this.#text, index);
			} else if (code === 124 || code === 62) {
				return index;
			}
		}
		return event.valueStart;
	}

	/** One past the bracket that closes a flow collection, after its last child. */
	#closingAfter(offset: number): number {
		let index = skipBlank(this.#text, offset);
		// A trailing comma, or the colon of a last key without a value.
		for (
			let code = this.#text.charCodeAt(index);
			code === COMMA || code === COLON;
			code = this.#text.charCodeAt(index)
		) {
			index = skipBlank(this.#text, index + 1);
		}
		return Math.min(index + 1, this.#text.length);
	}
}

/** The next offset that is not a space, a line ending, a comment or, if they are skipped, a comma. */
export function skipBlank(text: string, offset: number, commas = false): number {
	let index = offset;
	for (;;) {
		const code = text.charCodeAt(index);
		if (code === HASH) {
			index = endOfLine(text, index);
		} else if (code === SPACE || code === LF || code === CR || code === TAB || (commas && code === COMMA)) {
			index += 1;
		} else {
			return index;
		}
	}
}

export function endOfLine(text: string, offset: number): number {
	let index = offset;
	while (index < text.length && text.charCodeAt(index) !== LF && text.charCodeAt(index) !== CR) {
		index += 1;
	}
	return index;
}

/** `end` without the spaces and line endings before it. */
export function trimEnd(text: string, end: number): number {
	let index = end;
	for (
		let code = text.charCodeAt(index - 1);
		code === LF || code === CR || code === SPACE || code === TAB;
		code = text.charCodeAt(index - 1)
	) {
		index -= 1;
	}
	return index;
}

/**
 * The end of a block scalar's last line with text: its trailing spaces belong to the text, the empty lines after it do
 * not.
 */
export function endOfBlock(text: string, end: number): number {
	let index = trimEnd(text, end);
	for (let code = text.charCodeAt(index); code === SPACE || code === TAB; code = text.charCodeAt(index)) {
		index += 1;
	}
	return index;
}
