import type { FoundFile, LeftOut, Unreadable } from "./find-files.ts";

/** A part of what is found below the paths. */
export interface Selection {
	/** What of it the run looks at, in the same order. */
	of(found: Iterable<FoundFile | Unreadable | LeftOut>): Iterable<FoundFile | Unreadable | LeftOut>;
	/** True if files of interest that are not read are counted. */
	readonly countsUnread: boolean;
}

/** One part of a run that is shared among machines. */
export interface Shard {
	/** From 1. */
	readonly index: number;
	readonly count: number;
}
