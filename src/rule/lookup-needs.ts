import type { Backend } from "../fix/lookup/lookup.ts";
import type { ManifestEntry } from "../fix/manifest.ts";

/** What a function needs once the lookups of a fix are in its source. No value of a secret. */
export interface LookupNeed {
	/** The environment variable that the lookup reads: `API_TOKEN_PARAMETER_NAME`. */
	readonly variable: string;
	/** What it is to hold, where that is known: the name of the parameter or of the secret. */
	readonly value: string | null;
	/** What it is to hold, in words. */
	readonly holds: string;
	/** What the execution role has to be allowed. */
	readonly permissions: readonly { readonly action: string; readonly on: string }[];
	/** Packages of npm that the source imports. */
	readonly packages: readonly string[];
	/** The layer that answers; null for none. */
	readonly layer: string | null;
}

/**
 * @param entry what the record of `kmslint secrets` has of the value
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
 */
export function needOf(variable: string, backend: Backend, entry: ManifestEntry | null): LookupNeed {
	const key = { action: "kms:Decrypt", on: "its KMS key" };
	switch (backend) {
		case "ssm":
		case "powertools":
		case "extension": {
			const permissions = [{ action: "ssm:GetParameter", on: entry?.target ?? "that SSM parameter" }, key];
			const packages = {
				ssm: ["@aws-sdk/client-ssm"],
				powertools: ["@aws-lambda-powertools/parameters", "@aws-sdk/client-ssm"],
				extension: [],
			}[backend];
			return {
				variable,
				value: entry?.target ?? null,
				holds: "the name of the SSM parameter",
				permissions,
				packages,
				layer: backend === "extension" ? "AWS Parameters and Secrets Lambda Extension" : null,
			};
		}
		case "secrets-manager":
			return {
				variable,
				value: entry?.target ?? null,
				holds: "the name or ARN of the secret",
				permissions: [{ action: "secretsmanager:GetSecretValue", on: entry?.target ?? "that secret" }, key],
				packages: ["@aws-sdk/client-secrets-manager"],
				layer: null,
			};
		case "kms":
			return {
				variable,
				value: null,
				holds: "the ciphertext in base64, encrypted with the context `LambdaFunctionName`",
				permissions: [{ action: "kms:Decrypt", on: "the KMS key of the ciphertext" }],
				packages: ["@aws-sdk/client-kms"],
				layer: null,
			};
		default:
			return backend satisfies never;
	}
}
