import { readFileSync } from "node:fs";
import { join } from "node:path";
import type TypeScript from "typescript";
import { expect, test } from "vitest";
import { SHIPPED_FILES } from "./testing/shipped-sources.ts";
import { ts } from "./testing/typescript.ts";

const ROOT = join(import.meta.dirname, "..");
/** Lookups whose names come from this program, not from what it reads. */
const KNOWN: ReadonlySet<string> = new Set([
	"rules[`${NAMESPACE}/${SUPPRESSION_RULE}`]",
	// By the rules of this plugin.
	// By the ids of a rule's own messages, and the names in them.
	"data[key]",
	"data[name.trim()]",
	// By one character.
	"DIGITS[letter]",
	"ESCAPES[letter]",
	'CLOSING[this.#text[inner] ?? ""]',
	// By the kinds of tokens that a parser has.
	'STYLES[node.type ?? "PLAIN"]',
	"STYLES[event.style]",
	"visitorKeys[node.type]",
	"this.#module.visitorKeys[node.type]",
	// By the kinds of a closed union.
	"ANSWERS[way.asks]",
	// By the keys that a parser gives for its own nodes.
	"(node as unknown as Readonly<Record<string, unknown>>)[key]",
	// Behind a question whether it is there.
	"table[name]",
]);

/** A type whose names are any text: an object of it inherits `toString`, `constructor` and `__proto__`. */
const OPEN = /^(?:Readonly<|Partial<)*(?:Record<string,|\{ (?:readonly )?\[\w+: string\]:)/u;

/** A number, by its usual names. */
const PLACE = /^(?:index(?:\.read)?|last|from|middle|place)(?: [-+] 1)?$/u;

/** The lookups by a name that is no literal, in what anything in the program is declared with such a type as. */
function lookups(): readonly { readonly name: string; readonly text: string }[] {
	const tables = new Set<string>();
	const found: { readonly name: string; readonly table: string; readonly text: string }[] = [];
	let name = "";
	const isOpen = (type: TypeScript.TypeNode | undefined): boolean =>
		type !== undefined && OPEN.test(type.getText().replace(/\s+/gu, " "));
	const visit = (node: TypeScript.Node): void => {
		if (
			(ts.isVariableDeclaration(node) ||
				ts.isParameter(node) ||
				ts.isPropertyDeclaration(node) ||
				ts.isPropertySignature(node)) &&
			isOpen(node.type)
		) {
			tables.add(node.name.getText());
		}
		if (
			ts.isElementAccessExpression(node) &&
			!ts.isLiteralExpression(node.argumentExpression) &&
			!PLACE.test(node.argumentExpression.getText())
		) {
			const { expression } = node;
			const cast = ts.isParenthesizedExpression(expression) ? expression.expression : expression;
			const table =
				ts.isAsExpression(cast) && isOpen(cast.type)
					? "*"
					: ts.isPropertyAccessExpression(expression)
						? expression.name.text
						: expression.getText();
			found.push({ name, table, text: node.getText().replace(/\s+/gu, " ") });
		}
		ts.forEachChild(node, visit);
	};
	for (name of SHIPPED_FILES) {
		visit(ts.createSourceFile(name, readFileSync(join(ROOT, name), "utf8"), ts.ScriptTarget.ES2022, true));
	}
	return found.filter(({ table }) => table === "*" || tables.has(table));
}

test("a name that somebody else chose is looked up by `entryOf` or in a `Map`", () => {
	const found = lookups().filter(({ name }) => !name.endsWith("generate-tables.ts"));
	expect(found.filter(({ text }) => !KNOWN.has(text))).toEqual([]);
	// Whoever takes one away takes it from the list too.
	expect([...KNOWN].filter((known) => found.every(({ text }) => text !== known))).toEqual([]);
});
