import { JsonReader } from "./json-reader.ts";
import { expressionOf } from "./json-string.ts";
import { MAX_PROBLEMS } from "./scanner.ts";
import { JSON_OBJECT } from "./sentences.ts";
import type {
	HclBlock,
	HclBody,
	HclExpression,
	HclFile,
	HclItem,
	HclName,
	HclObject,
	HclObjectItem,
} from "./syntax.ts";

/** How many labels the blocks of a module have. Source: "JSON Configuration Syntax", Terraform language documentation. */
const MODULE: ReadonlyMap<string, number> = new Map([
	["terraform", 0],
	["locals", 0],
	["moved", 0],
	["import", 0],
	["removed", 0],
	["provider", 1],
	["variable", 1],
	["output", 1],
	["module", 1],
	["check", 1],
	["resource", 2],
	["data", 2],
	["ephemeral", 2],
]);

/** The same for the blocks inside them that have a meaning of their own; the others only the provider knows. */
const INNER: ReadonlyMap<string, number> = new Map([
	["lifecycle", 0],
	["precondition", 0],
	["postcondition", 0],
	["validation", 0],
	["connection", 0],
	["required_providers", 0],
	["cloud", 0],
	["backend", 1],
	["provider_meta", 1],
	["provisioner", 1],
	["dynamic", 1],
]);

/** Arguments whose strings are references, or types. */
const REFERRING = new Set(["depends_on", "provider", "providers", "ignore_changes", "replace_triggered_by"]);

/**
 * Parses a `*.tf.json`, or the values of variables in a `*.tfvars.json`, into the tree of the native syntax. Never throws.
 *
 * @param text without its BOM
 * @param isModule false for values of variables, which are attributes alone
 */
export function parseJson(text: string, isModule: boolean): HclFile {
	const reader = new JsonReader(text);
	const object = reader.read();
	const conversion = new Conversion(reader);
	const items = object === null ? [] : conversion.itemsOf(object, isModule ? MODULE : new Map(), null);
	return {
		type: "HclFile",
		start: 0,
		end: text.length,
		format: "json",
		body: { type: "HclBody", start: 0, end: text.length, items },
		comments: [],
		errors: reader.errors.toSorted((a, b) => a.offset - b.offset).slice(0, MAX_PROBLEMS),
	};
}

/** Makes blocks and attributes of objects. */
class Conversion {
	readonly #reader: JsonReader;

	constructor(reader: JsonReader) {
		this.#reader = reader;
	}

	itemsOf(object: HclObject, blocks: ReadonlyMap<string, number>, keyword: string | null): readonly HclItem[] {
		return object.items.flatMap((item) => {
			const name = item.name ?? "";
			if (name === "//") {
				return []; // A comment.
			}
			const labels = blocks.get(name);
			return labels === undefined
				? [this.#attributeOf(item, keyword)]
				: this.#blocksOf(nameOf(item), [], item.value, labels);
		});
	}

	#attributeOf(item: HclObjectItem, keyword: string | null): HclItem {
		const name = nameOf(item);
		const isReference = REFERRING.has(name.text) || (keyword === "variable" && name.text === "type");
		const value = isReference ? this.#referenceOf(item.value) : item.value;
		return { type: "HclAttribute", start: item.start, end: item.end, name, equals: item.key.end, value };
	}

	/** The blocks of one keyword: a map by label for each label, then a map, or a list of maps, for each block. */
	#blocksOf(keyword: HclName, labels: readonly HclName[], value: HclExpression, missing: number): readonly HclItem[] {
		if (value.type === "HclTuple") {
			return value.items.flatMap((item) => this.#blocksOf(keyword, labels, item, missing));
		}
		if (value.type !== "HclObject") {
			this.#reader.errors.push({ message: JSON_OBJECT, offset: value.start });
			return [];
		}
		return missing === 0
			? [this.#blockOf(keyword, labels, value)]
			: value.items
					.filter(({ name }) => name !== "//")
					.flatMap((item) => this.#blocksOf(keyword, [...labels, nameOf(item)], item.value, missing - 1));
	}

	#blockOf(keyword: HclName, labels: readonly HclName[], object: HclObject): HclBlock {
		const items = this.itemsOf(object, keyword.text === "locals" ? new Map() : INNER, keyword.text);
		const body: HclBody = { type: "HclBody", start: object.start + 1, end: object.end - 1, items };
		const { start } = labels.at(-1) ?? keyword;
		return {
			type: "HclBlock",
			start,
			end: object.end,
			keyword,
			labels,
			open: object.start,
			body,
			close: this.#reader.text.charAt(object.end - 1) === "}" ? object.end - 1 : -1,
		};
	}

	#referenceOf(value: HclExpression): HclExpression {
		switch (value.type) {
			case "HclTuple":
				return { ...value, items: value.items.map((item) => this.#referenceOf(item)) };
			case "HclObject":
				return {
					...value,
					items: value.items.map((item) => ({ ...item, value: this.#referenceOf(item.value) })),
				};
			case "HclTemplate": {
				return expressionOf(this.#reader.stringOf(value), this.#reader.errors);
			}
			default:
				return value;
		}
	}
}

function nameOf({ key, name }: HclObjectItem): HclName {
	return { type: "HclName", start: key.start, end: key.end, text: name ?? "", isQuoted: true };
}
