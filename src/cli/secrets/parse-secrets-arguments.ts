import { STORE_BACKENDS, type StoreBackend } from "../../fix/lookup/lookup.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { readChoice, readOptions } from "../read-options.ts";

const TASKS = ["export", "store"] as const;

type Task = (typeof TASKS)[number];

/** The command line after `kmslint secrets`, understood. */
export interface SecretsArguments {
	readonly task: Task;
	readonly paths: readonly string[];
	readonly backend: StoreBackend;
	/** What the names of parameters and secrets begin with; null where a recorded name may stay. */
	readonly prefix: string | null;
	readonly kmsKey: string | null;
	/** KMS: whose ciphertext it is to be; null for the other backends. */
	readonly functionName: string | null;
}

/** The options of `kmslint secrets`. */
export const SECRETS_OPTIONS = {
	backend: { type: "string", values: STORE_BACKENDS },
	prefix: { type: "string" },
	"kms-key": { type: "string" },
	"function-name": { type: "string" },
	help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the command line, without `kmslint secrets`; null where help is wanted.
 *
 * @throws {UsageError} with what to type instead
 */
export function parseSecretsArguments(argv: readonly string[]): SecretsArguments | null {
	const { has, text, positionals } = readOptions(argv, SECRETS_OPTIONS, "kmslint secrets");
	if (has("help")) {
		return null;
	}
	const [given, ...paths] = positionals;
	const task = TASKS.find((one) => one === given);
	if (task === undefined) {
		throw new UsageError(
			`${given === undefined ? "" : `Unknown command 'secrets ${given}'. `}Run 'kmslint secrets export' or 'kmslint secrets store', or write './secrets' to check a folder of that name.`,
		);
	}
	const backend = readChoice("--backend", text("backend") ?? "ssm", STORE_BACKENDS);
	return {
		task,
		paths: paths.length === 0 ? ["."] : paths,
		backend,
		prefix: readPrefix(text("prefix"), backend),
		...readKey(text("kms-key"), text("function-name"), backend),
	};
}

/**
 * What the names of parameters and secrets begin with, with a slash at its end; null if nothing is given.
 *
 * @throws {UsageError} for a prefix that the store does not accept
 */
export function readPrefix(given: string | null, backend: StoreBackend): string | null {
	if (given === null) {
		return null;
	}
	if (backend === "kms") {
		throw new UsageError("--prefix has no effect with --backend kms, because ciphertext has no name. Remove it.");
	}
	const prefix = given.endsWith("/") ? given : `${given}/`;
	if (!/^[A-Za-z0-9_.\-/]{1,200}$/u.test(prefix) || prefix.includes("//")) {
		throw new UsageError(`Invalid value for --prefix: '${given}'. Use only letters, digits and _.-/.`);
	}
	if (backend === "ssm" && (!prefix.startsWith("/") || /^\/(?:aws|ssm)/iu.test(prefix))) {
		throw new UsageError(
			`Invalid value for --prefix: '${given}'. Start with a slash, but not with /aws or /ssm, such as '/app/'.`,
		);
	}
	return prefix;
}

/**
 * The id, the ARN or the alias of a key; null if nothing is given.
 *
 * @throws {UsageError} for what names no key
 */
export function readKeyName(option: string, given: string | null): string | null {
	if (given !== null && !/^[A-Za-z0-9/_:-]{1,2048}$/u.test(given)) {
		throw new UsageError(
			`Invalid value for ${option}: '${given}'. Write the id, ARN or alias of a key, such as 'alias/app-secrets'.`,
		);
	}
	return given;
}

function readKey(
	kmsKey: string | null,
	functionName: string | null,
	backend: StoreBackend,
): Pick<SecretsArguments, "kmsKey" | "functionName"> {
	readKeyName("--kms-key", kmsKey);
	if (backend !== "kms") {
		if (functionName !== null) {
			throw new UsageError("--function-name is only used with --backend kms. Remove it.");
		}
		return { kmsKey, functionName: null };
	}
	if (kmsKey === null || functionName === null) {
		throw new UsageError(
			"--backend kms needs --kms-key and --function-name: the ciphertext is bound to the function that decrypts it.",
		);
	}
	// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html#lambda-CreateFunction-request-FunctionName
	if (!/^[A-Za-z0-9_-]{1,64}$/u.test(functionName)) {
		throw new UsageError(
			`Invalid value for --function-name: '${functionName}'. Write the name only, without ARN or version.`,
		);
	}
	return { kmsKey, functionName };
}
