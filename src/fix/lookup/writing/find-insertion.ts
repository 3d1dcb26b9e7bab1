import type { TSESTree } from "@typescript-eslint/utils";
import { isDirective } from "../reading/find-place.ts";
import type { SourceModule } from "../../../languages/program/source-module.ts";
import { requiredBy } from "../reading/read-sdk.ts";
import { lineStart, startsLine } from "../reading/read-style.ts";

/** Where the import and the helper go. */
export interface Insertion {
	readonly offset: number;
	/** True below a line that stays above; false in front of a line. */
	readonly below: boolean;
}

const HEADER =
	/^!|@license|@preserve|copyright|SPDX-|^\s*@ts-(?:no)?check|^\s*@flow|^\s*eslint(?:-env)?\s|^\s*globals?\s|@jsx|@file|@fileoverview|@module/iu;

/** Comments about the next line: nothing may come in between. */
const ATTACHED =
	/eslint-disable-next-line|@ts-expect-error|@ts-ignore|prettier-ignore|biome-ignore|(?:istanbul|c8|v8) ignore/u;

/**
 * Below the leading run of directives, imports and `require`s; else below the shebang, the licence and what is said of
 * the whole file, but above what is said of the first statement.
 *
 * @param least an offset below which it has to be: a client that the helper uses
 */
export function findInsertion(program: SourceModule, least: number): Insertion {
	const { ast, text } = program;
	const leading = ast.body.slice(
		0,
		ast.body.findIndex((statement) => !isLeading(statement)) === -1
			? undefined
			: ast.body.findIndex((statement) => !isLeading(statement)),
	);
	const last = ast.body.findLast(({ range }) => range[1] <= least) ?? leading.at(-1);
	if (last !== undefined) {
		const [, end] = last.range;
		// A comment behind it stays on its line.
		const next = program.comments.find(({ range }) => range[0] >= end);
		const isBeside =
			next !== undefined &&
			/^[ \t]*$/u.test(text.slice(end, next.range[0])) &&
			/^[ \t]*(?:\r?\n|$)/u.test(text.slice(next.range[1]));
		return { offset: isBeside ? next.range[1] : end, below: true };
	}
	const first = ast.body[0];
	const head = first === undefined ? text.length : startWithComments(first, program);
	return { offset: Math.max(head, /^#![^\n]*\n?/u.exec(text)?.[0].length ?? 0), below: false };
}

function isLeading(statement: TSESTree.ProgramStatement): boolean {
	switch (statement.type) {
		case "ImportDeclaration":
		case "TSImportEqualsDeclaration":
			return true;
		case "VariableDeclaration":
			return statement.declarations.every(({ init }) => init !== null && isRequire(init));
		case "ExpressionStatement":
			return isDirective(statement) || requiredBy(statement.expression) !== undefined;
		default:
			return false;
	}
}

/** `require("a")`, `require("a").b`. */
function isRequire(node: TSESTree.Expression): boolean {
	return (
		requiredBy(node) !== undefined || (node.type === "MemberExpression" && !node.computed && isRequire(node.object))
	);
}

/** The start of a statement, with the comments above it that are about it: those without a blank line in between. */
export function startWithComments(statement: TSESTree.Node, { text, comments }: SourceModule): number {
	let [start] = statement.range;
	if (!startsLine(start, text)) {
		return start;
	}
	let low = 0;
	for (let high = comments.length; low < high;) {
		const middle = (low + high) >> 1;
		if ((comments[middle]?.range[1] ?? Infinity) <= start) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	for (let index = low - 1; index >= 0; index -= 1) {
		const comment = comments[index] as TSESTree.Comment;
		const [from, to] = comment.range;
		if (
			!/^[ \t]*(?:\r?\n[ \t]*)?$/u.test(text.slice(to, start)) ||
			!startsLine(from, text) ||
			(comment.type as string) === "Shebang" ||
			text.startsWith("#!", from)
		) {
			break;
		}
		if (HEADER.test(comment.value) && !ATTACHED.test(comment.value)) {
			break;
		}
		start = from;
	}
	return lineStart(start, text);
}
