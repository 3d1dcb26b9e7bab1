import type { Entry, Value } from "../../../model/value.ts";
import type { HclCall, HclExpression } from "../parse/syntax.ts";
import type { Evaluation, Scope } from "./evaluation.ts";
import { absent, entry, findEntry } from "./values.ts";

/** How deep types are followed. */
const MAX_DEPTH = 12;

/**
 * A value as a variable's type makes it: `optional(type, default)` adds what is missing. Nothing else is converted,
 * because a switch as a text is read as one everywhere.
 */
export function applyType(value: Value, type: HclExpression, scope: Scope, evaluation: Evaluation, depth = 0): Value {
	if (type.type !== "HclCall" || depth > MAX_DEPTH) {
		return value;
	}
	const [inner] = type.arguments;
	const below = (one: Value, as: HclExpression): Value => applyType(one, as, scope, evaluation, depth + 1);
	switch (type.name.text) {
		case "object":
			return value.kind === "map" && inner?.type === "HclObject"
				? completeObject(value, inner, scope, evaluation, below)
				: value;
		case "map":
			return value.kind === "map" && inner !== undefined
				? { ...value, entries: value.entries.map((one) => ({ ...one, value: below(one.value, inner) })) }
				: value;
		case "list":
		case "set":
			return value.kind === "list" && inner !== undefined
				? { ...value, items: value.items.map((item) => below(item, inner)) }
				: value;
		default:
			return value;
	}
}

function completeObject(
	value: Extract<Value, { kind: "map" }>,
	type: Extract<HclExpression, { type: "HclObject" }>,
	scope: Scope,
	evaluation: Evaluation,
	below: (value: Value, as: HclExpression) => Value,
): Value {
	const entries: Entry[] = [];
	for (const { name, value: as } of type.items) {
		const optional = optionalOf(as);
		const [inner, fallback] = optional?.arguments ?? [];
		const given = name === null ? undefined : findEntry(value, name);
		if (name === null) {
			continue;
		}
		if (given !== undefined && (given.value.kind !== "absent" || fallback === undefined)) {
			entries.push({ ...given, value: below(given.value, inner ?? as) });
		} else if (optional !== null && !value.open) {
			const made = fallback === undefined ? absent(value.span) : evaluation.evaluate(fallback, scope);
			entries.push(entry(name, below(made, inner ?? as), given?.keySpan ?? value.span));
		}
	}
	// What the type does not name is dropped by Terraform, but is in the text.
	const named = new Set(entries.map(({ key }) => key));
	return { ...value, entries: [...entries, ...value.entries.filter(({ key }) => !named.has(key))] };
}

function optionalOf(type: HclExpression): HclCall | null {
	return type.type === "HclCall" && type.name.text === "optional" ? type : null;
}
