import { readChoice, readOptions } from "../read-options.ts";

const FORMATS = ["text", "json", "mermaid", "svg"] as const;

/** The command line after `kmslint map`, understood. */
export interface MapArguments {
	readonly paths: readonly string[];
	readonly exclude: readonly string[];
	readonly format: (typeof FORMATS)[number];
	/** The file that the map is written to; null for standard output. */
	readonly output: string | null;
	readonly showUnknown: boolean;
}

/** The options of `kmslint map`. */
export const MAP_OPTIONS = {
	format: { type: "string", short: "f", values: FORMATS },
	output: { type: "string", short: "o", takes: "file" },
	exclude: { type: "string", multiple: true },
	"show-unknown": { type: "boolean" },
	help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the command line, without `kmslint map`; null where help is wanted.
 *
 * @throws {UsageError} with what to type instead
 */
export function parseMapArguments(argv: readonly string[]): MapArguments | null {
	const { has, text, list, positionals } = readOptions(argv, MAP_OPTIONS, "kmslint map");
	if (has("help")) {
		return null;
	}
	return {
		paths: positionals.length === 0 ? ["."] : positionals,
		exclude: list("exclude"),
		format: readChoice("--format", text("format") ?? "text", FORMATS),
		output: text("output") === "-" ? null : text("output"),
		showUnknown: has("show-unknown"),
	};
}
