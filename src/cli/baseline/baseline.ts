import { hasEnded } from "../../model/suppression.ts";
import type { BaselineEntry } from "./baseline-file.ts";

/** The findings that were there before, and which of them a run found again. */
export class Baseline {
	readonly entries: readonly BaselineEntry[];
	readonly #entries: ReadonlyMap<string, BaselineEntry>;
	readonly #found = new Set<string>();

	readonly #older: ReadonlySet<string>;

	/** @param older the fingerprints of findings that are older than the work that is looked at */
	constructor(entries: readonly BaselineEntry[], older: ReadonlySet<string> = new Set()) {
		this.entries = entries;
		this.#older = older;
		this.#entries = new Map(entries.map((entry) => [entry.fingerprint, entry]));
	}

	/** The entry of a finding that is accepted for now; null for a new one, and for one whose time is over. */
	recall(fingerprint: string): BaselineEntry | null {
		const entry = this.#entries.get(fingerprint);
		if (entry === undefined) {
			return null;
		}
		this.#found.add(fingerprint);
		return hasEnded(entry) ? null : entry;
	}

	/** True for a finding that is older than the work that is looked at. */
	isOlder(fingerprint: string): boolean {
		return this.#older.has(fingerprint);
	}

	/** True if the run found it. */
	has({ fingerprint }: BaselineEntry): boolean {
		return this.#found.has(fingerprint);
	}

	/** The entries that the run found and whose time is over. */
	ended(): readonly BaselineEntry[] {
		return this.entries.filter((entry) => this.has(entry) && hasEnded(entry));
	}
}
