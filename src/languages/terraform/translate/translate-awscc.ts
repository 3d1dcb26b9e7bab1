import type { MapValue, Value } from "../../../model/value.ts";
import { parseJsonText } from "../evaluate/json-text.ts";
import { hasOwnKeys, namesOfType } from "../spec/awscc.ts";

/** Properties that take a policy as JSON. */
const DOCUMENT = /(?:Policy|Document)$/u;

/** The arguments of a resource of `hashicorp/awscc`, which follow CloudFormation's names and nesting. */
export function translateAwscc(body: MapValue, type: string): MapValue {
	const translated = translate(body, type, namesOfType(type), "");
	return translated.kind === "map" ? translated : body;
}

function translate(value: Value, type: string, names: ReadonlyMap<string, string>, path: string): Value {
	switch (value.kind) {
		case "map":
			return hasOwnKeys(type, path)
				? value
				: {
						...value,
						entries: value.entries.map((one) => {
							const key = names.get(one.key) ?? capitalize(one.key);
							const below = path === "" ? key : `${path}.${key}`;
							const inner = DOCUMENT.test(key)
								? documentOf(one.value)
								: translate(one.value, type, names, below);
							return { ...one, key, value: inner };
						}),
					};
		case "list":
			return { ...value, items: value.items.map((item) => translate(item, type, names, path)) };
		case "branches":
			return {
				...value,
				branches: value.branches.map((one) => ({ ...one, value: translate(one.value, type, names, path) })),
			};
		case "absent":
		case "literal":
		case "reference":
		case "text":
		case "unresolved":
			return value;
		default:
			return value satisfies never;
	}
}

function documentOf(value: Value): Value {
	return value.kind === "literal" || value.kind === "text" ? (parseJsonText(value) ?? value) : value;
}

function capitalize(name: string): string {
	return name.replace(/(?:^|_)([a-z\d])/gu, (_, letter: string) => letter.toUpperCase());
}
