import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isThere } from "../files/is-there.ts";
import { type Backend, STORE_BACKENDS, type StoreBackend, storeOf } from "./lookup/lookup.ts";

/** Where the record of what is kept lies, from the folder that the command ran in. */
export const SECRETS_FOLDER = join(".kmslint", "secrets");
export const MANIFEST_FILE = "manifest.json";
export const KEY_FILE = "manifest.key";

/** `stored`: AWS has it, and gave it back. `exported`: a file beside the manifest holds it. */
export type KeptState = "stored" | "exported";

/** One value under one name. No value: a digest under a key that never leaves the machine. */
export interface ManifestEntry {
	readonly digest: string;
	readonly backend: StoreBackend;
	/** The name of the variable that the value had, or would have: `DB_PASSWORD`. */
	readonly name: string;
	/** The parameter, the secret, or for KMS the variable that takes the ciphertext: `/app/db-password`. */
	readonly target: string;
	readonly state: KeptState;
	/** The file beside the manifest that holds the value; null where none was written. */
	readonly file: string | null;
	/** Of the parameter or the secret; null where nothing is stored yet. */
	readonly version: string | null;
	/** KMS: what takes the value's place, in base64. */
	readonly ciphertext: string | null;
	/** KMS: the function whose name the ciphertext is bound to. */
	readonly functionName: string | null;
	/** The KMS key that it is stored under, as it was named; null for the AWS managed key of the service. */
	readonly kmsKey: string | null;
}

/** What is kept. */
export interface Manifest {
	/**
	 * Whether a value is kept, so that its place in the source is not the last one. A value that was exported counts
	 * only while its file holds it.
	 *
	 * @param name the base of the variable's name, `API_TOKEN` for `API_TOKEN_PARAMETER_NAME`
	 * @param functionName the function whose ciphertext it has to be; any, if left out or null
	 */
	has(value: string, name: string, backend: Backend, functionName?: string | null): KeptState | null;
	/** The entry behind {@link has}: also one whose file is gone. */
	find(value: string, name: string, backend: Backend, functionName?: string | null): ManifestEntry | null;
	readonly entries: readonly ManifestEntry[];
}

/** The digest of a value under a name: equal values under two names, or in two backends, cannot be told to be equal. */
export function digestOf(key: Uint8Array, backend: StoreBackend, name: string, value: string): string {
	return process
		.getBuiltinModule("node:crypto")
		.createHmac("sha256", key)
		.update(JSON.stringify([backend, name, value]))
		.digest("hex");
}

/** Manifests by folder, as long as neither file changes: a run asks once a file. */
const READ = new Map<string, { readonly stamp: string; readonly manifest: Manifest | null }>();

/**
 * The manifest of the nearest folder upwards, up to the root of the repository; null where there is none that counts.
 * One whose files others may read, or that is a link, came from elsewhere (out of git, say) and counts for nothing.
 */
export function findManifest(startFolder: string): Manifest | null {
	let folder = resolve(startFolder);
	for (;;) {
		const stamp = stampOf(join(folder, SECRETS_FOLDER));
		if (stamp !== null) {
			const known = READ.get(folder);
			if (known?.stamp === stamp) {
				return known.manifest;
			}
			const manifest = readManifest(folder);
			READ.set(folder, { stamp, manifest });
			return manifest;
		}
		const parent = dirname(folder);
		if (parent === folder || isThere(join(folder, ".git"))) {
			return null;
		}
		folder = parent;
	}
}

/** The manifest of this folder; null where there is none that counts. */
export function readManifest(folder: string): Manifest | null {
	const secrets = join(folder, SECRETS_FOLDER);
	const key = readOwn(join(secrets, KEY_FILE));
	const text = readOwn(join(secrets, MANIFEST_FILE));
	if (key === null || text === null || !/^[0-9a-f]{64}$/u.test(key)) {
		return null;
	}
	const entries = parseEntries(text);
	return entries === null ? null : new ReadManifest(secrets, Buffer.from(key, "hex"), entries);
}

class ReadManifest implements Manifest {
	readonly entries: readonly ManifestEntry[];
	readonly #folder: string;
	readonly #key: Buffer;

	constructor(folder: string, key: Buffer, entries: readonly ManifestEntry[]) {
		this.#folder = folder;
		this.#key = key;
		this.entries = entries;
	}

	has(value: string, name: string, backend: Backend, functionName: string | null = null): KeptState | null {
		const entry = this.find(value, name, backend, functionName);
		if (entry === null || entry.state === "stored") {
			return entry?.state ?? null;
		}
		const kept = entry.file === null ? null : readOwn(join(this.#folder, entry.file));
		return kept !== null && kept === value ? "exported" : null;
	}

	find(value: string, name: string, backend: Backend, functionName: string | null = null): ManifestEntry | null {
		const digest = Buffer.from(digestOf(this.#key, storeOf(backend), name, value), "hex");
		const { timingSafeEqual } = process.getBuiltinModule("node:crypto");
		return (
			this.entries.find(
				(entry) =>
					timingSafeEqual(Buffer.from(entry.digest, "hex"), digest) &&
					(functionName === null || entry.functionName === functionName),
			) ?? null
		);
	}
}

/** The text of a file that is ours alone: no link, of this user, closed to others. Null for any other. */
export function readOwn(path: string): string | null {
	let file: number;
	try {
		file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
	} catch {
		return null;
	}
	try {
		const { mode, uid } = fstatSync(file);
		const regular = (mode & constants.S_IFMT) === constants.S_IFREG;
		// Windows knows neither.
		const own = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
		return regular && own ? readFileSync(file, "utf8") : null;
	} catch {
		return null;
	} finally {
		closeSync(file);
	}
}

function parseEntries(text: string): readonly ManifestEntry[] | null {
	try {
		const value: unknown = JSON.parse(text);
		if (!isObject(value) || value["version"] !== 1 || !Array.isArray(value["entries"])) {
			return null;
		}
		const entries: readonly unknown[] = value["entries"];
		// Records of earlier versions do not name the key. It comes last, as it is written.
		const whole = entries.map((entry) => (isObject(entry) ? { ...entry, kmsKey: entry["kmsKey"] ?? null } : entry));
		return whole.every(isEntry) ? whole : null;
	} catch {
		return null;
	}
}

function isEntry(value: unknown): value is ManifestEntry {
	if (!isObject(value)) {
		return false;
	}
	const { digest, backend, name, target, state, file, version, ciphertext, functionName, kmsKey } = value as Partial<
		Record<keyof ManifestEntry, unknown>
	>;
	return (
		typeof digest === "string" &&
		/^[0-9a-f]{64}$/u.test(digest) &&
		STORE_BACKENDS.some((known) => known === backend) &&
		typeof name === "string" &&
		typeof target === "string" &&
		(state === "stored" || state === "exported") &&
		// A file beside the manifest, and nothing else.
		(file === null || (typeof file === "string" && /^[a-z0-9][a-z0-9-]*$/u.test(file))) &&
		[version, ciphertext, functionName, kmsKey].every((one) => one === null || typeof one === "string")
	);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null;
}

/** What changes when either file is written anew; null where there is no manifest. */
function stampOf(folder: string): string | null {
	try {
		return [MANIFEST_FILE, KEY_FILE]
			.map((name) => {
				const { ino, mtimeMs, size, mode } = lstatSync(join(folder, name));
				return [ino, mtimeMs, size, mode].join(" ");
			})
			.join("/");
	} catch {
		return null;
	}
}
