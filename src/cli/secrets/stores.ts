import { createHash, timingSafeEqual } from "node:crypto";
import type { StoreBackend } from "../../fix/lookup/lookup.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { codeOf } from "../../files/read-regular-file.ts";
import { loadSdk } from "./load-sdk.ts";
import type { SecretsArguments } from "./parse-secrets-arguments.ts";

/**
 * What became of one value. Nothing of it, nor of what AWS said of it, is in here: validation errors quote what they
 * refuse.
 */
type Kept =
	| {
			readonly ok: true;
			readonly version: string | null;
			readonly ciphertext: string | null;
			/** False where it was there already. */ readonly put: boolean;
	  }
	| { readonly ok: false; readonly why: string };

/** Keeps a value under a name that is free, or holds the same value; reads it back and compares. */
export type Store = (target: string, value: string) => Promise<Kept>;

/**
 * Opens a store through the AWS SDK, with the credentials and the region of its own environment.
 *
 * @throws {UsageError} where the client is not installed, or credentials or a region are missing
 */
export async function openStore(args: SecretsArguments): Promise<Store> {
	return OPEN[args.backend](args);
}

const OPEN: Readonly<Record<StoreBackend, (args: SecretsArguments) => Promise<Store>>> = {
	async ssm({ kmsKey }) {
		const { GetParameterCommand, PutParameterCommand, SSMClient } = await loadSdk(
			"@aws-sdk/client-ssm",
			() => import("@aws-sdk/client-ssm"),
		);
		const client = new SSMClient({});
		await checkConfig(client.config);
		return async (target, value) => {
			const put = await attempt("ssm:PutParameter", "ParameterAlreadyExists", () =>
				client.send(
					new PutParameterCommand({
						Name: target,
						Value: value,
						Type: "SecureString",
						Overwrite: false,
						...(kmsKey === null ? {} : { KeyId: kmsKey }),
					}),
				),
			);
			if (put.kind === "failed") {
				return { ok: false, why: put.why };
			}
			const name = put.kind === "done" ? `${target}:${String(put.result.Version)}` : target;
			const read = await attempt("ssm:GetParameter", null, () =>
				client.send(new GetParameterCommand({ Name: name, WithDecryption: true })),
			);
			if (read.kind !== "done") {
				return unread(put.kind, target, read.kind === "failed" ? read.why : "");
			}
			const { Value: back, Type: type, Version: version } = read.result.Parameter ?? {};
			if (type !== "SecureString") {
				return {
					ok: false,
					why: `'${target}' exists but is not a SecureString, so anyone who may read parameters can read it. It was not changed`,
				};
			}
			return isEqual(back, value)
				? { ok: true, version: String(version), ciphertext: null, put: put.kind === "done" }
				: different(put.kind, target);
		};
	},

	async "secrets-manager"({ kmsKey }) {
		const { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } = await loadSdk(
			"@aws-sdk/client-secrets-manager",
			() => import("@aws-sdk/client-secrets-manager"),
		);
		const client = new SecretsManagerClient({});
		await checkConfig(client.config);
		return async (target, value) => {
			const put = await attempt("secretsmanager:CreateSecret", "ResourceExistsException", () =>
				client.send(
					new CreateSecretCommand({
						Name: target,
						SecretString: value,
						...(kmsKey === null ? {} : { KmsKeyId: kmsKey }),
					}),
				),
			);
			if (put.kind === "failed") {
				return { ok: false, why: put.why };
			}
			const where =
				put.kind === "done"
					? { SecretId: put.result.ARN, VersionId: put.result.VersionId }
					: { SecretId: target };
			const read = await attempt("secretsmanager:GetSecretValue", null, () =>
				client.send(new GetSecretValueCommand(where)),
			);
			if (read.kind !== "done") {
				return unread(put.kind, target, read.kind === "failed" ? read.why : "");
			}
			const { SecretString: back, VersionId: version } = read.result;
			return isEqual(back, value)
				? { ok: true, version: version ?? null, ciphertext: null, put: put.kind === "done" }
				: different(put.kind, target);
		};
	},

	async kms({ kmsKey, functionName }) {
		const { DecryptCommand, EncryptCommand, KMSClient } = await loadSdk(
			"@aws-sdk/client-kms",
			() => import("@aws-sdk/client-kms"),
		);
		const client = new KMSClient({});
		await checkConfig(client.config);
		const KeyId = kmsKey ?? "";
		const EncryptionContext = { LambdaFunctionName: functionName ?? "" };
		return async (_target, value) => {
			const put = await attempt("kms:Encrypt", null, () =>
				client.send(new EncryptCommand({ KeyId, EncryptionContext, Plaintext: Buffer.from(value) })),
			);
			if (put.kind !== "done") {
				return { ok: false, why: put.kind === "failed" ? put.why : "" };
			}
			const { CiphertextBlob = new Uint8Array() } = put.result;
			const read = await attempt("kms:Decrypt", null, () =>
				client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext })),
			);
			if (read.kind !== "done") {
				return { ok: false, why: `it could not be decrypted again: ${read.kind === "failed" ? read.why : ""}` };
			}
			const back =
				read.result.Plaintext === undefined ? undefined : Buffer.from(read.result.Plaintext).toString();
			return isEqual(back, value)
				? { ok: true, version: null, ciphertext: Buffer.from(CiphertextBlob).toString("base64"), put: true }
				: { ok: false, why: "it was decrypted to a different value" };
		};
	},
};

type Attempt<Result> =
	| { readonly kind: "done"; readonly result: Result }
	| { readonly kind: "taken" }
	| { readonly kind: "failed"; readonly why: string };

/** @param taken the error that says that the name is in use; null where none does */
async function attempt<Result>(
	action: string,
	taken: string | null,
	send: () => Promise<Result>,
): Promise<Attempt<Result>> {
	try {
		return { kind: "done", result: await send() };
	} catch (error) {
		const name = nameOf(error);
		if (name === taken) {
			return { kind: "taken" };
		}
		return {
			kind: "failed",
			why: name.startsWith("AccessDenied")
				? `the credentials do not allow \`${action}\` on it, or the use of its key (${name})`
				: `\`${action}\` failed (${name})`,
		};
	}
}

/** The name of an error, never its message. */
function nameOf(error: unknown): string {
	const name = error instanceof Error ? error.name : "unknown error";
	const code = codeOf(error);
	return [...new Set([name, code].filter((one) => /^\w{1,80}$/u.test(one)))].join(", ") || "unknown error";
}

function unread(put: "done" | "taken", target: string, why: string): Kept {
	return {
		ok: false,
		why:
			put === "done"
				? `it was stored as '${target}' but could not be read back: ${why}. Run this again once reading is allowed`
				: `'${target}' already exists, but its value could not be compared: ${why}`,
	};
}

function different(put: "done" | "taken", target: string): Kept {
	return {
		ok: false,
		why:
			put === "taken"
				? `'${target}' already exists with a different value, which was not changed. Choose another --prefix`
				: `the value read back from '${target}' differs`,
	};
}

/** In a time that tells nothing of where they differ. */
function isEqual(back: string | undefined, value: string): boolean {
	const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
	return back !== undefined && timingSafeEqual(digest(back), digest(value));
}

/** Both would fail with the first request, once for each value. */
async function checkConfig({
	region,
	credentials,
}: {
	readonly region: () => Promise<unknown>;
	readonly credentials: () => Promise<unknown>;
}): Promise<void> {
	try {
		await region();
	} catch (cause) {
		throw new UsageError("The AWS SDK has no region. Set AWS_REGION, or AWS_PROFILE.", { cause });
	}
	try {
		await credentials();
	} catch (cause) {
		throw new UsageError("The AWS SDK found no credentials. Log in, or set AWS_PROFILE.", { cause });
	}
}
