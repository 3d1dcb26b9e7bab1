import { PLACEHOLDER_REASON } from "../../model/suppression.ts";
import { LineIndex } from "../../text/line-index.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import type { Suppressing } from "../dialect.ts";
import type { TemplateFile, TemplateMapping, TemplateNode } from "./parse/ast.ts";
import { findMapping } from "./parse/intrinsic.ts";
import { TemplateEditor } from "./write/template-editor.ts";

/** How a finding of a template is suppressed: a comment in YAML, an entry in the resource's `Metadata` in both. */
export class TemplateSuppressing implements Suppressing {
	readonly lines: LineIndex;
	readonly comment: string | null;
	readonly #text: string;
	readonly #template: TemplateFile;
	#editor: TemplateEditor | undefined;
	#resources: ReadonlyMap<string, TemplateMapping> | undefined;

	constructor(text: string, template: TemplateFile) {
		this.lines = new LineIndex(text);
		this.comment = template.format === "json" ? null : "#";
		this.#text = text;
		this.#template = template;
	}

	/** Texts of a template, and collections in brackets. */
	closed(): readonly Span[] {
		const { body } = this.#template;
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

	suppressIn(resource: string, rule: string): TextEdit | null {
		this.#resources ??= resourcesOf(this.#template);
		this.#editor ??= new TemplateEditor(this.#text, this.#template);
		const entry = { rule, reason: PLACEHOLDER_REASON };
		let mapping = this.#resources.get(resource);
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
