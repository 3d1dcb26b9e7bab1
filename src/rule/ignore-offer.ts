import type { Rule as EslintRule } from "eslint";
import { readDirective, rulesEnd } from "../languages/directive.ts";
import {
	isTemplateFile,
	type TemplateFile,
	type TemplateMapping,
	type TemplateNode,
} from "../languages/template/parse/ast.ts";
import { findMapping } from "../languages/template/parse/intrinsic.ts";
import { TemplateEditor } from "../languages/template/write/template-editor.ts";
import { PLACEHOLDER_REASON } from "../model/suppression.ts";
import { LineIndex } from "../text/line-index.ts";
import { SpanIndex } from "../text/span-index.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { readSource } from "./file/read-source.ts";

/** The id of the offer in ESLint's messages: an editor shows it, our own reports and tables do not. */
export const IGNORE_WITH_REASON = "ignoreWithReason";

/** Further right only what a bundler wrote stands; looking along such a line for each finding would be quadratic. */
const MAX_COLUMN = 5000;

/** What is asked of a finding. */
export interface IgnoredFinding {
	/** The rule's name without the namespace. */
	readonly rule: string;
	readonly at: Span;
	/** The logical id of the one resource that it is about; null where there is none, or several. */
	readonly resource: string | null;
}

/**
 * The edit that suppresses one finding, with a reason to fill in: a comment above its line, in JSON and where YAML
 * takes no comment an entry in the resource's `Metadata`. Null where neither has a place. It only inserts.
 */
export function ignoreEdit(finding: IgnoredFinding, context: EslintRule.RuleContext): TextEdit | null {
	const { tree } = readSource(context);
	const template = isTemplateFile(tree) ? tree : null;
	const options = (
		context.languageOptions as
			{ readonly template?: { readonly tolerant?: boolean; readonly suppressions?: boolean } } | undefined
	)?.template;
	if (
		context.filename !== context.physicalFilename ||
		(template !== null && (options?.tolerant === true || options?.suppressions === false))
	) {
		// A processor cut the text out of another file, the command has no light bulb, or suppressions do not count.
		return null;
	}
	const places = placesOf(context.sourceCode, template);
	const { line, column } = places.index.locate(finding.at.start);
	return column > MAX_COLUMN
		? null
		: (places.comment(context.id, line) ?? places.metadata(finding.resource, finding.rule));
}

const KNOWN = new WeakMap<object, Places>();

function placesOf(sourceCode: EslintRule.RuleContext["sourceCode"], template: TemplateFile | null): Places {
	let places = KNOWN.get(sourceCode);
	if (places === undefined) {
		places = new Places(
			sourceCode.text,
			template,
			template === null ? spansOfProgram(sourceCode) : spansOfTemplate(template),
		);
		KNOWN.set(sourceCode, places);
	}
	return places;
}

/** Where a file takes a suppression. Made once for each file. */
class Places {
	readonly index: LineIndex;
	readonly #text: string;
	readonly #template: TemplateFile | null;
	/** The stretches into which no line may be put. */
	readonly #closed: SpanIndex;
	readonly #eol: string;
	#editor: TemplateEditor | undefined;
	#resources: ReadonlyMap<string, TemplateMapping> | undefined;

	constructor(text: string, template: TemplateFile | null, closed: readonly Span[]) {
		this.index = new LineIndex(text, template === null);
		this.#text = text;
		this.#template = template;
		this.#closed = new SpanIndex(closed);
		this.#eol = /\r\n|\n|\r/u.exec(text)?.[0] ?? "\n";
	}

	/** A directive above a line; one that is there takes the rule in. */
	comment(ruleId: string, line: number): TextEdit | null {
		if (this.#template?.format === "json") {
			return null;
		}
		const start = this.index.startOf(line);
		if (this.#closed.covers({ start: start - 1, end: start + 1 }) || (start === 0 && this.#text.startsWith("#!"))) {
			return null;
		}
		const mark = this.#template === null ? "//" : "#";
		const above =
			line === 1
				? ""
				: this.#text.slice(Math.max(this.index.startOf(line - 1), start - MAX_COLUMN), start).trimEnd();
		if (above.includes("eslint-disable-next-line")) {
			return this.#extend(above, this.index.startOf(line - 1), mark, ruleId);
		}
		const indent = /^[ \t]*/u.exec(this.#text.slice(start, start + MAX_COLUMN))?.[0] ?? "";
		return {
			span: { start, end: start },
			text: `${indent}${mark} eslint-disable-next-line ${ruleId} -- ${PLACEHOLDER_REASON}${this.#eol}`,
		};
	}

	/**
	 * Puts the rule into the directive on the line above, which a second directive between would turn into one about a
	 * comment.
	 */
	#extend(above: string, offset: number, mark: string, ruleId: string): TextEdit | null {
		const [indent = ""] = /^[ \t]*/u.exec(above) ?? [];
		const before = above.startsWith(mark, indent.length) ? indent + mark : "";
		const value = above.slice(before.length);
		const directive =
			before === ""
				? null
				: readDirective({
						value,
						start: offset + before.length - mark.length,
						end: offset + above.length,
						mark: mark.length,
					});
		if (directive === null || directive.rules.length === 0 || directive.rules.includes(ruleId)) {
			return null;
		}
		const at = rulesEnd(directive);
		return {
			span: { start: at, end: at },
			text: `, ${ruleId}${directive.justification === "" && !value.includes("--") ? ` -- ${PLACEHOLDER_REASON}` : ""}`,
		};
	}

	/** An entry in the `Metadata` of a resource. */
	metadata(id: string | null, rule: string): TextEdit | null {
		if (this.#template === null || id === null) {
			return null;
		}
		this.#resources ??= resourcesOf(this.#template);
		this.#editor ??= new TemplateEditor(this.#text, this.#template);
		const entry = { rule, reason: PLACEHOLDER_REASON };
		let mapping = this.#resources.get(id);
		let rest: Entry = { Metadata: { kmslint: { suppress: [entry] } } };
		for (const key of ["Metadata", "kmslint", "suppress"]) {
			if (mapping === undefined || mapping.inner > mapping.start) {
				return null; // An anchor: what is written there counts elsewhere, too.
			}
			const pairs = mapping.pairs.filter((pair) => pair.key.type === "TemplateScalar" && pair.key.value === key);
			const value = pairs[0]?.value;
			if (value === undefined) {
				return this.#only(this.#editor.setPair(mapping, key, rest[key] ?? null));
			}
			if (pairs.length > 1 || (value.type !== "TemplateMapping" && value.type !== "TemplateSequence")) {
				return null;
			}
			if (value.type === "TemplateSequence") {
				return key === "suppress" ? this.#only(this.#editor.appendItem(value, entry)) : null;
			}
			mapping = value;
			rest = rest[key] as Entry;
		}
		return null;
	}

	/** One edit that takes nothing away but blanks inside braces. */
	#only(edits: readonly TextEdit[] | null): TextEdit | null {
		const [edit, more] = edits ?? [];
		return edit === undefined ||
			more !== undefined ||
			this.#text.slice(edit.span.start, edit.span.end).trim() !== ""
			? null
			: edit;
	}
}

/** What an entry of `Metadata` is made of. */
interface Entry {
	readonly [key: string]: Entry | readonly { readonly rule: string; readonly reason: string }[];
}

function resourcesOf(template: TemplateFile): ReadonlyMap<string, TemplateMapping> {
	const found = new Map<string, TemplateMapping>();
	const twice = new Set<string>();
	for (const { key, value } of findMapping(template.body, "Resources")?.pairs ?? []) {
		if (key.type === "TemplateScalar" && value.type === "TemplateMapping") {
			if (found.has(key.value)) {
				twice.add(key.value);
			}
			found.set(key.value, value);
		}
	}
	twice.forEach((id) => found.delete(id));
	return found;
}

/** Tokens and comments of a program that go over several lines: template literals, text of JSX, block comments. */
function spansOfProgram({ ast, text }: EslintRule.RuleContext["sourceCode"]): readonly Span[] {
	// A host may give none, as our own parser does in the command.
	const { tokens, comments } = ast as Partial<typeof ast>;
	return tokens === undefined || tokens.length === 0
		? [{ start: -1, end: text.length + 1 }]
		: [...tokens, ...(comments ?? [])].flatMap(({ type, range, loc }) =>
				range === undefined || loc?.start.line === loc?.end.line
					? []
					: [{ start: range[0], end: range[1] + ((type as string) === "JSXText" ? 1 : 0) }],
			); // Behind a text of JSX more of it may be written.
}

/** Texts of a template, and collections in brackets. */
function spansOfTemplate({ body }: TemplateFile): readonly Span[] {
	const spans: Span[] = [];
	const open: TemplateNode[] = body === null ? [] : [body];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		if (node.type === "TemplateScalar") {
			spans.push({ start: node.inner, end: node.end });
		} else if (node.type !== "TemplateAlias" && node.flow) {
			spans.push({ start: node.inner, end: node.end });
		} else if (node.type === "TemplateMapping") {
			for (const { key, value } of node.pairs) {
				open.push(key, value);
			}
		} else if (node.type === "TemplateSequence") {
			for (const item of node.items) {
				open.push(item);
			}
		}
	}
	return spans;
}
