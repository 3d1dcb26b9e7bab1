import type { ParseProblem, TemplateFile } from "./parse/ast.ts";
import { parseJson, parseJsonWithComments } from "./parse/parse-json.ts";
import { formatOf, parseTemplate } from "./parse/parse-template.ts";
import { mayBeBare, templateOfBare } from "./bare-document.ts";
import {
	isImageContext,
	isTemplate,
	readTemplate,
	type ReadOptions,
	type TemplateStack,
	type StructureProblem,
} from "./read-template.ts";

/** The reading of one file, for the language and the hosts. */
export interface FileReading {
	/** The tree; its body is null if the file is not a template. */
	readonly file: TemplateFile;
	/** The model; null if the file is not a template. */
	readonly stack: TemplateStack | null;
	/** Syntax errors of YAML or JSON. */
	readonly syntax: readonly ParseProblem[];
	/** Resources that cannot be understood in a valid text. */
	readonly structure: readonly StructureProblem[];
}

/** What every template contains: a version, an AWS transform, or a resources section with a type in it. */
const LOOKS_LIKE_TEMPLATE = /AWSTemplateFormatVersion|AWS::(?:Serverless|LanguageExtensions|Include)\b/u;
/** What only a template contains: with it, an invalid file still counts as a template. */
export const SURELY_TEMPLATE = /AWSTemplateFormatVersion|["']?Type["']?\s{0,8}:\s{0,8}["']?(?:AWS|Alexa|Custom)::/u;

/** See `isImageContext`. */
const HAS_IMAGE_LOOKUP = /"(?:ami|ssm):account=[^"]{1,1000}"\s{0,8}:\s{0,8}"ami-/u;

/** True if the text can be a template, without parsing it. */
export function mayBeTemplate(text: string): boolean {
	return (
		LOOKS_LIKE_TEMPLATE.test(text) ||
		HAS_IMAGE_LOOKUP.test(text) ||
		mayBeBare(text) ||
		(text.includes("::") && (text.includes("Resources") || MISSPELT_RESOURCES.test(text)))
	);
}

/** `Resource:`, `"resources":`: see `isTemplate`. */
const MISSPELT_RESOURCES = /["'\s]res{1,2}ou?r?[cs]es?["']?[ \t]{0,8}:|^res{1,2}ou?r?[cs]es?[ \t]{0,8}:/iu;

function emptyFile(text: string, format: "yaml" | "json"): TemplateFile {
	return {
		type: "TemplateFile",
		start: 0,
		end: text.length,
		range: [0, text.length],
		format,
		body: null,
		comments: [],
		errors: [],
	};
}

/** What {@link readFile} has read last, without parameters of the user: who looks for programs in a template reads it again. */
let last: { readonly text: string; readonly filename: string; readonly reading: FileReading } | null = null;

/** Reads a file as if nothing was configured, or gives what was read of it just now. */
export function readAgain(text: string, filename: string): FileReading {
	return last?.text === text && last.filename === filename
		? last.reading
		: readFile(text, filename, { parameterOverrides: {} });
}

/**
 * Reads a file. Never throws. For a file that is not a template the reading is empty (no tree, model or errors), even
 * if it is invalid, unless its text declares that it is one.
 */
export function readFile(text: string, filename: string, options: ReadOptions): FileReading {
	const reading = read(text, filename, options);
	const isPlain = options.suppressions !== false && Object.keys(options.parameterOverrides).length === 0;
	last = isPlain ? { text, filename, reading } : null;
	return reading;
}

function read(text: string, filename: string, options: ReadOptions): FileReading {
	const format = formatOf(filename, text);
	if (!mayBeTemplate(text)) {
		return { file: emptyFile(text, format), stack: null, syntax: [], structure: [] };
	}
	const parsed = /\.json$/iu.test(filename)
		? parseJson(text)
		: /\.json[c5]$/iu.test(filename)
			? parseJsonWithComments(text)
			: parseTemplate(text, format);
	const file = parsed.file ?? emptyFile(text, format);
	const broken = (parsed.ok ? parsed.file.errors : parsed.errors).filter((problem) => !problem.tolerated);
	if (!isTemplate(file.body) && !isImageContext(file.body)) {
		const bare = broken.length === 0 ? templateOfBare(file.body, filename) : null;
		if (bare !== null) {
			return {
				file,
				stack: readTemplate(text, file, bare, { ...options, isBare: true }).stack,
				syntax: [],
				structure: [],
			};
		}
		return {
			file: emptyFile(text, format),
			stack: null,
			syntax: SURELY_TEMPLATE.test(text) ? broken : [],
			structure: [],
		};
	}
	const { stack, problems } = readTemplate(text, file, file.body, options);
	return { file, stack, syntax: broken, structure: problems };
}
