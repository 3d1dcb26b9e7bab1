import type { AppFunction } from "../app/application.ts";
import { literalOf } from "../model/value.ts";

/** The name that a function is deployed under; null if the stack does not write it. */
export function functionNameOf({ resource }: AppFunction): string | null {
	return literalOf(resource.get("FunctionName"))?.text ?? null;
}
