import { ConfigError } from "../config/config-error.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads a configuration, for a run that cannot go on without it.
 *
 * @throws {UsageError} with the words of a {@link ConfigError}
 */
export function tellMistakes<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw error instanceof ConfigError ? new UsageError(error.message, { cause: error }) : error;
	}
}
