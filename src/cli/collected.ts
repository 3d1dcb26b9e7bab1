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

/** A hash: many of them, and no two alike. */
const FINGERPRINT = /^[0-9a-f]{32}$/u;

/** A report, or a part of one, with no secret in a name (of a file, a folder, a resource) and no sentence without an end. */
export function redactReport<Part>(report: Part): Part {
	const ofPath = remembered(redactPath);
	const ofLabel = remembered(redactLabel);
	const ofName = remembered(redactName);
	return mapTexts(report, (text, key) => {
		if (key === "fingerprint" && FINGERPRINT.test(text)) {
			return text;
		}
		const shown = key === "file" ? ofPath(text) : LABELS.has(key) ? ofLabel(text) : ofName(text);
		return SENTENCES.has(key) ? shorten(shown, MAX_SENTENCE) : shown;
	}) as Part;
}

/** The same function, which answers once for each text: reports say the same names of files, rules and pages again and again. */
function remembered(change: (text: string) => string): (text: string) => string {
	const known = new Map<string, string>();
	return (text) => {
		let changed = known.get(text);
		if (changed === undefined) {
			changed = change(text);
			known.set(text, changed);
		}
		return changed;
	};
}
