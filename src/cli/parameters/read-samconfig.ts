import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type * as Toml from "smol-toml";
import type * as Yaml from "yaml";
import { isThere } from "../../files/is-there.ts";
import { readSmallText } from "../../files/read-regular-file.ts";
import { UsageError } from "../../lint/usage-error.ts";
import { entryOf } from "../../model/entry-of.ts";
import { didYouMean } from "../../text/did-you-mean.ts";
import { readPairs, splitPairs } from "./override-pairs.ts";
import { PARAMETER_NAME, readNamed } from "./read-parameters.ts";

/** The names that SAM looks for, in its order. */
const NAMES = ["samconfig.toml", "samconfig.yaml", "samconfig.yml"] as const;

/** The commands whose options say what is deployed; later ones win. */
const COMMANDS = ["global", "build", "deploy"] as const;

/** What an environment of SAM's configuration says. */
export interface SamEnvironment {
	readonly parameters: Readonly<Record<string, string>>;
	/** From the working directory; null if it names none. */
	readonly template: string | null;
}

/**
 * Reads an environment of SAM's configuration. No value is part of a message.
 *
 * Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
 *
 * @param given the file, from the working directory; null for the usual ones there
 * @throws {UsageError} if there is no such file or environment, or it is not understood
 */
export function readSamconfig(given: string | null, environment: string, cwd: string): SamEnvironment {
	const file = given ?? NAMES.find((name) => isThere(join(cwd, name)));
	if (file === undefined) {
		throw new UsageError(`There is no ${NAMES.join(" or ")} here. Name the file with --samconfig.`);
	}
	const config = parse(readNamed(file, cwd, "SAM's configuration"), file);
	const names = Object.keys(config).filter((name) => isTable(entryOf(config, name)));
	const own = entryOf(config, environment);
	if (!isTable(own)) {
		throw new UsageError(`'${file}' has no environment '${environment}'. ${didYouMean(environment, names)}`);
	}
	const options = COMMANDS.reduce<Table>((joined, command) => {
		const section = entryOf(own, command);
		const parameters = isTable(section) ? entryOf(section, "parameters") : undefined;
		return isTable(parameters) ? { ...joined, ...parameters } : joined;
	}, {});
	const template = entryOf(options, "template_file") ?? entryOf(options, "template");
	return {
		parameters: overridesOf(entryOf(options, "parameter_overrides"), file),
		template: typeof template === "string" ? resolve(cwd, dirname(file), template) : null,
	};
}

/**
 * The names that SAM's configuration of a folder gives to what is deployed from there, in any environment. Empty where there
 * is none, or none that is understood.
 */
export function stackNamesIn(folder: string): ReadonlySet<string> {
	const file = NAMES.find((name) => isThere(join(folder, name))) ?? NAMES[0];
	const text = readSmallText(join(folder, file), { maxBytes: MAX_BYTES, followLinks: false });
	const config = text === null ? null : parseTable(text, file).table;
	const tablesIn = (value: unknown): readonly Table[] => (isTable(value) ? Object.values(value).filter(isTable) : []);
	const names = tablesIn(config)
		.flatMap(tablesIn)
		.flatMap((command) => {
			const parameters = entryOf(command, "parameters");
			const name = isTable(parameters) ? entryOf(parameters, "stack_name") : null;
			return typeof name === "string" ? [name] : [];
		});
	return new Set(names);
}

/** Nobody writes a larger one. */
const MAX_BYTES = 1024 * 1024;

type Table = Readonly<Record<string, unknown>>;

function isTable(value: unknown): value is Table {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @throws {UsageError} with the line, if the parser names one */
function parse(text: string, file: string): Table {
	const { table, error } = parseTable(text, file);
	if (table !== null) {
		return table;
	}
	// Its message quotes the line.
	const { line } = (error ?? {}) as { readonly line?: unknown };
	throw new UsageError(`'${file}' is not understood${typeof line === "number" ? ` (line ${String(line)})` : ""}.`, {
		cause: error,
	});
}

/** The table that a text holds; null if it holds none, with what the parser threw. */
function parseTable(text: string, file: string): { readonly table: Table | null; readonly error?: unknown } {
	try {
		const value: unknown = /\.toml$/iu.test(file)
			? (createRequire(import.meta.url)("smol-toml") as typeof Toml).parse(text)
			: (createRequire(import.meta.url)("yaml") as typeof Yaml).parse(text, { logLevel: "error" });
		return { table: isTable(value) ? value : null };
	} catch (error) {
		return { table: null, error };
	}
}

/** One text with several pairs, a list of them, or a table by name. */
function overridesOf(value: unknown, file: string): Readonly<Record<string, string>> {
	if (value === undefined) {
		return {};
	}
	if (isTable(value)) {
		return Object.fromEntries(
			Object.entries(value)
				.filter(([name]) => PARAMETER_NAME.test(name))
				.map(([name, one]) => [name, Array.isArray(one) ? one.join(",") : String(one)]),
		);
	}
	const texts = (Array.isArray(value) ? value : [value]).map(String).flatMap((text) => splitPairs(text.trim()));
	const { values, refused } = readPairs(texts.map((text) => text.trim()).filter((text) => text !== ""));
	if (refused !== null) {
		throw new UsageError(`Value ${String(refused)} of \`parameter_overrides\` in '${file}' is not NAME=VALUE.`);
	}
	return values;
}
