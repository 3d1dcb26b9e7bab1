import { attributesIn, memberOf, nameAt, objectOf, objectsIn } from "./json-members.ts";
import { JsonReader } from "./json-reader.ts";
import { shownJson } from "./shown-json.ts";
import type { HclBlock, HclFile, HclObject } from "./syntax.ts";

/**
 * Parses a `*.tfstate`: its resources are known by name and value, and are no part of a module. Never throws.
 *
 * Source: "State file format", version 4, `internal/states/statefile` of https://github.com/hashicorp/terraform.
 */
export function parseState(text: string): HclFile {
	const reader = new JsonReader(text);
	return shownJson(text, reader, (object) => ({
		kind: "state",
		items: [],
		held: objectsIn(memberOf(object, "resources")).flatMap((one) => blocksOf(one, reader)),
	}));
}

/** `{"module":"module.a","mode":"managed","type":"aws_db_instance","name":"db","instances":[{"attributes":{…}}]}` */
function blocksOf(resource: HclObject, reader: JsonReader): readonly HclBlock[] {
	const [module = "", mode = "", type = "", name = ""] = ["module", "mode", "type", "name"].map((key) =>
		reader.textOf(memberOf(resource, key)),
	);
	const keyword = mode === "data" ? "data" : "resource";
	const path = [module, keyword === "data" ? "data" : "", type, name].filter((part) => part !== "").join(".");
	return objectsIn(memberOf(resource, "instances")).flatMap((instance): readonly HclBlock[] => {
		const attributes = objectOf(memberOf(instance, "attributes"));
		const { start, end } = instance;
		return attributes === undefined
			? []
			: [
					{
						type: "HclBlock",
						start,
						end,
						keyword: nameAt(resource, keyword),
						labels: [nameAt(resource, type), nameAt(resource, name)],
						address: path,
						open: start,
						body: {
							type: "HclBody",
							start,
							end,
							items: attributesIn(attributes),
						},
						close: end - 1,
					},
				];
	});
}
