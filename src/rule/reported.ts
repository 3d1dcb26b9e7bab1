import type { Resource, Stack } from "../model/resource.ts";

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
	let reported = REPORTED.get(stack);
	if (reported === undefined) {
		const all = stack.resources.filter((one) => stack.isReported(one));
		const byType = new Map<string, Resource[]>();
		for (const resource of all) {
			const known = byType.get(resource.type);
			if (known === undefined) {
				byType.set(resource.type, [resource]);
			} else {
				known.push(resource);
			}
		}
		reported = { all, byType };
		REPORTED.set(stack, reported);
	}
	return reported;
}
