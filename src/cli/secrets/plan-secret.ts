import type { StoreBackend } from "../../fix/lookup/lookup.ts";
import type { ManifestEntry } from "../../fix/manifest.ts";
import { DEFAULT_PREFIX, kebabName } from "../../fix/stored-name.ts";
import type { FoundSecret } from "../../rule/found-secret.ts";
import type { SecretsArguments } from "./parse-secrets-arguments.ts";
import type { SecretsFolder } from "./secrets-folder.ts";

/** What a value is going to be called, and what the record says of it. */
export interface Plan {
	readonly digest: string;
	/** The parameter, the secret, or the variable that takes the ciphertext. */
	readonly target: string;
	/** The file of an export: one that holds this value already, or none of that name. */
	readonly file: string;
	readonly entry: ManifestEntry | null;
}

/** Names that many values can want are tried so often. */
const MAX_TRIES = 10_000;

/**
 * Chooses names that no other value has: `/app/db-password`, then `/app/db-password-2`. A value that has a name keeps
 * it, unless another prefix is asked for and nothing is stored yet.
 */
export function planSecret(
	secret: FoundSecret,
	{ backend, prefix, functionName }: SecretsArguments,
	folder: SecretsFolder,
): Plan {
	const value = secret.reveal();
	const digest = folder.digest(backend, secret.name, value);
	const entry = folder.entries.find((one) => one.digest === digest && one.functionName === functionName) ?? null;
	const base = kebabName(secret.name);
	const taken = new Set(
		folder.entries.filter((one) => one.backend === backend && one.digest !== digest).map(({ target }) => target),
	);
	let target = keptTarget(entry, prefix);
	let file = keptFile(entry, folder, value);
	for (let tries = 1; tries < MAX_TRIES && (target === null || file === null); tries += 1) {
		const end = tries === 1 ? "" : `-${String(tries)}`;
		const candidate = targetOf(backend, prefix ?? DEFAULT_PREFIX, secret.name, base, end);
		target ??= taken.has(candidate) ? null : candidate;
		file ??= isFree(folder, base + end, value) ? base + end : null;
	}
	if (target === null || file === null) {
		throw new RangeError(`Too many values have the same name.`);
	}
	return { digest, target, file, entry };
}

function keptTarget(entry: ManifestEntry | null, prefix: string | null): string | null {
	const isKept = entry !== null && (entry.state === "stored" || prefix === null || entry.target.startsWith(prefix));
	return isKept ? entry.target : null;
}

function keptFile(entry: ManifestEntry | null, folder: SecretsFolder, value: string): string | null {
	const file = entry?.file ?? null;
	return file !== null && isFree(folder, file, value) ? file : null;
}

function targetOf(backend: StoreBackend, prefix: string, name: string, base: string, end: string): string {
	return backend === "kms" ? `ENCRYPTED_${name}${end.replace("-", "_")}` : `${prefix}${base}${end}`;
}

function isFree(folder: SecretsFolder, file: string, value: string): boolean {
	const text = folder.read(file);
	return text === undefined || text === value;
}

/** Why a value cannot be kept there as it is; null where it can. Nothing of the value is said. */
export function refusalOf(value: string, task: SecretsArguments["task"], backend: StoreBackend): string | null {
	const bytes = Buffer.from(value);
	if (bytes.toString() !== value) {
		return "it is not well-formed Unicode, and would be changed";
	}
	if (bytes.length > LIMITS[backend].bytes) {
		return `it has ${String(bytes.length)} bytes, and ${LIMITS[backend].what} takes ${String(LIMITS[backend].bytes)}; \`--backend secrets-manager\` takes ${String(LIMITS["secrets-manager"].bytes)}`;
	}
	if (backend === "ssm" && value.includes("{{") && value.includes("}}", value.indexOf("{{") + 2)) {
		return "Parameter Store takes no value with `{{…}}`; `--backend secrets-manager` does";
	}
	if (task === "export" && backend !== "kms" && value.includes("\r")) {
		// `file://` is read as text, with the line ends of Unix.
		return "the AWS CLI would change its line endings; `kmslint secrets store` keeps them";
	}
	return null;
}

/**
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html (4 KB in the
 * standard
 * tier), https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html,
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 */
const LIMITS = {
	ssm: { bytes: 4096, what: "a standard parameter" },
	kms: { bytes: 4096, what: "`Encrypt`" },
	"secrets-manager": { bytes: 65_536, what: "a secret" },
} as const satisfies Record<StoreBackend, { readonly bytes: number; readonly what: string }>;
