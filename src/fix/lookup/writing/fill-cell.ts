import type { TSESTree } from "@typescript-eslint/utils";
import type { TextEdit } from "../../../text/span.ts";
import type { SourceModule } from "../../../languages/program/source-module.ts";
import type { Style } from "../reading/read-style.ts";
import type { Shape } from "../target/resolve-target.ts";

/** A cell that is filled later, and what fills it. */
interface Filled {
	readonly edits: readonly TextEdit[];
	/** What stands at the top. */
	readonly declaration: string | null;
	/** What leaves its declaration, because that has others. */
	readonly parting: TSESTree.VariableDeclarator | null;
	readonly statement: readonly string[];
}

type FillShape = Extract<Shape, { kind: "fill" }>;
type CellOf<Kind extends FillShape["cell"]["kind"]> = Extract<FillShape["cell"], { kind: Kind }>;

/** The texts of which a cell that is filled later is made. */
interface CellTexts {
	readonly text: string;
	readonly replacement: FillShape["replacement"];
	readonly call: string;
	/** The variable at the top that keeps the value, and its declaration. */
	readonly local: string;
	readonly declaration: string;
	/** The type of such a variable, in TypeScript. */
	readonly typed: string;
	/** How the declaration of one begins. */
	readonly keyword: string;
	readonly semicolons: boolean;
}

/** What keeps the value, and the statement that fills it. */
export function fillCell(
	{ replacement, cell }: FillShape,
	local: string,
	call: string,
	{ text }: SourceModule,
	{ types, semicolons }: Style,
): Filled {
	const typed = types === "typescript" ? ": string" : "";
	const keyword = `${types === "jsdoc" ? "/** @type {string} */ " : ""}let `;
	const declaration = `${keyword}${local}${typed}`;
	const texts: CellTexts = { text, replacement, call, local, declaration, typed, keyword, semicolons };
	switch (cell.kind) {
		case "own": {
			const { span, before, after } = replacement;
			return {
				edits: [{ span, text: before + local + after }],
				declaration,
				parting: null,
				statement: [`${local} ??= ${call}`],
			};
		}
		case "constant":
			return fillConstant(cell, texts);
		case "member":
			return fillMember(cell, texts);
		case "getter":
			return fillGetter(cell, texts);
		default:
			return cell satisfies never;
	}
}

/** The whole expression with a lookup, or the name of one, in place of the secret. */
function inExpression(given: string, { text, replacement }: CellTexts): string {
	const { span, before, after, expression, taken } = replacement;
	const [start, end] = expression.range;
	return taken === undefined
		? text.slice(start, span.start) + before + given + after + text.slice(span.end, end)
		: given;
}

/** `const a = "…"` to `let a`. */
function fillConstant(cell: CellOf<"constant">, texts: CellTexts): Filled {
	const { text, typed, keyword } = texts;
	const { declarator } = cell;
	const name = declarator.id.range;
	const type = cell.isTyped ? "" : typed;
	const derived = cell.derived.flatMap((one) => toVariable(one.declarator, one.isTyped ? "" : typed, keyword));
	const statement = [
		`${cell.name} ??= ${inExpression(texts.call, texts)}`,
		...cell.derived.map(({ name: made, init }) => `${made} ??= ${text.slice(...init.range)}`),
	];
	// The name with its type stays; the value goes.
	return declarator.parent.declarations.length > 1
		? {
				edits: derived,
				declaration: keyword + text.slice(name[0], name[1]) + type,
				parting: declarator,
				statement,
			}
		: {
				edits: [...toVariable(declarator, type, keyword), ...derived],
				declaration: null,
				parting: null,
				statement,
			};
}

/** `password: "…"` to `password: ""`. */
function fillMember(cell: CellOf<"member">, texts: CellTexts): Filled {
	const { text, replacement, call, local, declaration } = texts;
	if (cell.part !== undefined) {
		return {
			edits: [{ span: cell.part, text: "" }],
			declaration,
			parting: null,
			statement: [`${local} ??= ${call}`, `${cell.path} ||= ${local}`],
		};
	}
	const [start, end] = replacement.expression.range;
	const field = cell.readonly;
	const modifier = field === null ? null : /readonly\s+/u.exec(text.slice(field.range[0], field.key.range[0]));
	const at = (field?.range[0] ?? 0) + (modifier?.index ?? 0);
	const quote = text.slice(start, end).startsWith("'") ? "''" : '""';
	return {
		edits: [
			...(modifier === null ? [] : [{ span: { start: at, end: at + modifier[0].length }, text: "" }]),
			{ span: { start, end }, text: quote },
		],
		declaration,
		parting: null,
		// Filled after the wait, not across it: what has come first in between stays.
		statement: [`${local} ??= ${call}`, `${cell.path} ||= ${inExpression(local, texts)}`],
	};
}

/** `password: "…"` to `get password() { return …; }`. */
function fillGetter({ property }: CellOf<"getter">, texts: CellTexts): Filled {
	const { text, call, local, declaration, semicolons } = texts;
	const { key, range } = property;
	const type = property.type === "PropertyDefinition" ? (property.typeAnnotation ?? null) : null;
	const modifiers = text.slice(range[0], key.range[0]).replace(/readonly\s+/u, "");
	const body = `return ${inExpression(local, texts)}${semicolons ? ";" : ""}`;
	return {
		edits: [
			{ span: { start: range[0], end: key.range[0] }, text: `${modifiers}get ` },
			{
				span: { start: key.range[1], end: range[1] },
				text: `()${type === null ? "" : text.slice(...type.range)} { ${body} }`,
			},
		],
		declaration,
		parting: null,
		statement: [`${local} ??= ${call}`],
	};
}

/** `const a = …` to `let a`. */
function toVariable(declarator: TSESTree.VariableDeclarator, type: string, keyword: string): readonly TextEdit[] {
	const [start, end] = declarator.id.range;
	return [
		{ span: { start: declarator.parent.range[0], end: start }, text: keyword },
		{ span: { start: end, end: declarator.range[1] }, text: type },
	];
}
