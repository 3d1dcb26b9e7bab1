import type { TSESTree } from "@typescript-eslint/utils";
import type { SourceModule } from "../../../languages/program/source-module.ts";
import { allNodesOf } from "../../../languages/program/nodes-of.ts";

/** How a file is written. */
export interface Style {
	readonly quote: '"' | "'";
	readonly semicolons: boolean;
	/** One step of indentation. */
	readonly indent: string;
	readonly eol: "\n" | "\r\n";
	/** Types in the text, types in comments, none. */
	readonly types: "typescript" | "jsdoc" | "none";
	/** How it takes what it needs from others. */
	readonly modules: "import" | "require";
}

const ENDED = new Set([
	"ExpressionStatement",
	"VariableDeclaration",
	"ReturnStatement",
	"ThrowStatement",
	"ImportDeclaration",
	"ExportAllDeclaration",
]);

/** Reads the author's habits; where a file is too short to show them, those of the AWS documentation. */
export function readStyle(module: SourceModule): Style {
	const { text, filename, ast, comments } = module;
	let double = 0;
	let ended = 0;
	let indent: string | undefined;
	for (const node of allNodesOf(module)) {
		if (node.type === "Literal" && typeof node.value === "string") {
			double += node.raw.startsWith('"') ? 1 : -1;
		}
		if (ENDED.has(node.type) && !/^For/u.test(node.parent?.type ?? "")) {
			ended += text[node.range[1] - 1] === ";" ? 1 : -1;
		}
		if (node.type === "BlockStatement" && indent === undefined) {
			indent = stepOf(node, text);
		}
	}
	const isTypeScript = /\.[cm]?tsx?$/iu.test(filename);
	return {
		quote: double < 0 ? "'" : '"',
		semicolons: ended >= 0,
		indent: indent ?? "  ",
		eol: text.includes("\r\n") ? "\r\n" : "\n",
		types: isTypeScript
			? "typescript"
			: comments.some(({ value }) => /^\s*@ts-check\b/u.test(value))
				? "jsdoc"
				: "none",
		modules: isModule(ast, filename, text, isTypeScript) ? "import" : "require",
	};
}

function isModule(ast: TSESTree.Program, filename: string, text: string, isTypeScript: boolean): boolean {
	if (
		/\.m[jt]s$/iu.test(filename) ||
		ast.body.some(({ type }) => type === "ImportDeclaration" || type.startsWith("Export"))
	) {
		return true;
	}
	if (/\.cjs$/iu.test(filename) || /\brequire\(|\bmodule\.exports\b|\bexports\.\w/u.test(text)) {
		return false;
	}
	return isTypeScript || ast.sourceType === "module";
}

function stepOf({ range, body: [first] }: TSESTree.BlockStatement, text: string): string | undefined {
	// On one line they are indented alike, and to look for its start from each block of a long one adds up.
	if (first === undefined || !text.slice(range[0], first.range[0]).includes("\n")) {
		return undefined;
	}
	const inner = indentAt(first.range[0], text);
	const outer = indentAt(range[0], text);
	return inner.length > outer.length && inner.startsWith(outer) ? inner.slice(outer.length) : undefined;
}

/** The blanks at the start of the line of an offset. */
export function indentAt(offset: number, text: string): string {
	return /^[ \t]*/u.exec(text.slice(lineStart(offset, text)))?.[0] ?? "";
}

export function lineStart(offset: number, text: string): number {
	return text.lastIndexOf("\n", offset - 1) + 1;
}

/** True where only blanks stand in front of an offset on its line. */
export function startsLine(offset: number, text: string): boolean {
	return /^[ \t]*$/u.test(text.slice(lineStart(offset, text), offset));
}
