import { hiddenRanges } from "../languages/ranges/hidden-ranges.ts";
import { redactText } from "../detect/redact.ts";
import { MASK } from "../text/masked-text.ts";

/** What parsers of JavaScript and TypeScript stumble over, at the end of their message, mostly without quotes. */
const UNEXPECTED =
	/^(Unexpected (?:token|character|string|number|template|identifier|keyword|reserved word|strict mode reserved word|escape))\b(:? ?)(.*)$/su;
/** TypeScript's hint at a bracket in JSX. */
const MEANT = /^Unexpected token\. Did you mean `\{'[>}]'\}` or `&(?:gt|rbrace);`\?$/u;
const PATTERN = /^(Invalid regular expression: )[^]*?(: [A-Z][\w' ,{}()[\]-]{3,80}\.?)$/u;
const QUOTED = /'([^'\n]*)'|"([^"\n]*)"|`([^`\n]*)`/gu;
const KEYWORDS = new Set(
	"await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null of package private protected public return static super switch this throw true try typeof undefined var void while with yield as async from type".split(
		" ",
	),
);

/**
 * A parser's message without what it quotes of the text, where that is more than a sign, a word of the language or a
 * plain name.
 */
export function redactParserMessage(message: string): string {
	if (MEANT.test(message)) {
		return message;
	}
	const unexpected = UNEXPECTED.exec(message);
	if (unexpected !== null) {
		const [, head = "", between = "", what = ""] = unexpected;
		return what === "" ||
			what === "." ||
			isOfLanguage(what) ||
			isOfLanguage(what.replaceAll(/^['"`]|['"`]\.?$/gu, ""))
			? `${head}${between}${what}`
			: `${head}.`;
	}
	const pattern = PATTERN.exec(message);
	if (pattern !== null) {
		return `${pattern[1] ?? ""}/${MASK}/${pattern[2] ?? ""}`;
	}
	if (message.startsWith("Invalid regular expression")) {
		return "Invalid regular expression";
	}
	return redactText(
		message.replaceAll(QUOTED, (whole, ...groups: (string | undefined)[]) => {
			const text = groups.slice(0, 3).find((group) => group !== undefined) ?? "";
			return isOfLanguage(text) ||
				(/^#?[A-Za-z_$][\w$]{0,60}$/u.test(text) && hiddenRanges(text, "near").length === 0)
				? whole
				: whole.replace(text, MASK);
		}),
	);
}

/** What parsers quote of themselves: an option of ESLint's, a directive. */
const PHRASES = new Set(["sourceType: module", "sourceType: script", "use strict"]);

function isOfLanguage(text: string): boolean {
	return (
		KEYWORDS.has(text) ||
		PHRASES.has(text) ||
		/^(?:[^\p{L}\p{N}\s]{1,4}|<eof>|&(?:gt|rbrace);|end of (?:file|input))$/u.test(text)
	);
}
