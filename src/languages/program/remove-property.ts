import type { TSESTree } from "@typescript-eslint/utils";
import type { TextEdit } from "../../text/span.ts";
import type { SourceModule } from "./source-module.ts";

/**
 * Takes a property out of its object, with the comma and the blanks that part it from its neighbour. Null where a
 * comment would go with it.
 */
export function removeProperty(property: TSESTree.Property, module: SourceModule): readonly TextEdit[] | null {
	const object = property.parent;
	if (object.type !== "ObjectExpression") {
		return null;
	}
	const place = object.properties.indexOf(property);
	const before = object.properties[place - 1];
	const after = object.properties[place + 1];
	const start = before !== undefined && after === undefined ? before.range[1] : property.range[0];
	const end = after === undefined ? (before === undefined ? object.range[1] - 1 : property.range[1]) : after.range[0];
	const span = { start: before === undefined && after === undefined ? object.range[0] + 1 : start, end };
	return module.comments.some(({ range }) => range[0] < span.end && span.start < range[1])
		? null
		: [{ span, text: "" }];
}
