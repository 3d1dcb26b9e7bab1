import { type Backend, storeOf } from "../fix/lookup/lookup.ts";
import { nameVariable } from "../fix/lookup/reading/name-secret.ts";
import { kebabName } from "../fix/stored-name.ts";
import type { FoundSecret } from "../rule/found-secret.ts";
import type { MigrationSettings, Stored } from "./migration.ts";

/** Where secrets are stored, or will be: each value under a name has one place. */
export class StoreNames {
	readonly #settings: MigrationSettings;
	readonly #taken: Set<string>;
	readonly #chosen = new Map<string, string>();

	constructor(settings: MigrationSettings) {
		this.#settings = settings;
		const store = storeOf(settings.backend);
		this.#taken = new Set(
			(settings.record?.entries ?? []).filter(({ backend }) => backend === store).map(({ target }) => target),
		);
	}

	/**
	 * @param secret the value; null for one that only the author knows
	 * @param functionName for `kms`, the function whose ciphertext it is
	 */
	find(name: string, secret: FoundSecret | null, functionName: string | null): Stored {
		const { record, backend, key } = this.#settings;
		if (secret === null) {
			return { target: this.#targetOf(name, `${name} of the author`), state: "yours", entry: null, key };
		}
		const value = secret.reveal();
		const entry = record?.find(value, name, backend, functionName) ?? null;
		const state = record?.has(value, name, backend, functionName) ?? null;
		return entry === null || state === null
			? { target: this.#targetOf(name, JSON.stringify([name, value])), state: "missing", entry, key }
			: { target: entry.target, state, entry, key: entry.kmsKey };
	}

	/** The name that a value is going to get, as `kmslint secrets` chooses it. */
	#targetOf(name: string, id: string): string {
		const { backend, prefix } = this.#settings;
		if (backend === "kms") {
			return nameVariable(name, backend);
		}
		let target = this.#chosen.get(id);
		for (let count = 1; target === undefined; count += 1) {
			const wanted = `${prefix}${kebabName(name)}${count === 1 ? "" : `-${String(count)}`}`;
			target = this.#taken.has(wanted) ? undefined : wanted;
		}
		this.#taken.add(target);
		this.#chosen.set(id, target);
		return target;
	}
}

/** What the variable that leads to it holds; null if that is not known yet. */
export function contentOf({ target, entry }: Stored, backend: Backend): string | null {
	return backend === "kms" ? (entry?.ciphertext ?? null) : target;
}
