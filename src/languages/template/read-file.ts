import type { ParseProblem, TemplateFile } from "./ast.ts";
import { parseJson, parseJsonWithComments } from "./parse-json.ts";
import { formatOf, parseTemplate } from "./parse-template.ts";
import { isTemplate, readTemplate, type ReadOptions, type TemplateStack } from "./read-template.ts";

/** What the language and the hosts make of one file. */
export interface FileReading {
	/** The tree; its body is null where the file is no template. */
	readonly file: TemplateFile;
	/** The model; null where the file is no template. */
	readonly stack: TemplateStack | null;
	/** Where the text is no YAML or JSON. */
	readonly syntax: readonly ParseProblem[];
	/** Where the text reads well but a resource cannot be understood. */
	readonly structure: readonly ParseProblem[];
}

/**
 * What any template has somewhere in its text: a version, a transform of AWS, or the section of resources with a type
 * in it.
 */
const LOOKS_LIKE_TEMPLATE = /AWSTemplateFormatVersion|AWS::(?:Serverless|LanguageExtensions|Include)\b/u;
/** What only a template has: the mark by which a broken file is still taken for one. */
export const SURELY_TEMPLATE = /AWSTemplateFormatVersion|["']?Type["']?\s{0,8}:\s{0,8}["']?(?:AWS|Alexa|Custom)::/u;

/** True where the text can be a template, without parsing it. */
export function mayBeTemplate(text: string): boolean {
	return LOOKS_LIKE_TEMPLATE.test(text) || (text.includes("Resources") && text.includes("::"));
}

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

/**
 * Reads a file. Never throws. A file that is no template is empty to us: no tree, no model, no errors, however broken
 * it is, unless its text says that it means to be one.
 */
export function readFile(text: string, filename: string, options: ReadOptions): FileReading {
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
	if (!isTemplate(file.body)) {
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
