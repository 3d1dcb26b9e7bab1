import type { Language } from "../locale/language.ts";
import type { Severity } from "../rule/rule.ts";

/** What the JSON of a shard has beside its findings, so that `kmslint merge` can make the report of the whole run. */
export interface ShardRecord {
	/** From 1. */
	readonly index: number;
	readonly count: number;
	/** The same for all shards of a run, another if an option differs. */
	readonly run: string;
	readonly paths: readonly string[];
	readonly exclude: readonly string[];
	/** True if a run that reads nothing is a mistake. */
	readonly isStrict: boolean;
	readonly failOn: Severity | null;
	readonly maxWarnings: number | null;
	readonly includeGenerated: boolean;
	readonly quiet: boolean;
	readonly showUnknown: boolean;
	/** The language of its messages. */
	readonly language: Language;
	/** Warnings that `--quiet` leaves out. */
	readonly hiddenWarnings: number;
	/** TypeScript files without a parser. */
	readonly unparsed: number;
	/** Named files that a pattern leaves out. */
	readonly leftOut: number;
	/** What left out all that a folder holds. */
	readonly emptiedBy: readonly string[];
	readonly seconds: number;
}
