import { redactLabel, redactName, redactPath } from "../detect/redact.ts";
import { mapTexts } from "../report/escape-controls.ts";
import type { Report } from "../report/report.ts";
import type { ShardRecord } from "../report/shard-record.ts";
import { MAX_SENTENCE, shorten } from "../text/shorten.ts";

/** What a run found, before it is shown. */
export interface Collected {
	/** Without the errors that say that the run as a whole read too little. */
	readonly report: Report;
	/** Warnings that `--quiet` leaves out of the report and that take part in the exit code. */
	readonly hiddenWarnings: number;
	/** TypeScript files without a parser. */
	readonly unparsed: number;
	/** Named files that a pattern leaves out. */
	readonly leftOut: number;
	/** What left out all that a folder holds. */
	readonly emptiedBy: readonly string[];
	readonly fixed: number;
	readonly diff: string;
	readonly seconds: number;
	/** What its JSON says of the shard; null for a whole run. */
	readonly shard: ShardRecord | null;
}

/** The fields of a report that say what a file calls something. */
const LABELS: ReadonlySet<string> = new Set(["id", "name", "of", "property", "resource"]);

/** The fields of a report that are sentences. */
const SENTENCES: ReadonlySet<string | null> = new Set(["message", "description", "why", "reason"]);

/** A text of a report without the secrets in it, by the field that it is in. */
function redactAt(key: string, text: string): string {
	return key === "file" ? redactPath(text) : LABELS.has(key) ? redactLabel(text) : redactName(text);
}

/** A report, or a part of one, with no secret in a name (of a file, a folder, a resource) and no sentence without an end. */
export function redactReport<Part>(report: Part): Part {
	return mapTexts(report, (text, key) => {
		const shown = redactAt(key, text);
		return SENTENCES.has(key) ? shorten(shown, MAX_SENTENCE) : shown;
	}) as Part;
}
