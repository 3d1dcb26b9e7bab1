import { valuesPassedFor } from "../../src/app/joined-function.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { Value } from "../../src/model/value.ts";
import { findResolved, type Resolved } from "./resolved-secret.ts";

/**
 * What a deployment resolves where a stack passes it for a parameter of the template that it nests. The nested one cannot
 * name the stored value instead.
 */
export function findPassed(value: Value, name: string, fn: Resource): Resolved | null {
	const found = valuesPassedFor(value, fn)
		.map((passed) => findResolved(passed, name))
		.find((one) => one !== null);
	return found === undefined ? null : { ...found, pointer: { ...found.pointer, value: null } };
}
