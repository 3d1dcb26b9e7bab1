import type { TemplateFile } from "./parse/ast.ts";
import { readFile, type FileReading } from "./read-file.ts";
import { TemplateSourceCode, VISITOR_KEYS } from "./source-code.ts";
import { locateErrors, optionsUnder, textOfFile, type GivenFile } from "../tree-language.ts";

/** The options of the language, under `languageOptions.template`. */
export interface TemplateLanguageOptions {
	readonly parameterOverrides?: Readonly<Record<string, string>>;
	/** False to ignore suppressions in comments and `Metadata`, for an audit. */
	readonly suppressions?: boolean;
	/**
	 * For the command, which runs only our rules: continue after an error, which the command reports itself, and walk
	 * only as deep as the rules need.
	 */
	readonly tolerant?: boolean;
}

const KNOWN = new Set(["parameterOverrides", "suppressions", "tolerant"]);

/** Readings by their tree, so that the model is built once. */
const READINGS = new WeakMap<
	TemplateFile,
	{ readonly reading: FileReading; readonly path: string; readonly options: TemplateLanguageOptions }
>();

/** The reading of a file of this language; undefined for the tree of another one. */
export function readingOf(ast: unknown): FileReading | undefined {
	return typeof ast === "object" && ast !== null ? READINGS.get(ast as TemplateFile)?.reading : undefined;
}

/**
 * The same with values of parameters that the language was not given, because the configuration of the project has them.
 * What ESLint's configuration says of a parameter wins.
 */
export function readingWith(
	ast: unknown,
	text: string,
	parameters: Readonly<Record<string, string>>,
): FileReading | undefined {
	const known = typeof ast === "object" && ast !== null ? READINGS.get(ast as TemplateFile) : undefined;
	if (known === undefined || Object.keys(parameters).length === 0) {
		return known?.reading;
	}
	const { parameterOverrides = {}, suppressions = true } = known.options;
	return readFile(text, known.path, { parameterOverrides: { ...parameters, ...parameterOverrides }, suppressions });
}

/** Reads a file, so that {@link readingOf} knows it by its tree. */
export function readTemplateFile(text: string, path: string, options: TemplateLanguageOptions): FileReading {
	const { parameterOverrides = {}, suppressions = true } = options;
	const reading = readFile(text, path, { parameterOverrides, suppressions });
	READINGS.set(reading.file, { reading, path, options });
	return reading;
}

function optionsOf(languageOptions: unknown): TemplateLanguageOptions {
	return optionsUnder("template", languageOptions);
}

/** `aws-kms/template`: SAM and CloudFormation templates, YAML and JSON, as an ESLint language. */
export const templateLanguage = {
	fileType: "text" as const,
	lineStart: 1 as const,
	columnStart: 0 as const,
	nodeTypeKey: "type",
	visitorKeys: VISITOR_KEYS as Record<string, string[]>,

	/** @throws {TypeError} for unknown options; those of other languages are ignored. */
	validateLanguageOptions(languageOptions: unknown): void {
		const options: unknown = optionsOf(languageOptions);
		for (const [key, value] of Object.entries(options as object)) {
			if (!KNOWN.has(key)) {
				throw new TypeError(`Key "template": Unexpected key "${key}" found. Known: ${[...KNOWN].join(", ")}.`);
			}
			if (
				key === "parameterOverrides" &&
				(typeof value !== "object" ||
					value === null ||
					Object.values(value as object).some((item) => typeof item !== "string"))
			) {
				throw new TypeError(
					'Key "template": "parameterOverrides" takes an object of texts, by parameter name.',
				);
			}
		}
	},

	parse(file: GivenFile, context: { readonly languageOptions?: unknown }) {
		const text = textOfFile(file);
		const options = optionsOf(context.languageOptions);
		let reading: FileReading;
		try {
			reading = readTemplateFile(text, file.path, options);
		} catch (error) {
			// A bug costs this file only. The message of the exception may quote it.
			return { ok: false as const, errors: [{ message: unreadable(error), line: 1, column: 1 }] };
		}
		return options.tolerant !== true && reading.syntax.length > 0
			? { ok: false as const, errors: locateErrors(text, reading.syntax) }
			: { ok: true as const, ast: reading.file };
	},

	createSourceCode(
		file: GivenFile,
		result: { readonly ast: TemplateFile },
		context: { readonly languageOptions?: unknown } = {},
	): TemplateSourceCode {
		const text = textOfFile(file);
		const { tolerant, suppressions } = optionsOf(context.languageOptions);
		return new TemplateSourceCode(text, result.ast, file.bom, {
			rootOnly: tolerant === true,
			directives: suppressions !== false,
		});
	},
};

function unreadable(error: unknown): string {
	return error instanceof RangeError && error.message === "Maximum call stack size exceeded"
		? "This file is nested too deeply to be read."
		: "This file could not be read because of a bug.";
}
