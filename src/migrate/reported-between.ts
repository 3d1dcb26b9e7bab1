import { groupBy } from "../text/group-by.ts";
import type { ReportedSecret } from "./migration.ts";

type Reported = readonly ReportedSecret[];

const BY_PATH = new WeakMap<Reported, ReadonlyMap<string, Reported>>();

/** The secrets that are reported in a file from one offset to another, both included, in the order of the text. */
export function reportedBetween(reported: Reported, path: string, from: number, to: number): Reported {
	const own = byPath(reported).get(path) ?? [];
	let low = 0;
	for (let high = own.length; low < high;) {
		const middle = (low + high) >> 1;
		if ((own[middle]?.start ?? Infinity) < from) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	let end = low;
	while ((own[end]?.start ?? Infinity) <= to) {
		end += 1;
	}
	return own.slice(low, end);
}

function byPath(reported: Reported): ReadonlyMap<string, Reported> {
	let found = BY_PATH.get(reported);
	if (found === undefined) {
		const sorted = [...reported].sort((a, b) => a.start - b.start);
		found = groupBy(sorted, ({ path }) => path);
		BY_PATH.set(reported, found);
	}
	return found;
}
