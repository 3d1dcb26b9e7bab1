import { isAbsolute } from "node:path";
import { locateErrors, optionsUnder, textOfFile, type GivenFile } from "../tree-language.ts";
import { parsedBefore } from "./module-files.ts";
import { parseNamed } from "./parse/parse-named.ts";
import type { HclFile } from "./parse/syntax.ts";
import { TerraformSourceCode, VISITOR_KEYS } from "./source-code.ts";

/** The options of the language, under `languageOptions.terraform`. */
export interface TerraformLanguageOptions {
	/** False to ignore suppressions in comments, for an audit. */
	readonly suppressions?: boolean;
	/**
	 * For the command, which runs only our rules: continue after an error, which the command reports itself, and walk
	 * only as deep as the rules need.
	 */
	readonly tolerant?: boolean;
	/** For the command: where the file is, if not where ESLint says. */
	readonly path?: string;
}

/** A file that was parsed, and what its tree does not tell. */
export interface ParsedFile {
	readonly file: HclFile;
	/** Its absolute path; null if that is not known. */
	readonly path: string | null;
	readonly hasSuppressions: boolean;
	/** Set if no file changes on disk as long as it is the same object. */
	readonly run: object | null;
}

const KNOWN = new Set(["suppressions", "tolerant", "path"]);

/** Files by their tree. */
const PARSED = new WeakMap<HclFile, ParsedFile>();

/** The file of a tree; undefined for the tree of another language. */
export function parsedFileOf(ast: unknown): ParsedFile | undefined {
	return typeof ast === "object" && ast !== null ? PARSED.get(ast as HclFile) : undefined;
}

/** Parses a text, so that {@link parsedFileOf} knows it by its tree. Never throws. */
export function parseFile(
	text: string,
	path: string,
	{ suppressions = true }: TerraformLanguageOptions,
	run: object | null = null,
): HclFile {
	const file = parsedBefore(path, text) ?? parseNamed(text, path);
	PARSED.set(file, { file, path: isAbsolute(path) ? path : null, hasSuppressions: suppressions, run });
	return file;
}

function optionsOf(languageOptions: unknown): TerraformLanguageOptions {
	return optionsUnder("terraform", languageOptions);
}

/** `aws-kms/terraform`: Terraform's files as an ESLint language. */
export const terraformLanguage = {
	fileType: "text" as const,
	lineStart: 1 as const,
	columnStart: 0 as const,
	nodeTypeKey: "type",
	visitorKeys: VISITOR_KEYS as Record<string, string[]>,

	/** @throws {TypeError} for unknown options; those of other languages are ignored. */
	validateLanguageOptions(languageOptions: unknown): void {
		for (const key of Object.keys(optionsOf(languageOptions))) {
			if (!KNOWN.has(key)) {
				throw new TypeError(`Key "terraform": Unexpected key "${key}" found. Known: suppressions.`);
			}
		}
	},

	parse(given: GivenFile, context: { readonly languageOptions?: unknown }) {
		const text = textOfFile(given);
		const options = optionsOf(context.languageOptions);
		const file = parseFile(text, options.path ?? given.path, options);
		return options.tolerant !== true && file.errors.length > 0
			? { ok: false as const, errors: locateErrors(text, file.errors) }
			: { ok: true as const, ast: file };
	},

	createSourceCode(
		given: GivenFile,
		result: { readonly ast: HclFile },
		context: { readonly languageOptions?: unknown } = {},
	): TerraformSourceCode {
		const { tolerant, suppressions } = optionsOf(context.languageOptions);
		return new TerraformSourceCode(textOfFile(given), result.ast, given.bom, {
			rootOnly: tolerant === true,
			directives: suppressions !== false,
		});
	},
};
