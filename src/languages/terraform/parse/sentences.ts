// What is wrong with a text. No sentence quotes it: what stands there may be a secret.

export const TOO_DEEP = "It is nested too deeply to be read.";
export const TOO_BROKEN = "The text has too many errors to be read further.";
export const EXPECTED_ITEM = "An argument or a block should begin here.";
export const EXPECTED_EQUALS = "An argument needs `=` after its name, a block needs `{`.";
export const EXPECTED_LINE_END = "A line should end here.";
export const EXPECTED_EXPRESSION = "A value is missing here.";
export const EXPECTED_NAME = "A name is missing here.";
export const EXPECTED_COLON = "The `:` of a condition is missing here.";
export const EXPECTED_ITEM_EQUALS = "A key needs `=` or `:` after it.";
export const EXPECTED_SEPARATOR = "A comma or a new line is missing here.";
export const EXPECTED_COMMA = "A comma or a closing bracket is missing here.";
export const EXPECTED_FOR_PART = "A part of this `for` is missing here.";
export const EXPECTED_HEREDOC_NAME = "`<<` needs a name after it, and a new line.";
export const MISSING_BRACE = "A block needs `{` at the end of this line.";
export const STRAY_BRACE = "This `}` closes no block.";
export const UNCLOSED_BLOCK = "This block is not closed.";
export const UNCLOSED_BRACKET = "This bracket is not closed.";
export const UNCLOSED_COMMENT = "This comment is not closed.";
export const UNCLOSED_DIRECTIVE = "This `%{` has no end.";
export const UNCLOSED_HEREDOC = "This text has no line with its end marker.";
export const UNCLOSED_HOLE = "This `${` is not closed.";
export const UNCLOSED_QUOTE = "This quoted text is not closed on its line.";
export const UNKNOWN_DIRECTIVE = "`%{` needs `if`, `else`, `endif`, `for` or `endfor`, where one may be.";
export const UNKNOWN_ESCAPE = "A backslash begins no known escape here.";
export const HOLE_IN_LABEL = "A label takes no `${`.";

export const JSON_COLON = "A colon is missing here.";
export const JSON_COMMENT = "JSON has no comments; use a key `//`.";
export const JSON_CONTROL = "JSON needs an escape for a control character in a string, such as `\\t`.";
export const JSON_ESCAPE = "This is not a JSON escape.";
export const JSON_KEY = "A key in double quotes is missing here.";
export const JSON_OBJECT = "Terraform needs an object in braces here.";
export const JSON_REST = "Nothing can follow the object of a file.";
export const JSON_TRAILING_COMMA = "JSON allows no comma before a closing bracket.";
export const JSON_VALUE = "A JSON value is missing here.";
