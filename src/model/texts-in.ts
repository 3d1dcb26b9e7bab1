import { alternatives, type LiteralValue, type TextValue, type Value } from "./value.ts";

/** A text inside a value, with the name it is given to. */
export interface NamedText {
	/** The nearest key; in a list of pairs (`{ Name: DB_PASSWORD, Value: … }`) what the pair is called. */
	readonly name: string;
	/** Keys from the value on; list items are left out, as in `Users.Password`. */
	readonly path: readonly string[];
	/** What is known of it; `${…}` stands for what only deploy time knows. */
	readonly text: string;
	readonly value: LiteralValue | TextValue;
	readonly when: readonly string[];
}

/** The keys under which a pair of a list says its name, and its value. */
const NAMES = ["Name", "name", "Key", "key", "ParameterKey", "OptionName", "ParameterName", "HeaderName", "Variable"];
const VALUES = new Set(["Value", "value", "ParameterValue", "DefaultValue", "HeaderValue", "StringValue", "StaticValue"]);

/** Every text in a value, in the order of the file: literals, and texts of which a part is known. */
export function* textsIn(value: Value, name: string, path: readonly string[] = [], around: readonly string[] = []): Generator<NamedText> {
	for (const { value: one, when: own } of alternatives(value)) {
		const when = [...around, ...own];
		switch (one.kind) {
			case "literal":
				if (typeof one.value === "string" || typeof one.value === "number") {
					yield { name, path, text: one.text, value: one, when };
				}
				break;
			case "text":
				yield { name, path, text: one.parts.map((part) => (typeof part === "string" ? part : "${x}")).join(""), value: one, when };
				break;
			case "map": {
				const pair = one.entries.find((entry) => NAMES.includes(entry.key) && entry.value.kind === "literal")?.value;
				const called = pair?.kind === "literal" ? pair.text : null;
				for (const entry of one.entries) {
					yield* textsIn(entry.value, called !== null && VALUES.has(entry.key) ? called : entry.key, [...path, entry.key], when);
				}
				break;
			}
			case "list":
				for (const item of one.items) {
					yield* textsIn(item, name, path, when);
				}
				break;
			case "absent":
			case "reference":
			case "unresolved":
				break;
			default:
				one satisfies never;
		}
	}
}
