import { givenParameters } from "../parameters/given-parameters.ts";
import { PARAMETER_OPTIONS, type GivenParameters } from "../parameters/parameter-options.ts";
import { readChoice, readOptions } from "../read-options.ts";

const FORMATS = ["text", "json", "mermaid", "svg"] as const;

/** The command line after `kmslint map`, understood. */
export interface MapArguments extends GivenParameters {
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
	...PARAMETER_OPTIONS,
	"show-unknown": { type: "boolean" },
	help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the command line, without `kmslint map`; null where help is wanted.
 *
 * @throws {UsageError} with what to type instead
 */
export function parseMapArguments(argv: readonly string[]): MapArguments | null {
	const options = readOptions(argv, MAP_OPTIONS, "kmslint map");
	const { has, text, list } = options;
	if (has("help")) {
		return null;
	}
	const { paths, ...parameters } = givenParameters(options);
	return {
		...parameters,
		paths: paths.length === 0 ? ["."] : paths,
		exclude: list("exclude"),
		format: readChoice("--format", text("format") ?? "text", FORMATS),
		output: text("output") === "-" ? null : text("output"),
		showUnknown: has("show-unknown"),
	};
}
