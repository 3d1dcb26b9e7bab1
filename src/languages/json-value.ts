import { parseJson } from "./template/parse/parse-json.ts";
import type { TemplateNode } from "./template/parse/ast.ts";

/** A value of a JSON text, with its offset in UTF-16 units. */
export type JsonValue = JsonObject | JsonList | JsonScalar;

interface JsonObject {
	readonly kind: "object";
	readonly at: number;
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
	readonly items: readonly JsonValue[];
}

interface JsonScalar {
	readonly kind: "scalar";
	readonly at: number;
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

function toValue(node: TemplateNode): JsonValue {
	const at = node.start;
	switch (node.type) {
		case "TemplateMapping":
			return {
				kind: "object",
				at,
				entries: node.pairs.map(({ key, value }) => ({
					name: key.type === "TemplateScalar" ? key.value : "",
					keyAt: key.start,
					value: toValue(value),
				})),
			};
		case "TemplateSequence":
			return { kind: "list", at, items: node.items.map(toValue) };
		case "TemplateScalar":
			return { kind: "scalar", at, value: scalarOf(node), text: node.value };
		case "TemplateAlias":
			return { kind: "scalar", at, value: null, text: "" }; // JSON has none.
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
