import { applyEdits } from "../../text/apply-edits.ts";
import { eolOf } from "../../text/line-facts.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import type { ScalarStyle, TemplateNode, TemplateScalar } from "./parse/ast.ts";
import { decodeScalar, type DecodedScalar } from "./parse/decode-scalar.ts";
import { followAliases, intrinsicOf } from "./parse/intrinsic.ts";

/** A scalar that contains a part of the code. */
interface Segment {
	readonly style: ScalarStyle;
	readonly indent: string;
	/** Inside `Fn::Sub`, where `${` must be written as `${!`. */
	readonly substituted: boolean;
}

/** One UTF-16 unit of the code. */
interface Unit {
	readonly start: number;
	readonly end: number;
	/** Null for what is in no scalar: a hole, the separator of a `Fn::Join`. */
	readonly segment: Segment | null;
	/** True if the text is not known until deployment. */
	readonly hole: boolean;
}

/** A program inside a template, with the position of each of its units in the file. */
export class CodeText {
	readonly text: string;
	readonly #file: string;
	readonly #units: readonly Unit[];

	constructor(file: string, text: string, units: readonly Unit[]) {
		this.#file = file;
		this.text = text;
		this.#units = units;
	}

	/** The position of a range of the code in the file; null if a part of it is filled in at deployment. */
	spanInFile({ start, end }: Span): Span | null {
		const units = this.#units.slice(start, Math.max(end, start + 1));
		if (units.some(({ hole }) => hole)) {
			return null;
		}
		const first = units[0];
		const last = this.#units[end - 1];
		const from = first?.start ?? this.#units.at(-1)?.end;
		return from === undefined
			? null
			: { start: from, end: end > start && last !== undefined ? Math.max(last.end, from) : from };
	}

	/**
	 * The range of the file that contains a range of the code, holes and separators included; null for an empty range.
	 */
	cover({ start, end }: Span): Span | null {
		let from = Number.POSITIVE_INFINITY;
		let to = -1;
		for (let at = start; at < end; at += 1) {
			const unit = this.#units[at];
			from = Math.min(from, unit?.start ?? from);
			to = Math.max(to, unit?.end ?? to);
		}
		return to <= from ? null : { start: from, end: to };
	}

	/**
	 * The same edit in the file, as the style of the scalar writes it; null if it spans several scalars, or touches
	 * what is filled in.
	 */
	edit(given: TextEdit): TextEdit | null {
		const {
			span: { start, end },
			text,
		} = narrow(given, this.text);
		const touched = this.#units.slice(start, end);
		const before = this.#units[start - 1];
		const after = this.#units[end];
		const segment = touched[0]?.segment ?? after?.segment ?? before?.segment ?? null;
		if (segment === null || touched.some((unit) => unit.segment !== segment)) {
			return null;
		}
		const written = encode(text, segment, eolOf(this.#file)) ?? this.#encodeLines(text, start, end, segment);
		const place = this.#place(start, end, segment);
		return written === null || place === null ? null : { span: place, text: written };
	}

	/** The position of units of one segment in the file; an empty span if there are none. */
	#place(start: number, end: number, segment: Segment): Span | null {
		const touched = this.#units.slice(start, end);
		const after = this.#units[end]?.segment === segment ? this.#units[end] : undefined;
		const from = (touched[0] ?? after)?.start ?? this.#units[start - 1]?.end;
		// After a line ending comes the indentation of the next line, which belongs to the line.
		const to = touched.length === 0 ? from : (after?.start ?? touched.at(-1)?.end);
		return from === undefined || to === undefined ? null : { start: from, end: Math.max(from, to) };
	}

	/** A replacement with the same number of lines, each encoded separately between the existing line endings. */
	#encodeLines(text: string, start: number, end: number, segment: Segment): string | null {
		const lines = text.split("\n");
		const breaks = this.#units
			.slice(start, end)
			.flatMap((unit, index) =>
				this.text[start + index] === "\n"
					? [this.#file.slice(unit.start, this.#units[start + index + 1]?.start ?? unit.end)]
					: [],
			);
		const written = lines.map((line) => encode(line, segment, ""));
		return lines.length !== breaks.length + 1 || written.includes(null)
			? null
			: written.map((line, index) => `${line ?? ""}${breaks[index] ?? ""}`).join("");
	}

	/** The code after one of its own edits. */
	after(edit: TextEdit): string {
		return applyEdits(this.text, [edit]);
	}
}

/** The same edit without its unchanged ends: some rules rewrite a whole statement to change one word. */
function narrow({ span, text }: TextEdit, code: string): TextEdit {
	let { start, end } = span;
	let from = 0;
	let to = text.length;
	while (start < end && from < to && code[start] === text[from]) {
		start += 1;
		from += 1;
	}
	while (start < end && from < to && code[end - 1] === text[to - 1]) {
		end -= 1;
		to -= 1;
	}
	return { span: { start, end }, text: text.slice(from, to) };
}

/**
 * The text in the style of a scalar; null if the style cannot express it. The result is parsed again before it is used.
 */
function encode(text: string, { style, indent, substituted }: Segment, lineEnd: string): string | null {
	const plain = substituted ? text.replaceAll("${", "${!") : text;
	switch (style) {
		case "literal":
			return plain.replaceAll(/\r\n|\n|\r/gu, lineEnd).replaceAll(/\n(?=[^\r\n])|\n$/gu, `\n${indent}`);
		case "double":
			return JSON.stringify(plain).slice(1, -1);
		case "single":
			return /[\r\n]/u.test(plain) ? null : plain.replaceAll("'", "''");
		case "folded":
		case "plain":
			return /[\r\n]/u.test(plain) ? null : plain;
		default:
			return style satisfies never;
	}
}

/** How deep `Fn::Join` and `Fn::Sub` may be nested. */
const MAX_DEPTH = 8;

/**
 * Reads a program from its node: a scalar in any style, the text of a `Fn::Sub`, the pieces of a `Fn::Join`. What is
 * filled in at deployment becomes a name of the same length (`${Table}` is `$_Table_`). Null for other nodes.
 */
export function readCodeText(file: string, node: TemplateNode): CodeText | null {
	const builder: JoinedText = { text: "", units: [] };
	return read(file, node, builder, 0) ? new CodeText(file, builder.text, builder.units) : null;
}

interface JoinedText {
	text: string;
	readonly units: Unit[];
}

function read(file: string, given: TemplateNode, into: JoinedText, depth: number): boolean {
	const node = followAliases(given);
	if (node === null || depth > MAX_DEPTH) {
		return false;
	}
	const call = intrinsicOf(node);
	if (call === null) {
		return node.type === "TemplateScalar" && readScalar(file, node, false, into);
	}
	const argument = followAliases(call.argument);
	if (call.name === "Sub") {
		const template =
			argument?.type === "TemplateSequence" ? followAliases(argument.items[0] ?? argument) : argument;
		return template?.type === "TemplateScalar" && readScalar(file, template, true, into);
	}
	return call.name === "Join" && argument?.type === "TemplateSequence" && readJoin(file, argument.items, into, depth);
}

function readJoin(
	file: string,
	[separatorNode, listNode]: readonly TemplateNode[],
	into: JoinedText,
	depth: number,
): boolean {
	const separator = separatorNode === undefined ? null : followAliases(separatorNode);
	const list = listNode === undefined ? null : followAliases(listNode);
	if (
		separator?.type !== "TemplateScalar" ||
		separator.tag !== null ||
		list?.type !== "TemplateSequence" ||
		list.tag !== null
	) {
		return false;
	}
	for (const [index, item] of list.items.entries()) {
		if (index > 0) {
			const end = into.units.at(-1)?.end ?? item.start;
			append(into, separator.value, () => ({ start: end, end, segment: null, hole: false }));
		}
		if (!read(file, item, into, depth + 1)) {
			append(into, "$_hole_", () => ({ start: item.start, end: item.end, segment: null, hole: true }));
		}
	}
	return true;
}

function append(into: JoinedText, text: string, unit: (index: number) => Unit): void {
	into.text += text;
	for (let index = 0; index < text.length; index += 1) {
		into.units.push(unit(index));
	}
}

/**
 * `${Name}`, `${!Name}`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
 */
const PLACEHOLDER = /\$\{(!?)([^{}]{1,255})\}/gu;

function readScalar(file: string, node: TemplateScalar, substituted: boolean, into: JoinedText): boolean {
	const decoded = decodeScalar(file, node);
	if (decoded === null) {
		return false;
	}
	const segment: Segment = { style: node.style, indent: decoded.indent, substituted };
	let at = 0;
	for (const match of substituted ? decoded.value.matchAll(PLACEHOLDER) : []) {
		const end = match.index + match[0].length;
		if (match[1] === "!") {
			copy(decoded, at, match.index + 2, segment, into);
			at = match.index + 3; // `${!Name}` is `${Name}`.
			continue;
		}
		copy(decoded, at, match.index, segment, into);
		append(into, `$_${(match[2] ?? "").replaceAll(/\W/gu, "_")}_`, (index) =>
			unitOf(decoded, match.index + index, null, true),
		);
		at = end;
	}
	copy(decoded, at, decoded.value.length, segment, into);
	return true;
}

function copy(decoded: DecodedScalar, start: number, end: number, segment: Segment, into: JoinedText): void {
	append(into, decoded.value.slice(start, end), (index) => unitOf(decoded, start + index, segment, false));
}

function unitOf({ starts, ends }: DecodedScalar, index: number, segment: Segment | null, hole: boolean): Unit {
	return { start: starts[index] ?? 0, end: ends[index] ?? 0, segment, hole };
}
