import { parseArgs } from "node:util";
import { UsageError } from "../lint/usage-error.ts";
import { didYouMean, nearMiss } from "../text/did-you-mean.ts";

/** An option, as `parseArgs` takes it, and what shell completion offers as its value. */
interface CommandOption {
	readonly type: "string" | "boolean";
	readonly short?: string;
	readonly multiple?: boolean;
	/** The words that it takes. */
	readonly values?: readonly string[];
	/** Set if it takes the path of a file. */
	readonly takes?: "file";
}

/** The options of a command, by name. */
export type OptionTable = Readonly<Record<string, CommandOption>>;

/** A part of a command line, in its order. */
export interface Token {
	readonly kind: string;
	readonly name?: string;
	readonly value?: string | undefined;
}

/** The options of a command line, and the rest. */
export interface GivenOptions<Name extends string> {
	/** True for an option that was given. */
	has(name: Name): boolean;
	/** The value of an option that is not repeatable; null if it was not given. */
	text(name: Name): string | null;
	/** The values of a repeatable option. */
	list(name: Name): readonly string[];
	readonly positionals: readonly string[];
	readonly tokens: readonly Token[];
}

/**
 * Reads the options of a command.
 *
 * @param command as the user types it: `kmslint secrets`
 * @throws {UsageError} for an unknown option, with the nearest one, for a value that is missing, and for one too many
 */
export function readOptions<Table extends OptionTable>(
	argv: readonly string[],
	table: Table,
	command: string,
): GivenOptions<keyof Table & string> {
	const { tokens, values, positionals } = parseArgs({
		args: [...argv],
		options: table,
		allowPositionals: true,
		strict: false,
		tokens: true,
	});
	const known = new Map(Object.entries(table));
	for (const token of tokens) {
		if (token.kind !== "option") {
			continue;
		}
		const option = known.get(token.name);
		if (option === undefined) {
			const names = [...known.keys()].map((name) => `--${name}`);
			throw new UsageError(
				`Unknown option '${token.rawName}'. ${nearMiss(token.rawName, names) ?? `See ${command} --help.`}`,
			);
		}
		if (option.type === "string" && !isValue(token)) {
			throw new UsageError(`The option '${token.rawName}' needs a value.`);
		}
		if (option.type === "boolean" && token.value !== undefined) {
			throw new UsageError(`The option '${token.rawName}' takes no value.`);
		}
	}
	const given = new Map(Object.entries<unknown>(values));
	return {
		has: (name) => given.get(name) === true,
		text: (name) => {
			const value = given.get(name);
			return typeof value === "string" ? value : null;
		},
		list: (name) => {
			const value = given.get(name);
			return Array.isArray(value) ? value.map(String) : [];
		},
		positionals,
		tokens,
	};
}

/**
 * One of the values that an option takes.
 *
 * @param option as the user types it: `--format`
 * @throws {UsageError} for any other value, with the nearest one
 */
export function readChoice<T extends string>(option: string, given: string, known: readonly T[]): T {
	const found = known.find((value) => value === given);
	if (found === undefined) {
		throw new UsageError(`Invalid value for ${option}: '${given}'. ${didYouMean(given, known)}`);
	}
	return found;
}

/** What looks like an option is none of another's value, unless it is written as `--option=-value`. `-` is a stream. */
function isValue({
	value,
	inlineValue,
}: {
	readonly value?: string | undefined;
	readonly inlineValue?: boolean | undefined;
}): boolean {
	return value !== undefined && value !== "" && (!value.startsWith("-") || value === "-" || inlineValue === true);
}
