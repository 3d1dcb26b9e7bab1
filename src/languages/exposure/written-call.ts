import type { TSESTree } from "@typescript-eslint/utils";
import type { Call } from "../program/node.ts";
import type { SourceModule } from "../program/source-module.ts";
import { followNames } from "../program/variable-of.ts";
import { nameOfKey } from "../program/name-of-key.ts";
import { textOf } from "../program/text-of.ts";

/** So many arguments of one call are looked at. */
const MOST_ARGUMENTS = 64;

/**
 * A call as it would be written plainly: `f.call(null, a)`, `f.apply(null, [a])`, `f.bind(null, a)`, `Reflect.apply(f,
 * null, [a])` and `f(...[a])` all give `a` to `f`.
 */
export function writtenCall(node: Call, module: SourceModule): Call {
	const given = node.arguments.some(({ type }) => type === "SpreadElement")
		? node.arguments.flatMap((item) => spreadItems(item, module))
		: node.arguments;
	const { callee } = node;
	const method = callee.type === "MemberExpression" ? nameOfKey(callee.property, callee.computed) : null;
	const plain =
		callee.type === "MemberExpression" && method !== null ? plainCall(callee.object, method, given) : null;
	if (plain === null) {
		return given === node.arguments ? node : ({ ...node, arguments: given } as Call);
	}
	return { ...node, callee: plain.callee, arguments: plain.given.slice(0, MOST_ARGUMENTS) } as Call;
}

interface Plain {
	readonly callee: TSESTree.Node;
	readonly given: readonly TSESTree.Node[];
}

function plainCall(callee: TSESTree.Node, method: string, given: readonly TSESTree.Node[]): Plain | null {
	const [first, second, third] = given;
	if (callee.type === "Identifier" && (callee.name === "Reflect" || callee.name === "Promise")) {
		return method === "apply" && first !== undefined ? { callee: first, given: itemsOf(third) } : null;
	}
	switch (method) {
		case "call":
			return { callee, given: given.slice(1) };
		case "bind": // An object may have a method of that name: `client.bind("cn=admin", "…")`.
			return first !== undefined && isReceiver(first) ? { callee, given: given.slice(1) } : null;
		case "apply":
			return { callee, given: itemsOf(second) };
		default:
			return null;
	}
}

function isReceiver(node: TSESTree.Node): boolean {
	return (
		(node.type === "Literal" && node.value === null) ||
		node.type === "ThisExpression" ||
		node.type === "Identifier" ||
		node.type === "MemberExpression"
	);
}

function itemsOf(node: TSESTree.Node | undefined): readonly TSESTree.Node[] {
	return node?.type === "ArrayExpression" ? node.elements.flatMap((item) => item ?? []) : [];
}

/** The items of `...["a", "b"]`, also behind a name. */
function spreadItems(
	node: TSESTree.CallExpressionArgument,
	module: SourceModule,
): readonly TSESTree.CallExpressionArgument[] {
	const list = node.type === "SpreadElement" ? followNames(node.argument, module) : null;
	return list?.type === "ArrayExpression"
		? (itemsOf(list).slice(0, MOST_ARGUMENTS) as readonly TSESTree.CallExpressionArgument[])
		: [node];
}

/** What fills the holes of a text: `util.format("postgres://%s:%s@db", user, "…")`. */
export interface Filled {
	/** The text between the holes, at the even places, and the values where they are known. */
	readonly pieces: readonly (string | null)[];
	/** The values, by the place among the pieces. */
	readonly values: ReadonlyMap<number, TSESTree.Node>;
}

/** Null for a call whose first argument is no such text. */
export function filledText({ arguments: [first, ...others] }: Call): Filled | null {
	const text = first === undefined ? null : textOf(first);
	if (text === null || text.length > LONGEST_TEXT || others[0] === undefined) {
		return null;
	}
	// `query("UPDATE users SET password = ? WHERE id = ?", ["…", 1])`
	const given = others[0].type === "ArrayExpression" ? itemsOf(others[0]) : others;
	const parts = text.split(others[0].type === "ArrayExpression" ? PARAMETER : PLACEHOLDER);
	const values = new Map(given.slice(0, parts.length - 1).map((node, at) => [at * 2 + 1, node]));
	return values.size === 0
		? null
		: {
				pieces: parts.flatMap((part, at) => {
					const value = values.get(at * 2 + 1);
					return at < parts.length - 1 ? [part, value === undefined ? null : textOf(value)] : [part];
				}),
				values,
			};
}

const LONGEST_TEXT = 4096;
/** What `util.format` and its likes fill in. */
const PLACEHOLDER = /%[sdijoO]/u;
/** What a statement of SQL is given. */
const PARAMETER = /\?|\$\d{1,2}|%s/u;
