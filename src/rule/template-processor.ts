import type { Linter } from "eslint";
import { basename, dirname, extname } from "node:path";
import { LineIndex } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";
import type { InlineProgram } from "../languages/dialect.ts";
import { DIALECTS } from "../languages/dialects.ts";

type Message = Linter.LintMessage;

/**
 * What was taken out of the template that is linted right now; ESLint asks for one file at a time, before and after.
 */
interface Current {
	readonly filename: string;
	readonly text: string;
	readonly programs: readonly InlineProgram[];
}

/**
 * An ESLint processor that lints the inline code of a template's functions (`Code.ZipFile`, `InlineCode`) as JavaScript
 * beside the template itself, and maps what is found and fixed back. A program is `template.yaml/1_Api.cjs` to a
 * configuration.
 *
 * ESLint reads a file in one language. So that the rules of another plugin for YAML or JSON are not silent where ours
 * is set last, the whole text is a block once more, `template.yaml/1_template.yaml`, which the configuration of that
 * plugin matches and that of ours does not. Where no other does, ESLint leaves the block out.
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
			if (isCopy(filename)) {
				return [given]; // A configuration sets this processor for the copy as well: there is no copy of a copy.
			}
			const text = given.replace(/^\uFEFF/u, "");
			const programs = DIALECTS.flatMap((dialect) => dialect.programsIn(text, filename));
			current = programs.length === 0 ? null : { filename, text, programs };
			return [
				given,
				...programs.map((program) => ({ text: program.code.text, filename: program.filename })),
				...copyOf(given, filename),
			];
		},
		postprocess([main = [], ...inner]: Message[][], filename: string): Message[] {
			const { text, programs } = current?.filename === filename ? current : { text: "", programs: [] };
			const own = joinCopy(main, inner[programs.length] ?? [], isOurs);
			const index = new LineIndex(text);
			const found = inner.flatMap((messages, at) => {
				const program = programs[at];
				return program === undefined
					? []
					: messages.flatMap((message) =>
							isSaid(message, program, isOurs) ? (mapMessage(message, program, index) ?? []) : [],
						);
			});
			return [
				...own.filter((message) => !isSaidBetter(message, yieldsTo(nameOf(message)), found)),
				...found,
			].sort((a, b) => a.line - b.line || a.column - b.column);
		},
	};
}

const COPIED = new Set([".yaml", ".yml", ".json"]);

/** `template.yaml/1_template.yaml`, as ESLint calls it. */
function isCopy(filename: string): boolean {
	const name = basename(filename);
	return /^\d{1,9}_/u.test(name) && name.slice(name.indexOf("_") + 1) === basename(dirname(filename));
}

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * The text for the other plugins. ESLint looks for the configuration of a block only if its text is not that of the
 * file: a byte order mark, which it takes off before it reads and counts, makes the difference.
 */
function copyOf(given: string, filename: string): readonly { readonly text: string; readonly filename: string }[] {
	return !COPIED.has(extname(filename).toLowerCase())
		? []
		: [
				{
					text: given.startsWith(BYTE_ORDER_MARK) ? given.slice(1) : `${BYTE_ORDER_MARK}${given}`,
					filename: basename(filename),
				},
			];
}

/** What the file and its copy say together: ours comes from the file, and what both say is said once. */
function joinCopy(
	main: readonly Message[],
	copy: readonly Message[],
	isOurs: (ruleId: string) => boolean,
): readonly Message[] {
	if (copy.some(({ fatal }) => fatal === true)) {
		return main; // No language is set for it, or the file itself is broken, which the file's own language says.
	}
	const keyOf = ({ ruleId, line, column, message }: Message): string =>
		JSON.stringify([ruleId, line, column, message]);
	const said = new Set(main.map(keyOf));
	const copied = new Set(copy.map(keyOf));
	return [
		// Under our language the rules of others are silent: their directives are unused only if they are so there too.
		...main.filter((message) => !namesOther(message, isOurs) || copied.has(keyOf(message))),
		...copy.filter((message) => message.ruleId !== null && !isOurs(message.ruleId) && !said.has(keyOf(message))),
	];
}

/** True for what ESLint says of a directive with a rule of another plugin. */
function namesOther({ ruleId, fatal, message }: Message, isOurs: (ruleId: string) => boolean): boolean {
	return (
		ruleId === null &&
		fatal !== true &&
		[...message.matchAll(/'([^']+)'/gu)].some(([, name = ""]) => name.includes("/") && !isOurs(name))
	);
}

/** True for what our rules say, and what ESLint says of directives that name them, unless `Metadata` accepts it. */
function isSaid(
	{ ruleId, fatal, message }: Message,
	{ accepted }: InlineProgram,
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

function mapMessage(message: Message, program: InlineProgram, index: LineIndex): Message | null {
	const inside = new LineIndex(program.code.text, true);
	const start = inside.startOf(message.line) + message.column - 1;
	const end =
		message.endLine === undefined || message.endColumn === undefined
			? start
			: inside.startOf(message.endLine) + message.endColumn - 1;
	const span = program.code.spanInFile({ start, end });
	if (span === null) {
		return null;
	}
	const mapFix = (fix: Message["fix"]) => {
		const edit =
			fix === undefined
				? null
				: program.edit({ span: { start: fix.range[0], end: fix.range[1] }, text: fix.text });
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
