import { valuesPassedFor } from "../../src/app/joined-function.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { Value } from "../../src/model/value.ts";
import { detectIn } from "./variable-secret.ts";
import { wording } from "../../src/text/wording.ts";

/**
 * The secret that a stack passes for a parameter of the template that it nests, where only the nested one says what it is:
 * by the name of the variable, or by its use. What the parameter's own name says is reported where it is passed.
 *
 * @param names what the variable is called, and what its code calls it
 */
export function detectPassed(value: Value, names: readonly string[], resource: Resource): ReturnType<typeof detectIn> {
	if (value.kind !== "reference" || value.to.of !== "parameter") {
		return null;
	}
	const { name } = value.to;
	for (const passed of valuesPassedFor(value, resource)) {
		const found = names.map((one) => detectIn(passed, one)).find((one) => one !== null);
		if (found !== undefined && detectIn(passed, name) === null) {
			return { ...found, origin: wording(", passed for parameter '{{name}}'", { name }), part: null };
		}
	}
	return null;
}
