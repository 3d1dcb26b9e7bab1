import type { Dialect } from "./dialect.ts";
import { JAVASCRIPT } from "./javascript/dialect.ts";
import { TEMPLATE } from "./template/dialect.ts";
import { TERRAFORM } from "./terraform/dialect.ts";

/** The dialects, in the order in which they are asked. A new one is a folder, and a line here. */
export const DIALECTS: readonly Dialect[] = [TEMPLATE, TERRAFORM, JAVASCRIPT];

/** The dialect of the templates in a cloud assembly, `cdk.out`. */
export const SYNTHESIZED: Dialect = TEMPLATE;

/** The dialect of a file whose name decides, or else of a text that may hold it; null for a file that no dialect claims. */
export function dialectOf(filename: string, text: string): Dialect | null {
	return namedDialect(filename) ?? knownByContent(text) ?? (TEMPLATE.mayHold(text) ? TEMPLATE : null);
}

/** The dialect that the name of a file decides on; null where its content does. */
export function namedDialect(filename: string): Dialect | null {
	return DIALECTS.find((dialect) => dialect.isNamed(filename)) ?? null;
}

/** The dialect of a file that is meant for one, whatever its text says: the one of files that no name decides. */
export function likelyDialect(filename: string, text = ""): Dialect {
	return namedDialect(filename) ?? knownByContent(text) ?? TEMPLATE;
}

/** The dialect that claims a text for what it holds; templates are asked last, because they take the most. */
function knownByContent(text: string): Dialect | null {
	return DIALECTS.find((dialect) => dialect !== TEMPLATE && dialect.mayHold(text)) ?? null;
}
