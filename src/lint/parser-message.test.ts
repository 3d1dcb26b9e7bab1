import { describe, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { redactParserMessage } from "./parser-message.ts";

const PASSWORD = fakeSecret("weak-password");

describe("a parser's message", () => {
	test.each([
		"Unexpected token <",
		"Unexpected token ...",
		"Unexpected token '}'",
		"Unexpected token",
		"Unexpected token.",
		"Unexpected token. Did you mean `{'>'}` or `&gt;`?",
		"Unexpected token. Did you mean `{'}'}` or `&rbrace;`?",
		"Unexpected keyword 'const'.",
		"Unexpected end of input",
		"'}' expected.",
		"Identifier 'handler' has already been declared",
		"'import' and 'export' may appear only with 'sourceType: module'",
	])("keeps %s", (message) => {
		expect(redactParserMessage(message)).toBe(message);
	});

	test.each([
		[`Unexpected token ${PASSWORD}`, "Unexpected token."],
		[`Unexpected token '${PASSWORD}'.`, "Unexpected token."],
		[`Unexpected identifier '${PASSWORD}'`, "Unexpected identifier."],
		[`Unexpected string "a ${PASSWORD}"`, "Unexpected string."],
	])("drops what stands there: %#", (message, shown) => {
		expect(redactParserMessage(message)).toBe(shown);
	});

	test("hides the rest of what it quotes", () => {
		expect(redactParserMessage(`Expected corresponding JSX closing tag for '${fakeSecret("password")}'.`)).toBe(
			"Expected corresponding JSX closing tag for '****'.",
		);
	});
});
