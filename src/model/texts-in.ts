import {
	alternatives,
	textWithHoles,
	type ListValue,
	type LiteralValue,
	type MapValue,
	type TextValue,
	type Value,
} from "./value.ts";
import { type Way } from "./way.ts";

/** A text inside a value, with its name. */
export interface NamedText {
	/**
	 * The nearest key; in a list of pairs (`{ Name: DB_PASSWORD, Value: … }`) the name of the pair, in a command the
	 * option before it.
	 */
	readonly name: string;
	/** The keys from the value on, without list items: `Users.Password`. */
	readonly path: string;
	/** The known text; `${…}` for what is not known until deployment. */
	readonly text: string;
	readonly value: LiteralValue | TextValue;
	readonly when: readonly Way[];
}

/** The keys for the name and the value of a pair in a list. */
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

/** `dbPassword: { type: String, default: … }`: the value of a definition. */
const DEFAULTS = new Set(["default", "Default", "defaultValue"]);

const OPTION = /^--([A-Za-z][\w-]{1,60})$/u;

/** Every text in a value, in file order: literals, and texts of which a part is known. */
export function textsIn(value: Value, name: string, when: readonly Way[] = []): readonly NamedText[] {
	const found: NamedText[] = [];
	collect(value, name, "", when, found);
	return found;
}

/** `{ Name: DB_PASSWORD, Value: … }`: the name of such a pair. */
function pairName(map: MapValue): string | null {
	const name = map.entries.find((entry) => NAMES.has(entry.key))?.value;
	return name?.kind === "literal" ? name.text : null;
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
				text: textWithHoles(value),
				value,
				when,
			});
			break;
		case "map":
			collectMap(value, name, path, when, found);
			break;
		case "list":
			collectList(value, name, path, when, found);
			break;
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

function collectMap(map: MapValue, name: string, path: string, when: readonly Way[], found: NamedText[]): void {
	const called = pairName(map);
	for (const { key, value } of map.entries) {
		const own = DEFAULTS.has(key) && name !== "" ? name : key;
		const below = path === "" ? key : `${path}.${key}`;
		const isNamed = called !== null && (VALUES.has(key) || (key === "ValueFrom" && isNoPath(value)));
		collect(value, isNamed ? called : own, below, when, found);
	}
}

/** True for a text that is no path and no ARN, so that it may be a value in the place of a name. */
function isNoPath(value: Value): boolean {
	return value.kind === "literal" && !/[/:]/u.test(value.text);
}

function collectList(list: ListValue, name: string, path: string, when: readonly Way[], found: NamedText[]): void {
	let option: string | undefined;
	for (const item of list.items) {
		collect(item, option ?? name, path, when, found);
		// ["run", "--api-key", "…"]: an option names the next item.
		option = item.kind === "literal" ? OPTION.exec(item.text)?.[1] : undefined;
	}
}
