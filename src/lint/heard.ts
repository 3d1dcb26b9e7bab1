import type { ParsedSource } from "../languages/program/source-module.ts";
import type { FindingDetail } from "../rule/file/details.ts";
import type { SuppressedFinding } from "./linted-text.ts";

/** What the rules say of a text, by whoever asks them. The rest is among the details of the file. */
export interface Heard {
	readonly sourceCode: ParsedSource;
	/** In the order of their places. */
	readonly findings: readonly HeardFinding[];
	/** What comments suppress. */
	readonly suppressed: readonly SuppressedFinding[];
}

export type HeardFinding = FindingDetail & { readonly level: "warn" | "error" };
