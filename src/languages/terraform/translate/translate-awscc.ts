import type { MapValue, Value } from "../../../model/value.ts";
import { parseJsonText } from "../evaluate/json-text.ts";
import { hasOwnKeys, namesOfType } from "../spec/awscc.ts";
import { changeMaps } from "./change-maps.ts";

/** Properties that take a policy as JSON. */
const DOCUMENT = /(?:Policy|Document)$/u;

/** The arguments of a resource of `hashicorp/awscc`, which follow CloudFormation's names and nesting. */
export function translateAwscc(body: MapValue, type: string): MapValue {
	return translate(body, type, namesOfType(type), "");
}

function translate(map: MapValue, type: string, names: ReadonlyMap<string, string>, path: string): MapValue {
	if (hasOwnKeys(type, path)) {
		return map;
	}
	const entries = map.entries.map((one) => {
		const key = names.get(one.key) ?? capitalize(one.key);
		const below = path === "" ? key : `${path}.${key}`;
		const inner = DOCUMENT.test(key)
			? documentOf(one.value)
			: changeMaps(one.value, (inside) => translate(inside, type, names, below));
		return { ...one, key, value: inner };
	});
	return { ...map, entries };
}

function documentOf(value: Value): Value {
	return value.kind === "literal" || value.kind === "text" ? (parseJsonText(value) ?? value) : value;
}

function capitalize(name: string): string {
	return name.replace(/(?:^|_)([a-z\d])/gu, (_, letter: string) => letter.toUpperCase());
}
