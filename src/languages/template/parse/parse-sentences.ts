// Both parsers quote the text of an error, which may be a secret. These fixed sentences replace their messages.

export const NOT_TEXT = "This is not a text file.";
export const NOT_PRINTABLE = "This character is not allowed in a template; write it as an escape in double quotes.";
export const FURTHER_DOCUMENT = "A template must be a single YAML document; this starts another.";
export const UNKNOWN_ANCHOR = "The alias refers to an anchor that is not defined before it.";
export const CYCLE = "The alias is inside the node that it repeats.";
export const MISSING_COMMA = "A comma is missing before this.";
export const UNCLOSED_QUOTE = "A quoted string is not closed.";
export const UNCLOSED_BRACKET = "A bracket is not closed.";

const INDENTATION = "The indentation does not match the lines around it.";
const INVALID = "This is not valid YAML.";
const MISSING_COLON = "A key needs a colon and a space after it, on the same line.";
const TAB_INDENTS = "A tab cannot indent in YAML; use spaces.";
const TOO_DEEP = "It is nested too deeply to be read.";
const UNKNOWN_ESCAPE = "A backslash in double quotes starts no known escape.";
const UNEXPECTED = "This does not belong here; a quote, a bracket or the indentation before it may be wrong.";

/** Messages of the fast parser, if only that one read the text. */
export function sentenceOfEvents(reason: string): string {
	switch (true) {
		case /non-printable|valid JSON character/u.test(reason):
			return NOT_PRINTABLE;
		case /within a (?:single|double) quoted/u.test(reason):
			return UNCLOSED_QUOTE;
		case /end of the stream within a flow/u.test(reason):
			return UNCLOSED_BRACKET;
		case /missed comma/u.test(reason):
			return MISSING_COMMA;
		case /^tab characters/u.test(reason):
			return TAB_INDENTS;
		case /indentation/u.test(reason):
			return INDENTATION;
		case /expected ':'|implicit key/u.test(reason):
			return MISSING_COLON;
		case /escape|hexadecimal/u.test(reason):
			return UNKNOWN_ESCAPE;
		default:
			return INVALID;
	}
}

/** Messages of the reference parser, by its code; its own message only distinguishes the cases of one code. */
export function sentenceOfReference(code: string, message: string): string {
	switch (code) {
		case "MISSING_CHAR":
			return sentenceOfMissing(message);
		case "BAD_INDENT":
			return message.startsWith("Flow") ? UNCLOSED_BRACKET : INDENTATION;
		case "UNEXPECTED_TOKEN":
			return UNEXPECTED;
		case "TAB_AS_INDENT":
			return TAB_INDENTS;
		case "MULTILINE_IMPLICIT_KEY":
			return MISSING_COLON;
		case "BLOCK_AS_IMPLICIT_KEY":
			return "A second `: ` on this line; quote a value that contains one.";
		case "BLOCK_IN_FLOW":
			return "An indented block is not allowed inside brackets; an earlier bracket may not be closed.";
		case "BAD_SCALAR_START":
			return "A value cannot start with this character; put it in quotes.";
		case "BAD_DQ_ESCAPE":
			return UNKNOWN_ESCAPE;
		case "BAD_ALIAS":
			return "An alias or an anchor has no name.";
		case "ALIAS_PROPS":
			return "An alias cannot have a tag or an anchor of its own.";
		case "MULTIPLE_ANCHORS":
			return "A node can have one anchor only.";
		case "MULTIPLE_TAGS":
			return "A node can have one tag only.";
		case "TAG_RESOLVE_FAILED":
			return "This tag cannot be read.";
		case "BAD_DIRECTIVE":
			return "A line that starts with `%` is a directive; this one is not known.";
		case "RESOURCE_EXHAUSTION":
			return TOO_DEEP;
		default:
			return INVALID;
	}
}

function sentenceOfMissing(message: string): string {
	switch (true) {
		case /closing .quote/u.test(message):
			return UNCLOSED_QUOTE;
		case /must end with/u.test(message):
			return UNCLOSED_BRACKET;
		case /^Missing ,/u.test(message):
			return MISSING_COMMA;
		case /space after :/u.test(message):
			return "A colon needs a space after it.";
		case /^Comments/u.test(message):
			return "A `#` that starts a comment needs a space before it.";
		case /^Tags and anchors/u.test(message):
			return "A tag or an anchor needs a space after it.";
		case /without - indicator/u.test(message):
			return "An item of a list needs a dash before it.";
		case /map keys/u.test(message):
			return MISSING_COLON;
		case /indent/u.test(message):
			return INDENTATION;
		default:
			return INVALID;
	}
}
