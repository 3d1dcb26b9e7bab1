import type { Editor } from "../../../model/resource.ts";
import type { Entry, ListValue, MapValue, Parameter, Value } from "../../../model/value.ts";
import { joinAll, joinEdits } from "../../../text/join-edits.ts";
import { LineIndex } from "../../../text/line-index.ts";
import type { Span, TextEdit } from "../../../text/span.ts";
import type { TemplateFile, TemplateMapping, TemplateNode, TemplatePair, TemplateSequence } from "../parse/ast.ts";
import type { NewResource, Written } from "../../../model/written.ts";
import { type TemplateData, toData, toPairs, toResource } from "./data.ts";
import { findMapping, findPair, isLoopKey } from "../parse/intrinsic.ts";
import {
	detectStyle,
	renderBlockItem,
	renderBlockPairs,
	renderBlockValue,
	renderFlow,
	renderJson,
	renderYamlScalar,
	type Style,
} from "./render.ts";

interface Place {
	readonly pair: TemplatePair;
	readonly flow: boolean;
}

/** Edits a template (YAML block, YAML flow or JSON) in the style of the surrounding text. */
export class TemplateEditor implements Editor {
	readonly #text: string;
	readonly #file: TemplateFile;
	readonly #style: Style;
	readonly #keyOf = new Map<number, number>();
	readonly #itemAt = new Map<number, TemplateNode>();
	#index: Map<number, Place> | undefined;
	readonly #lines: LineIndex;
	#oneLine: boolean | undefined;

	constructor(text: string, file: TemplateFile) {
		this.#text = text;
		this.#file = file;
		this.#style = detectStyle(text);
		this.#lines = new LineIndex(text);
	}

	set(map: MapValue, key: string, value: Written): readonly TextEdit[] | null {
		return isMapping(map.origin) ? this.setPair(map.origin, key, value) : null;
	}

	setAll(map: MapValue, values: Readonly<Record<string, Written>>): readonly TextEdit[] | null {
		const { origin } = map;
		if (!isMapping(origin)) {
			return null;
		}
		const entries = Object.entries(values);
		const missing = entries.filter(([key]) => findPair(origin, key) === undefined);
		if (missing.length > 0 && hasLoop(origin)) {
			return null;
		}
		const replaced = entries
			.filter(([key]) => findPair(origin, key) !== undefined)
			.map(([key, value]) => this.setPair(origin, key, value));
		return joinAll([
			...replaced,
			missing.length === 0 ? [] : this.#insert(origin, toPairs(Object.fromEntries(missing))),
		]);
	}

	replace(value: Value, by: Written): readonly TextEdit[] | null {
		const pair = this.#pairOf(value.span);
		if (pair === null) {
			return this.#replaceItem(value.span, by);
		}
		return isKeyOfLoop(pair.key) ? null : listOf(this.#replaceValue(pair, toData(by), this.#inFlow(pair)));
	}

	/** A text in a list by another, in the same quotes. */
	#replaceItem({ start, end }: Span, by: Written): readonly TextEdit[] | null {
		const item = this.#places.size > 0 ? this.#itemAt.get(start) : undefined;
		if (typeof by !== "string" || item?.type !== "TemplateScalar" || item.inner !== start || item.end !== end) {
			return null;
		}
		if (/^["']/u.test(this.#text.slice(start, end))) {
			return /^[\w:*/.-]*$/u.test(by) ? [{ span: { start: start + 1, end: end - 1 }, text: by }] : null;
		}
		const isLine = item.style === "plain" && !/[\r\n]/u.test(this.#text.slice(start, end));
		return isLine ? [{ span: { start, end }, text: renderFlow(by) }] : null;
	}

	rewrite(entry: Entry, key: string, value: Written): readonly TextEdit[] | null {
		const pair = this.#pairOf(entry.value.span, entry.keySpan);
		if (pair === null || pair.key.type !== "TemplateScalar" || pair.key.value !== entry.key) {
			return null; // A loop makes the key of what is written.
		}
		const replaced = this.#replaceValue(pair, toData(value), this.#inFlow(pair));
		if (replaced === null) {
			return null;
		}
		const quote = this.#text[pair.key.start];
		const name = quote === '"' || quote === "'" ? quote + key + quote : renderYamlScalar(key);
		return joinEdits([{ span: { start: pair.key.start, end: pair.key.end }, text: name }, replaced]);
	}

	append({ origin }: ListValue, item: Written): readonly TextEdit[] | null {
		return isSequence(origin) ? this.appendItem(origin, item) : null;
	}

	/** Adds an item at the end of a sequence node. */
	appendItem(origin: TemplateSequence, written: Written): readonly TextEdit[] | null {
		const item = toData(written);
		const last = origin.items.at(-1);
		if (last === undefined || origin.inner > origin.start || isShared(last) || endsInKeptBlock(last, this.#text)) {
			return null;
		}
		const indent = this.#lineIndent(last.start) ?? "";
		if (origin.flow) {
			const multiline = /[\r\n]/u.test(this.#text.slice(origin.inner, last.start));
			const text =
				this.#file.format === "json"
					? renderJson(item, indent, multiline ? this.#style : null)
					: renderFlow(item);
			return [
				{
					span: at(last.end),
					text: `,${multiline ? this.#style.eol + indent : this.#isOneLine && this.#file.format === "json" ? "" : " "}${text}`,
				},
			];
		}
		// Indented like the last dash, which may follow another one: `- - a`.
		const dash = this.#text.lastIndexOf("-", last.start - 1);
		const column = this.#columnIndent(dash);
		return [
			{
				span: at(this.#endOfLine(last.end)),
				text: `${this.#style.eol}${column}- ${renderBlockItem(item, `${column}  `, this.#style)}`,
			},
		];
	}

	addResources(resources: Readonly<Record<string, NewResource>>, behind?: string): readonly TextEdit[] | null {
		const section = findMapping(this.#file.body, "Resources");
		const pair = behind === undefined ? undefined : findPair(section, behind);
		const isPlace = pair !== undefined && !isShared(pair.value) && !endsInKeptBlock(pair.value, this.#text);
		return section === undefined || section.pairs.length === 0
			? null
			: this.#insert(
					section,
					Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, toResource(resource)])),
					isPlace ? pair : section.pairs.at(-1),
				);
	}

	setAttribute({ origin }: Parameter, key: string, value: Written): readonly TextEdit[] | null {
		return isMapping(origin) && !isAnchored(origin) ? this.setPair(origin, key, value) : null;
	}

	removeAttribute({ origin }: Parameter, key: string): readonly TextEdit[] | null {
		return isMapping(origin) && !isAnchored(origin) ? this.#removePair(origin, key) : null;
	}

	/** Sets a pair of a mapping node: replaces the present value, or adds the pair at the end. */
	setPair(mapping: TemplateMapping, key: string, value: Written): readonly TextEdit[] | null {
		const present = findPair(mapping, key);
		if (present !== undefined) {
			return isShared(present.value) ? null : listOf(this.#replaceValue(present, toData(value), mapping.flow));
		}
		return hasLoop(mapping) ? null : this.#insert(mapping, { [key]: toData(value) });
	}

	/** Adds pairs after one of a mapping, by default the last. */
	#insert(
		mapping: TemplateMapping,
		pairs: Readonly<Record<string, TemplateData>>,
		last = mapping.pairs.at(-1),
	): readonly TextEdit[] | null {
		if (mapping.flow) {
			return this.#insertFlow(mapping, last, pairs);
		}
		if (last === undefined) {
			return null;
		}
		const indent = this.#columnIndent(this.#startOf(last));
		const text = renderBlockPairs(pairs, indent, this.#style);
		if (endsInKeptBlock(last.value, this.#text)) {
			// After `|+` every blank line belongs to the scalar, so the new pair goes before the first one.
			const first = mapping.pairs[0];
			return first === undefined
				? null
				: [
						{
							span: at(this.#startOf(first)),
							text: text + this.#style.eol + this.#columnIndent(this.#startOf(first)),
						},
					];
		}
		const end = this.#endOfLine(last.end);
		return [{ span: at(end), text: this.#style.eol + indent + text }];
	}

	#insertFlow(
		mapping: TemplateMapping,
		last: TemplatePair | undefined,
		pairs: Readonly<Record<string, TemplateData>>,
	): readonly TextEdit[] | null {
		const json = this.#file.format === "json";
		const close = mapping.end - 1;
		const multiline = last !== undefined && /[\r\n]/u.test(this.#text.slice(mapping.inner, last.start));
		const indent = last === undefined ? "" : (this.#lineIndent(last.start) ?? "");
		const written = Object.entries(pairs).map(([key, value]) =>
			json || this.#text[last?.key.start ?? close] === '"'
				? `${JSON.stringify(key)}:${this.#minified(mapping) ? "" : " "}${renderJson(value, indent, multiline ? this.#style : null)}`
				: `${renderYamlScalar(key)}: ${renderFlow(value)}`,
		);
		if (last === undefined) {
			const compact = this.#minified(mapping) && json;
			const start = mapping.inner + 1;
			if (this.#text.slice(start, close).trim() !== "") {
				return [{ span: at(start), text: ` ${written.join(", ")}` }]; // Comments stay behind it.
			}
			return [{ span: { start, end: close }, text: compact ? written.join(",") : ` ${written.join(", ")} ` }];
		}
		const between = multiline ? this.#style.eol + indent : this.#minified(mapping) ? "" : " ";
		const tail = this.#text.slice(last.end, close);
		const comma = last === mapping.pairs.at(-1) ? /^\s*,/u.exec(tail) : null;
		if (comma !== null) {
			// A trailing comma, which YAML allows: the new pairs go after it.
			return [{ span: at(last.end + comma[0].length), text: between + written.join(`,${between}`) }];
		}
		return [{ span: at(last.end), text: `,${between}${written.join(`,${between}`)}` }];
	}

	/**
	 * Null if the pair is the only one, is duplicated, or contains something to keep: an anchor, an alias, a comment
	 * between key and value.
	 */
	#removePair(mapping: TemplateMapping, key: string): readonly TextEdit[] | null {
		const { pairs } = mapping;
		const found = pairs.filter((pair) => pair.key.type === "TemplateScalar" && pair.key.value === key);
		const [pair] = found;
		if (
			pair === undefined ||
			found.length > 1 ||
			pairs.length === 1 ||
			isShared(pair.value) ||
			this.#holdsMore(pair)
		) {
			return null;
		}
		const index = pairs.indexOf(pair);
		return listOf(
			mapping.flow ? this.#removeFlow(pair, pairs[index - 1], pairs[index + 1]) : this.#removeLines(pair),
		);
	}

	/** True if the pair contains an anchor or a comment. */
	#holdsMore({ key, value, end }: TemplatePair): boolean {
		if (value.type !== "TemplateScalar") {
			return /(?:^|[\s,[{:])[#&]/u.test(this.#text.slice(key.end, end));
		}
		// Between the key and the text, and after the `|` of a block.
		const head = value.style === "literal" || value.style === "folded" ? this.#endOfLine(value.inner) : value.inner;
		return /[#&]/u.test(this.#text.slice(key.end, head));
	}

	#removeLines(pair: TemplatePair): TextEdit | null {
		const start = this.#startOfLine(pair.start);
		if (this.#text.slice(start, pair.start).trim() !== "") {
			return null; // `- Default: x`, `? Default`: the line contains more than the pair.
		}
		const end = this.#endOfLine(pair.end);
		const behind = this.#text.slice(pair.end, end);
		if (behind.trim() !== "") {
			// A comment stays on its line, in place of the pair.
			return { span: { start: pair.start, end: end - behind.trimStart().length }, text: "" };
		}
		const lineEnd = /^(?:\r\n|\n|\r)/u.exec(this.#text.slice(end, end + 2))?.[0] ?? "";
		const before =
			lineEnd === "" ? (/(?:\r\n|\n|\r)$/u.exec(this.#text.slice(Math.max(0, start - 2), start))?.[0] ?? "") : "";
		return { span: { start: start - before.length, end: end + lineEnd.length }, text: "" };
	}

	#removeFlow(pair: TemplatePair, before: TemplatePair | undefined, after: TemplatePair | undefined): TextEdit {
		if (after !== undefined && /^\s*,\s*$/u.test(this.#text.slice(pair.end, after.start))) {
			return { span: { start: pair.start, end: after.start }, text: "" };
		}
		if (
			after === undefined &&
			before !== undefined &&
			/^\s*,\s*$/u.test(this.#text.slice(before.end, pair.start))
		) {
			return { span: { start: before.end, end: pair.end }, text: "" };
		}
		// There are comments around it, so this is YAML, which allows a trailing comma.
		const comma = /^\s*,[ \t]*/u.exec(this.#text.slice(pair.end))?.[0] ?? "";
		return { span: { start: pair.start, end: pair.end + comma.length }, text: "" };
	}

	/** True if the collection has no spaces after its colons. */
	#minified(mapping: TemplateMapping): boolean {
		const pair = mapping.pairs[0];
		if (pair === undefined) {
			return this.#file.format === "json" && this.#isOneLine;
		}
		return this.#text[pair.key.end] === ":" && pair.value.start === pair.key.end + 1;
	}

	/** Null if the value contains something to keep: an anchor, or comments that have no clear new place. */
	#replaceValue(pair: TemplatePair, by: TemplateData, flow: boolean): TextEdit | null {
		const { value } = pair;
		if (
			value.type === "TemplateScalar"
				? this.#text.slice(value.start, value.inner).includes("&")
				: /(?:^|[\s,[{])[#&]/u.test(this.#text.slice(value.start, value.end))
		) {
			return null;
		}
		if (this.#hasHeadComment(pair)) {
			return null;
		}
		const inFlow = flow || this.#file.format === "json";
		if (value.start === value.end) {
			// `KmsKeyArn:` without a value: the text goes right after the colon.
			const colon = this.#text.indexOf(":", pair.key.end) + 1;
			const text = inFlow
				? ` ${this.#flowText(by, pair)}`
				: renderBlockValue(by, this.#columnIndent(this.#startOf(pair)), this.#style);
			// `Properties: # a comment` stays on its line, and the value begins on the next one.
			const isBelow = !inFlow && /^[\r\n]/u.test(text);
			return { span: at(isBelow ? this.#endOfLine(colon) : colon), text };
		}
		const span: Span = { start: value.start, end: value.end };
		if (inFlow) {
			return { span, text: this.#flowText(by, pair) };
		}
		const colon = this.#text.indexOf(":", pair.key.end) + 1;
		const text = renderBlockValue(by, this.#columnIndent(this.#startOf(pair)), this.#style);
		if (this.#text.slice(colon, value.start).includes("#")) {
			// There is a comment between the colon and the value, which begins and ends on lines of its own.
			// A sequence may stand as far left as its key; what takes its place must not.
			const column = this.#columnIndent(value.start).length;
			const isLevel = column <= this.#columnIndent(this.#startOf(pair)).length;
			return /[\r\n]/u.test(text) ? null : { span, text: (isLevel ? this.#style.unit : "") + text.trimStart() };
		}
		return { span: { start: colon, end: value.end }, text };
	}

	/** True if there is a comment after the `|` of a block, or between `? key` and its colon. */
	#hasHeadComment({ key, value }: TemplatePair): boolean {
		const colon = /^[ \t]*:/u.test(this.#text.slice(key.end, value.start));
		const isBlock = value.type === "TemplateScalar" && (value.style === "literal" || value.style === "folded");
		return (
			(!colon && this.#text.slice(key.end, value.start).includes("#")) ||
			(isBlock && this.#text.slice(value.inner, this.#endOfLine(value.inner)).includes("#"))
		);
	}

	#flowText(by: TemplateData, pair: TemplatePair): string {
		if (this.#file.format !== "json") {
			return renderFlow(by);
		}
		const indent = this.#lineIndent(pair.start) ?? "";
		const hasLines = this.#lines.lines > 1;
		const multiline = hasLines && typeof by === "object" && by !== null && Object.keys(by).length > 1;
		const text = renderJson(by, indent, multiline ? this.#style : null);
		return hasLines && !multiline ? text.replace(/^\{"([^"]+)":/u, '{ "$1": ').replace(/\}$/u, " }") : text;
	}

	/** True if the pair is inside a flow mapping: a `{` encloses it. */
	#inFlow(pair: TemplatePair): boolean {
		return this.#places.get(pair.key.start)?.flow ?? false;
	}

	/** The pair with its value (and key) at these offsets; null if the value is shared by an alias or not in a pair. */
	#pairOf(value: Span, key?: Span): TemplatePair | null {
		const places = this.#places; // Also builds `#keyOf`.
		const pair = places.get(key === undefined ? (this.#keyOf.get(value.start) ?? -1) : key.start)?.pair;
		return pair === undefined || isShared(pair.value) || (key === undefined && pair.value.end !== value.end)
			? null
			: pair;
	}

	/** Every pair by the offset of its key, and that offset by the offset of its value; built on the first edit. */
	get #places(): ReadonlyMap<number, Place> {
		if (this.#index === undefined) {
			this.#index = new Map();
			const open: TemplateNode[] = this.#file.body === null ? [] : [this.#file.body];
			for (let node = open.pop(); node !== undefined; node = open.pop()) {
				if (node.type === "TemplateMapping") {
					for (const pair of node.pairs) {
						this.#index.set(pair.key.start, { pair, flow: node.flow });
						this.#keyOf.set(pair.value.start, pair.key.start);
						open.push(pair.value);
					}
				} else if (node.type === "TemplateSequence") {
					for (const item of node.items) {
						this.#itemAt.set(item.start, item);
						open.push(item);
					}
				}
			}
		}
		return this.#index;
	}

	/** Where a pair begins: for `? key`, at the question mark. */
	#startOf({ key, start }: TemplatePair): number {
		const head = this.#text.slice(0, key.start).trimEnd();
		return head.endsWith("?") && /^[ \t]*(?:- +)*\?$/u.test(head.slice(this.#startOfLine(head.length)))
			? head.length - 1
			: start;
	}

	/** As many spaces as there are columns before the key, also right after `- `. */
	#columnIndent(offset: number): string {
		const start = this.#startOfLine(offset);
		const before = this.#text.slice(start, offset);
		return /^[ \t]*$/u.test(before) ? before : " ".repeat(before.length);
	}

	/** The indentation of the line. */
	#lineIndent(offset: number): string | null {
		const start = this.#startOfLine(offset);
		return /^[ \t]*/u.exec(this.#text.slice(start, offset))?.[0] ?? null;
	}

	#startOfLine(offset: number): number {
		return this.#lines.startOf(this.#lines.locate(offset).line);
	}

	/** The end of the line of `offset`, so that a comment after a value stays with it. */
	#endOfLine(offset: number): number {
		const { line } = this.#lines.locate(offset);
		if (line >= this.#lines.lines) {
			return this.#text.length;
		}
		const next = this.#lines.startOf(line + 1);
		return this.#text[next - 1] === "\n" && this.#text[next - 2] === "\r" ? Math.max(offset, next - 2) : next - 1;
	}

	/** True if the template is on one line. */
	get #isOneLine(): boolean {
		return this.#lines.lines === 1 || (this.#oneLine ??= !/[\r\n]/u.test(this.#text.trim()));
	}
}

function at(offset: number): Span {
	return { start: offset, end: offset };
}

function listOf(edit: TextEdit | null): readonly TextEdit[] | null {
	return edit === null ? null : [edit];
}

function isSequence(origin: unknown): origin is TemplateSequence {
	return typeof origin === "object" && origin !== null && "type" in origin && origin.type === "TemplateSequence";
}

function isMapping(origin: unknown): origin is TemplateMapping {
	return typeof origin === "object" && origin !== null && "type" in origin && origin.type === "TemplateMapping";
}

/** True for an alias: its content is in another place. */
function isShared(node: TemplateNode): boolean {
	return node.type === "TemplateAlias";
}

/** True if a loop makes pairs of the mapping: of the pair to add there might be two, which CloudFormation rejects. */
function hasLoop({ pairs }: TemplateMapping): boolean {
	return pairs.some(({ key }) => key.type === "TemplateScalar" && isLoopKey(key.value));
}

/** True if a loop makes several keys of one: the value belongs to all of them. */
function isKeyOfLoop(key: TemplateNode): boolean {
	return key.type === "TemplateScalar" && /[$&]\{/u.test(key.value);
}

/** True if an alias may repeat the mapping elsewhere, where an edit would apply too. */
function isAnchored({ start, inner }: TemplateMapping): boolean {
	return inner > start;
}

function endsInKeptBlock(node: TemplateNode, text: string): boolean {
	let last: TemplateNode | undefined = node;
	for (let depth = 0; depth < 1000 && last !== undefined; depth += 1) {
		if (last.type === "TemplateMapping") {
			last = last.pairs.at(-1)?.value;
		} else if (last.type === "TemplateSequence") {
			last = last.items.at(-1);
		} else {
			return (
				last.type === "TemplateScalar" &&
				(last.style === "literal" || last.style === "folded") &&
				/^[|>]\d?\+/u.test(text.slice(last.inner, last.inner + 3))
			);
		}
	}
	return false;
}
