import type { TSESTree } from "@typescript-eslint/utils";
import { applyEdits } from "../text/apply-edits.ts";
import { insertItem } from "../text/insert-item.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { parseSource } from "./javascript/parse-source.ts";

/** The names of a configuration, in the order in which ESLint looks for them. */
export const FLAT_CONFIGS = ["js", "mjs", "cjs", "ts", "mts", "cts"].map((ending) => `eslint.config.${ending}`);

/** What is added to a configuration of ESLint: the name that a module is imported by, and an item of the list. */
interface Addition {
	readonly name: string;
	readonly module: string;
	readonly item: string;
}

/**
 * Adds an import and an item to a flat configuration of ESLint, in the style of the file. Nothing is executed.
 *
 * @param filename decides how it is read
 * @returns null if there is no safe place: another program makes the list, or the name is taken
 */
export function addToFlatConfig(text: string, filename: string, addition: Addition): readonly TextEdit[] | null {
	const body = bodyOf(text, filename);
	if (body === null || (text.match(/[\w$]+/gu) ?? []).some((word) => word === addition.name)) {
		return null;
	}
	const exported = exportIn(body);
	const list = exported === null ? null : listBehind(exported.value, body);
	if (exported === null || list === null) {
		return null;
	}
	const edits = [
		importEdit(text, body, addition, exported.isModule),
		...insertItem(text, list.brackets, list.items, addition.item, text.includes("\n\t") ? "\t" : "  "),
	];
	// One statement more, and everything still in its place.
	return bodyOf(applyEdits(text, edits), filename)?.length === body.length + 1 ? edits : null;
}

/** The statements of a program; null if it is not valid. */
function bodyOf(text: string, filename: string): readonly TSESTree.ProgramStatement[] | null {
	const parsed = parseSource(text, /\.[cm]?ts$/u.test(filename) ? "typescript" : "module", false);
	return parsed === null ? null : (parsed.ast as TSESTree.Program).body;
}

/** `export default …`, or `module.exports = …`; null if there is none, or more than one. */
function exportIn(
	body: readonly TSESTree.ProgramStatement[],
): { readonly value: TSESTree.Node; readonly isModule: boolean } | null {
	const [first, second] = body.flatMap(exportsOf);
	return first === undefined || second !== undefined ? null : first;
}

function exportsOf(node: TSESTree.ProgramStatement): readonly NonNullable<ReturnType<typeof exportIn>>[] {
	if (node.type === "ExportDefaultDeclaration") {
		return [{ value: node.declaration, isModule: true }];
	}
	if (node.type === "ExpressionStatement" && node.expression.type === "AssignmentExpression") {
		const { left, right } = node.expression;
		if (
			left.type === "MemberExpression" &&
			left.object.type === "Identifier" &&
			left.object.name === "module" &&
			left.property.type === "Identifier" &&
			left.property.name === "exports"
		) {
			return [{ value: right, isModule: false }];
		}
	}
	return [];
}

interface List {
	readonly brackets: Span;
	readonly items: readonly Span[];
}

/** The list that an expression is, or that it is given to a function which flattens it. */
function listBehind(node: TSESTree.Node, body: readonly TSESTree.ProgramStatement[]): List | null {
	switch (node.type) {
		case "TSAsExpression":
		case "TSSatisfiesExpression":
			return listBehind(node.expression, body);
		case "Identifier": {
			const init = initOf(node.name, body);
			return init === null ? null : listBehind(init, body);
		}
		case "ArrayExpression":
			return node.elements.includes(null)
				? null
				: {
						brackets: spanOf(node),
						items: node.elements.flatMap((one) => (one === null ? [] : [spanOf(one)])),
					};
		case "CallExpression": {
			const [first, second] = node.arguments;
			if (!isFlattening(node.callee) || first === undefined) {
				return null;
			}
			// The parenthesis after the callee, and after type arguments.
			const open = (node.typeArguments ?? node.callee).range[1];
			return second === undefined && first.type === "ArrayExpression"
				? listBehind(first, body)
				: { brackets: { start: open, end: node.range[1] }, items: node.arguments.map(spanOf) };
		}
		default:
			return null;
	}
}

/** `defineConfig` of ESLint, and `config` of typescript-eslint. */
function isFlattening(callee: TSESTree.Node): boolean {
	return callee.type === "Identifier"
		? callee.name === "defineConfig"
		: callee.type === "MemberExpression" &&
				callee.object.type === "Identifier" &&
				callee.object.name === "tseslint" &&
				callee.property.type === "Identifier" &&
				callee.property.name === "config";
}

/** What a constant at the top of the file begins with; null if there is none, or it can be another value later. */
function initOf(name: string, body: readonly TSESTree.ProgramStatement[]): TSESTree.Node | null {
	const found = body.flatMap((node) =>
		node.type === "VariableDeclaration" && node.kind === "const"
			? node.declarations.filter(({ id }) => id.type === "Identifier" && id.name === name)
			: [],
	);
	return found.length === 1 ? (found[0]?.init ?? null) : null;
}

function spanOf({ range: [start, end] }: TSESTree.Node): Span {
	return { start, end };
}

/** The import, or the call of `require`, after the last one that is there. */
function importEdit(
	text: string,
	body: readonly TSESTree.ProgramStatement[],
	{ name, module }: Addition,
	isModule: boolean,
): TextEdit {
	const eol = text.includes("\r\n") ? "\r\n" : "\n";
	const last = body.findLast((node) => (isModule ? node.type === "ImportDeclaration" : isRequire(node)));
	const near = last ?? body[0];
	const written = near === undefined ? "" : text.slice(near.range[0], near.range[1]);
	const quote = /["']/u.exec(last === undefined ? text : written)?.[0] ?? '"';
	const semicolon = written === "" || written.endsWith(";") ? ";" : "";
	const source = `${quote}${module}${quote}`;
	const line = isModule
		? `import ${name} from ${source}${semicolon}`
		: `const ${name} = require(${source})${semicolon}`;
	if (last !== undefined) {
		const [, end] = last.range;
		const rest = text.slice(end).split("\n")[0] ?? "";
		// Behind a comment on the same line.
		const at = rest.trimStart().startsWith("//") ? end + rest.trimEnd().length : end;
		return { span: { start: at, end: at }, text: `${eol}${line}` };
	}
	// Below what has to be first: `#!`, `// @ts-check`, "use strict".
	const lines = text.split("\n");
	const count = lines.findIndex((one) => !/^(?:#!|\/\/|\s{0,9}["']use strict["'])/u.test(one));
	const head = lines.slice(0, Math.max(0, count)).reduce((sum, one) => sum + one.length + 1, 0);
	return { span: { start: head, end: head }, text: `${line}${eol}${eol}` };
}

function isRequire(node: TSESTree.ProgramStatement): boolean {
	return (
		node.type === "VariableDeclaration" &&
		node.declarations.some(
			({ init }) =>
				init?.type === "CallExpression" && init.callee.type === "Identifier" && init.callee.name === "require",
		)
	);
}
