import { statSync, type Stats } from "node:fs";
import { makeFolder } from "../../files/make-folder.ts";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { redactName, redactPath } from "../../detect/redact.ts";
import { readRegularFile } from "../../files/read-regular-file.ts";
import { DIALECTS, likelyDialect } from "../../languages/dialects.ts";
import { RULE_FACTS, VERSION } from "../../plugin.ts";
import { mapTexts } from "../../report/escape-controls.ts";
import { digestOf, sha256 } from "../../text/sha256.ts";
import { emptyOutcome, type FileOutcome } from "./file-outcome.ts";
import { shownPath } from "./shown-path.ts";
import type { ProjectLinter } from "../../lint/project-linter.ts";
import type { FileTask, WorkerSettings } from "./take-settings.ts";
import { writeReport } from "./write-report.ts";

/** Where the cache is kept unless the user says otherwise, from the working directory. */
export const CACHE_FILE = join("node_modules", ".cache", "kmslint", "outcomes.json");

/** In bytes; a larger cache is not read. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What the first line and the brackets take of it. */
const HEAD_ROOM = 1024;

/** How many outcomes are kept; those that were asked for last. */
const MAX_ENTRIES = 20_000;

/**
 * What these rules say and offer depends on more than the file: on the record of stored secrets, and on the `package.json`
 * around it.
 */
const ABOUT_SECRETS: ReadonlySet<string> = new Set(
	RULE_FACTS.flatMap(({ name, givesSecrets, canFix }) => (givesSecrets || canFix ? [name] : [])),
);

/** What a file without anything to say has in each part of its outcome. */
const EMPTY: ReadonlyMap<string, unknown> = new Map(Object.entries(emptyOutcome()));

/**
 * A file that was changed less than this before it was read, in ms, may be changed again without another time: FAT counts
 * in steps of two seconds. Git calls such an entry of its index racy.
 */
const SETTLED = 3000;

/** What differs from {@link emptyOutcome}: most files have nothing else to say than what they are. */
type KeptOutcome = Partial<FileOutcome>;

/** What became of a file. */
interface Kept {
	/** See {@link OutcomeCache.#aboutOf}. */
	readonly about: string;
	readonly outcome: KeptOutcome;
	/** What the disk said of the file when it was read; null where it might say the same of another content. */
	stamp: string | null;
}

/** A file as it was when it was read. */
interface Seen {
	readonly key: string;
	readonly stamp: string | null;
}

/**
 * What became of files in earlier runs, by what they hold and how they were asked about: their bytes, their name, the
 * version, the rules and options, and the day, which ends suppressions. Keeps nothing that a report would not show. A cache
 * that is damaged, or of another version, is taken for none.
 *
 * A file is not read again as long as the disk says the same of it: its size, its inode, and when its content and its
 * inode were changed, the last of which programs cannot set. Otherwise its content decides.
 */
export class OutcomeCache {
	readonly #path: string;
	readonly #cwd: string;
	readonly #settings: string;
	/** False where the user named the file, which may be another by mistake. */
	readonly #isOurs: boolean;
	readonly #linters: ProjectLinter;
	/** By what a file is asked with and what it holds. */
	readonly #kept: Map<string, Kept>;
	/** Where in {@link #kept} what a file held last is, by what it is asked with. */
	readonly #last = new Map<string, string>();
	/** The files that are not known yet, by their paths. */
	readonly #missing = new Map<string, Seen>();
	readonly #inventories = new Map<string, string>();
	readonly #contexts = new Map<string, string>();
	#hasChanged = false;

	/** @param location from the working directory */
	constructor(location: string, settings: WorkerSettings, linters: ProjectLinter) {
		this.#linters = linters;
		this.#cwd = settings.lint.cwd;
		this.#path = resolve(this.#cwd, location);
		this.#settings = settingsHash(settings);
		this.#isOurs = location === CACHE_FILE;
		this.#kept = read(this.#path);
		this.#kept.forEach(({ about }, key) => this.#last.set(about, key));
	}

	/** What became of a file, if it was seen before; null if it has to be taken. */
	recall({ path, explicit }: FileTask): FileOutcome | null {
		if (!likelyDialect(path).isAlone) {
			return null;
		}
		const about = this.#aboutOf({ path, explicit });
		const last = this.#last.get(about);
		const known = last === undefined ? undefined : this.#kept.get(last);
		if (last !== undefined && known?.stamp !== undefined && known.stamp !== null && known.stamp === stampAt(path)) {
			return this.#give(last, known);
		}
		const seen = this.#see(path, about);
		if (seen === null) {
			return null;
		}
		const kept = this.#kept.get(seen.key);
		if (kept === undefined) {
			this.#missing.set(path, seen);
			return null;
		}
		this.#hasChanged ||= seen.stamp !== kept.stamp;
		kept.stamp = seen.stamp;
		return this.#give(seen.key, kept);
	}

	#give(key: string, kept: Kept): FileOutcome {
		// The last to go.
		this.#kept.delete(key);
		this.#kept.set(key, kept);
		return { ...emptyOutcome(), ...kept.outcome };
	}

	/** Keeps what became of a file that was not known, unless it has changed since. */
	keep(task: FileTask, outcome: FileOutcome): void {
		const seen = this.#missing.get(task.path);
		this.#missing.delete(task.path);
		if (seen !== undefined && isCacheable(outcome)) {
			const about = this.#aboutOf(task);
			const now = seen.stamp !== null && seen.stamp === stampAt(task.path) ? seen : this.#see(task.path, about);
			if (now?.key === seen.key) {
				this.#kept.set(seen.key, { about, outcome: differences(outcome), stamp: now.stamp });
				this.#hasChanged = true;
			}
		}
	}

	/** All that says how a file is asked about, as a hash: a name may hold a secret. */
	#aboutOf({ path, explicit }: FileTask): string {
		const file = shownPath(path, this.#cwd);
		const inventories = this.#linters.inventoriesOf(file);
		const own = JSON.stringify([this.#linters.keyOf(file), inventories]);
		let context = this.#contexts.get(own);
		if (context === undefined) {
			const hashes = inventories.map((one) => this.#inventory(resolve(this.#cwd, one)));
			context = digestOf(JSON.stringify([this.#settings, own, hashes]));
			this.#contexts.set(own, context);
		}
		return digestOf(`${context} ${String(explicit)} ${file}`);
	}

	/** Null for what cannot be read. */
	#see(path: string, about: string): Seen | null {
		const now = Date.now();
		const reading = readRegularFile(path, { maxBytes: likelyDialect(shownPath(path, this.#cwd)).maxBytes });
		return reading.kind === "bytes"
			? {
					key: sha256().update(about).update(reading.bytes).digest("base64url"),
					stamp: isSettled(reading.stats, now) ? stampOf(reading.stats) : null,
				}
			: null;
	}

	/** Read once in a run. */
	#inventory(path: string): string {
		const hash = this.#inventories.get(path) ?? inventoryHash(path);
		this.#inventories.set(path, hash);
		return hash;
	}

	/**
	 * Writes the cache, if there is something new.
	 *
	 * @returns why it was not written, for the end of a sentence; null where it was
	 */
	save(): string | null {
		if (!this.#hasChanged) {
			return null;
		}
		if (!this.#isOurs && holdsSomethingElse(this.#path)) {
			return "it is not a cache of kmslint";
		}
		const body = lastOf([...this.#kept].slice(-MAX_ENTRIES));
		makeFolder(dirname(this.#path));
		return writeReport(this.#cwd, this.#path, `${headOf(body)}\n${body}\n`);
	}
}

/** What the disk says of a file: no program can set the time back at which an inode was changed. */
function stampOf({ size, mtimeMs, ctimeMs, ino, dev }: Stats): string {
	return `${String(size)} ${String(mtimeMs)} ${String(ctimeMs)} ${String(ino)} ${String(dev)}`;
}

/** Null for what is no file, or is not there. */
function stampAt(path: string): string | null {
	try {
		const stats = statSync(path, { throwIfNoEntry: false });
		return stats?.isFile() === true ? stampOf(stats) : null;
	} catch {
		return null;
	}
}

/** True where a later change has another time, by the clock of this machine. */
function isSettled({ mtimeMs, ctimeMs }: Stats, now: number): boolean {
	return Math.max(mtimeMs, ctimeMs) < now - SETTLED;
}

/** The last entries, as many as are read again. */
function lastOf(entries: readonly (readonly [string, Kept])[]): string {
	const written: string[] = [];
	let left = MAX_BYTES - HEAD_ROOM;
	for (const [key, { about, stamp, outcome }] of entries.toReversed()) {
		const text = JSON.stringify([key, about, stamp, outcome]);
		left -= Buffer.byteLength(text) + 1;
		if (left < 0) {
			break;
		}
		written.push(text);
	}
	return `[${written.toReversed().join(",")}]`;
}

/** How {@link headOf} begins. */
const HEAD_START = '{"kmslint":';

/** The first line: whose file it is, and what the rest must be. */
function headOf(body: string | Uint8Array): string {
	return JSON.stringify({ kmslint: VERSION, sha256: sha256().update(body).digest("hex") });
}

/** True for a file that this class did not write, even in part. */
function holdsSomethingElse(path: string): boolean {
	const reading = readRegularFile(path, { maxBytes: MAX_BYTES, followLinks: false });
	const head = reading.kind === "bytes" ? reading.bytes : reading.kind === "large" ? reading.head : Buffer.alloc(0);
	return head.length > 0 && head.toString("latin1", 0, HEAD_START.length) !== HEAD_START;
}

function read(path: string): Map<string, Kept> {
	const reading = readRegularFile(path, { maxBytes: MAX_BYTES, followLinks: false });
	const bytes = reading.kind === "bytes" ? reading.bytes : Buffer.alloc(0);
	const end = bytes.indexOf("\n");
	const body = bytes.subarray(end + 1, -1);
	return end === -1 || bytes.toString("latin1", 0, end) !== headOf(body)
		? new Map()
		: entriesOf(body.toString("utf8"));
}

/** The entries of a cache; none of one whose parts are not what this class writes. */
function entriesOf(body: string): Map<string, Kept> {
	const kept = new Map<string, Kept>();
	try {
		const entries: unknown = JSON.parse(body);
		if (Array.isArray(entries) && entries.every(isEntry)) {
			for (const [key, about, stamp, outcome] of entries) {
				kept.set(key, { about, stamp, outcome });
			}
		}
	} catch {
		// It is none.
	}
	return kept;
}

/** As {@link lastOf} writes it. */
type Entry = readonly [key: string, about: string, stamp: string | null, outcome: KeptOutcome];

function isEntry(entry: unknown): entry is Entry {
	if (!Array.isArray(entry)) {
		return false;
	}
	const [key, about, stamp, outcome] = entry as readonly unknown[];
	return (
		typeof about === "string" &&
		typeof key === "string" &&
		(stamp === null || typeof stamp === "string") &&
		typeof outcome === "object" &&
		outcome !== null &&
		Object.entries(outcome).every(([name, value]) => EMPTY.has(name) && isAlike(value, EMPTY.get(name)))
	);
}

/** True for values of one kind; in place of null, a text or a number may stand. */
function isAlike(value: unknown, other: unknown): boolean {
	return other === null
		? value === null || typeof value === "string" || typeof value === "number"
		: typeof value === typeof other && Array.isArray(value) === Array.isArray(other);
}

/** A bug may be gone with the next run, and what a name holds that looks like a secret is not written anywhere. */
function isCacheable(outcome: FileOutcome): boolean {
	return (
		!outcome.readsOthers &&
		(outcome.dialect === null || DIALECTS[outcome.dialect]?.isAlone === true) &&
		outcome.errors.every(({ frames }) => frames === undefined || frames.length === 0) &&
		outcome.findings.every(({ rule }) => !ABOUT_SECRETS.has(rule)) &&
		mapTexts(outcome, (text, key) => (key === "file" ? redactPath(text) : redactName(text))) === outcome
	);
}

function differences(outcome: FileOutcome): KeptOutcome {
	return Object.fromEntries(
		Object.entries(outcome).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(EMPTY.get(name))),
	);
}

/** Everything that a file is asked with. */
function settingsHash({ take, lint }: WorkerSettings): string {
	const { inventory, rules, ...others } = lint;
	return sha256()
		.update(
			JSON.stringify([
				VERSION,
				process.version,
				eslintVersion(),
				take,
				others,
				[...rules],
				inventory === null ? null : inventoryHash(inventory),
				new Date().toISOString().slice(0, "2000-01-01".length),
			]),
		)
		.digest("hex");
}

function inventoryHash(path: string): string {
	const reading = readRegularFile(path, { maxBytes: MAX_BYTES });
	return reading.kind === "bytes" ? sha256().update(reading.bytes).digest("hex") : reading.kind;
}

/** ESLint reads the texts that have comments to it. */
function eslintVersion(): string {
	try {
		const { version } = createRequire(import.meta.url)("eslint/package.json") as { readonly version: string };
		return version;
	} catch {
		return "none"; // It is only needed for those texts.
	}
}
