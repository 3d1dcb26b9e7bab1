import { linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { isThere } from "./is-there.ts";
import { isBelowFolder, leadsOutOf, realPathOf } from "./leads-out-of.ts";
import { readRegularFile, readSmallText } from "./read-regular-file.ts";
import { guarded, type PreparedFile } from "./replace-file.ts";

/** One file that is about to be replaced. */
interface JournalEntry {
	/** From the folder of the journal. */
	readonly path: string;
	/** The file beside it that has the new text. */
	readonly beside: string;
	/** SHA-256 of the old text, null for a new file, and of the new one. */
	readonly before: string | null;
	readonly after: string;
}

const MAX_BYTES = 4 * 1024 * 1024;
const BESIDE = /^\.kmslint-[\da-f]{12}\.tmp$/u;

/** A file that is prepared, with the bytes before and after. */
export interface JournaledFile {
	readonly prepared: PreparedFile;
	readonly before: Uint8Array | null;
	readonly after: Uint8Array;
}

/**
 * Writes down which files are about to be replaced, so that a run that is killed in between can be finished: all new texts
 * lie beside their files by then. No text is in it.
 *
 * @returns why it cannot be written, in a sentence; null if it was
 */
export function writeJournal(journal: string, files: readonly JournaledFile[]): string | null {
	const entries = files.map(({ prepared: { target, beside }, before, after }): JournalEntry => ({
		path: relative(dirname(journal), target),
		beside: basename(beside),
		before: before === null ? null : digestOf(before),
		after: digestOf(after),
	}));
	if (isThere(journal)) {
		return "Another run writes at the same time, or was interrupted.";
	}
	const reason = guarded(() => {
		writeFileSync(journal, `${JSON.stringify(entries, null, "\t")}\n`, { flag: "wx", flush: true });
		return null;
	});
	if (reason !== null) {
		removeJournal(journal); // A part of it says nothing.
	}
	return reason;
}

/** What a journal leads to. */
export type Finished =
	| { readonly kind: "none" }
	/** The number of files that had their old text until now. */
	| { readonly kind: "finished"; readonly count: number }
	/** Nothing was done, because of a file that is neither what it was nor what it was going to be. */
	| { readonly kind: "refused"; readonly path: string; readonly reason: string };

/**
 * Puts in place what a run that was killed has left, if every file has its old text or its new one.
 *
 * @param roots the folders in which files may be replaced
 */
export function finishReplacements(journal: string, roots: readonly string[]): Finished {
	const entries = readJournal(journal);
	if (entries === null) {
		return { kind: "none" };
	}
	const inside = [...roots, ...roots.flatMap((root) => realPathOf(root) ?? [])];
	const open: { readonly target: string; readonly beside: string; readonly isNew: boolean }[] = [];
	for (const { path, beside: name, before, after } of entries) {
		const target = resolve(dirname(journal), path);
		const beside = join(dirname(target), name);
		if (
			!BESIDE.test(name) ||
			!inside.some((root) => isBelowFolder(root, target) && !leadsOutOf(root, dirname(target)))
		) {
			return { kind: "refused", path: target, reason: "It is outside of the given folders." };
		}
		const now = digestAt(target);
		if (now === after) {
			continue;
		}
		if (now !== before || digestAt(beside) !== after) {
			return { kind: "refused", path: target, reason: "It was changed since a run was interrupted." };
		}
		open.push({ target, beside, isNew: before === null });
	}
	for (const { target, beside, isNew } of open) {
		const reason = guarded(() => {
			(isNew ? linkSync : renameSync)(beside, target);
			return null;
		});
		if (reason !== null) {
			return { kind: "refused", path: target, reason };
		}
	}
	removeJournal(journal);
	entries.forEach(({ path, beside }) =>
		rmSync(join(dirname(resolve(dirname(journal), path)), beside), { force: true }),
	);
	return { kind: "finished", count: open.length };
}

export function removeJournal(journal: string): void {
	rmSync(journal, { force: true });
}

function readJournal(journal: string): readonly JournalEntry[] | null {
	const text = readSmallText(journal, { maxBytes: MAX_BYTES });
	try {
		const entries = text === null ? null : (JSON.parse(text) as unknown);
		return Array.isArray(entries) && entries.every(isEntry) ? entries : null;
	} catch {
		return null;
	}
}

function isEntry(value: unknown): value is JournalEntry {
	const { path, beside, before, after } = (value ?? {}) as Partial<Record<keyof JournalEntry, unknown>>;
	return (
		typeof path === "string" &&
		typeof beside === "string" &&
		typeof after === "string" &&
		(before === null || typeof before === "string")
	);
}

function digestOf(bytes: Uint8Array): string {
	return process.getBuiltinModule("node:crypto").createHash("sha256").update(bytes).digest("hex");
}

/** Null if nothing is there; undefined for what cannot be read as a file. */
function digestAt(path: string): string | null | undefined {
	if (!isThere(path)) {
		return null;
	}
	const reading = readRegularFile(path, { maxBytes: 64 * 1024 * 1024, followLinks: false });
	return reading.kind === "bytes" ? digestOf(reading.bytes) : undefined;
}
