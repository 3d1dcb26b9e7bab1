import { replaceFiles, type Replacement } from "../../files/replace-files.ts";
import type { FileEdits, NewFile } from "../../migrate/migration.ts";
import { applyEdits } from "../../text/apply-edits.ts";
import { readText } from "../file/read-text.ts";
import { holdSignals } from "../file/hold-signals.ts";

/** A file that was not written, and those that could not be given their old texts back. */
export interface WriteFailure {
	readonly path: string;
	readonly reason: string;
	readonly kept: readonly string[];
}

/** Makes the edits of all files, or none of them; null if they were made. */
export async function writeMigration(
	files: readonly FileEdits[],
	newFiles: readonly NewFile[],
	journal: string,
): Promise<WriteFailure | null> {
	const replacements: Replacement[] = [];
	for (const { path, text, edits } of files) {
		const reading = readText(path);
		if (reading.kind !== "text" || reading.text !== text) {
			return { path, reason: "It changed while it was read.", kept: [] };
		}
		if (reading.lossy !== null) {
			return { path, reason: `It cannot be written back: ${reading.lossy}.`, kept: [] };
		}
		const after = Buffer.from((reading.bom ? "\uFEFF" : "") + applyEdits(text, edits), "utf8");
		replacements.push({ path, before: reading.bytes, after });
	}
	// First what others import: a run that is cut off leaves no import that leads nowhere.
	const made = newFiles.map(({ path, text }) => ({ path, before: null, after: Buffer.from(text, "utf8") }));
	return holdSignals(() => replaceFiles([...made, ...replacements], { journal }));
}
