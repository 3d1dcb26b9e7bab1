import { makeFolder } from "../../files/make-folder.ts";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { redactName, redactPath } from "../../detect/redact.ts";
import { readRegularFile } from "../../files/read-regular-file.ts";
import { DIALECTS, likelyDialect } from "../../languages/dialects.ts";
import { RULE_FACTS, VERSION } from "../../plugin.ts";
import { mapTexts } from "../../report/escape-controls.ts";
import { sha256 } from "../../text/sha256.ts";
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

/** What differs from {@link emptyOutcome}: most files have nothing else to say than what they are. */
type KeptOutcome = Partial<FileOutcome>;

/**
 * What became of files in earlier runs, by what they hold and how they were asked about: their bytes, their name, the
 * version, the rules and options, and the day, which ends suppressions. Keeps nothing that a report would not show. A cache
 * that is damaged, or of another version, is taken for none.
 */
export class OutcomeCache {
	readonly #path: string;
	readonly #cwd: string;
	readonly #settings: string;
	/** False where the user named the file, which may be another by mistake. */
	readonly #isOurs: boolean;
	readonly #linters: ProjectLinter;
	readonly #kept: Map<string, KeptOutcome>;
	/** The keys of the files that are not known yet, by their paths. */
	readonly #missing = new Map<string, string>();
	readonly #inventories = new Map<string, string>();
	#hasChanged = false;

	/** @param location from the working directory */
	constructor(location: string, settings: WorkerSettings, linters: ProjectLinter) {
		this.#linters = linters;
		this.#cwd = settings.lint.cwd;
		this.#path = resolve(this.#cwd, location);
		this.#settings = settingsHash(settings);
		this.#isOurs = location === CACHE_FILE;
		this.#kept = read(this.#path);
	}

	/** What became of a file, if it was seen before; null if it has to be taken. */
	recall({ path, explicit }: FileTask): FileOutcome | null {
		if (!likelyDialect(path).isAlone) {
			return null;
		}
		const key = this.#keyOf({ path, explicit });
		if (key === null) {
			return null;
		}
		const kept = this.#kept.get(key);
		if (kept === undefined) {
			this.#missing.set(path, key);
			return null;
		}
		// The last to go.
		this.#kept.delete(key);
		this.#kept.set(key, kept);
		return { ...emptyOutcome(), ...kept };
	}

	/** Keeps what became of a file that was not known, unless it has changed since. */
	keep(task: FileTask, outcome: FileOutcome): void {
		const key = this.#missing.get(task.path);
		if (key !== undefined && isCacheable(outcome) && this.#keyOf(task) === key) {
			this.#kept.set(key, differences(outcome));
			this.#hasChanged = true;
		}
	}

	/** Null for what cannot be read. */
	#keyOf({ path, explicit }: FileTask): string | null {
		const file = shownPath(path, this.#cwd);
		const reading = readRegularFile(path, { maxBytes: likelyDialect(file).maxBytes });
		return reading.kind === "bytes"
			? sha256()
					.update(
						JSON.stringify([
							this.#settings,
							this.#linters.keyOf(file),
							this.#linters.inventoriesOf(file).map((one) => this.#inventory(resolve(this.#cwd, one))),
							file,
							explicit,
						]),
					)
					.update(reading.bytes)
					.digest("base64url")
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

/** The last entries, as many as are read again. */
function lastOf(entries: readonly (readonly [string, KeptOutcome])[]): string {
	const written: string[] = [];
	let left = MAX_BYTES - HEAD_ROOM;
	for (const entry of entries.toReversed()) {
		const text = JSON.stringify(entry);
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
function headOf(body: string): string {
	return JSON.stringify({ kmslint: VERSION, sha256: sha256().update(body).digest("hex") });
}

/** True for a file that this class did not write, even in part. */
function holdsSomethingElse(path: string): boolean {
	const reading = readRegularFile(path, { maxBytes: MAX_BYTES, followLinks: false });
	const head = reading.kind === "bytes" ? reading.bytes : reading.kind === "large" ? reading.head : Buffer.alloc(0);
	return head.length > 0 && head.toString("latin1", 0, HEAD_START.length) !== HEAD_START;
}

function read(path: string): Map<string, KeptOutcome> {
	const reading = readRegularFile(path, { maxBytes: MAX_BYTES, followLinks: false });
	const text = reading.kind === "bytes" ? reading.bytes.toString("utf8") : "";
	const end = text.indexOf("\n");
	const body = text.slice(end + 1, -1);
	return end === -1 || text.slice(0, end) !== headOf(body) ? new Map() : new Map(entriesOf(body));
}

/** The entries of a cache; none of one whose parts are not what this class writes. */
function entriesOf(body: string): readonly (readonly [string, KeptOutcome])[] {
	try {
		const entries: unknown = JSON.parse(body);
		return Array.isArray(entries) && entries.every(isEntry) ? entries : [];
	} catch {
		return [];
	}
}

function isEntry(entry: unknown): entry is readonly [string, KeptOutcome] {
	if (!Array.isArray(entry) || typeof entry[0] !== "string") {
		return false;
	}
	const kept: unknown = entry[1];
	return (
		typeof kept === "object" &&
		kept !== null &&
		Object.entries(kept).every(([name, value]) => EMPTY.has(name) && isAlike(value, EMPTY.get(name)))
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
		JSON.stringify(outcome) ===
			JSON.stringify(mapTexts(outcome, (text, key) => (key === "file" ? redactPath(text) : redactName(text))))
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
