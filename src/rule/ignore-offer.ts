import type { Rule as EslintRule } from "eslint";
import type { Suppressing } from "../languages/dialect.ts";
import { DIALECTS } from "../languages/dialects.ts";
import { readDirective, rulesEnd } from "../languages/directive.ts";
import { PLACEHOLDER_REASON } from "../model/suppression.ts";
import { SpanIndex } from "../text/span-index.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { readSource, type FileContext } from "./file/read-source.ts";

/** The id of the offer in ESLint's messages: an editor shows it, our own reports and tables do not. */
export const IGNORE_WITH_REASON = "ignoreWithReason";

/** Further right only what a bundler wrote stands; looking along such a line for each finding would be quadratic. */
const MAX_COLUMN = 5000;

/** What is asked of a finding. */
export interface IgnoredFinding {
	/** The rule's name without the namespace. */
	readonly rule: string;
	readonly at: Span;
	/** The logical id of the one resource that it is about; null where there is none, or several. */
	readonly resource: string | null;
}

/** The options of one of our own languages. */
interface LanguageOptions {
	readonly tolerant?: boolean;
	readonly suppressions?: boolean;
}

/** The names of our languages, which are those of their options. */
const OURS = new Set(DIALECTS.map(({ language }) => language?.name));

/**
 * The edit that suppresses one finding, with a reason to fill in: a comment above its line, in JSON and where YAML
 * takes no comment an entry in the resource's `Metadata`. Null where neither has a place. It only inserts.
 */
export function ignoreEdit(finding: IgnoredFinding, context: EslintRule.RuleContext): TextEdit | null {
	const given = Object.entries((context.languageOptions as Readonly<Record<string, unknown>> | undefined) ?? {});
	const options = given.flatMap(([name, value]) => (OURS.has(name) ? [value as LanguageOptions] : []));
	if (
		context.filename !== context.physicalFilename ||
		options.some(({ tolerant, suppressions }) => tolerant === true || suppressions === false)
	) {
		// A processor cut the text out of another file, the command has no light bulb, or suppressions do not count.
		return null;
	}
	return ignoreEditIn(finding, context, context.id);
}

/**
 * {@link ignoreEdit} for a file that ESLint does not read.
 *
 * @param id the rule's name with the namespace, as a directive spells it
 */
export function ignoreEditIn(finding: IgnoredFinding, file: FileContext, id: string): TextEdit | null {
	const { suppressing } = readSource(file);
	if (suppressing === null) {
		return null;
	}
	const { line, column } = suppressing.lines.locate(finding.at.start);
	return column > MAX_COLUMN
		? null
		: (placesOf(file.sourceCode, suppressing).comment(id, line) ??
				(finding.resource === null ? null : suppressing.suppressIn(finding.resource, finding.rule)));
}

const KNOWN = new WeakMap<object, Places>();

function placesOf(sourceCode: FileContext["sourceCode"], suppressing: Suppressing): Places {
	let places = KNOWN.get(sourceCode);
	if (places === undefined) {
		places = new Places(sourceCode.text, suppressing);
		KNOWN.set(sourceCode, places);
	}
	return places;
}

/** Where a file takes a comment. Made once for each file. */
class Places {
	readonly #text: string;
	readonly #suppressing: Suppressing;
	/** The stretches into which no line may be put. */
	readonly #closed: SpanIndex;
	readonly #eol: string;

	constructor(text: string, suppressing: Suppressing) {
		this.#text = text;
		this.#suppressing = suppressing;
		this.#closed = new SpanIndex(suppressing.closed());
		this.#eol = /\r\n|\n|\r/u.exec(text)?.[0] ?? "\n";
	}

	/** A directive above a line; one that is there takes the rule in. */
	comment(ruleId: string, line: number): TextEdit | null {
		const { comment: mark, lines } = this.#suppressing;
		if (mark === null) {
			return null;
		}
		const start = lines.startOf(line);
		if (this.#closed.covers({ start: start - 1, end: start + 1 }) || (start === 0 && this.#text.startsWith("#!"))) {
			return null;
		}
		const above =
			line === 1 ? "" : this.#text.slice(Math.max(lines.startOf(line - 1), start - MAX_COLUMN), start).trimEnd();
		if (above.includes("eslint-disable-next-line")) {
			return this.#extend(above, lines.startOf(line - 1), mark, ruleId);
		}
		const indent = /^[ \t]*/u.exec(this.#text.slice(start, start + MAX_COLUMN))?.[0] ?? "";
		return {
			span: { start, end: start },
			text: `${indent}${mark} eslint-disable-next-line ${ruleId} -- ${PLACEHOLDER_REASON}${this.#eol}`,
		};
	}

	/**
	 * Puts the rule into the directive on the line above, which a second directive between would turn into one about a
	 * comment.
	 */
	#extend(above: string, offset: number, mark: string, ruleId: string): TextEdit | null {
		const [indent = ""] = /^[ \t]*/u.exec(above) ?? [];
		const before = above.startsWith(mark, indent.length) ? indent + mark : "";
		const value = above.slice(before.length);
		const directive =
			before === ""
				? null
				: readDirective({
						value,
						start: offset + before.length - mark.length,
						end: offset + above.length,
						mark: mark.length,
					});
		if (directive === null || directive.rules.length === 0 || directive.rules.includes(ruleId)) {
			return null;
		}
		const at = rulesEnd(directive);
		return {
			span: { start: at, end: at },
			text: `, ${ruleId}${directive.justification === "" && !value.includes("--") ? ` -- ${PLACEHOLDER_REASON}` : ""}`,
		};
	}
}
