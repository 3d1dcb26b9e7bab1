import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestOf, KEY_FILE, MANIFEST_FILE, SECRETS_FOLDER } from "../fix/manifest.ts";
import type { StoreBackend } from "../fix/lookup/lookup.ts";

/** Writes a record into a folder that says that AWS has these values, as `kmslint secrets store` does. */
export function keepSecrets(
	folder: string,
	kept: readonly (readonly [name: string, value: string])[],
	backend: StoreBackend,
): void {
	const secrets = join(folder, SECRETS_FOLDER);
	mkdirSync(secrets, { recursive: true, mode: 0o700 });
	const key = "ab".repeat(32);
	const entries = kept.map(([name, value]) => ({
		digest: digestOf(Buffer.from(key, "hex"), backend, name, value),
		backend,
		name,
		target: `/app/${name}`,
		state: "stored",
		file: null,
		version: "1",
		ciphertext: null,
		functionName: null,
		kmsKey: null,
	}));
	writeFileSync(join(secrets, KEY_FILE), key, { mode: 0o600 });
	writeFileSync(join(secrets, MANIFEST_FILE), JSON.stringify({ version: 1, entries }), { mode: 0o600 });
}
