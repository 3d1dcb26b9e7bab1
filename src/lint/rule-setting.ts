export const LEVELS = ["off", "warn", "error"] as const;

export type Level = (typeof LEVELS)[number];

/** What somebody asks of a rule beside the preset. */
export interface RuleSetting {
	readonly level: Level;
	/** Null where the preset's options stay. */
	readonly options: Readonly<Record<string, unknown>> | null;
}
