import { alternatives, type LiteralValue, type TextValue, type Value } from "./value.ts";
import { type Way } from "./way.ts";

/** A text inside a value, with the name it is given to. */
export interface NamedText {
	/**
	 * The nearest key; in a list of pairs (`{ Name: DB_PASSWORD, Value: … }`) what the pair is called, in a command the
	 * option before.
	 */
	readonly name: string;
	/** The keys from the value on, list items left out: `Users.Password`. */
	readonly path: string;
	/** What is known of it; `${…}` stands for what only deploy time knows. */
	readonly text: string;
	readonly value: LiteralValue | TextValue;
	readonly when: readonly Way[];
}

/** The keys under which a pair of a list says its name, and its value. */
const NAMES = new Set([
	"Name",
	"name",
	"Key",
	"key",
	"ParameterKey",
	"OptionName",
	"ParameterName",
	"HeaderName",
	"Variable",
]);
const VALUES = new Set([
	"Value",
	"value",
	"ParameterValue",
	"DefaultValue",
	"HeaderValue",
	"StringValue",
	"StaticValue",
]);

/** `dbPassword: { type: String, default: … }`: the value of what is described. */
const DEFAULTS = new Set(["default", "Default", "defaultValue"]);

const OPTION = /^--([A-Za-z][\w-]{1,60})$/u;

/** Every text in a value, in the order of the file: literals, and texts of which a part is known. */
export function textsIn(value: Value, name: string, when: readonly Way[] = []): readonly NamedText[] {
	const found: NamedText[] = [];
	collect(value, name, "", when, found);
	return found;
}

function collect(value: Value, name: string, path: string, when: readonly Way[], found: NamedText[]): void {
	switch (value.kind) {
		case "literal":
			if (typeof value.value === "string" || typeof value.value === "number") {
				found.push({ name, path, text: value.text, value, when });
			}
			break;
		case "text":
			found.push({
				name,
				path,
				text: value.parts.map((part) => (typeof part === "string" ? part : "${x}")).join(""),
				value,
				when,
			});
			break;
		case "map": {
			const pair = value.entries.find((entry) => NAMES.has(entry.key))?.value;
			const called = pair?.kind === "literal" ? pair.text : null;
			for (const entry of value.entries) {
				collect(
					entry.value,
					called !== null && VALUES.has(entry.key)
						? called
						: DEFAULTS.has(entry.key) && name !== ""
							? name
							: entry.key,
					path === "" ? entry.key : `${path}.${entry.key}`,
					when,
					found,
				);
			}
			break;
		}
		case "list": {
			let option: string | undefined;
			for (const item of value.items) {
				collect(item, option ?? name, path, when, found);
				// ["run", "--api-key", "…"]: an option names what follows it.
				option = item.kind === "literal" ? OPTION.exec(item.text)?.[1] : undefined;
			}
			break;
		}
		case "branches":
			for (const one of alternatives(value)) {
				collect(one.value, name, path, [...when, ...one.when], found);
			}
			break;
		case "absent":
		case "reference":
		case "unresolved":
			break;
		default:
			value satisfies never;
	}
}
