import { parseJson, parseJsonWithComments } from "./template/parse/parse-json.ts";
import type { TemplateNode } from "./template/parse/ast.ts";

/** A value of a JSON text, with its offsets in UTF-16 units; `end` is one past its last character. */
export type JsonValue = JsonObject | JsonList | JsonScalar;

interface JsonObject {
	readonly kind: "object";
	readonly at: number;
	readonly end: number;
	/** In their order; a name can be there twice. */
	readonly entries: readonly JsonEntry[];
}

interface JsonEntry {
	readonly name: string;
	readonly keyAt: number;
	readonly value: JsonValue;
}

interface JsonList {
	readonly kind: "list";
	readonly at: number;
	readonly end: number;
	readonly items: readonly JsonValue[];
}

interface JsonScalar {
	readonly kind: "scalar";
	readonly at: number;
	readonly end: number;
	readonly value: string | number | boolean | null;
	/** A text, or any other value as it is written: `1.50`. */
	readonly text: string;
}

/** A JSON text that was read. */
export interface JsonReading {
	/** As much as could be read; null for nothing. */
	readonly root: JsonValue | null;
	/** The first error; null if the text is valid. */
	readonly problem: { readonly message: string; readonly offset: number } | null;
}

/** Reads a JSON text with the places of its values. Never throws. */
export function readJson(text: string): JsonReading {
	const parsed = parseJson(text);
	const body = parsed.file?.body ?? null;
	return { root: body === null ? null : toValue(body), problem: parsed.ok ? null : (parsed.errors[0] ?? null) };
}

/** Reads JSON as editors take it, with comments and commas at the end; as much as can be read. Never throws. */
export function readJsonWithComments(text: string): JsonReading {
	const parsed = parseJsonWithComments(text);
	const body = parsed.file?.body ?? null;
	return { root: body === null ? null : toValue(body), problem: parsed.ok ? null : (parsed.errors[0] ?? null) };
}

function toValue(node: TemplateNode): JsonValue {
	const { start: at, end } = node;
	switch (node.type) {
		case "TemplateMapping":
			return {
				kind: "object",
				at,
				end,
				entries: node.pairs.map(({ key, value }) => ({
					name: key.type === "TemplateScalar" ? key.value : "",
					keyAt: key.start,
					value: toValue(value),
				})),
			};
		case "TemplateSequence":
			return { kind: "list", at, end, items: node.items.map(toValue) };
		case "TemplateScalar":
			return { kind: "scalar", at, end, value: scalarOf(node), text: node.value };
		case "TemplateAlias":
			return { kind: "scalar", at, end, value: null, text: "" }; // JSON has none.
		default:
			return node satisfies never;
	}
}

function scalarOf({ style, value }: Extract<TemplateNode, { readonly type: "TemplateScalar" }>): JsonScalar["value"] {
	if (style !== "plain") {
		return value;
	}
	try {
		return JSON.parse(value) as JsonScalar["value"];
	} catch {
		return value; // In a text that is not valid.
	}
}

/** The value, as `JSON.parse` gives it. */
export function valueOf(value: JsonValue): unknown {
	switch (value.kind) {
		case "object":
			return Object.fromEntries(value.entries.map((entry) => [entry.name, valueOf(entry.value)]));
		case "list":
			return value.items.map(valueOf);
		case "scalar":
			return value.value;
		default:
			return value satisfies never;
	}
}
