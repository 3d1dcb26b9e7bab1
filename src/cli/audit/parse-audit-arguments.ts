import { UsageError } from "../../lint/usage-error.ts";
import { givenParameters } from "../parameters/given-parameters.ts";
import { PARAMETER_OPTIONS, type GivenParameters } from "../parameters/parameter-options.ts";
import { readChoice, readOptions } from "../read-options.ts";
import { LANGUAGES } from "../../locale/language.ts";

const FORMATS = ["text", "json", "csv", "markdown", "html"] as const;

/** The command line after `kmslint audit`, understood. */
export interface AuditArguments extends GivenParameters {
	/** The files with lists, in their order; at least one. */
	readonly lists: readonly string[];
	readonly paths: readonly string[];
	readonly exclude: readonly string[];
	readonly format: (typeof FORMATS)[number];
	/** The file that the answers are written to; null for standard output. */
	readonly output: string | null;
	/** As it was given; null for none. */
	readonly language: string | null;
}

/** The options of `kmslint audit`. */
export const AUDIT_OPTIONS = {
	from: { type: "string", multiple: true },
	ami: { type: "string", multiple: true },
	format: { type: "string", short: "f" },
	output: { type: "string", short: "o" },
	exclude: { type: "string", multiple: true },
	lang: { type: "string", values: LANGUAGES },
	...PARAMETER_OPTIONS,
	help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the command line, without `kmslint audit`; null where help is wanted.
 *
 * @throws {UsageError} with what to type instead
 */
export function parseAuditArguments(argv: readonly string[]): AuditArguments | null {
	const options = readOptions(argv, AUDIT_OPTIONS, "kmslint audit");
	const { has, text, list } = options;
	if (has("help")) {
		return null;
	}
	const lists = [...list("from"), ...list("ami")];
	if (lists.length === 0) {
		throw new UsageError(
			"No list is given. Write the file of the auditor, such as 'kmslint audit --from findings.csv'.",
		);
	}
	const { paths, ...parameters } = givenParameters(options);
	return {
		...parameters,
		lists,
		paths: paths.length === 0 ? ["."] : paths,
		exclude: list("exclude"),
		format: readChoice("--format", text("format") ?? "text", FORMATS),
		output: text("output") === "-" ? null : text("output"),
		language: text("lang"),
	};
}
