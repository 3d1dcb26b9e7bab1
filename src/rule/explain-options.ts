import { entryOf } from "../model/entry-of.ts";
import { didYouMean, nearMiss } from "../text/did-you-mean.ts";
import type { OptionSchema } from "./options.ts";

/**
 * Says which option of a rule is refused, and what it takes; null where all are accepted. What was given is never
 * repeated: it may be anything that was pasted there.
 *
 * @param schemas by the option's name
 */
export function explainOptions(
	rule: string,
	options: Readonly<Record<string, unknown>>,
	schemas: Readonly<Record<string, object>>,
): string | null {
	const known = Object.keys(schemas);
	for (const [name, value] of Object.entries(options)) {
		if (!Object.hasOwn(schemas, name)) {
			return known.length === 0
				? `Rule '${rule}' has no options.`
				: `Unknown option '${name}' of rule '${rule}'. ${didYouMean(name, known)}`;
		}
		const schema = entryOf(schemas, name) as OptionSchema;
		if (!accepts(schema, value)) {
			return `Option \`${name}\` of rule '${rule}' takes ${describe(schema)}.${nearest(schema, value)}`;
		}
	}
	return null;
}

function accepts({ enum: values, type, minimum, maximum }: OptionSchema, value: unknown): boolean {
	if (values !== undefined) {
		return values.some((one) => one === value);
	}
	switch (type) {
		case "array":
			return Array.isArray(value) && value.every((item) => typeof item === "string");
		case "integer":
			return (
				Number.isInteger(value) &&
				Number(value) >= (minimum ?? -Infinity) &&
				Number(value) <= (maximum ?? Infinity)
			);
		case "boolean":
		case "string":
			return typeof value === type;
		case undefined:
			return true;
		default:
			return type satisfies never;
	}
}

function describe({ enum: values, type, minimum, maximum }: OptionSchema): string {
	if (values !== undefined) {
		return `one of ${values.map((one) => `'${one}'`).join(", ")}`;
	}
	switch (type) {
		case "array":
			return "a list of strings";
		case "integer":
			return `a whole number from ${String(minimum)} to ${String(maximum)}`;
		case "boolean":
			return "true or false";
		case "string":
			return "a string";
		case undefined:
			return "any value";
		default:
			return type satisfies never;
	}
}

function nearest({ enum: values }: OptionSchema, value: unknown): string {
	const advice = values === undefined || typeof value !== "string" ? null : nearMiss(value, values);
	return advice === null ? "" : ` ${advice}`;
}
