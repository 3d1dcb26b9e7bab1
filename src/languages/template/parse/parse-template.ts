import type { ParseProblem, TemplateFile, TemplateNode } from "./ast.ts";
import { readComments } from "./parse-comments.ts";
import { MAX_NESTING, readEvents } from "./parse-events.ts";
import { readUsual } from "./parse-usual.ts";
import { readReference } from "./parse-reference.ts";
import {
	MISSING_COMMA,
	NOT_PRINTABLE,
	NOT_TEXT,
	sentenceOfEvents,
	UNCLOSED_BRACKET,
	UNCLOSED_QUOTE,
} from "./parse-sentences.ts";
import { repairIndentation } from "./repair-indentation.ts";

export type ParseResult =
	| { readonly ok: true; readonly file: TemplateFile }
	| {
			readonly ok: false;
			readonly errors: readonly ParseProblem[];
			/** The part that could be read. */
			readonly file: TemplateFile | null;
	  };

/** The notation of a file: by its extension, otherwise by its first character. */
export function formatOf(filename: string, text: string): "yaml" | "json" {
	if (/\.json$/iu.test(filename)) {
		return "json";
	}
	return !/\.ya?ml$/iu.test(filename) && /^\s*\{/u.test(text) ? "json" : "yaml";
}

/** One invalid line can cause many errors; more than this do not help. */
export const MAX_PROBLEMS = 100;

/**
 * The largest text whose indentation is repaired: each repaired line costs a parse. The largest published one has 52
 * kB.
 */
const MAX_REPAIRED_LENGTH = 100_000;

/**
 * The largest text for the reference parser: CloudFormation accepts no template above 1 MB, and that parser is twenty
 * times slower than the fast one.
 */
const MAX_REFERENCE_LENGTH = 1_048_576;

/**
 * Where the fast parser rejects what CloudFormation accepts. Other parsers like CloudFormation's reject everything else
 * that it rejects.
 */
const TOO_STRICT = /^(?:deficient indentation|end of the stream or a document separator is expected)$/u;

/**
 * Parses a template into one tree, YAML and JSON alike. Never throws.
 *
 * The events of `js-yaml` are the fast path. If they end in an error: indentation that CloudFormation accepts and the
 * YAML specification does not is repaired; the reference parser may accept the text; otherwise it provides the errors
 * and the part of the tree that it could read.
 */
export function parseTemplate(text: string, format: "yaml" | "json"): ParseResult {
	if (text.includes("\0")) {
		return failed(NOT_TEXT, text.indexOf("\0"));
	}
	const source = withoutMargin(text);
	const usual = readUsual(source);
	if (usual !== undefined) {
		return result(text, format, usual, []);
	}
	const read = readEvents(source);
	if (read.ok) {
		return result(text, format, read.body, read.problems);
	}
	if (read.reason.includes("maxDepth")) {
		return failed(`It is nested deeper than ${String(MAX_NESTING)} levels.`, read.offset);
	}
	const problem: ParseProblem = { message: sentenceOfEvents(read.reason), offset: read.offset, tolerated: false };
	try {
		const repaired = text.length > MAX_REPAIRED_LENGTH ? null : repairIndentation(source, read);
		if (repaired !== null) {
			const note: ParseProblem = {
				message: "CloudFormation accepts this indentation; the YAML specification does not.",
				offset: repaired.offset,
				tolerated: true,
			};
			return result(text, format, repaired.body, [...repaired.problems, note]);
		}
		if (text.length > MAX_REFERENCE_LENGTH) {
			return failed(problem.message, problem.offset);
		}
		const reference = readReference(source);
		const accepted = reference.problems.length === 0 && TOO_STRICT.test(read.reason);
		return result(text, format, reference.body, accepted ? [] : weigh(problem, reference.problems));
	} catch (error) {
		if (error instanceof RangeError) {
			// Both are recursive: a text that is both invalid and huge can exhaust the stack.
			return failed(problem.message, problem.offset);
		}
		throw error;
	}
}

/** The error of the reference parser, unless it has none or the fast parser found the cause more precisely. */
function weigh(problem: ParseProblem, reference: readonly ParseProblem[]): readonly ParseProblem[] {
	const comma =
		problem.message === MISSING_COMMA &&
		!reference.some(({ message }) => message === UNCLOSED_BRACKET || message === UNCLOSED_QUOTE);
	return comma || problem.message === NOT_PRINTABLE || reference.length === 0
		? [problem, ...reference.filter(({ offset }) => offset > problem.offset)]
		: reference;
}

/**
 * JSON ignores spaces before the first bracket of a file, but in YAML they set a minimum indentation. Line endings in
 * their place are ignored by both, and keep every offset.
 */
function withoutMargin(text: string): string {
	const margin = /^[ \t][ \t\r\n]*(?=[[{])/u.exec(text)?.[0] ?? "";
	return margin === "" ? text : "\n".repeat(margin.length) + text.slice(margin.length);
}

function failed(message: string, offset: number): ParseResult {
	return { ok: false, errors: [{ message, offset, tolerated: false }], file: null };
}

function result(
	text: string,
	format: "yaml" | "json",
	body: TemplateNode | null,
	found: readonly ParseProblem[],
): ParseResult {
	const problems = found.slice(0, MAX_PROBLEMS);
	const file: TemplateFile = {
		type: "TemplateFile",
		format,
		start: 0,
		end: text.length,
		range: [0, text.length],
		body,
		comments: readComments(text, body),
		errors: problems,
	};
	return problems.some((problem) => !problem.tolerated) ? { ok: false, errors: problems, file } : { ok: true, file };
}
