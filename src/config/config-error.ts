import { relative, sep } from "node:path";
import type { Position } from "../text/line-index.ts";

/** A mistake in a configuration: the message says where it is and what to write instead. */
export class ConfigError extends Error {
	override readonly name = "ConfigError";

	/**
	 * @param path absolute
	 * @param cwd what the path is shown from
	 * @param at null if the file as a whole is meant
	 */
	constructor(path: string, cwd: string, at: Position | null, sentence: string) {
		const shown = relative(cwd, path).split(sep).join("/");
		super(`${shown}${at === null ? "" : `:${String(at.line)}:${String(at.column)}`}: ${sentence}`);
	}
}
