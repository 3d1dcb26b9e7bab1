import type { Linter } from "eslint";
import { LineIndex } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";
import { editInTemplate, findInlineCode, type InlineCode } from "../languages/template/inline-code.ts";

type Message = Linter.LintMessage;

/**
 * What was taken out of the template that is linted right now; ESLint asks for one file at a time, before and after.
 */
interface Current {
	readonly filename: string;
	readonly text: string;
	readonly programs: readonly InlineCode[];
}

/**
 * An ESLint processor that lints the inline code of a template's functions (`Code.ZipFile`, `InlineCode`) as JavaScript
 * beside
 * the template itself, and maps what is found and mended back. A program is `template.yaml/0_Api.cjs` to a
 * configuration.
 *
 * @param isOurs says whether a rule's id is one of ours: what others say of code inside a template stays unsaid
 * @param yieldsTo gives the more specific rules of a rule: those about source know what surrounds a secret
 */
export function createTemplateProcessor(
	meta: { readonly name: string; readonly version: string },
	isOurs: (ruleId: string) => boolean,
	yieldsTo: (rule: string) => readonly string[],
) {
	let current: Current | null = null;
	return {
		meta,
		supportsAutofix: true,
		preprocess(given: string, filename: string) {
			const text = given.replace(/^\uFEFF/u, "");
			const programs = findInlineCode(text, filename);
			current = programs.length === 0 ? null : { filename, text, programs };
			return [given, ...programs.map((program) => ({ text: program.code.text, filename: program.filename }))];
		},
		postprocess([own = [], ...inner]: Message[][], filename: string): Message[] {
			const { text, programs } = current?.filename === filename ? current : { text: "", programs: [] };
			const index = new LineIndex(text);
			const found = inner.flatMap((messages, at) => {
				const program = programs[at];
				return program === undefined
					? []
					: messages.flatMap((message) =>
							isSaid(message, program, isOurs)
								? (mapMessage(message, program, programs, text, filename, index) ?? [])
								: [],
						);
			});
			return [
				...own.filter((message) => !isSaidBetter(message, yieldsTo(nameOf(message)), found)),
				...found,
			].sort((a, b) => a.line - b.line || a.column - b.column);
		},
	};
}

/** True for what our rules say, and what ESLint says of directives that name them, unless `Metadata` accepts it. */
function isSaid(
	{ ruleId, fatal, message }: Message,
	{ accepted }: InlineCode,
	isOurs: (ruleId: string) => boolean,
): boolean {
	if (ruleId === null) {
		return (
			fatal !== true &&
			[...message.matchAll(/'([^']+)'/gu)].some(([, name = ""]) => name.includes("/") && isOurs(name))
		);
	}
	return isOurs(ruleId) && !accepted.some(({ rule }) => rule === ruleId.slice(ruleId.lastIndexOf("/") + 1));
}

/** True where a more specific rule reports the same text of the program. */
function isSaidBetter(message: Message, yieldsTo: readonly string[], found: readonly Message[]): boolean {
	return found.some(
		(other) =>
			yieldsTo.includes(nameOf(other)) &&
			startsBefore(other, message.endLine ?? message.line, message.endColumn ?? message.column) &&
			startsBefore(message, other.endLine ?? other.line, other.endColumn ?? other.column),
	);
}

/** A rule's name, whatever the configuration calls the plugin. */
function nameOf({ ruleId }: Message): string {
	return (ruleId ?? "").slice((ruleId ?? "").lastIndexOf("/") + 1);
}

function startsBefore({ line, column }: Message, endLine: number, endColumn: number): boolean {
	return line < endLine || (line === endLine && column < endColumn);
}

function mapMessage(
	message: Message,
	program: InlineCode,
	programs: readonly InlineCode[],
	text: string,
	filename: string,
	index: LineIndex,
): Message | null {
	const inside = new LineIndex(program.code.text, true);
	const start = inside.startOf(message.line) + message.column - 1;
	const end =
		message.endLine === undefined || message.endColumn === undefined
			? start
			: inside.startOf(message.endLine) + message.endColumn - 1;
	const span = program.code.locate({ start, end });
	if (span === null) {
		return null;
	}
	const mapFix = (fix: Message["fix"]) => {
		const edit =
			fix === undefined
				? null
				: editInTemplate(text, filename, programs, program, {
						span: { start: fix.range[0], end: fix.range[1] },
						text: fix.text,
					});
		return edit === null
			? undefined
			: { range: [edit.span.start, edit.span.end] as [number, number], text: edit.text };
	};
	const { fix: given, suggestions: offered, ...rest } = message;
	const fix = mapFix(given);
	const suggestions = (offered ?? []).flatMap((suggestion) => {
		const mapped = mapFix(suggestion.fix);
		return mapped === undefined ? [] : [{ ...suggestion, fix: mapped }];
	});
	return {
		...rest,
		...placeOf(span, index),
		...(fix === undefined ? {} : { fix }),
		...(suggestions.length === 0 ? {} : { suggestions }),
	};
}

function placeOf({ start, end }: Span, index: LineIndex): Pick<Message, "line" | "column" | "endLine" | "endColumn"> {
	const from = index.locate(start);
	const to = index.locate(end);
	return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
