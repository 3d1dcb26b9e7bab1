import type { JsonReader } from "./json-reader.ts";
import type { HclBlock, HclFile, HclItem, HclObject } from "./syntax.ts";

/** What the JSON of a plan or a state holds. */
interface ShownJson {
	readonly kind: "plan" | "state";
	readonly items: readonly HclItem[];
	readonly held: readonly HclBlock[];
}

/** A plan or a state as a file. The texts in it are values, so what would be no template is no error. */
export function shownJson(text: string, reader: JsonReader, read: (object: HclObject) => ShownJson): HclFile {
	const object = reader.read();
	const { kind, items, held } = object === null ? NOTHING : read(object);
	return {
		type: "HclFile",
		start: 0,
		end: text.length,
		format: "json",
		...(object === null ? {} : { shown: { kind, at: object.items[0]?.key ?? object, root: object, held } }),
		body: { type: "HclBody", start: 0, end: text.length, items },
		comments: [],
		errors: object === null ? reader.errors.slice(0, 1) : [],
	};
}

const NOTHING: ShownJson = { kind: "state", items: [], held: [] };
