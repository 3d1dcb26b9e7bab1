import { BACKENDS, type Backend, storeOf } from "../../fix/lookup/lookup.ts";
import { DEFAULT_PREFIX } from "../../fix/stored-name.ts";
import { readChoice, readOptions } from "../read-options.ts";
import { readKeyName, readPrefix } from "../secrets/parse-secrets-arguments.ts";

const FORMATS = ["text", "json"] as const;

/** The command line after `kmslint migrate`, understood. */
export interface MigrateArguments {
	readonly paths: readonly string[];
	readonly backend: Backend;
	/** The names of the secrets that are migrated; null for all. */
	readonly only: ReadonlySet<string> | null;
	readonly key: string | null;
	/** True if the key is to be added. */
	readonly createsKey: boolean;
	readonly prefix: string;
	/** True if the modules of a folder share one helper. */
	readonly sharesHelper: boolean;
	readonly write: boolean;
	readonly format: (typeof FORMATS)[number];
}

/** The options of `kmslint migrate`. */
export const MIGRATE_OPTIONS = {
	to: { type: "string", values: BACKENDS },
	only: { type: "string", multiple: true },
	key: { type: "string" },
	prefix: { type: "string" },
	"shared-helper": { type: "boolean" },
	write: { type: "boolean" },
	format: { type: "string", short: "f", values: FORMATS },
	help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the command line, without `kmslint migrate`; null if help is requested.
 *
 * @throws {UsageError} with what to type instead
 */
export function parseMigrateArguments(argv: readonly string[]): MigrateArguments | null {
	const { has, text, list, positionals } = readOptions(argv, MIGRATE_OPTIONS, "kmslint migrate");
	if (has("help")) {
		return null;
	}
	const backend = readChoice("--to", text("to") ?? "ssm", BACKENDS);
	const only = list("only");
	const prefix = readPrefix(text("prefix"), storeOf(backend)) ?? DEFAULT_PREFIX;
	const createsKey = text("key") === "new";
	return {
		paths: positionals.length === 0 ? ["."] : positionals,
		backend,
		only: only.length === 0 ? null : new Set(only),
		key: createsKey ? aliasFor(prefix) : readKeyName("--key", text("key")),
		createsKey,
		prefix,
		sharesHelper: has("shared-helper"),
		write: has("write"),
		format: readChoice("--format", text("format") ?? "text", FORMATS),
	};
}

/** `/orders/prod/` gives `alias/orders-prod-secrets`. */
function aliasFor(prefix: string): string {
	return `alias/${[...prefix.split("/").filter((part) => part !== ""), "secrets"].join("-").replaceAll(".", "-")}`;
}
