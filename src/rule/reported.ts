import type { Resource, Stack } from "../model/resource.ts";
import { entryIn } from "../text/entry-in.ts";
import { groupBy } from "../text/group-by.ts";

/** The resources of a stack of which something is written in the file that shows it. */
export interface Reported {
	readonly all: readonly Resource[];
	readonly byType: ReadonlyMap<string, readonly Resource[]>;
}

const REPORTED = new WeakMap<Stack, Reported>();

/**
 * The resources about which something may be reported in a file, picked once for all rules: a module has many more than one
 * of its files writes.
 *
 * @param stack as a file shows it and as a rule is given it
 */
export function reportedIn(stack: Stack): Reported {
	return entryIn(REPORTED, stack, () => {
		const all = stack.resources.filter((one) => stack.isReported(one));
		return { all, byType: groupBy(all, ({ type }) => type) };
	});
}
