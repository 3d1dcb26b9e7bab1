/** What ESLint does with the findings of a rule. */
export const LEVELS = ["off", "warn", "error"] as const;

export type Level = (typeof LEVELS)[number];
