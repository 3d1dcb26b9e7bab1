import { entryOf } from "../../../model/entry-of.ts";
import type { MapValue } from "../../../model/value.ts";
import { findEntry, literal, truthOf, unresolved } from "../evaluate/values.ts";
import type { RegistryModule } from "../spec/registry-modules.ts";
import { MapBuilder } from "./map-builder.ts";

/**
 * The inputs of a module of the registry as arguments of the resource that it is for, with the defaults of the module.
 *
 * @param inputs the arguments of the call
 */
export function argumentsOf(inputs: MapValue, { inputs: paths, defaults, type }: RegistryModule): MapValue {
	const builder = new MapBuilder(inputs.span, inputs.open, inputs.origin);
	for (const one of inputs.entries) {
		const path = entryOf(paths, one.key) ?? one.key;
		builder.put(
			path.split(".").map((name) => ({ name, list: false })),
			one.value,
			one,
		);
	}
	const at = { keySpan: inputs.span, span: inputs.span };
	for (const [name, value] of Object.entries(defaults)) {
		const given = findEntry(inputs, name);
		if (given === undefined || given.value.kind === "absent") {
			builder.put(
				[{ name, list: false }],
				value === undefined ? unknownDefault(inputs, type) : literal(inputs.span, value),
				at,
			);
		}
	}
	return builder.build();
}

/** The type of a parameter follows from another input; what else is not known is made by the module. */
function unknownDefault(inputs: MapValue, type: string): MapValue["entries"][number]["value"] {
	const secure = findEntry(inputs, "secure_type")?.value;
	if (type === "aws_ssm_parameter" && (secure === undefined || truthOf(secure) !== undefined)) {
		return literal(inputs.span, secure !== undefined && truthOf(secure) === true ? "SecureString" : "String");
	}
	return unresolved(inputs.span, "the module makes it");
}

/** An argument as the input of a module that becomes it: `environment_variables` for `environment.variables`. */
export function spellInput(argument: string, { inputs }: RegistryModule): string {
	for (const [input, path] of Object.entries(inputs)) {
		if (argument === path || argument.startsWith(`${path}.`)) {
			return input + argument.slice(path.length);
		}
	}
	return argument;
}
