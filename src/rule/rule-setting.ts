import type { Level } from "./level.ts";
import type { PresetEntry } from "./rule.ts";

/** What somebody asks of a rule beside the preset. */
export interface RuleSetting {
	readonly level: Level;
	/** Null where the preset's options stay. */
	readonly options: Readonly<Record<string, unknown>> | null;
}

/** A rule's level, and its options if some are set, as ESLint takes them. */
export type RuleEntry = readonly [level: Level, options?: Readonly<Record<string, unknown>>];

/** What a preset says of a rule, and what somebody asks of it beside. */
export function joinEntry(preset: PresetEntry, setting: RuleSetting | undefined): RuleEntry {
	const [level, kept = null] = typeof preset === "string" ? [preset] : preset;
	const options = setting?.options ?? kept;
	const joined = setting?.level ?? level;
	return options === null ? [joined] : [joined, options];
}
