import type { TSESTree } from "@typescript-eslint/utils";
import { nameOfKey } from "./name-of-key.ts";

/** Properties by their names, so that one of many is found at once. */
const PROPERTIES = new WeakMap<TSESTree.ObjectExpression, ReadonlyMap<string, TSESTree.Property>>();

/** The first property of that name that an object is written with; null where there is none. */
export function propertyOf(object: TSESTree.ObjectExpression, name: string): TSESTree.Property | null {
	let properties = PROPERTIES.get(object);
	if (properties === undefined) {
		const found = new Map<string, TSESTree.Property>();
		for (const property of object.properties) {
			const key = property.type === "Property" ? nameOfKey(property.key, property.computed) : null;
			if (property.type === "Property" && key !== null && !found.has(key)) {
				found.set(key, property);
			}
		}
		properties = found;
		PROPERTIES.set(object, properties);
	}
	return properties.get(name) ?? null;
}
